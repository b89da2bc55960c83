import { LedgerPage, ROWS_PER_PAGE } from './ledger-page.ts';
import type { LedgerRow } from './model.ts';

/** A row's place: the page, and the place there. */
export interface Place {
  readonly page: number;
  readonly at: number;
}

/**
 * The rows of a statement in pages, ascending by `itemKey`. Added behind the last row in no time, put
 * between others at the price of one page.
 */
export class LedgerPages {
  readonly #pages: LedgerPage[];
  /** Rows before page i, and what they come to; right for the pages up to `#knownPages`. */
  readonly #rowsBefore: number[] = [0];
  readonly #sumBefore: bigint[] = [0n];
  #knownPages = 0;
  #size = 0;
  #total = 0n;
  #lastKey = '';
  /** The page that was changed last. */
  #busy: LedgerPage | undefined;

  constructor(pages: readonly LedgerPage[]) {
    this.#pages = [...pages];
    for (const page of pages) {
      this.#size += page.size;
      this.#total += page.total;
    }
    this.#endMoved();
  }

  /** How many rows there are. */
  get size(): number {
    return this.#size;
  }

  /** What all rows do to the balance together. */
  get total(): bigint {
    return this.#total;
  }

  /** The key of the last row; empty if there is none. */
  get lastKey(): string {
    return this.#lastKey;
  }

  get count(): number {
    return this.#pages.length;
  }

  at(page: number): LedgerPage | undefined {
    return this.#pages[page];
  }

  rows(): Iterable<LedgerRow> {
    return rowsOf(this.#pages);
  }

  images(): LedgerPage[] {
    return this.#pages.map((page) => page.image());
  }

  /** Puts a row in its place; one with the same key is replaced. */
  insert(row: LedgerRow): void {
    const { itemKey } = row;
    if (this.#size === 0 || itemKey > this.#lastKey) {
      this.#append(row);
      return;
    }
    const place = this.firstAtOrAfter(itemKey);
    const page = this.#pages[place.page];
    if (page?.holds(place.at, itemKey)) this.#change(place.page, page, () => page.replace(place.at, row));
    else if (page) this.#insertAt(place, page, row);
  }

  remove(itemKey: string): void {
    const { page: index, at } = this.firstAtOrAfter(itemKey);
    const page = this.#pages[index];
    if (!page?.holds(at, itemKey)) return;
    this.#change(index, page, () => page.remove(at));
    if (page.size === 0) this.#pages.splice(index, 1);
    else this.#joinNext(index, page);
    this.#endMoved();
  }

  /** The place of the first row whose key is not less than `itemKey`, or that behind the last row. */
  firstAtOrAfter(itemKey: string): Place {
    if (itemKey > this.#lastKey) return this.end();
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const page = this.#pages[middle];
      if (page && page.keyAt(page.size - 1) < itemKey) low = middle + 1;
      else high = middle;
    }
    return { page: low, at: this.#pages[low]?.firstAtOrAfter(itemKey) ?? 0 };
  }

  /** The place behind the last row. */
  end(): Place {
    const page = Math.max(0, this.#pages.length - 1);
    return { page, at: this.#pages[page]?.size ?? 0 };
  }

  /** What the rows before that place do to the balance together. */
  sumBefore({ page, at }: Place): bigint {
    this.#know(page);
    return (this.#sumBefore[page] ?? 0n) + (this.#pages[page]?.sum(0, at) ?? 0n);
  }

  /** How many rows stand before that place. */
  countBefore({ page, at }: Place): number {
    this.#know(page);
    return (this.#rowsBefore[page] ?? 0) + at;
  }

  #append(row: LedgerRow): void {
    let last = this.#pages.at(-1);
    if (!last || last.size === ROWS_PER_PAGE) {
      last = LedgerPage.empty();
      this.#pages.push(last);
    }
    const page = last;
    this.#change(this.#pages.length - 1, page, () => page.append(row));
    this.#lastKey = row.itemKey;
  }

  #insertAt({ page: index, at }: Place, page: LedgerPage, row: LedgerRow): void {
    if (page.size < ROWS_PER_PAGE) {
      this.#change(index, page, () => page.insert(at, row));
      return;
    }
    const half = ROWS_PER_PAGE / 2;
    const later = page.split(half);
    this.#pages.splice(index + 1, 0, later);
    this.#knownPages = Math.min(this.#knownPages, index);
    if (at <= half) this.#change(index, page, () => page.insert(at, row));
    else this.#change(index + 1, later, () => later.insert(at - half, row));
  }

  /** Makes one page of two that many deletions left nearly empty. */
  #joinNext(index: number, page: LedgerPage): void {
    const next = this.#pages[index + 1];
    if (!next || page.size + next.size > ROWS_PER_PAGE / 2) return;
    for (const row of rowsOf([next])) page.append(row);
    this.#pages.splice(index + 1, 1);
    this.#knownPages = Math.min(this.#knownPages, index);
  }

  /** Changes one page, and what follows from it. */
  #change(index: number, page: LedgerPage, change: () => void): void {
    const { size, total } = page;
    change();
    this.#size += page.size - size;
    this.#total += page.total - total;
    this.#knownPages = Math.min(this.#knownPages, index);
    if (this.#busy !== page) this.#busy?.rest();
    this.#busy = page;
  }

  #endMoved(): void {
    const last = this.#pages.at(-1);
    this.#lastKey = last ? last.keyAt(last.size - 1) : '';
  }

  /** Adds up the pages before that one, as far as a change made it necessary. */
  #know(page: number): void {
    for (let index = this.#knownPages; index < page; index++) {
      this.#rowsBefore[index + 1] = (this.#rowsBefore[index] ?? 0) + (this.#pages[index]?.size ?? 0);
      this.#sumBefore[index + 1] = (this.#sumBefore[index] ?? 0n) + (this.#pages[index]?.total ?? 0n);
    }
    this.#knownPages = Math.max(this.#knownPages, page);
  }
}

/** The rows of pages, one after another, each made when it is its turn. */
export function* rowsOf(pages: readonly LedgerPage[]): Generator<LedgerRow> {
  for (const page of pages) {
    for (let at = 0; at < page.size; at++) yield page.rowAt(at);
  }
}
