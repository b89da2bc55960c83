import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale } from '../../server/cli/build.ts';
import { runCampaign } from './campaign.ts';

// `npm run test:crash -- --kills N [--seed S]`: kills a sandbox N times under load and compares what is
// there afterwards with what was acknowledged and with what readers were shown. One line sums it up.

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '40' }, seed: { type: 'string' } },
});
const kills = Number(values.kills);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write('--kills and --seed are whole numbers.\n');
  process.exit(2);
}

await buildStale(['server']);
const dataDir = await mkdtemp(join(tmpdir(), 'ib-link-crash-'));
const summary = await runCampaign({
  dataDir,
  kills,
  seed,
  report: (text) => process.stdout.write(`${text}\n`),
});
const { acknowledged, lost, half, shown, refusedStarts, otherProblems } = summary;
process.stdout.write(
  `${String(summary.kills)} kills, ${String(acknowledged)} acknowledged changes: ${String(lost)} lost, ${String(half)} half applied, ` +
    `${String(shown)} shown and then lost, ${String(refusedStarts)} refused starts, ${String(otherProblems)} other problems (seed ${String(seed)})\n`,
);
if (lost + half + shown + refusedStarts + otherProblems === 0) {
  await rm(dataDir, { recursive: true, force: true });
} else {
  process.stdout.write(`The data directory is kept: ${dataDir}\n`);
  process.exitCode = 1;
}
