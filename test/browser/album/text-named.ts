/**
 * A text of a tree of them by its dotted name, such as `failures.closed`.
 *
 * @throws where there is none, so that a picture of a screen that is gone is told
 */
export function textNamed(texts: object, name: string): string {
  const found = name
    .split('.')
    .reduce<unknown>(
      (tree, key) =>
        typeof tree === 'object' && tree !== null ? new Map(Object.entries(tree)).get(key) : undefined,
      texts,
    );
  if (typeof found !== 'string') throw new Error(`There is no text ${name}.`);
  return found;
}
