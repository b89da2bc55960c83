/** What is copied along with a value: white space, quotation marks, and marks nobody sees. */
const AROUND: ReadonlySet<string> = new Set([
  ...[' ', '\t', '\r', '\n', '\u00a0', '\u3000', '\u200b', '\ufeff'],
  ...['"', "'", '`', '“', '”', '「', '」', '<', '>', ',', ';'],
]);

/** The value without what stands around it; undefined where nothing does. */
export function withoutSurroundings(text: string): string | undefined {
  let from = 0;
  let to = text.length;
  while (from < to && AROUND.has(text.charAt(from))) from += 1;
  while (to > from && AROUND.has(text.charAt(to - 1))) to -= 1;
  return to - from === text.length ? undefined : text.slice(from, to);
}
