import { newId } from './identifiers.ts';
import { poisons, type PoisonName } from './poison.ts';
import { Refusal } from './refusal.ts';
import type { BankState } from './state.ts';
import { MINUTE, type Instant } from './time.ts';
import type { Transaction } from './transaction.ts';

/** How long a client is watched after a poisoned answer, by the bank's clock. */
const WATCHED_FOR = 10 * MINUTE;

/** So many are kept; the oldest goes first. */
const KEPT_RUNS = 500;

/** What decided: a call of the client, or that none came by the end of the time or of the watch. */
export type VerdictReason =
  'tokens_used' | 'code_redeemed' | 'server_used' | 'tokens_revoked' | 'went_on' | 'kept_away' | 'gave_up';

export interface ConformanceVerdict {
  passed: boolean;
  reason: VerdictReason;
  at: Instant;
  /** The call that decided. */
  logId?: string;
}

/** A client that was given a poisoned answer, and what it did. */
export interface ConformanceRun {
  id: string;
  poison: PoisonName;
  faultId: string;
  /** Left out where nobody can know who asked: metadata. */
  clientId?: string;
  grantId?: string;
  flowId?: string;
  /** The exchange whose answer was poisoned. */
  logId: string;
  beganAt: Instant;
  /** The watch is over when the bank's clock shows this very instant. */
  until: Instant;
  verdict?: ConformanceVerdict;
}

/** A request that reached the bank, as far as it can be held against a client. */
export interface WitnessedCall {
  logId: string;
  /** `use`: a resource with a token; `token`: the token endpoint; `end`: revocation; `server`: any other endpoint a client needs. */
  kind: 'use' | 'token' | 'end' | 'server';
  grantId?: string;
  flowId?: string;
  /** The bank did what was asked. */
  fulfilled: boolean;
  /** It came with a token the bank never issued, or none. */
  withoutToken: boolean;
}

/** Notes that an answer went out poisoned; from now on the client is watched. */
export function beginRun(
  tx: Transaction,
  input: Omit<ConformanceRun, 'id' | 'beganAt' | 'until' | 'verdict'>,
): ConformanceRun {
  const surplus = Math.max(0, tx.state.conformanceRuns.size + 1 - KEPT_RUNS);
  for (const { id } of [...tx.state.conformanceRuns].slice(0, surplus)) tx.delete('conformanceRuns', id);
  const run: ConformanceRun = { id: newId('run'), ...input, beganAt: tx.now, until: tx.now + WATCHED_FOR };
  tx.put('conformanceRuns', run.id, run);
  return run;
}

/** The run as it stands at `now`: one whose time is over has its verdict, whether written down or not. */
export function runAt(run: ConformanceRun, now: Instant): ConformanceRun {
  return run.verdict || now < run.until ? run : { ...run, verdict: verdictOfSilence(run, run.until) };
}

/** @throws Refusal `conformance_run_not_found`. */
export function runOf(state: BankState, id: string): ConformanceRun {
  const run = state.conformanceRuns.get(id);
  if (!run) throw new Refusal('conformance_run_not_found', { id });
  return run;
}

/** Which of the clients that are watched this call decides about, and how. */
export function verdictsOn(
  state: BankState,
  call: WitnessedCall,
  now: Instant,
): { run: ConformanceRun; verdict: ConformanceVerdict }[] {
  return state.conformanceRuns.where('open', 'yes').flatMap((run) => {
    if (now >= run.until || run.logId === call.logId) return [];
    const decided = decide(run, call);
    return decided ? [{ run, verdict: { ...decided, at: now, logId: call.logId } }] : [];
  });
}

/** Writes a verdict down, unless there is one already: the first counts. */
export function concludeRun(tx: Transaction, id: string, verdict: ConformanceVerdict): void {
  const run = runAt(runOf(tx.state, id), tx.now);
  if (run.verdict) return;
  tx.put('conformanceRuns', id, { ...run, verdict });
  const { passed, reason } = verdict;
  tx.report('conformance.decided', {
    runId: id,
    poison: run.poison,
    verdict: passed ? 'passed' : 'failed',
    reason,
  });
}

/** Ends the watch now, as if its time were over. @throws Refusal `conformance_run_not_found`. */
export function endRun(tx: Transaction, id: string): ConformanceRun {
  concludeRun(tx, id, verdictOfSilence(runOf(tx.state, id), tx.now));
  return runAt(runOf(tx.state, id), tx.now);
}

export function forgetRuns(tx: Transaction): void {
  for (const { id } of [...tx.state.conformanceRuns]) tx.delete('conformanceRuns', id);
}

function decide(
  { poison, grantId, flowId }: ConformanceRun,
  call: WitnessedCall,
): Pick<ConformanceVerdict, 'passed' | 'reason'> | undefined {
  const { material, correct } = poisons[poison];
  const sameGrant = grantId !== undefined && call.grantId === grantId;
  if (material === 'server')
    return call.kind === 'use' ? undefined : { passed: false, reason: 'server_used' };
  if (material === 'code') {
    const redeems = call.kind === 'token' && flowId !== undefined && call.flowId === flowId;
    return redeems ? { passed: false, reason: 'code_redeemed' } : undefined;
  }
  if (correct === 'goes-on') {
    return sameGrant && call.kind === 'use' && call.fulfilled
      ? { passed: true, reason: 'went_on' }
      : undefined;
  }
  if (sameGrant && call.kind === 'end') return { passed: true, reason: 'tokens_revoked' };
  // Whoever sends "undefined" for a token shows it no other way.
  const sendsNothing = poison === 'access-token-missing' && call.kind === 'use' && call.withoutToken;
  const uses = sameGrant && (call.kind === 'use' || call.kind === 'token');
  return uses || sendsNothing ? { passed: false, reason: 'tokens_used' } : undefined;
}

function verdictOfSilence({ poison }: ConformanceRun, at: Instant): ConformanceVerdict {
  const passed = poisons[poison].correct === 'stops';
  return { passed, reason: passed ? 'kept_away' : 'gave_up', at };
}
