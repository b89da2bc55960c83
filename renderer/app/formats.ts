import type { Language } from './i18n.ts';

/** The bank lives in Japan, whatever the computer's zone (wire format: always Asia/Tokyo). */
const bankZone = 'Asia/Tokyo';

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: bankZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function fields(at: string | number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
}

/** `2027-02-20` in bank time. */
export function bankDay(at: string | number): string {
  const { year = '', month = '', day = '' } = fields(at);
  return `${year}-${month}-${day}`;
}

/** `22:04:01` in bank time. */
export function bankTime(at: string | number): string {
  const { hour = '', minute = '', second = '' } = fields(at);
  return `${hour}:${minute}:${second}`;
}

/** `2027-02-20 22:04:01` in bank time. */
export function bankDateTime(at: string | number): string {
  return `${bankDay(at)} ${bankTime(at)}`;
}

/** A text of the control API with the instants in it as people read them here: in bank time. */
export function inBankTime(text: string): string {
  return text.replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z/g, (at) => bankDateTime(at));
}

/** A decimal amount as the wire has it, grouped; never through a floating point number. */
export function money(amount: string, currencyCode = 'JPY', language: Language = 'ja'): string {
  const [, sign = '', whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (!whole) return amount;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '');
  const number = (sign ? '−' : '') + grouped;
  if (currencyCode !== 'JPY') return `${number} ${currencyCode}`;
  return language === 'ja' ? `${number}円` : `${sign ? '−' : ''}¥${grouped}`;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A length of time in its largest sensible unit: `89日`, `2 hours`. Rounded towards zero. */
export function duration(milliseconds: number, language: Language): string {
  const size = Math.abs(milliseconds);
  const [unit, length] = units.find(([, unitLength]) => size >= unitLength) ?? units[3];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: language === 'ja' ? 'short' : 'long',
  })
    .format(Math.trunc(size / length))
    .replace(' ', language === 'ja' ? '' : ' ');
}

/**
 * The days from one instant to another by the calendar in Japan: of 90 days all are left on the day
 * itself, whatever the hour. The demo partner counts the same way.
 */
function calendarDays(from: string | number, to: string | number): number {
  return Math.round((Date.parse(bankDay(to)) - Date.parse(bankDay(from))) / 86_400_000);
}

/** Between two instants, in words: calendar days, and below a whole one hours, minutes or seconds. */
export function distance(from: string | number, to: string | number, language: Language): string {
  const size = Math.abs(new Date(to).getTime() - new Date(from).getTime());
  const day = 86_400_000;
  return duration(size < day ? size : Math.abs(calendarDays(from, to)) * day, language);
}

/** `+90日` where the bank's clock runs ahead of the computer's; `undefined` where they agree within a minute. */
export function clockOffset(bankNow: number, realNow: number, language: Language): string | undefined {
  const offset = bankNow - realNow;
  if (Math.abs(offset) < 60_000) return undefined;
  // A frozen clock lags by milliseconds: 90 days less a moment is still said as 90 days.
  const rounded = Math.sign(offset) * (Math.abs(offset) + 30_000);
  return `${offset > 0 ? '+' : '−'}${duration(rounded, language)}`;
}
