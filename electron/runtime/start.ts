import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from '../../server/cli/build.ts';
import { findElectron } from './find.ts';
import { say } from './say.ts';

// `npm start`: the desktop app, or the same sandbox without a window where there can be none.

const root = fileURLToPath(new URL('../..', import.meta.url));
const given = process.argv.slice(2);

/** macOS and Windows always have a display; elsewhere X11 or Wayland names one. */
function hasDisplay(): boolean {
  return (
    ['darwin', 'win32'].includes(process.platform) ||
    Boolean(process.env.DISPLAY) ||
    Boolean(process.env.WAYLAND_DISPLAY)
  );
}

/** Chromium refuses to run as root inside its sandbox. */
function switchesForThisUser(): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  say('root として実行しているため、Chromium のサンドボックスを無効にします (--no-sandbox)。');
  say("Running as root: Chromium's own sandbox is switched off (--no-sandbox).");
  return ['--no-sandbox'];
}

const ORPHAN_CHECK_MS = 500;

/** Runs the program in the foreground and ends as it ends. */
function become(command: string, args: string[]): void {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  // npm hands a signal to its shell, and the shell may die of it without a word to us.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, ORPHAN_CHECK_MS).unref();
  child.once('exit', (code, signal) => {
    process.exit(code ?? (signal ? 1 : 0));
  });
}

function startHeadless(): void {
  become(process.execPath, [join(root, 'build/server/cli.js'), 'serve', ...given]);
}

await buildStale(['server', 'electron', 'renderer']);

if (!hasDisplay()) {
  say('画面が見つからないため、ウインドウなしで起動します。コンソールはブラウザーで開いてください。');
  say('No display: the sandbox starts without a window. Open its console in a browser.');
  startHeadless();
} else {
  const electron = await findElectron(say);
  if (electron) {
    become(electron.executable, [...switchesForThisUser(), root, ...given]);
  } else {
    say('Electron を用意できないため、ウインドウなしで起動します。コンソールはブラウザーで開いてください。');
    say('No Electron can be had here: the sandbox starts without a window. Open its console in a browser.');
    startHeadless();
  }
}
