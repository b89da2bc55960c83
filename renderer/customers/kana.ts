/** Whether a name has no reading of its own: 名義カナ has to be told beside it. */
export function needsReading(name: string): boolean {
  return /\p{Script=Han}/u.test(name);
}
