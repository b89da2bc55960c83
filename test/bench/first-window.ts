import { createPackage } from '@electron/asar';
import { _electron } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Result } from './competition.ts';
import { MachineLacks, prepareMachine } from '../runner/machine.ts';
import { median } from './measure.ts';
import { ROOT, run } from './server-process.ts';

const PACKED = join(ROOT, 'dist/test/linux-unpacked');
const EXECUTABLE = 'ib-link-sandbox';

/** The least an Electron application can be: one window with nothing to load. */
const EMPTY_MAIN = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('data:text/html,<h1>empty</h1>'));
`;

/**
 * From starting the packed app to what its window shows first, and on to the console's first page, against
 * the same Electron with an empty window; both driven by Playwright, so that what it costs is in both.
 *
 * @throws MachineLacks where there is neither a display nor what makes one
 */
export async function firstWindow(rounds: number): Promise<Result[]> {
  if (process.platform !== 'linux') throw new MachineLacks('It is measured on Linux.');
  prepareMachine((line) => process.stderr.write(`${line}\n`));
  run('electron/runtime/package.ts', '--test');
  const folder = await mkdtemp(join(tmpdir(), 'ib-link-window-'));
  const display = await ownDisplay();
  try {
    const empty = await emptyApplication(join(folder, 'empty'));
    const contestants = { sandbox: join(PACKED, EXECUTABLE), 'empty Electron': empty };
    const measured = { sandbox: [] as Times[], 'empty Electron': [] as Times[] };
    for (let round = 0; round < Math.max(5, rounds); round++) {
      for (const name of ['sandbox', 'empty Electron'] as const) {
        const userData = join(folder, `${name}-${String(round)}`);
        measured[name].push(await timesOf(contestants[name], userData, display.name));
      }
    }
    return (['first window', 'first usable window'] as const).map((bench) => {
      const [sandbox, bare] = (['sandbox', 'empty Electron'] as const).map((name) =>
        median(measured[name].map((times) => times[bench])),
      ) as [number, number];
      return {
        bench,
        figures: [
          { contestant: 'sandbox', p50Ms: sandbox },
          { contestant: 'empty Electron', p50Ms: bare },
        ],
        ratios: { 'empty Electron': sandbox / bare },
      };
    });
  } finally {
    display.process?.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

/** In ms from the start of the process. */
interface Times {
  /** A window shows something to read. */
  'first window': number;
  /** And it is what the app is for. */
  'first usable window': number;
}

async function timesOf(executablePath: string, userData: string, display: string): Promise<Times> {
  const started = performance.now();
  const app = await _electron.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${userData}`,
      ...['--port=0', '--console-port=0', '--partner-port=0', '--https-port=0'],
    ],
    env: { ...process.env, DISPLAY: display },
  });
  const page = await app.firstWindow();
  const heading = page.getByRole('heading', { level: 1 });
  await heading.waitFor();
  const first = performance.now() - started;
  if (executablePath.startsWith(PACKED)) {
    await page.waitForURL(/^http:/);
    await heading.waitFor();
  }
  const usable = performance.now() - started;
  await app.close();
  return { 'first window': first, 'first usable window': usable };
}

/** The same runtime with other contents. */
async function emptyApplication(folder: string): Promise<string> {
  const source = `${folder}-source`;
  await mkdir(source);
  await writeFile(join(source, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }));
  await writeFile(join(source, 'main.cjs'), EMPTY_MAIN);
  await cp(PACKED, folder, { recursive: true });
  const archive = join(folder, 'resources', 'app.asar');
  await rm(archive);
  await rm(join(dirname(archive), 'app.asar.unpacked'), { recursive: true, force: true });
  await createPackage(source, archive);
  return join(folder, EXECUTABLE);
}

/** The display there is, or a virtual one of our own. */
async function ownDisplay(): Promise<{ name: string; process?: ChildProcess }> {
  const there = process.env['DISPLAY'];
  if (there !== undefined && there !== '') return { name: there };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = once(server.stdio[3] as Readable, 'data');
  const failed = once(server, 'error').then(([error]) => {
    throw new MachineLacks(`There is no display, and no Xvfb to make one: ${(error as Error).message}`);
  });
  const [number] = (await Promise.race([told, failed])) as [Buffer];
  return { name: `:${number.toString().trim()}`, process: server };
}
