import type { IncomingMessage } from 'node:http';
import type { OutcomeCode } from '../bank/catalogue/index.ts';
import { exchangeOf, type Exchange } from './exchange.ts';

/** What a request can present that is checked step by step. */
export const presentedKinds = [
  'client_assertion',
  'dpop_proof',
  'request_object',
  'id_token',
  'authorization_response',
  'access_token',
] as const;
export type PresentedKind = (typeof presentedKinds)[number];

/** What came of one check. */
export interface CheckedStep {
  /** Of the check; its words are looked up by it. */
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly expected: string;
  readonly found: string;
  /** Why it was skipped. */
  readonly because?: 'not_asked' | 'earlier_failed' | 'unreadable' | 'elsewhere';
  /** Why it failed. */
  readonly code?: OutcomeCode;
  readonly details?: Record<string, string | number>;
}

/**
 * A signed object of a request, taken apart.
 *
 * Threat: an assertion or a proof that can be read in the log can be sent again. So there is no
 * signature here, and what remains is worth nothing without one.
 */
export interface PresentedObject {
  readonly kind: PresentedKind;
  readonly clientId?: string;
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly steps: CheckedStep[];
}

/** Notes something a request presented; `describe` is called when the row of the log is made. */
export function notePresented(request: IncomingMessage | Exchange, describe: () => PresentedObject): void {
  const exchange = 'addEffects' in request ? request : exchangeOf(request);
  (exchange.presented ??= []).push(describe);
}

/** What was noted, in the order in which the bank checked it; forgotten then. */
export function takePresented(exchange: Exchange): PresentedObject[] {
  const described = exchange.presented?.map((describe) => describe()) ?? [];
  exchange.presented = undefined;
  return described;
}
