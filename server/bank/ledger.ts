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

/**
 * One account's statement: rows in ascending `itemKey`, whose order is (transaction date, order of
 * entry). Balances are derived, never stored, so the running balance cannot disagree with the rows.
 *
 * `balances[i]` is the balance after row i; entries from `#cleanTo` on are stale after a change in
 * the past and are made good when next read.
 */
export class Ledger {
  #openingBalance: bigint;
  readonly #rows: LedgerRow[] = [];
  readonly #balances: bigint[] = [];
  #cleanTo = 0;
  #lastSequence = 0;

  constructor(openingBalance: bigint) {
    this.#openingBalance = openingBalance;
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
    const last = this.#rows.at(-1);
    if (!last || last.itemKey < row.itemKey) {
      this.#rows.push(row);
      return;
    }
    const at = this.#firstAtOrAfter(row.itemKey);
    this.#rows.splice(at, this.#rows[at]?.itemKey === row.itemKey ? 1 : 0, row);
    this.#cleanTo = Math.min(this.#cleanTo, at);
  }

  remove(itemKey: string): void {
    const at = this.#firstAtOrAfter(itemKey);
    if (this.#rows[at]?.itemKey !== itemKey) return;
    this.#rows.splice(at, 1);
    this.#balances.length = Math.min(this.#balances.length, this.#rows.length);
    this.#cleanTo = Math.min(this.#cleanTo, at);
  }

  /** The present balance: the opening balance and every row. */
  balance(): bigint {
    return this.#balanceAfter(this.#rows.length - 1);
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
  page(query: {
    from: BankDate;
    to: BankDate;
    afterItemKey?: string;
    limit: number;
    only?: (row: LedgerRow) => boolean;
  }): { rows: BookedRow[]; hasNext: boolean } {
    let start = this.#firstAtOrAfter(compactDate(query.from));
    if (query.afterItemKey !== undefined) {
      start = Math.max(start, this.#firstAtOrAfter(`${query.afterItemKey}\u0000`));
    }
    const end = this.#firstAfterDate(query.to);
    const rows: BookedRow[] = [];
    for (let at = start; at < end; at++) {
      const row = this.#rows[at];
      if (!row || (query.only && !query.only(row))) continue;
      if (rows.length === query.limit) return { rows, hasNext: true };
      rows.push({ ...row, balance: this.#balanceAfter(at) });
    }
    return { rows, hasNext: false };
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

  /** How many rows stand behind that key. */
  countAfter(itemKey: string): number {
    return this.#rows.length - this.#firstAtOrAfter(`${itemKey}\u0000`);
  }

  #balanceAfter(at: number): bigint {
    if (at < 0) return this.#openingBalance;
    if (at >= this.#cleanTo) {
      let balance = this.#cleanTo === 0 ? this.#openingBalance : (this.#balances[this.#cleanTo - 1] ?? 0n);
      for (let i = this.#cleanTo; i <= at; i++) {
        const row = this.#rows[i];
        if (!row) break;
        balance += row.transactionType === '1' ? row.amount : -row.amount;
        this.#balances[i] = balance;
      }
      this.#cleanTo = at + 1;
    }
    return this.#balances[at] ?? this.#openingBalance;
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
