import { parseArgs } from 'node:util';
import { buildStale } from '../../../../server/cli/build.ts';
import { runCampaign, toldSummary } from './campaign.ts';

// `npm run test:fuzz -- --requests N [--seed S]`: N seeded requests over every route of the three
// origins. Ends with what they came to; the exit code is 1 where anything should not have been.

/** No answer is to take longer on a machine that does nothing else. */
const SLOWEST_MS = 1_000;

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } },
});
const requests = Number(values.requests);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) {
  process.stderr.write('--requests and --seed are whole numbers.\n');
  process.exit(2);
}

await buildStale(['server', 'renderer']);
const summary = await runCampaign(requests, seed);
for (const problem of summary.problems.slice(0, 20)) process.stdout.write(`${problem}\n`);
process.stdout.write(toldSummary(summary));
if (summary.slowestMs > SLOWEST_MS) process.stdout.write(`slower than ${String(SLOWEST_MS)} ms\n`);
process.exitCode = summary.problems.length === 0 && summary.slowestMs <= SLOWEST_MS ? 0 : 1;
