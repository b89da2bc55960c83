/*
 * Searching as people type: half-width and full-width, hiragana and katakana, capital and small
 * letters are the same to them.
 */

/** A text as it is compared when something is searched for. */
export function searchText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** The words of a search, each of which must occur. */
export function searchWords(typed: string): string[] {
  return searchText(typed).split(/\s+/).filter(Boolean);
}

/**
 * Texts to be searched in, each folded once for as long as its row stays the same: rows are replaced
 * when they change, never written to.
 */
export class SearchTexts<Row extends object> {
  readonly #texts = new WeakMap<Row, string>();
  readonly #partsOf: (row: Row) => readonly (string | undefined)[];

  constructor(partsOf: (row: Row) => readonly (string | undefined)[]) {
    this.#partsOf = partsOf;
  }

  matches(row: Row, words: readonly string[]): boolean {
    let text = this.#texts.get(row);
    if (text === undefined) {
      text = searchText(this.#partsOf(row).join('\n'));
      this.#texts.set(row, text);
    }
    return words.every((word) => text.includes(word));
  }
}
