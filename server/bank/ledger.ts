import type { LedgerRow } from './model.ts';
import type { BankDate } from './time.ts';

/** A ledger row as JSON: the amount as a decimal string, because JSON has no big integers. */
export type PersistedLedgerRow = Omit<LedgerRow, 'amount'> & { amount: string };

/** A row together with the balance after it. */
export interface BookedRow extends LedgerRow {
  balance: bigint;
}

/**
 * A key that sorts behind every row of that day: the day and a sequence that is counted up over the
 * whole account and never given twice. 16 characters.
 */
export function itemKeyOf(date: BankDate, sequence: number): string {
  return `${compactDate(date)}${String(sequence).padStart(8, '0')}`;
}

/** The sequence inside an item key; 0 where a foreign key has none. */
export function sequenceOf(itemKey: string): number {
  return Number(itemKey.slice(8)) || 0;
}

function compactDate(date: BankDate): string {
  return date.slice(0, 4) + date.slice(5, 7) + date.slice(8);
}

/** What a row does to the balance. */
function signed(row: LedgerRow | undefined): bigint {
  if (!row) return 0n;
  return row.transactionType === '1' ? row.amount : -row.amount;
}

/** How many rows are quicker taken off the total than added up from the front. */
const NEAR_THE_END = 256;

/** Which rows of a statement, and how many at most. */
export interface PageQuery {
  readonly from: BankDate;
  readonly to: BankDate;
  readonly afterItemKey?: string;
  readonly limit: number;
  readonly only?: (row: LedgerRow) => boolean;
}

/**
 * One account's statement: rows in ascending `itemKey`, whose order is (transaction date, order of
 * entry). Balances are derived, never stored, so the running balance cannot disagree with the rows.
 *
 * `#balances[i]` is the balance after row i as far as it was worked out; entries from `#cleanTo` on are
 * stale after a change in the past and are made good when next read. `#total` is always right.
 */
export class Ledger {
  #openingBalance: bigint;
  readonly #rows: LedgerRow[] = [];
  readonly #balances: bigint[] = [];
  #cleanTo = 0;
  #total: bigint;
  #lastSequence = 0;

  constructor(openingBalance: bigint) {
    this.#openingBalance = openingBalance;
    this.#total = openingBalance;
  }

  static persist(row: LedgerRow): PersistedLedgerRow {
    return { ...row, amount: row.amount.toString() };
  }

  static revive(row: PersistedLedgerRow): LedgerRow {
    return { ...row, amount: BigInt(row.amount) };
  }

  get size(): number {
    return this.#rows.length;
  }

  get openingBalance(): bigint {
    return this.#openingBalance;
  }

  setOpeningBalance(balance: bigint): void {
    if (balance === this.#openingBalance) return;
    this.#total += balance - this.#openingBalance;
    this.#openingBalance = balance;
    this.#cleanTo = 0;
  }

  rows(): readonly LedgerRow[] {
    return this.#rows;
  }

  get(itemKey: string): LedgerRow | undefined {
    const row = this.#rows[this.#firstAtOrAfter(itemKey)];
    return row?.itemKey === itemKey ? row : undefined;
  }

  /** The highest sequence seen in a key so far. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Puts a row in its place; one with the same key is replaced. */
  insert(row: LedgerRow): void {
    this.#lastSequence = Math.max(this.#lastSequence, sequenceOf(row.itemKey));
    this.#total += signed(row);
    const last = this.#rows.at(-1);
    if (!last || last.itemKey < row.itemKey) {
      this.#rows.push(row);
      return;
    }
    const at = this.#firstAtOrAfter(row.itemKey);
    const replaced = this.#rows[at]?.itemKey === row.itemKey ? this.#rows[at] : undefined;
    if (replaced) this.#total -= signed(replaced);
    this.#rows.splice(at, replaced ? 1 : 0, row);
    this.#cleanTo = Math.min(this.#cleanTo, at);
  }

  remove(itemKey: string): void {
    const at = this.#firstAtOrAfter(itemKey);
    const row = this.#rows[at];
    if (row?.itemKey !== itemKey) return;
    this.#total -= signed(row);
    this.#rows.splice(at, 1);
    this.#balances.length = Math.min(this.#balances.length, this.#rows.length);
    this.#cleanTo = Math.min(this.#cleanTo, at);
  }

  /** The present balance: the opening balance and every row. */
  balance(): bigint {
    return this.#total;
  }

  /** The balance at the close of a banking day. */
  closingBalance(date: BankDate): bigint {
    return this.#balanceAfter(this.#firstAfterDate(date) - 1);
  }

  firstDate(): BankDate | undefined {
    return this.#rows[0]?.transactionDate;
  }

  /** The row with its running balance. */
  booked(itemKey: string): BookedRow | undefined {
    const at = this.#firstAtOrAfter(itemKey);
    const row = this.#rows[at];
    return row?.itemKey === itemKey ? { ...row, balance: this.#balanceAfter(at) } : undefined;
  }

  /**
   * Up to `limit` rows of `from`…`to` (both inclusive), ascending, from the first key greater than
   * `afterItemKey`. Rows that come or go between two pages neither repeat nor hide the others,
   * because the cursor is a place in the order, not a count. With `only`, the others are passed over.
   */
  page(query: PageQuery): { rows: BookedRow[]; hasNext: boolean } {
    const rows: BookedRow[] = [];
    const hasNext = this.visit(query, (row, balance) => rows.push({ ...row, balance }));
    return { rows, hasNext };
  }

  /**
   * The same without copying: calls `see` for each row of the page.
   *
   * @returns whether more rows follow.
   */
  visit(query: PageQuery, see: (row: LedgerRow, balance: bigint) => void): boolean {
    const { from, to, afterItemKey, limit, only } = query;
    let start = this.#firstAtOrAfter(compactDate(from));
    if (afterItemKey !== undefined) {
      start = Math.max(start, this.#firstAtOrAfter(`${afterItemKey}\u0000`));
    }
    const end = this.#firstAfterDate(to);
    if (start >= end) return false;
    let balance = this.#balanceAfter(start - 1);
    let seen = 0;
    for (let at = start; at < end; at++) {
      const row = this.#rows[at];
      if (!row) break;
      const wanted = !only || only(row);
      if (wanted && seen === limit) return true;
      balance += signed(row);
      if (!wanted) continue;
      see(row, balance);
      seen += 1;
    }
    return false;
  }

  /** Up to `limit` rows before a key (or the end), newest first. */
  pageBackwards(query: { beforeItemKey?: string; limit: number }): { rows: BookedRow[]; hasNext: boolean } {
    const { beforeItemKey, limit } = query;
    const end = beforeItemKey === undefined ? this.#rows.length : this.#firstAtOrAfter(beforeItemKey);
    const start = Math.max(0, end - limit);
    const rows: BookedRow[] = [];
    for (let at = end - 1; at >= start; at--) {
      const row = this.#rows[at];
      if (row) rows.push({ ...row, balance: this.#balanceAfter(at) });
    }
    return { rows, hasNext: start > 0 };
  }

  /** How many rows there are from that day on. */
  countFrom(date: BankDate): number {
    return this.#rows.length - this.#firstAtOrAfter(compactDate(date));
  }

  /** How many rows stand behind that key. */
  countAfter(itemKey: string): number {
    return this.#rows.length - this.#firstAtOrAfter(`${itemKey}\u0000`);
  }

  /**
   * The balance after row `at`. Asked for mostly near the end of a statement, where it is worked out
   * backwards from the total, so that a row in the past does not make the next balance wait.
   */
  #balanceAfter(at: number): bigint {
    if (at < 0) return this.#openingBalance;
    const last = this.#rows.length - 1;
    if (at >= last) return this.#total;
    if (at < this.#cleanTo) return this.#balances[at] ?? this.#openingBalance;
    if (last - at <= NEAR_THE_END) {
      let balance = this.#total;
      for (let i = last; i > at; i--) balance -= signed(this.#rows[i]);
      return balance;
    }
    let balance = this.#cleanTo === 0 ? this.#openingBalance : (this.#balances[this.#cleanTo - 1] ?? 0n);
    for (let i = this.#cleanTo; i <= at; i++) {
      balance += signed(this.#rows[i]);
      this.#balances[i] = balance;
    }
    this.#cleanTo = at + 1;
    return balance;
  }

  #firstAfterDate(date: BankDate): number {
    return this.#firstAtOrAfter(`${compactDate(date)}:`);
  }

  /** Index of the first row whose key is not less than `itemKey`. */
  #firstAtOrAfter(itemKey: string): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle]?.itemKey ?? '') < itemKey) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
