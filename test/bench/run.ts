import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { liveLog, readAgainstBare, startUp } from './against-bare.ts';
import { againstProvider, providerBenches } from './against-provider.ts';
import type { Conditions, Result } from './competition.ts';
import { firstWindow } from './first-window.ts';
import { longJobs } from './long-jobs.ts';
import { memoryWith } from './memory.ts';
import { withHistory, withManyCustomers } from './history.ts';
import { measureAll, writeResults, type Part } from './report.ts';
import { ROOT, run, stopAll } from './server-process.ts';

// `npm run bench`: the sandbox side by side with its rivals, on one machine in one run.

const { values: options } = parseArgs({
  options: {
    /** Only the benches whose name contains this. */
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    /** Milliseconds of one contestant's round. */
    round: { type: 'string', default: '1200' },
    /** With few of them every refresh waits for the disk alone; the journal's group commit needs company. */
    connections: { type: 'string', default: '32' },
    /** Rows of the long statement. */
    rows: { type: 'string', default: '1000000' },
    /** A folder for CPU profiles of the sandbox. */
    profile: { type: 'string' },
  },
});
const conditions: Conditions = {
  rounds: Number(options.rounds),
  roundMs: Number(options.round),
  connections: Number(options.connections),
  profileDir: options.profile,
};

function wanted(bench: string): boolean {
  return options.only === undefined || bench.includes(options.only);
}

const AGAINST_PROVIDER = 'against oidc-provider';
/** The benches of that part; what they share is started once. */
const peerBenches = Object.keys(providerBenches).filter(wanted);
const rows = Number(options.rows);

async function* each(results: Promise<Result | readonly Result[]>): AsyncGenerator<Result> {
  yield* [await results].flat();
}

const parts: readonly Part[] = [
  { name: 'start-up', measure: () => each(startUp(conditions)) },
  { name: AGAINST_PROVIDER, measure: () => againstProvider(peerBenches, conditions) },
  { name: 'live log', measure: () => each(liveLog(conditions)) },
  {
    name: 'balances',
    measure: () => each(readAgainstBare('balances', '/ib/v1/accounts/balances', { rows: 1_000 }, conditions)),
  },
  {
    name: 'page',
    measure: () => {
      const name = `100-row page out of ${rows.toLocaleString('en')} rows`;
      const path = '/ib/v1/accounts/transactions?accountId=001011000001&dateFrom=2000-01-01';
      return each(readAgainstBare(name, path, { rows, ephemeral: true }, conditions));
    },
  },
  { name: 'history', measure: () => withHistory(conditions) },
  { name: 'customers', measure: () => withManyCustomers(conditions) },
  { name: 'long jobs', measure: () => longJobs(rows) },
  { name: 'memory', measure: () => each(memoryWith(rows)) },
  { name: 'first window', measure: () => each(firstWindow(conditions.rounds)) },
].map((part) => ({ ...part, cleanUp: stopAll }));

run('server/cli/build.ts', 'server');

const { missing } = await measureAll(
  parts.filter(({ name }) => (name === AGAINST_PROVIDER ? peerBenches.length > 0 : wanted(name))),
  (text) => process.stdout.write(text),
  (outcome) => {
    const machine = { node: process.version, cpu: cpus()[0]?.model, cores: availableParallelism() };
    writeResults(join(ROOT, 'bench'), { ...machine, ...conditions }, outcome);
  },
);
if (missing.length > 0) {
  process.stdout.write(`\nNot measured: ${missing.map(({ part }) => part).join(', ')}\n`);
}
process.exit(missing.some(({ failed }) => failed) ? 1 : 0);
