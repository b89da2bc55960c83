import type { Bilingual, OutcomeCode } from '../bank/catalogue/index.ts';
import type { SecurityProfile } from '../bank/model.ts';
import type { Effect } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import type { PresentedObject } from './presented.ts';

/** Where a request was made: at the bank, at its control API, or `outgoing`, by the bank itself. */
export const logOrigins = ['bank', 'control', 'outgoing'] as const;
export type LogOrigin = (typeof logOrigins)[number];

/** One direction of an exchange as it may be shown: secrets are fingerprints. */
export interface LoggedMessage {
  /** By lower-case name; an array where the header came more than once. */
  headers: Record<string, string | string[]>;
  /** Text as sent. Null: there was none, or only {@link LoggedMessage.bodyNote} tells of it. */
  body: string | null;
  /** Bytes on the wire, all of them, whatever is kept. */
  bodySize: number;
  /** The body was longer than what is kept. */
  bodyCut?: true;
  /** What the body was, where its text is not kept: a page, a picture. */
  bodyNote?: Bilingual;
}

export interface LogOutcome {
  code: OutcomeCode;
  spec?: string;
  message: Bilingual;
  hint?: Bilingual;
}

/** A judgement that refused nothing. */
export interface LogVerdict {
  profile: SecurityProfile;
  passes: boolean;
  reasons: LogOutcome[];
}

/** A row of the request log (contract §4). */
export interface LogEntry {
  /** Unique across restarts. */
  id: string;
  /** Ascending in the order in which answers went out; the cursor of lists and streams. */
  seq: number;
  /** Bank's time at the beginning, RFC 3339. */
  at: string;
  /** The computer's time at the beginning, RFC 3339. */
  realAt: string;
  /** Milliseconds to the tenth. */
  durationMs: number;
  origin: LogOrigin;
  /** `EVENT` for a row that no request made. */
  method: string;
  /** Absolute, as the client addressed it. */
  url: string;
  /** The URL's path. */
  path: string;
  /** 0: no answer went out (connection lost, or a row that no request made). */
  status: number;
  clientId?: string;
  /** {@link LogEntry.clientId} is what the request says, and nothing proved it. */
  clientClaimed?: true;
  customerId?: string;
  grantId?: string;
  flowId?: string;
  /** The entry of which this request was a repetition. */
  replayOf?: string;
  request: LoggedMessage;
  response: LoggedMessage;
  outcome: LogOutcome;
  effects: Effect[];
  /** How the request would have fared under each stricter profile. */
  verdicts?: LogVerdict[];
  /** The assertion, proof or request object that was in it, as it was checked. */
  presented?: PresentedObject[];
}

/** How much the log keeps; the oldest entries go first. */
export interface LogLimits {
  entries: number;
  /** Of all entries as JSON, in memory and on disk. */
  bytes: number;
  ageMs: number;
  /** Of one body. */
  bodyBytes: number;
  /** The newest exchanges that are also held as they were, so that they can be sent again. */
  replayable: number;
}

/** How much the log holds, and how much it may: when either is full, the oldest entries go. */
export interface LogCapacity {
  entries: number;
  mostEntries: number;
  bytes: number;
  mostBytes: number;
  /** Entries the limits have cost since the start. */
  dropped: number;
}

export const defaultLogLimits: LogLimits = {
  entries: 10_000,
  bytes: 64 * 1024 * 1024,
  ageMs: 30 * 24 * 60 * 60 * 1000,
  bodyBytes: 64 * 1024,
  replayable: 500,
};

/** A row that no request made, e.g. the clock reaching a grant's end. */
export interface LogNote {
  /** What it is about: becomes the URL `sandbox:<subject>`. */
  subject: string;
  code: OutcomeCode;
  details?: Readonly<Record<string, string | number>>;
  effects?: readonly Effect[];
  at?: Instant;
}
