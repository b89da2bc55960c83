import { isFaultAlive, type Fault, type FaultMatch } from '../bank/fault.ts';
import type { Instant } from '../bank/time.ts';
import { canonicalPath, isBelow } from './canonical-path.ts';
import { poisonReaches } from './poisons/reach.ts';

/** What is known of a request so far. What is not known yet is left out. */
export interface AskedFor {
  readonly method: string;
  /** In its canonical form. */
  readonly path: string;
  readonly clientId: string | undefined;
  readonly loginId: string | undefined;
  readonly grantType: string | undefined;
  readonly page: number | undefined;
}

/** `unknown`: what the rule asks for is not known yet, so it may still apply later. */
export type Verdict = 'applies' | 'does-not' | 'unknown';

const parties = ['clientId', 'loginId', 'grantType', 'page'] as const;

/** Whether a rule is meant for this request. */
export function judge(match: FaultMatch, asked: AskedFor): Verdict {
  if (match.method !== undefined && match.method !== asked.method) return 'does-not';
  // A browser's preflight is no call of the client: who wants it to fail says so.
  if (match.method === undefined && asked.method === 'OPTIONS') return 'does-not';
  if (match.path !== undefined && !isBelow(asked.path, canonicalPath(match.path))) return 'does-not';
  let verdict: Verdict = 'applies';
  for (const party of parties) {
    const wanted = match[party];
    if (wanted === undefined) continue;
    const known = asked[party];
    if (known === undefined) verdict = 'unknown';
    else if (known !== wanted) return 'does-not';
  }
  return verdict;
}

/** Chance, for one request. */
export interface Dice {
  /** Rules that have thrown for this request: it is not tried again each time more is known of it. */
  readonly decided: Set<string>;
  /** A number from 0 up to, but not, 1. */
  readonly random: () => number;
}

/** The oldest living rule that applies and strikes; those that threw are added to the decided. */
export function strikingFault(
  faults: Iterable<Fault>,
  asked: AskedFor,
  now: Instant,
  { decided, random }: Dice,
): Fault | undefined {
  for (const fault of faults) {
    if (decided.has(fault.id) || !isFaultAlive(fault, now)) continue;
    const { poison } = fault.action;
    if (poison !== undefined && !poisonReaches(poison, asked.path)) continue;
    if (judge(fault.match, asked) !== 'applies') continue;
    decided.add(fault.id);
    if (fault.probability === undefined || random() < fault.probability) return fault;
  }
  return undefined;
}
