import { bankDateOf, bankTimeOf, type Instant } from '../bank/time.ts';
import type { Language } from './visit.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A point in time spelled out to the minute, as a customer reads it; always JST. */
export function inWords(at: Instant, language: Language): string {
  const [year, month, day] = bankDateOf(at).split('-').map(Number) as [number, number, number];
  const [hours, minutes] = bankTimeOf(at).split(':') as [string, string];
  return language === 'ja'
    ? `${year}年${month}月${day}日 ${hours}時${minutes}分`
    : `${day} ${months[month - 1]} ${year}, ${hours}:${minutes} JST`;
}

/** The day of a point in time, JST. */
export function dateInWords(at: Instant, language: Language): string {
  return versionInWords(bankDateOf(at), language);
}

/** A version of the terms: one that is a date is spelled out, any other stands as it is. */
export function versionInWords(version: string, language: Language): string {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(version) ?? []).map(Number);
  const name = months[(month ?? 0) - 1];
  if (year === undefined || day === undefined || name === undefined) return version;
  return language === 'ja' ? `${year}年${month}月${day}日` : `${day} ${name} ${year}`;
}
