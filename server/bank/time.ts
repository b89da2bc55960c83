/**
 * The two kinds of time the bank knows.
 *
 * Banks in Japan book by the calendar day of Asia/Tokyo whatever zone the host runs in, and Japan
 * has had no daylight saving since 1951, so JST is a fixed offset here and no zone database is asked.
 */

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A banking day in Asia/Tokyo, `YYYY-MM-DD`. Sorts as a string. */
export type BankDate = `${number}-${number}-${number}`;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const JST_OFFSET = 9 * HOUR;

/** The banking day on which `at` falls in Asia/Tokyo. */
export function bankDateOf(at: Instant): BankDate {
  return new Date(at + JST_OFFSET).toISOString().slice(0, 10) as BankDate;
}

/** The wall time of `at` in Asia/Tokyo as the data API writes it: `HH:MM:SS+09:00`. */
export function bankTimeOf(at: Instant): string {
  return `${new Date(at + JST_OFFSET).toISOString().slice(11, 19)}+09:00`;
}

/** `at` as RFC 3339 in Asia/Tokyo to the second, e.g. `2027-02-20T22:04:00+09:00`. */
export function toJstTimestamp(at: Instant): string {
  return `${bankDateOf(at)}T${bankTimeOf(at)}`;
}

/** `at` as RFC 3339 in UTC to the millisecond, the form every control API answer uses. */
export function toTimestamp(at: Instant): string {
  return new Date(at).toISOString();
}

/** The first instant of a banking day: 00:00 in Tokyo. */
export function startOfBankDate(date: BankDate): Instant {
  return Date.parse(`${date}T00:00:00Z`) - JST_OFFSET;
}

/** `date` moved by a number of calendar days. */
export function addDays(date: BankDate, days: number): BankDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) as BankDate;
}

/** The same day of another month, or that month's last day where there is no such day. */
export function addMonths(date: BankDate, months: number): BankDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)));
  return moved.toISOString().slice(0, 10) as BankDate;
}

/** Whether `text` is a day that exists, written `YYYY-MM-DD`. */
export function isBankDate(text: string): text is BankDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(parsed) && new Date(parsed).toISOString().slice(0, 10) === text;
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(date: BankDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

const DURATION =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * `at` plus an ISO 8601 duration. Years and months follow the Tokyo calendar; weeks, days and
 * smaller units are exact lengths, so `P90D` is 90 × 86,400 s, as the 90 days of a grant are.
 *
 * @param sign -1 to go back by the duration instead.
 * @returns undefined when `duration` is not an ISO 8601 duration of whole units.
 */
export function addDuration(at: Instant, duration: string, sign: 1 | -1 = 1): Instant | undefined {
  const parts = DURATION.exec(duration);
  if (!parts) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part: string | undefined) => sign * Number(part ?? 0));
  const date = bankDateOf(at);
  const timeOfDay = at - startOfBankDate(date);
  const calendarMonths = years * 12 + months;
  const moved = calendarMonths === 0 ? at : startOfBankDate(addMonths(date, calendarMonths)) + timeOfDay;
  return moved + (weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}
