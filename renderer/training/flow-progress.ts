import type { LogEntry } from '../log/log-entry.ts';

/** The linkage as trainers tell it. 1 and 6 are at the partner, 3 and 4 at the bank. */
export const mapSteps = [1, 2, 3, 4, 5, 6] as const;
export type MapStep = (typeof mapSteps)[number];

/** Under which name the texts speak of a step. */
export const stepNames = {
  1: 'choose',
  2: 'arrive',
  3: 'logIn',
  4: 'allow',
  5: 'return',
  6: 'read',
} as const satisfies Record<MapStep, string>;

export type StepState = 'ahead' | 'current' | 'done' | 'refused';

/** What the map needs of an exchange. */
export type WalkedEntry = Pick<
  LogEntry,
  'id' | 'seq' | 'origin' | 'method' | 'path' | 'status' | 'clientId' | 'grantId' | 'flowId' | 'response'
>;

export interface FlowProgress<Entry> {
  flowId: string;
  clientId: string | undefined;
  states: Record<MapStep, StepState>;
  /** Where the linkage stands now. */
  current: MapStep;
  /** The exchanges of each step, oldest first. */
  entries: Record<MapStep, Entry[]>;
}

const authorize = /\/(authorize|authorization)$/;
const login = /^\/ib\/(login|certificate)/;
const consent = /^\/ib\/consent/;
const token = /\/token$/;
const data = /\/accounts(\/|$)/;

/** The step an exchange belongs to; undefined: it tells nothing about the way. */
export function stepOfEntry({ origin, method, path }: WalkedEntry): MapStep | undefined {
  if (origin !== 'bank' || method === 'EVENT') return undefined;
  if (authorize.test(path) || path.endsWith('/oauth2/par')) return 2;
  if (login.test(path)) return 3;
  if (consent.test(path)) return 4;
  if (token.test(path)) return 5;
  return data.test(path) ? 6 : undefined;
}

/**
 * How far the newest linkage has come. An exchange belongs to it by its flow, and what the partner
 * reads later by the grant it led to. Undefined: nobody has begun one since `sinceSeq`.
 */
export function flowProgress<Entry extends WalkedEntry>(
  all: readonly Entry[],
  sinceSeq = 0,
): FlowProgress<Entry> | undefined {
  const walked = all.filter(({ seq }) => seq > sinceSeq).toSorted((a, b) => a.seq - b.seq);
  const begun = walked.findLast((entry) => entry.flowId !== undefined && stepOfEntry(entry) === 2);
  const flowId = begun?.flowId;
  if (!begun || flowId === undefined) return undefined;
  const grants = new Set(
    walked.filter((entry) => entry.flowId === flowId && entry.grantId).map(({ grantId }) => grantId),
  );
  const progress: FlowProgress<Entry> = {
    flowId,
    clientId: begun.clientId,
    states: { 1: 'done', 2: 'current', 3: 'ahead', 4: 'ahead', 5: 'ahead', 6: 'ahead' },
    current: 2,
    entries: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [] },
  };
  for (const entry of walked) {
    const belongs = entry.flowId === flowId || (entry.grantId !== undefined && grants.has(entry.grantId));
    const step = belongs ? stepOfEntry(entry) : undefined;
    if (step !== undefined) advance(progress, step, entry);
  }
  return progress;
}

function advance<Entry extends WalkedEntry>(
  progress: FlowProgress<Entry>,
  step: MapStep,
  entry: Entry,
): void {
  progress.entries[step].push(entry);
  const answer = answerOf(entry);
  if (answer === 'refused') {
    reach(progress, step);
    progress.states[step] = 'refused';
    return;
  }
  if (answer === 'code') {
    // The way back is part of this very answer; the partner then redeems the code.
    progress.entries[5].push(entry);
    reach(progress, 5);
  } else if (step === 2 && entry.status < 300) reach(progress, 2);
  else if (step === 2) reach(progress, 3);
  else if (step === 3) reach(progress, leadsTo(entry, consent) ? 4 : 3);
  else if (step === 4) reach(progress, 4);
  else if (step === 5) reach(progress, 6);
  else finish(progress);
}

/** Everything before a step is done; the map never goes back, except into a step that was refused. */
function reach<Entry>(progress: FlowProgress<Entry>, step: MapStep): void {
  if (step < progress.current && progress.states[step] !== 'refused') return;
  progress.current = step;
  for (const each of mapSteps) {
    progress.states[each] = each < step ? 'done' : each === step ? 'current' : 'ahead';
  }
}

function finish<Entry>(progress: FlowProgress<Entry>): void {
  reach(progress, 6);
  progress.states[6] = 'done';
}

function answerOf({ status, response }: WalkedEntry): 'refused' | 'code' | 'goes-on' {
  const location = locationOf(response);
  if (status >= 400 || status === 0 || /[?&#]error=/.test(location)) return 'refused';
  return /[?&#](code|response)=/.test(location) ? 'code' : 'goes-on';
}

function leadsTo({ response }: WalkedEntry, path: RegExp): boolean {
  const location = locationOf(response);
  return URL.canParse(location, 'http://bank') && path.test(new URL(location, 'http://bank').pathname);
}

function locationOf(response: LogEntry['response']): string {
  const { location } = response.headers;
  return typeof location === 'string' ? location : '';
}
