import type { PoisonName } from './poison.ts';
import type { Instant } from './time.ts';

/** Which requests a fault strikes. Every member that is given has to hold; none: every request. */
export interface FaultMatch {
  method?: string;
  /** A path or the beginning of one, in whole steps; an alias of it is meant too. */
  path?: string;
  clientId?: string;
  loginId?: string;
  grantType?: string;
  /** Which page of a statement, from 1. */
  page?: number;
}

/** What a fault does to the answer. */
export interface FaultAction {
  /** Real milliseconds by which the answer is late. */
  delayMs?: number;
  status?: number;
  /** `error` of the answer (RFC 6749 §5.2). */
  oauthError?: string;
  /** `errorCode` of the answer (wire format: errors). */
  errorCode?: string;
  /** How the connection ends: with a reset, without a byte, or in the middle of the body. */
  abort?: 'reset' | 'empty' | 'truncate';
  /** The bank does what was asked first, and only the answer is lost. */
  loseResponse?: true;
  /** What is made wrong in an answer that is right in all else. */
  poison?: PoisonName;
}

/** A rule by which the bank's answers fail on purpose. The oldest rule that applies strikes. */
export interface Fault {
  id: string;
  match: FaultMatch;
  action: FaultAction;
  /** How often it still strikes; left out: without end. */
  times?: number;
  /** Of the requests that match, the share that is struck, more than 0 and at most 1. */
  probability?: number;
  /** Over when the bank's clock shows this very instant. */
  until?: Instant;
  createdAt: Instant;
  /** The drill that made it. */
  drill?: string;
}

/** Whether the fault strikes at all at that time. */
export function isFaultAlive({ times, until }: Fault, now: Instant): boolean {
  return times !== 0 && (until === undefined || now < until);
}
