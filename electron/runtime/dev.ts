import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { buildStale } from '../../server/cli/build.ts';
import { findElectron } from './find.ts';
import { say } from './say.ts';

// `npm run dev`: the console with hot reload at Vite's address, the engine built and started anew at
// each change under server/; with `--desktop`, the desktop app instead of the headless engine.

const root = fileURLToPath(new URL('../..', import.meta.url));
const SETTLE_MS = 150;

const inDesktop = process.argv.includes('--desktop');
const controlToken = randomBytes(24).toString('base64url');

/** The process that is started anew at each change. */
class Restarted {
  readonly #start: () => Promise<ChildProcess>;
  #child: ChildProcess | undefined;
  #queue: Promise<void> = Promise.resolve();

  constructor(start: () => Promise<ChildProcess>) {
    this.#start = start;
  }

  /** One restart after the other; the old process has flushed before the new one starts. */
  restart(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      await this.stop();
      try {
        this.#child = await this.#start();
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        say('Waiting for the next change …');
      }
    });
    return this.#queue;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

async function startEngine(): Promise<ChildProcess> {
  await buildStale(['server']);
  return spawn(process.execPath, [join(root, 'build/server/cli.js'), 'serve'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, IB_LINK_CONTROL_TOKEN: controlToken },
  });
}

async function startDesktop(): Promise<ChildProcess> {
  await buildStale(['server', 'electron', 'renderer']);
  const electron = await findElectron(say);
  if (!electron) throw new Error('No Electron can be had here; leave out --desktop.');
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return spawn(electron.executable, [...(asRoot ? ['--no-sandbox'] : []), root], {
    cwd: root,
    stdio: 'inherit',
  });
}

/** Calls back once a burst of changes below the folders has settled. */
function onChange(folders: readonly string[], act: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of folders) {
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(act, SETTLE_MS);
    });
  }
}

const running = new Restarted(inDesktop ? startDesktop : startEngine);
await running.restart();
onChange(inDesktop ? ['server', 'electron', 'renderer'] : ['server'], () => {
  say('changed: starting anew');
  void running.restart();
});

const stopConsole = inDesktop ? () => Promise.resolve() : await startConsole();

/** The console from its sources, hot-reloaded, forwarding its calls to the engine. */
async function startConsole(): Promise<() => Promise<void>> {
  const vite = await createServer({ configFile: join(root, 'vite.config.ts'), clearScreen: false });
  await vite.listen();
  const address = vite.resolvedUrls?.local[0];
  say(`console, hot-reloaded: ${address ?? ''}#token=${controlToken}`);
  return () => vite.close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.all([running.stop(), stopConsole()]).then(() => process.exit(0));
  });
}
