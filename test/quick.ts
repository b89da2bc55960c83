import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, runStep } from './runner/step.ts';
import { touchedBy } from './runner/touched.ts';

// `npm run test:quick`: what a change touches, in a minute or so: lint and formatting of the changed files,
// the unit tests that import them, and the integration tests of the folders they are in. What it leaves
// to `npm test` it names. The change is all that differs from main, committed or not; `--since REF` says otherwise.

const { values } = parseArgs({ options: { since: { type: 'string', default: 'main' } } });

function git(...args: string[]): string[] {
  const output = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  return output.split('\n').filter((line) => line !== '');
}

const [base = values.since] = git('merge-base', 'HEAD', values.since);
const changed = [
  ...git('diff', '--name-only', base),
  ...git('ls-files', '--others', '--exclude-standard'),
].filter((file) => existsSync(join(ROOT, file)));
const { sources, integration } = touchedBy(changed, git('ls-files', 'test/integration'));

const LIMIT_MS = 10 * 60_000;
const failed: string[] = [];

async function step(name: string, command: string, args: readonly string[], files: readonly string[]) {
  if (files.length === 0) return;
  process.stdout.write(`\n━━ ${name}\n`);
  const code = await runStep({
    command: join(ROOT, 'node_modules/.bin', command),
    args: [...args, ...files],
    limitMs: LIMIT_MS,
  });
  if (code !== 0) failed.push(name);
}

await step('formatting', 'prettier', ['--check', '--log-level', 'warn', '--ignore-unknown'], changed);
await step('lint', 'eslint', ['--max-warnings', '0', '--no-warn-ignored'], sources);
const quiet = ['--passWithNoTests', '--reporter=dot'];
await step('unit', 'vitest', ['related', '--run', '--project=unit', ...quiet], sources);
await step('integration', 'vitest', ['run', '--project=http', '--project=process', ...quiet], integration);

process.stdout.write(
  `\n${String(changed.length)} files changed since ${base.slice(0, 12)}. Not run: types, import rules, ` +
    'browser, desktop, and integration tests of other folders.\n' +
    (failed.length === 0 ? '' : `Not in order: ${failed.join(', ')}\n`),
);
process.exit(failed.length === 0 ? 0 : 1);
