import type { LedgerRow } from './model.ts';

/** What a row has beside its columns: members that few rows have, and values that fit no column. */
export type RowDetails = Partial<LedgerRow>;
/** A row's 摘要, where that is all there is to say, or its details; nothing for a bare row. */
export type RowText = string | RowDetails | undefined;

/** From this many texts on, one that is there already is found again; in small pages nothing is gained. */
const TEXTS_TO_LOOK_UP = 64;

/**
 * What the rows of a page have beside their columns, once for all rows that have the same: remarks and
 * payers come again and again. A text keeps its place; place 0 is for rows that have nothing.
 */
export class PageTexts {
  readonly #texts: RowText[];
  #places: Map<string | undefined, number> | undefined;

  constructor(texts: readonly RowText[] = []) {
    this.#texts = [undefined, ...texts];
  }

  /** How many places are taken, the first one included. */
  get size(): number {
    return this.#texts.length;
  }

  at(place: number): RowText {
    return this.#texts[place];
  }

  /** Gives a text a place of its own. */
  add(text: RowText): number {
    return this.#texts.push(text) - 1;
  }

  /** The place of what a row has: that of another row, if one has the same. */
  placeOf(details: RowDetails): number {
    const { remarks, ...others } = details;
    const isBare = Object.keys(others).length === 0;
    if (isBare && remarks === undefined) return 0;
    const text = isBare ? remarks : details;
    const name = nameOf(text);
    if (this.size < TEXTS_TO_LOOK_UP || name === undefined) return this.add(text);
    this.#places ??= new Map(this.#texts.map((each, place) => [nameOf(each), place]));
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = this.add(text);
    this.#places.set(name, place);
    return place;
  }

  /** Lets go of what only speeds up {@link placeOf}. */
  rest(): void {
    this.#places = undefined;
  }
}

/** What a text is found again by; rows with a foreign key or a huge amount share theirs with none. */
function nameOf(text: RowText): string | undefined {
  if (typeof text === 'object' && ('itemKey' in text || 'amount' in text)) return undefined;
  return JSON.stringify(text);
}
