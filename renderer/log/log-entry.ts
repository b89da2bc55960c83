import type { OperationResult } from '../../server/control/operation.ts';
import type { getLogEntry } from '../../server/control/operations/log.ts';
import type { Tone } from '../ui/tone-badge.tsx';

export type LogEntry = OperationResult<typeof getLogEntry>;

/** A change made at the bank itself (the clock, a scenario, a setting): told as a row across the whole list. */
export function isBankEvent({ origin, method }: Pick<LogEntry, 'origin' | 'method'>): boolean {
  return origin === 'control' || method === 'EVENT';
}

type Judged = Pick<LogEntry, 'origin' | 'method' | 'status' | 'response' | 'outcome' | 'effects'>;

/**
 * What became of an exchange, as one of the console's few colours. What the bank itself asked for may be
 * of no use whatever its status.
 */
export function toneOf(entry: Judged): Tone {
  if (/^(fault|drill)/.test(entry.outcome.code)) return 'injected';
  if (entry.method === 'EVENT') return 'changed';
  if (entry.origin === 'outgoing' && entry.outcome.hint) return 'refused';
  if (entry.status >= 400 || entry.status === 0 || redirectsWithError(entry)) return 'refused';
  if (isBankEvent(entry)) return 'changed';
  return entry.status >= 200 && entry.status < 300 ? 'done' : 'plain';
}

/** A refusal may travel in a redirect (RFC 6749 §4.1.2.1): the status alone does not tell. */
function redirectsWithError({ status, response }: Judged): boolean {
  const location = response.headers.location;
  return status >= 300 && status < 400 && typeof location === 'string' && /[?&#]error=/.test(location);
}
