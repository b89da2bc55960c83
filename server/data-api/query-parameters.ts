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
 * to expect of each other; a known one must come once and with a value.
 *
 * Written by hand: this runs before every answer, and there are four names.
 *
 * @throws Refusal `parameter_repeated`, `parameter_empty`, `query_malformed`, `access_token_in_query`.
 */
export function readQuery(url: string): QueryParameters {
  const parameters: QueryParameters = {};
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
    if (parameters[name] !== undefined) throw new Refusal('query_parameter_repeated', { parameter: name });
    if (value === '') throw new Refusal('parameter_empty', { parameter: name });
    parameters[name] = value;
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
