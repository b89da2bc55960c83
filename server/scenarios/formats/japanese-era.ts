import { addMonths, isBankDate, type BankDate } from '../../bank/time.ts';

/**
 * 元号, newest first: the first and the last day, and the Gregorian year before the era's first. 全銀
 * files are as old as the Zengin System, which began on 9 April 1973.
 */
const eras = [
  { from: '2019-05-01', to: '9999-12-31', before: 2018 }, // 令和
  { from: '1989-01-08', to: '2019-04-30', before: 1988 }, // 平成
  { from: '1973-04-09', to: '1989-01-07', before: 1925 }, // 昭和
] as const;

/** How far ahead of the bank's clock a row may be booked and still be read back as that day. */
const MONTHS_AHEAD = 12;

/**
 * A day as 全銀 files write it: YYMMDD with the year of its era, which itself is not written.
 *
 * @returns undefined for a day before 9 April 1973 or after the era's year 99.
 */
export function toEraDate(date: BankDate): string | undefined {
  const era = eras.find(({ from }) => date >= from);
  if (!era) return undefined;
  const year = Number(date.slice(0, 4)) - era.before;
  return year > 99 ? undefined : `${String(year).padStart(2, '0')}${date.slice(5, 7)}${date.slice(8)}`;
}

/**
 * The day that YYMMDD means. The file does not say which era, and `02` is 令和2年 (2020) as well as
 * 平成2年 (1990): statements look back, so it is the latest such day up to a year from today.
 *
 * @returns undefined where there is no such day in any era.
 */
export function fromEraDate(text: string, today: BankDate): BankDate | undefined {
  if (!/^\d{6}$/.test(text)) return undefined;
  const latest = addMonths(today, MONTHS_AHEAD);
  for (const { from, to, before } of eras) {
    const year = Number(text.slice(0, 2)) + before;
    const date = `${year}-${text.slice(2, 4)}-${text.slice(4)}`;
    // 令和9年2月29日 is a mistake, and no day of another era.
    if (date >= from && date <= to && date <= latest) return isBankDate(date) ? date : undefined;
  }
  return undefined;
}
