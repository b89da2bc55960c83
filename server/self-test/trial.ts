import type { Bilingual, RefusalCode } from '../bank/catalogue/index.ts';
import type { TestDesk } from './test-desk.ts';

/** The rooms of the bank in which trials are held, in the order of the table. */
export const trialGroups = [
  'authorization',
  'pushed_request',
  'request_object',
  'client_authentication',
  'code',
  'refresh',
  'dpop',
  'resource',
  'mutual_tls',
  'other_endpoints',
] as const;
export type TrialGroup = (typeof trialGroups)[number];

/** One bad request, and the refusal it has to meet. */
export interface Trial {
  /** Stable, unique. */
  readonly id: string;
  readonly group: TrialGroup;
  /** What is sent, in words. */
  readonly sent: Bilingual;
  /** What the sandbox has to have been started with; where it was not, the trial is told as not held. */
  readonly needs?: 'tls';
  /** The cause the log has to name; its clause, status and error are the catalogue's. */
  readonly code: RefusalCode;
  /** A page at the bank, a redirect back to the client, or JSON; the default. */
  readonly answer?: 'page' | 'redirect';
  /** Where the place asks for another status than the catalogue's. */
  readonly status?: number;
  /** Where the place has another name for the error. */
  readonly error?: string;
  /** Prepares what it takes and makes the one request that is judged, as the last one. */
  readonly send: (desk: TestDesk) => Promise<Response>;
}
