import { reportOf } from '../self-test/report.ts';
import { SelfTests, type SelfTestRun } from '../self-test/run.ts';
import { allTrials } from '../self-test/trials/all.ts';
import type { Trial } from '../self-test/trial.ts';
import { implement, type ImplementedOperation } from './operation.ts';
import { getSelfTest, listSelfTests, reportSelfTest, startSelfTest } from './operations/self-tests.ts';

/** The self-test of the refusals; `trials` is the table it goes through. */
export function implementSelfTests(trials: readonly Trial[] = allTrials): ImplementedOperation[] {
  const tests = new SelfTests(trials);
  return [
    implement(startSelfTest, ({ context }) => summaryOf(tests.start(context))),

    implement(listSelfTests, () => ({ items: tests.list().map(summaryOf) })),

    implement(getSelfTest, ({ params }) => {
      const run = tests.get(params.id);
      return { ...run, rows: [...run.rows], rowsNotHeld: [...run.rowsNotHeld] };
    }),

    implement(reportSelfTest, ({ context, params, query, response }) => {
      const report = reportOf(tests.get(params.id), query.lang ?? context.settings().language);
      response.setHeader('Content-Type', 'text/markdown; charset=utf-8');
      response.setHeader('Content-Disposition', `attachment; filename="${params.id}.md"`);
      response.end(report);
    }),
  ];
}

function summaryOf({
  rows: _rows,
  rowsNotHeld: _rowsNotHeld,
  ...summary
}: SelfTestRun): Omit<SelfTestRun, 'rows' | 'rowsNotHeld'> {
  return summary;
}
