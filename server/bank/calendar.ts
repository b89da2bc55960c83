import holidayTable from '@holiday-jp/holiday_jp/lib/holidays.js';
import { addDays, addMonths, weekdayOf, type BankDate } from './time.ts';

/**
 * The 銀行営業日. Banks rest on Saturdays, Sundays, national holidays and from 31 December to
 * 3 January (銀行法施行令 第5条). National holidays are known to the end of 2050; past that, only
 * weekends and the turn of the year rest.
 */
const holidays: Readonly<Record<string, unknown>> = holidayTable;

const YEAR_END = new Set(['12-31', '01-01', '01-02', '01-03']);

/** Answers already worked out; what a day is never changes. */
const known = new Map<BankDate, boolean>();

/** Whether banks are open on `date`. */
export function isBankingDay(date: BankDate): boolean {
  let open = known.get(date);
  if (open === undefined) {
    const weekday = weekdayOf(date);
    open = weekday !== 0 && weekday !== 6 && !(date in holidays) && !YEAR_END.has(date.slice(5));
    known.set(date, open);
  }
  return open;
}

/** `date` itself when banks are open, else the first banking day after it. */
export function bankingDayOnOrAfter(date: BankDate): BankDate {
  let day = date;
  while (!isBankingDay(day)) day = addDays(day, 1);
  return day;
}

/** `date` itself when banks are open, else the last banking day before it. */
export function bankingDayOnOrBefore(date: BankDate): BankDate {
  let day = date;
  while (!isBankingDay(day)) day = addDays(day, -1);
  return day;
}

/** The first banking day after `date`. */
export function nextBankingDay(date: BankDate): BankDate {
  return bankingDayOnOrAfter(addDays(date, 1));
}

/** The last banking day before `date`. */
export function previousBankingDay(date: BankDate): BankDate {
  return bankingDayOnOrBefore(addDays(date, -1));
}

/** The last calendar day of the month before the one `date` is in. */
export function previousMonthEnd(date: BankDate): BankDate {
  return addDays(`${date.slice(0, 8)}01` as BankDate, -1);
}

/** The `day`-th of the month of `date`, or that month's last day where there is no such day. */
export function dayOfMonth(date: BankDate, day: number): BankDate {
  const first = `${date.slice(0, 8)}01` as BankDate;
  const lastDay = Number(addDays(addMonths(first, 1), -1).slice(8));
  return `${date.slice(0, 8)}${String(Math.min(day, lastDay)).padStart(2, '0')}` as BankDate;
}
