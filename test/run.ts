import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from '../server/cli/build.ts';
import { prepareMachine } from './runner/machine.ts';
import { countOf, type Count } from './runner/reports.ts';
import { ROOT, runStep } from './runner/step.ts';

// `npm test`: every test there is, on a machine it prepares itself where it may. Ends with one line
// for all runners together, and with an exit code that says the same.

const MINUTE_MS = 60_000;
const reports = join(ROOT, 'build/test-reports');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

function title(text: string): void {
  process.stdout.write(`\n━━ ${text}\n`);
}

async function check(): Promise<Count> {
  const code = await runStep({
    command: bin('tsx'),
    args: ['test/check.ts'],
    limitMs: 10 * MINUTE_MS,
  });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(): Promise<Count> {
  const report = join(reports, 'vitest.json');
  const code = await runStep({
    command: bin('vitest'),
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    limitMs: 25 * MINUTE_MS,
  });
  return countOf('vitest', report, code);
}

async function packTestApp(): Promise<boolean> {
  const code = await runStep({
    command: bin('tsx'),
    args: ['electron/runtime/package.ts', '--test'],
    // The first time, Electron has to be fetched.
    limitMs: 20 * MINUTE_MS,
  });
  return code === 0;
}

async function playwright(project: 'browser' | 'desktop'): Promise<Count> {
  const report = join(reports, `${project}.json`);
  const run = [bin('playwright'), 'test', `--project=${project}`, '--reporter=list,json'];
  const needsDisplay = project === 'desktop' && process.platform === 'linux' && !process.env.DISPLAY;
  const [command = '', ...args] = needsDisplay
    ? ['xvfb-run', '-a', '--server-args=-screen 0 1600x1000x24', ...run]
    : run;
  const code = await runStep({
    command,
    args,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    limitMs: 40 * MINUTE_MS,
  });
  return countOf('playwright', report, code);
}

/** In the order of who is worth waiting for: what is quick to fail comes first. */
async function runEverything(): Promise<Count[]> {
  prepareMachine((line) => process.stdout.write(`${line}\n`));
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  title('build');
  await buildStale(['server', 'electron', 'renderer']);
  title('types, lint, import rules, unused code, formatting');
  const counts = [await check()];
  title('unit and integration');
  counts.push(await vitest());
  title('browser');
  counts.push(await playwright('browser'));
  title('desktop');
  counts.push((await packTestApp()) ? await playwright('desktop') : { passed: 0, failed: 1 });
  return counts;
}

const counts = await runEverything().catch((error: unknown): Count[] => {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return [{ passed: 0, failed: 1 }];
});
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
process.exit(failed === 0 ? 0 : 1);
