import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run check`: types, lint, import rules, unused code and formatting, in under a minute.

const root = fileURLToPath(new URL('..', import.meta.url));

interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** The slow one first; two run at a time, which is what a small machine has cores for. */
const checks: readonly Check[] = [
  {
    name: 'lint',
    command: 'eslint',
    args: ['.', '--cache', '--cache-location', 'build/.check/lint', '--max-warnings', '0'],
  },
  {
    name: 'types',
    command: 'tsc',
    args: ['--noEmit', '--incremental', '--tsBuildInfoFile', 'build/.check/types'],
  },
  {
    name: 'import rules',
    command: 'depcruise',
    args: [
      'electron',
      'server',
      'renderer',
      'test',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
    ],
  },
  { name: 'unused code', command: 'knip', args: ['--no-progress', '--treat-config-hints-as-errors'] },
  {
    name: 'formatting',
    command: 'prettier',
    args: ['--check', '--log-level', 'warn', '--cache', '--cache-location', 'build/.check/formatting', '.'],
  },
];

const AT_A_TIME = 2;

interface Outcome {
  readonly check: Check;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

function run(check: Check): Promise<Outcome> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(join(root, 'node_modules/.bin', check.command), check.args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      output += error.message;
    });
    child.once('close', (code) => {
      resolve({ check, passed: code === 0, output, seconds: (performance.now() - startedAt) / 1000 });
    });
  });
}

async function runAll(): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const outcome = await run(check);
      outcomes.push(outcome);
      if (!outcome.passed) process.stdout.write(`${outcome.output.trimEnd()}\n`);
      process.stdout.write(`${outcome.passed ? '✓' : '✗'} ${check.name} (${outcome.seconds.toFixed(1)} s)\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return outcomes;
}

const failed = (await runAll()).filter(({ passed }) => !passed);
if (failed.length > 0) {
  process.stdout.write(`Not in order: ${failed.map(({ check }) => check.name).join(', ')}\n`);
  process.exitCode = 1;
}
