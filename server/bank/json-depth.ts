/**
 * Whether nothing in a JSON value stands deeper than `most` lists or objects within one another. Printing
 * one that is deep takes a frame of the stack for each, and what can't be printed can't be kept.
 */
export function isWithinDepth(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= most; depth++) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
    if (level.length === 0) return true;
  }
  return false;
}
