import { Refusal } from '../bank/refusal.ts';
import { isBankDate, type BankDate } from '../bank/time.ts';

const known = ['accountId', 'dateFrom', 'dateTo', 'nextItemKey'] as const;
type Parameter = (typeof known)[number];

/** The parameters as they were sent, before anything is made of them. */
export type QueryParameters = Partial<Record<Parameter, string>>;

function isKnown(name: string): name is Parameter {
  return (known as readonly string[]).includes(name);
}

/**
 * Reads the query of an inquiry. Unknown parameters are left alone, as banks that add one later have
 * to expect of each other; a known one comes once. Without a value it is as if left out: the clients
 * of the published API send `dateTo=&nextItemKey=` for what their caller did not give.
 *
 * Written by hand: this runs before every answer, and there are four names.
 *
 * @throws Refusal `query_parameter_repeated`, `query_malformed`, `access_token_in_query`.
 */
export function readQuery(url: string): QueryParameters {
  const parameters: QueryParameters = {};
  const seen = new Set<Parameter>();
  const start = url.indexOf('?');
  if (start < 0) return parameters;
  for (const pair of url.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    // RFC 9700 §4.3.2: URLs end up in logs and histories.
    if (name === 'access_token') throw new Refusal('access_token_in_query');
    if (!isKnown(name)) continue;
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    if (seen.has(name)) throw new Refusal('query_parameter_repeated', { parameter: name });
    seen.add(name);
    if (value !== '') parameters[name] = value;
  }
  return parameters;
}

/** @throws Refusal `date_malformed` */
export function readDate(parameters: QueryParameters, name: 'dateFrom' | 'dateTo'): BankDate | undefined {
  const text = parameters[name];
  if (text === undefined || isBankDate(text)) return text;
  throw new Refusal('date_malformed', { parameter: name });
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal('query_malformed');
  }
}
