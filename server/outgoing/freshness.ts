import type { IncomingHttpHeaders } from 'node:http';
import { DAY, MINUTE, SECOND } from '../bank/time.ts';

/** However short an answer says it is good for: whoever asks in a row must not make the bank ask in a row. */
export const SHORTEST = 10 * SECOND;

/** However long it says: a key that was withdrawn must not be good for ever. */
export const LONGEST = DAY;

/** Where it says nothing. */
export const USUAL = 10 * MINUTE;

/** How long an answer may be used, in ms, as its headers say and within bounds (RFC 9111 §4.2.1). */
export function freshFor(headers: IncomingHttpHeaders): number {
  const age = secondsOf(headers.age) ?? 0;
  return Math.min(Math.max((lifetimeOf(headers) ?? USUAL) - age, SHORTEST), LONGEST);
}

function lifetimeOf({
  'cache-control': control = '',
  expires,
  date,
}: IncomingHttpHeaders): number | undefined {
  const directives = control.split(',').map((part) => part.trim().toLowerCase());
  if (directives.some((name) => name === 'no-store' || name === 'no-cache')) return 0;
  const maxAge = directives.find((directive) => directive.startsWith('max-age='))?.slice('max-age='.length);
  if (maxAge !== undefined) return secondsOf(maxAge.replaceAll('"', '')) ?? 0;
  if (expires === undefined) return undefined;
  const lifetime = Date.parse(expires) - Date.parse(date ?? '');
  // RFC 9111 §5.3: a date that is none, such as 0, lies in the past.
  return Number.isNaN(lifetime) ? 0 : lifetime;
}

function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) * SECOND : undefined;
}
