/** A part of a text that is to be replaced, from `start` up to `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** The text with those parts replaced. Of parts that overlap, the one that begins first wins. */
export function replaceRanges(text: string, ranges: readonly TextRange[]): string {
  if (ranges.length === 0) return text;
  let shown = '';
  let copied = 0;
  for (const { start, end, replacement } of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= copied) shown += text.slice(copied, start) + replacement;
    copied = Math.max(copied, end);
  }
  return shown + text.slice(copied);
}
