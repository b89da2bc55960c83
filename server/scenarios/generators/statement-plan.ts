import { bankingDayOnOrAfter, bankingDayOnOrBefore, dayOfMonth, isBankingDay } from '../../bank/calendar.ts';
import { addDays, addMonths, type BankDate } from '../../bank/time.ts';
import type { LedgerRow } from '../../bank/model.ts';
import { Random } from './random.ts';

/** A row that is going to be booked, before it is known what the balance will then be. */
export interface Booking {
  readonly type: '1' | '2';
  /** Minor units; a function where it depends on the balance at that moment. 0 or less: no row. */
  readonly amount: number | ((balance: bigint) => bigint);
  readonly remarks?: string;
  readonly transfer?: LedgerRow['transfer'];
  readonly valueDate?: BankDate;
  /** Left out when the balance would not cover it, and the first to go when there are too many rows. */
  readonly optional?: boolean;
}

export type GeneratedRow = Omit<LedgerRow, 'itemKey'>;

export interface PlannedRow {
  readonly row: GeneratedRow;
  /** See {@link Booking.optional}. */
  readonly optional: boolean;
}

/** One month of the plan, as calendar days. */
export interface PlannedMonth {
  /** 0 for the month in which the plan begins. */
  readonly index: number;
  /** 1 January … 12 December. */
  readonly month: number;
  readonly random: Random;
  /** The nth of the month, or its last day. */
  readonly day: (day: number) => BankDate;
}

/**
 * What happens on an account between two days. Profiles say what is due when; the plan moves it to a
 * banking day, keeps the order, and turns it into rows whose balance stays plausible.
 *
 * Every month and every day has random numbers of its own, so that the past does not change when the
 * scenario is loaded a day later.
 */
export class StatementPlan {
  readonly from: BankDate;
  readonly today: BankDate;
  readonly seed: string;
  /** What is due on a day before its daily life, and what was planned behind that. */
  readonly #due = new Map<BankDate, Booking[]>();
  readonly #dueLast = new Map<BankDate, Booking[]>();
  #daily: ((date: BankDate, random: Random) => readonly Booking[]) | undefined;

  constructor(options: { seed: string; months: number; today: BankDate }) {
    this.seed = options.seed;
    this.today = options.today;
    this.from = addDays(addMonths(options.today, -options.months), 1);
  }

  /** Books on this very day; outside the plan's days it falls away. */
  on(date: BankDate, ...bookings: Booking[]): void {
    if (date < this.from || date > this.today) return;
    const due = this.#daily ? this.#dueLast : this.#due;
    const planned = due.get(date);
    if (planned) planned.push(...bookings);
    else due.set(date, bookings);
  }

  /** Books on `date`, or on the banking day after it: 口座振替, 返済, and whatever happens on a holiday. */
  onOrAfter(date: BankDate, ...bookings: Booking[]): void {
    this.on(bankingDayOnOrAfter(date), ...bookings);
  }

  /** Books on `date`, or on the banking day before it: 給与. */
  onOrBefore(date: BankDate, ...bookings: Booking[]): void {
    this.on(bankingDayOnOrBefore(date), ...bookings);
  }

  eachMonth(describe: (month: PlannedMonth) => void): void {
    const first = `${this.from.slice(0, 8)}01` as BankDate;
    for (let index = 0; ; index++) {
      const start = addMonths(first, index);
      if (start > this.today) return;
      describe({
        index,
        month: Number(start.slice(5, 7)),
        random: new Random(`${this.seed}/${start.slice(0, 7)}`),
        day: (day) => dayOfMonth(start, day),
      });
    }
  }

  /**
   * Says what the customer does day by day, which counts from then (起算日), but is booked when the bank
   * is open. Worked out as the rows are taken, because there may be a million.
   *
   * @param describe the same whenever it is asked for the same day.
   */
  daily(describe: (date: BankDate, random: Random) => readonly Booking[]): void {
    this.#daily = describe;
  }

  /** The first and the last banking day of the plan. */
  get firstBankingDay(): BankDate {
    return bankingDayOnOrAfter(this.from);
  }

  get lastBankingDay(): BankDate {
    return bankingDayOnOrBefore(this.today);
  }

  /**
   * The rows in order of booking, each made as it is taken; the same whenever they are asked for.
   *
   * @param floor the balance below which optional bookings are left out.
   */
  *rows(startingBalance: bigint, floor: bigint): Generator<PlannedRow> {
    let balance = startingBalance;
    for (const [date, booking] of this.#bookings()) {
      const { type, amount: planned, remarks, transfer, valueDate, optional = false } = booking;
      const amount = typeof planned === 'number' ? BigInt(planned) : planned(balance);
      const after = type === '1' ? balance + amount : balance - amount;
      if (amount <= 0n || (optional && after < floor)) continue;
      balance = after;
      const row: GeneratedRow = {
        transactionDate: date,
        ...(valueDate !== undefined && { valueDate }),
        transactionType: type,
        amount,
        ...(remarks !== undefined && { remarks }),
        ...(transfer !== undefined && { transfer }),
      };
      yield { row, optional };
    }
  }

  /** All that is planned, by the day of booking. */
  *#bookings(): Generator<readonly [date: BankDate, booking: Booking]> {
    let closed: BankDate[] = [];
    for (let date = this.from; date <= this.today; date = dayAfter(date)) {
      for (const booking of this.#due.get(date) ?? []) yield [date, booking];
      if (this.#daily && isBankingDay(date)) {
        for (const valueDate of closed)
          for (const booking of this.#doneOn(valueDate)) yield [date, { ...booking, valueDate }];
        for (const booking of this.#doneOn(date)) yield [date, booking];
        closed = [];
      } else {
        closed.push(date);
      }
      for (const booking of this.#dueLast.get(date) ?? []) yield [date, booking];
    }
  }

  #doneOn(date: BankDate): readonly Booking[] {
    return this.#daily?.(date, new Random(`${this.seed}/${date}`)) ?? [];
  }
}

/** Thirty statements of the same year walk over the same days. */
const daysAfter = new Map<BankDate, BankDate>();

function dayAfter(date: BankDate): BankDate {
  let next = daysAfter.get(date);
  if (next === undefined) daysAfter.set(date, (next = addDays(date, 1)));
  return next;
}

export const credit = (
  amount: Booking['amount'],
  remarks?: string,
  more: Partial<Booking> = {},
): Booking => ({ type: '1', amount, ...(remarks !== undefined && { remarks }), ...more });

export const debit = (amount: Booking['amount'], remarks?: string, more: Partial<Booking> = {}): Booking => ({
  type: '2',
  amount,
  ...(remarks !== undefined && { remarks }),
  ...more,
});
