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
  readonly #byDay = new Map<BankDate, Booking[]>();

  constructor(options: { seed: string; months: number; today: BankDate }) {
    this.seed = options.seed;
    this.today = options.today;
    this.from = addDays(addMonths(options.today, -options.months), 1);
  }

  /** Books on this very day; outside the plan's days it falls away. */
  on(date: BankDate, ...bookings: Booking[]): void {
    if (date < this.from || date > this.today) return;
    const planned = this.#byDay.get(date);
    if (planned) planned.push(...bookings);
    else this.#byDay.set(date, bookings);
  }

  /** Books on `date`, or on the banking day after it: 口座振替, 返済, and whatever happens on a holiday. */
  onOrAfter(date: BankDate, ...bookings: Booking[]): void {
    this.on(bankingDayOnOrAfter(date), ...bookings);
  }

  /** Books on `date`, or on the banking day before it: 給与. */
  onOrBefore(date: BankDate, ...bookings: Booking[]): void {
    this.on(bankingDayOnOrBefore(date), ...bookings);
  }

  /** What the customer does on a day counts from then (起算日), but is booked when the bank is open. */
  doneOn(date: BankDate, ...bookings: Booking[]): void {
    if (isBankingDay(date)) this.on(date, ...bookings);
    else this.onOrAfter(date, ...bookings.map((booking) => ({ ...booking, valueDate: date })));
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

  eachDay(describe: (date: BankDate, random: Random) => void): void {
    for (let date = this.from; date <= this.today; date = dayAfter(date)) {
      describe(date, new Random(`${this.seed}/${date}`));
    }
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
    for (const date of [...this.#byDay.keys()].sort()) {
      for (const booking of this.#byDay.get(date) ?? []) {
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
