type OptionalKeys<Whole> = {
  [Key in keyof Whole]-?: Record<never, never> extends Pick<Whole, Key> ? Key : never;
}[keyof Whole];

/** Members to change; `null` takes away one that may be left out (RFC 7396 §1). */
export type MergePatch<Whole> = {
  [Key in keyof Whole]?: Key extends OptionalKeys<Whole> ? Whole[Key] | null : Whole[Key];
};

/** What becomes of `before`: one level deep, a member given replaces the member (RFC 7396 §2). */
export function mergePatched<Whole extends object>(before: Whole, patch: MergePatch<Whole>): Whole {
  const members = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(members) as Whole;
}
