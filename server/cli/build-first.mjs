// Runs the command line of this checkout, building it first where it is older than its sources:
// `node server/cli/build-first.mjs serve --json`. The command runs in this very process, so that
// signals and exit codes are its own, and stdout carries nothing but what the command says.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isFresh } from './build-stamp.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const stale = /** @type {const} */ (['server', 'renderer']).filter((target) => !isFresh(root, target));
if (stale.length > 0) {
  const build = spawnSync(process.execPath, ['--import', 'tsx', 'server/cli/build.ts', ...stale], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (build.status !== 0) {
    process.stderr.write(
      'The build failed; nothing was started. / ビルドに失敗したため、起動しませんでした。\n',
    );
    process.exit(1);
  }
}

await import(new URL('../../build/server/cli.js', import.meta.url).href);
