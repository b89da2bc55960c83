import { mkdirSync, rmSync } from 'node:fs';
import { buildStale } from '../server/cli/build.ts';
import { prepareMachine } from './runner/machine.ts';
import { isPhase, phases, reports, type PhaseName } from './runner/phases.ts';
import { FAILED, type Count } from './runner/reports.ts';

// `npm test`: every test there is, on a machine it prepares itself where it may. `test:unit` and its
// sisters run the phases they name, and hand on what follows (`npm run test:unit -- clock`). Ends with
// the seconds and the counts of each phase, the name of each skipped test, one line for all of them
// together, and an exit code that says the same.

interface Line {
  readonly phase: PhaseName | 'build';
  readonly seconds: number;
  readonly count: Count;
}

const lines: Line[] = [];
const say = (text: string) => process.stdout.write(`${text}\n`);

async function time(phase: Line['phase'], title: string, run: () => Promise<Count>): Promise<Count> {
  say(`\n━━ ${title}`);
  const startedAt = performance.now();
  const count = await run().catch((error: unknown): Count => {
    say(error instanceof Error ? error.message : String(error));
    return FAILED;
  });
  lines.push({ phase, seconds: (performance.now() - startedAt) / 1_000, count });
  return count;
}

async function runPhases(names: readonly PhaseName[], wanted: readonly string[]): Promise<void> {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const built = await time('build', 'machine and build', async () => {
    if (names.some((name) => phases[name].onScreen)) prepareMachine(say);
    await buildStale(['server', 'electron', 'renderer']);
    return { passed: 0, failed: 0, skipped: [] };
  });
  if (built.failed > 0) return;
  for (const name of names) await time(name, phases[name].title, () => phases[name].run(wanted));
}

const words = process.argv.slice(2);
const named = words.filter(isPhase);
await runPhases(
  named.length > 0 ? named : Object.keys(phases).filter(isPhase),
  words.filter((word) => !isPhase(word)),
);

say('');
for (const { phase, seconds, count } of lines) {
  const { passed, failed, skipped } = count;
  const counts = `${String(passed)} passed, ${String(failed)} failed, ${String(skipped.length)} skipped`;
  say(`${phase.padEnd(12)}${seconds.toFixed(0).padStart(5)} s   ${counts}`);
}
for (const { phase, count } of lines) {
  for (const name of count.skipped) say(`skipped in ${phase}: ${name}`);
}
const sum = (of: (count: Count) => number) => lines.reduce((total, { count }) => total + of(count), 0);
const failed = sum((count) => count.failed);
say(
  `\n${String(sum((count) => count.passed))} passed, ${String(failed)} failed, ` +
    `${String(sum((count) => count.skipped.length))} skipped`,
);
process.exit(failed === 0 ? 0 : 1);
