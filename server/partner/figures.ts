import type { PartnerLanguage } from './texts.ts';

/** Amounts and times as this partner shows them. Times are the bank's, in JST, never our own clock's. */

/** `¥ 1,234,567`, or `1,234.56 USD` for other currencies; a minus sign of its own width. */
export function money(amount: string | bigint, currencyCode = 'JPY'): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(String(amount)) ?? [];
  if (whole === '') return String(amount);
  const digits = `${sign === '-' ? '−' : ''}${grouped(whole)}${fraction}`;
  return currencyCode === 'JPY' ? `¥ ${digits}` : `${digits} ${currencyCode}`;
}

export function grouped(digits: string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(',');
}

/** `2027年2月20日` of a date or of a point in time, in JST. */
export function longDate(text: string, language: PartnerLanguage): string {
  const [year, month, day] = inJst(text).slice(0, 10).split('-').map(Number) as [number, number, number];
  return language === 'ja' ? `${year}年${month}月${day}日` : `${day} ${monthNames[month - 1] ?? ''} ${year}`;
}

/** `2月20日 22:04`. */
export function dateAndTime(at: string, language: PartnerLanguage): string {
  const jst = inJst(at);
  const [, month, day] = jst.slice(0, 10).split('-').map(Number) as [number, number, number];
  const time = jst.slice(11, 16);
  return language === 'ja'
    ? `${month}月${day}日 ${time}`
    : `${day} ${monthNames[month - 1] ?? ''}, ${time} JST`;
}

/** `11/20`, with the year where it is not `year`. */
export function shortDate(date: string, year: string): string {
  const [ofYear, month, day] = date.split('-') as [string, string, string];
  return ofYear === year ? `${month}/${day}` : `${ofYear}/${month}/${day}`;
}

const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function inJst(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  return new Date(Date.parse(text) + 9 * 3_600_000).toISOString();
}
