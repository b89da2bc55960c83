import type { MinorUnits } from './currency.ts';
import { compactDate, itemKeyOf, sequenceOf } from './item-key.ts';
import type { LedgerRow } from './model.ts';
import { PageTexts, type RowDetails } from './page-texts.ts';
import type { BankDate } from './time.ts';

/** How many rows a page holds at most. */
export const ROWS_PER_PAGE = 4096;

const SMALLEST_CAPACITY = 16;

/** In the column of sequences: the key is none the bank gives, and stands in the row's details. */
const FOREIGN_KEY = 0xffff_ffff;

/** Sums of numbers below this are exact: two of them stay below 2^53. */
const EXACT = 2 ** 52;

/** Unused texts are swept out of a page that has more than this. */
const MOST_TEXTS = 3 * ROWS_PER_PAGE;

/** The columns of a page. Rows take 18 bytes, and what they share of texts. */
export interface PageColumns {
  /** 取引日 as a number, 20270220. */
  readonly days: Int32Array;
  readonly sequences: Uint32Array;
  /** In minor units, withdrawals negative; NaN: see the row's details. */
  readonly amounts: Float64Array;
  /** Places in {@link PageContents.texts}; 0: none. */
  readonly textIndexes: Uint16Array;
}

export interface PageContents extends PageColumns {
  readonly texts: PageTexts;
}

let lastVersion = 0;

/**
 * Up to {@link ROWS_PER_PAGE} rows of a statement, ascending by `itemKey`, in typed columns.
 *
 * Others may hold {@link image}s of it, which share its columns and never change: rows are added
 * behind those an image knows, and anything else is done to a copy.
 */
export class LedgerPage {
  #contents: PageContents;
  #size: number;
  #total: bigint;
  #version: number;
  /** Whether the columns are this page's own, to be written behind the rows it has. */
  #own: boolean;
  /** Whether an image relies on the rows that are there. */
  #held = false;

  private constructor(contents: PageContents, size: number, total: bigint, version: number, own: boolean) {
    this.#contents = contents;
    this.#size = size;
    this.#total = total;
    this.#version = version;
    this.#own = own;
  }

  static empty(): LedgerPage {
    return new LedgerPage(emptyContents(SMALLEST_CAPACITY), 0, 0n, ++lastVersion, true);
  }

  /** Takes over columns that are full and nobody else's. */
  static from(contents: PageContents): LedgerPage {
    const page = new LedgerPage(contents, contents.days.length, 0n, ++lastVersion, true);
    page.#total = page.sum(0, page.size);
    return page;
  }

  /** How many rows there are. */
  get size(): number {
    return this.#size;
  }

  /** What its rows do to the balance together. */
  get total(): bigint {
    return this.#total;
  }

  /** The same for two pages of this process exactly if they hold the same rows. */
  get version(): number {
    return this.#version;
  }

  /** The columns, which may go on behind the rows there are; not to be written. */
  get contents(): PageContents {
    return this.#contents;
  }

  /** The page as it is now: what happens to this one later does not show in it, nor the reverse. */
  image(): LedgerPage {
    this.#held = true;
    return new LedgerPage(this.#contents, this.#size, this.#total, this.#version, false);
  }

  keyAt(at: number): string {
    const { days, sequences } = this.#contents;
    const sequence = sequences[at] ?? 0;
    if (sequence !== FOREIGN_KEY)
      return `${days[at] ?? 0}${String(sequence).padStart(8, '0')}`.padStart(16, '0');
    return this.#detailsAt(at)?.itemKey ?? '';
  }

  /** Whether the row at that place has that key. */
  holds(at: number, itemKey: string): boolean {
    return at < this.#size && this.keyAt(at) === itemKey;
  }

  /** The highest sequence in its keys. */
  lastSequence(): number {
    const { sequences } = this.#contents;
    let last = 0;
    for (let at = 0; at < this.#size; at++) {
      const sequence = sequences[at] ?? 0;
      last = Math.max(last, sequence === FOREIGN_KEY ? sequenceOf(this.keyAt(at)) : sequence);
    }
    return last;
  }

  dateAt(at: number): BankDate {
    const text = String(this.#contents.days[at] ?? 0).padStart(8, '0');
    return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` as BankDate;
  }

  rowAt(at: number): LedgerRow {
    const { amounts, textIndexes, texts } = this.#contents;
    const signed = amounts[at] ?? 0;
    const text = texts.at(textIndexes[at] ?? 0);
    const row: LedgerRow = {
      itemKey: this.keyAt(at),
      transactionDate: this.dateAt(at),
      transactionType: signed < 0 ? '2' : '1',
      amount: Number.isNaN(signed) ? 0n : BigInt(Math.abs(signed)),
    };
    if (text === undefined) return row;
    if (typeof text === 'string') {
      row.remarks = text;
      return row;
    }
    return Object.assign(row, text);
  }

  /** What the row does to the balance. */
  signedAt(at: number): bigint {
    const signed = this.#contents.amounts[at] ?? 0;
    if (!Number.isNaN(signed)) return BigInt(signed);
    const { amount = 0n, transactionType } = this.#detailsAt(at) ?? {};
    return transactionType === '1' ? amount : -amount;
  }

  /** The balance after the row, from that before it. */
  balanceAfter(before: MinorUnits, at: number): MinorUnits {
    const signed = this.#contents.amounts[at] ?? 0;
    // Of numbers below {@link EXACT} the sum is exact; an amount in the column is one.
    if (typeof before === 'number' && !Number.isNaN(signed)) return asNumberIfExact(before + signed);
    return asNumberIfExact(BigInt(before) + this.signedAt(at));
  }

  /** What rows `from` up to, not including, `to` do to the balance together. */
  sum(from: number, to: number): bigint {
    const { amounts } = this.#contents;
    let sum = 0n;
    let part = 0;
    for (let at = from; at < to; at++) {
      const signed = amounts[at] ?? 0;
      if (Number.isNaN(signed)) {
        sum += this.signedAt(at);
        continue;
      }
      part += signed;
      if (part < EXACT && part > -EXACT) continue;
      sum += BigInt(part);
      part = 0;
    }
    return sum + BigInt(part);
  }

  /** Index of the first row whose key is not less than `itemKey`; {@link size} if there is none. */
  firstAtOrAfter(itemKey: string): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keyAt(middle) < itemKey) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds a row behind the others. The page must not be full. */
  append(row: LedgerRow): void {
    const capacity = this.#contents.days.length;
    if (this.#size === capacity) this.#copy(2 * capacity);
    else if (!this.#own) this.#copy(capacity);
    this.#write(this.#size, row);
    this.#size += 1;
    this.#changed(this.signedAt(this.#size - 1));
  }

  /** Puts a row at a place and moves the later ones on. The page must not be full. */
  insert(at: number, row: LedgerRow): void {
    if (at === this.#size) {
      this.append(row);
      return;
    }
    this.#makeWritable(this.#size + 1);
    this.#move(at, at + 1);
    this.#write(at, row);
    this.#size += 1;
    this.#changed(this.signedAt(at));
  }

  replace(at: number, row: LedgerRow): void {
    this.#makeWritable(this.#size);
    const before = this.signedAt(at);
    this.#write(at, row);
    this.#changed(this.signedAt(at) - before);
  }

  remove(at: number): void {
    this.#makeWritable(this.#size);
    const before = this.signedAt(at);
    this.#move(at + 1, at);
    this.#size -= 1;
    this.#changed(-before);
  }

  /** Takes the rows from `at` on away and returns them as a page. */
  split(at: number): LedgerPage {
    const later = new LedgerPage(this.#contents, this.#size, 0n, ++lastVersion, false);
    later.#copy(ROWS_PER_PAGE, at);
    later.#total = later.sum(0, later.#size);
    const total = this.#total - later.#total;
    this.#size = at;
    // The rows behind are still another's, if an image has them: nothing may be written over them.
    if (this.#held) this.#own = false;
    this.#changed(total - this.#total);
    return later;
  }

  /** Lets go of what only speeds up adding rows. */
  rest(): void {
    this.#contents.texts.rest();
  }

  #changed(by: bigint): void {
    this.#total += by;
    this.#version = ++lastVersion;
  }

  #makeWritable(rows: number): void {
    const { days, texts } = this.#contents;
    if (this.#own && !this.#held && rows <= days.length && texts.size <= MOST_TEXTS) return;
    this.#copy(rows <= days.length ? days.length : 2 * days.length);
  }

  /** Moves the rows from `from` on to `to`, in columns that have the room. */
  #move(from: number, to: number): void {
    const { days, sequences, amounts, textIndexes } = this.#contents;
    for (const column of [days, sequences, amounts, textIndexes]) column.copyWithin(to, from, this.#size);
  }

  /** Gives the page columns of its own with the rows from `start` on and the texts these use. */
  #copy(capacity: number, start = 0): void {
    const old = this.#contents;
    const size = this.#size - start;
    const contents = emptyContents(Math.min(ROWS_PER_PAGE, Math.max(SMALLEST_CAPACITY, capacity)));
    contents.days.set(old.days.subarray(start, this.#size));
    contents.sequences.set(old.sequences.subarray(start, this.#size));
    contents.amounts.set(old.amounts.subarray(start, this.#size));
    const moved = new Map<number, number>([[0, 0]]);
    for (let at = 0; at < size; at++) {
      const index = old.textIndexes[start + at] ?? 0;
      let next = moved.get(index);
      if (next === undefined) {
        next = contents.texts.add(old.texts.at(index));
        moved.set(index, next);
      }
      contents.textIndexes[at] = next;
    }
    this.#contents = contents;
    this.#size = size;
    this.#own = true;
    this.#held = false;
  }

  #write(at: number, row: LedgerRow): void {
    const { itemKey, transactionDate, transactionType, amount, ...others } = row;
    const { days, sequences, amounts, textIndexes, texts } = this.#contents;
    const details: RowDetails = others;
    const sequence = sequenceOf(itemKey);
    const isOwnKey = itemKey.length === 16 && itemKeyOf(transactionDate, sequence) === itemKey;
    if (!isOwnKey) details.itemKey = itemKey;
    // No column tells a withdrawal of nothing from a deposit of nothing.
    const fits = amount < EXACT && (amount > 0n || (amount === 0n && transactionType === '1'));
    if (!fits) Object.assign(details, { transactionType, amount });
    days[at] = Number(compactDate(transactionDate));
    sequences[at] = isOwnKey ? sequence : FOREIGN_KEY;
    amounts[at] = fits ? Number(transactionType === '1' ? amount : -amount) : Number.NaN;
    textIndexes[at] = texts.placeOf(details);
  }

  #detailsAt(at: number): RowDetails | undefined {
    const text = this.#contents.texts.at(this.#contents.textIndexes[at] ?? 0);
    return typeof text === 'string' ? undefined : text;
  }
}

/** As a number where two of its kind add up exactly, else as a big integer. */
export function asNumberIfExact(minorUnits: MinorUnits): MinorUnits {
  const isExact = minorUnits < EXACT && minorUnits > -EXACT;
  if (isExact === (typeof minorUnits === 'number')) return minorUnits;
  return isExact ? Number(minorUnits) : BigInt(minorUnits);
}

function emptyContents(capacity: number): PageContents {
  return {
    days: new Int32Array(capacity),
    sequences: new Uint32Array(capacity),
    amounts: new Float64Array(capacity),
    textIndexes: new Uint16Array(capacity),
    texts: new PageTexts(),
  };
}
