import type { MinorUnits } from './currency.ts';
import { compactDate, sequenceOf } from './item-key.ts';
import { asNumberIfExact, type LedgerPage } from './ledger-page.ts';
import { LedgerPages, type Place } from './ledger-pages.ts';
import type { LedgerRow } from './model.ts';
import type { BankDate } from './time.ts';

/** A ledger row as JSON: the amount as a decimal string, because JSON has no big integers. */
export type PersistedLedgerRow = Omit<LedgerRow, 'amount'> & { amount: string };

/** A row together with the balance after it. */
export interface BookedRow extends LedgerRow {
  balance: bigint;
}

/** Which rows of a statement, and how many at most. */
export interface PageQuery {
  readonly from: BankDate;
  readonly to: BankDate;
  readonly afterItemKey?: string;
  readonly limit: number;
  readonly only?: (row: LedgerRow) => boolean;
}

/** A statement as it was at one moment, to be read later. Shares its rows with the ledger. */
export interface LedgerImage {
  readonly pages: readonly LedgerPage[];
  readonly size: number;
}

/**
 * One account's statement: rows in ascending `itemKey`, whose order is (transaction date, order of
 * entry), in pages of columns. Balances are derived, never stored, so the running balance cannot
 * disagree with the rows: from what all pages before come to, and the rows of one page.
 */
export class Ledger {
  #openingBalance: bigint;
  readonly #pages: LedgerPages;
  #lastSequence = 0;
  #version = 0;

  constructor(openingBalance: bigint, pages: readonly LedgerPage[] = []) {
    this.#openingBalance = openingBalance;
    this.#pages = new LedgerPages(pages);
    for (const page of pages) this.#lastSequence = Math.max(this.#lastSequence, page.lastSequence());
  }

  /** The statement of an image, which stays as it is whatever becomes of this one. */
  static of(openingBalance: bigint, { pages }: LedgerImage): Ledger {
    return new Ledger(
      openingBalance,
      pages.map((page) => page.image()),
    );
  }

  static persist(row: LedgerRow): PersistedLedgerRow {
    return { ...row, amount: row.amount.toString() };
  }

  static revive(row: PersistedLedgerRow): LedgerRow {
    return { ...row, amount: BigInt(row.amount) };
  }

  get size(): number {
    return this.#pages.size;
  }

  /** Another number after every change. */
  get version(): number {
    return this.#version;
  }

  get openingBalance(): bigint {
    return this.#openingBalance;
  }

  setOpeningBalance(balance: bigint): void {
    this.#openingBalance = balance;
    this.#version += 1;
  }

  /** What it holds now, in no time: the price of a page is paid when the page is next changed. */
  image(): LedgerImage {
    return { pages: this.#pages.images(), size: this.#pages.size };
  }

  /** All rows, each made anew: for what is done seldom. */
  rows(): LedgerRow[] {
    return [...this.#pages.rows()];
  }

  get(itemKey: string): LedgerRow | undefined {
    const { page, at } = this.#pages.firstAtOrAfter(itemKey);
    const found = this.#pages.at(page);
    return found?.holds(at, itemKey) ? found.rowAt(at) : undefined;
  }

  /** The highest sequence seen in a key so far. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** The key of the last row; empty if there is none. */
  get lastItemKey(): string {
    return this.#pages.lastKey;
  }

  /** The key of the first row; empty if there is none. */
  get firstItemKey(): string {
    return this.#pages.at(0)?.keyAt(0) ?? '';
  }

  firstDate(): BankDate | undefined {
    return this.#pages.at(0)?.dateAt(0);
  }

  lastDate(): BankDate | undefined {
    const last = this.#pages.at(this.#pages.count - 1);
    return last?.dateAt(last.size - 1);
  }

  /** Puts a row in its place; one with the same key is replaced. */
  insert(row: LedgerRow): void {
    this.#lastSequence = Math.max(this.#lastSequence, sequenceOf(row.itemKey));
    this.#pages.insert(row);
    this.#version += 1;
  }

  remove(itemKey: string): void {
    this.#pages.remove(itemKey);
    this.#version += 1;
  }

  /** The present balance: the opening balance and every row. */
  balance(): bigint {
    return this.#openingBalance + this.#pages.total;
  }

  /** The balance at the close of a banking day. */
  closingBalance(date: BankDate): bigint {
    return this.#balanceBefore(this.#firstAfterDate(date));
  }

  /** The row with its running balance. */
  booked(itemKey: string): BookedRow | undefined {
    const { page, at } = this.#pages.firstAtOrAfter(itemKey);
    const found = this.#pages.at(page);
    if (!found?.holds(at, itemKey)) return undefined;
    return { ...found.rowAt(at), balance: this.#balanceBefore({ page, at: at + 1 }) };
  }

  /**
   * Up to `limit` rows of `from`…`to` (both inclusive), ascending, from the first key greater than
   * `afterItemKey`. Rows that come or go between two pages neither repeat nor hide the others,
   * because the cursor is a place in the order, not a count. With `only`, the others are passed over.
   */
  page(query: PageQuery): { rows: BookedRow[]; hasNext: boolean } {
    const rows: BookedRow[] = [];
    const hasNext = this.visit(query, (page, at, balance) => {
      rows.push({ ...page.rowAt(at), balance: BigInt(balance) });
    });
    return { rows, hasNext };
  }

  /**
   * The same without making rows: calls `see` with the place of each, and the balance after it.
   *
   * @returns whether more rows follow.
   */
  visit(query: PageQuery, see: (page: LedgerPage, at: number, balance: MinorUnits) => void): boolean {
    const { from, to, afterItemKey, limit, only } = query;
    const start = this.#pages.firstAtOrAfter(laterKey(compactDate(from), afterItemKey));
    const end = this.#firstAfterDate(to);
    let balance: MinorUnits = asNumberIfExact(this.#balanceBefore(start));
    let seen = 0;
    for (let at = start.at, page = start.page; page <= end.page; page++, at = 0) {
      const rows = this.#pages.at(page);
      if (!rows) break;
      const stop = page === end.page ? end.at : rows.size;
      for (; at < stop; at++) {
        const wanted = !only || only(rows.rowAt(at));
        if (wanted && seen === limit) return true;
        balance = rows.balanceAfter(balance, at);
        if (!wanted) continue;
        see(rows, at, balance);
        seen += 1;
      }
    }
    return false;
  }

  /** Up to `limit` rows before a key (or the end), newest first. */
  pageBackwards(query: { beforeItemKey?: string; limit: number }): { rows: BookedRow[]; hasNext: boolean } {
    const { beforeItemKey, limit } = query;
    const end = beforeItemKey === undefined ? this.#pages.end() : this.#pages.firstAtOrAfter(beforeItemKey);
    let balance = this.#balanceBefore(end);
    const rows: BookedRow[] = [];
    for (let { page, at } = end; page >= 0; page--, at = this.#pages.at(page)?.size ?? 0) {
      for (at -= 1; at >= 0; at--) {
        if (rows.length === limit) return { rows, hasNext: true };
        const found = this.#pages.at(page);
        if (!found) break;
        rows.push({ ...found.rowAt(at), balance });
        balance -= found.signedAt(at);
      }
    }
    return { rows, hasNext: false };
  }

  /** How many rows there are from that day on. */
  countFrom(date: BankDate): number {
    return this.#pages.size - this.#pages.countBefore(this.#pages.firstAtOrAfter(compactDate(date)));
  }

  /** How many rows stand behind that key. */
  countAfter(itemKey: string): number {
    return this.#pages.size - this.#pages.countBefore(this.#pages.firstAtOrAfter(behind(itemKey)));
  }

  #balanceBefore(place: Place): bigint {
    return this.#openingBalance + this.#pages.sumBefore(place);
  }

  #firstAfterDate(date: BankDate): Place {
    return this.#pages.firstAtOrAfter(`${compactDate(date)}:`);
  }
}

/** The least key that is greater. */
function behind(itemKey: string): string {
  return `${itemKey}\u0000`;
}

function laterKey(key: string, afterItemKey: string | undefined): string {
  if (afterItemKey === undefined) return key;
  const next = behind(afterItemKey);
  return next > key ? next : key;
}
