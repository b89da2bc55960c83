import { endRun as endWatch, forgetRuns, runAt, runOf, type ConformanceRun } from '../bank/conformance.ts';
import { poisonWords } from '../bank/catalogue/poisons.ts';
import { verdictReasons } from '../bank/catalogue/verdict-reasons.ts';
import { poisonNames, poisons, type PoisonName } from '../bank/poison.ts';
import { toTimestamp, type Instant } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { readableReport } from './conformance-report.ts';
import { implement } from './operation.ts';
import {
  clearRuns,
  endRun,
  getReadableReport,
  getReport,
  getRun,
  listPoisons,
  listRuns,
} from './operations/conformance.ts';
import type { ConformanceReportView, ConformanceRunView } from './operations/schemas/conformance.ts';
import { pageOf } from './page.ts';

export const implementedConformance = [
  implement(listPoisons, () => ({ items: poisonNames.map(poisonView) })),

  implement(listRuns, ({ context, query }) => {
    const { items, ...rest } = pageOf(runsOf(context, query.clientId), query, ({ id }) => id);
    return { items: items.map((run) => runView(run, context.clock.now())), ...rest };
  }),

  implement(getRun, ({ context, params }) => runView(runOf(context.state, params.id), context.clock.now())),

  implement(endRun, async ({ context, params, exchange }) =>
    runView(
      await context.work.run((tx) => endWatch(tx, params.id), exchange.addEffects),
      context.clock.now(),
    ),
  ),

  implement(clearRuns, async ({ context, exchange }) => {
    await context.work.run(forgetRuns, exchange.addEffects);
  }),

  implement(getReport, ({ context, query }) => reportOf(context, query.clientId)),

  implement(getReadableReport, ({ context, query, response }) => {
    const { language, clientId } = query;
    response.setHeader('Content-Type', 'text/markdown; charset=utf-8');
    response.setHeader('Content-Disposition', 'attachment; filename="client-conformance.md"');
    response.end(readableReport(reportOf(context, clientId), language));
  }),
];

/** The newest first: whoever looks wants to see what just happened. */
function runsOf({ state }: SandboxContext, clientId: string | undefined): ConformanceRun[] {
  const runs = [...state.conformanceRuns].reverse();
  return clientId === undefined ? runs : runs.filter((run) => run.clientId === clientId);
}

function reportOf(context: SandboxContext, clientId: string | undefined): ConformanceReportView {
  const now = context.clock.now();
  const runs = runsOf(context, clientId).map((run) => runView(run, now));
  const count = (verdict: ConformanceRunView['verdict']) =>
    runs.filter((run) => run.verdict === verdict).length;
  return {
    issuer: context.addresses.issuer,
    at: toTimestamp(now),
    counts: { pending: count('pending'), passed: count('passed'), failed: count('failed') },
    runs,
  };
}

function poisonView(name: PoisonName) {
  return { name, ...poisonWords[name], correct: poisons[name].correct };
}

function runView(written: ConformanceRun, now: Instant): ConformanceRunView {
  const { poison, beganAt, until, verdict, ...run } = runAt(written, now);
  return {
    ...run,
    poison: poisonView(poison),
    beganAt: toTimestamp(beganAt),
    until: toTimestamp(until),
    verdict: verdict === undefined ? 'pending' : verdict.passed ? 'passed' : 'failed',
    ...(verdict && {
      reason: verdictReasons[verdict.reason],
      decidedAt: toTimestamp(verdict.at),
      ...(verdict.logId !== undefined && { decidingLogId: verdict.logId }),
    }),
  };
}
