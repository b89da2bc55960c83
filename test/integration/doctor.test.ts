import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everythingKept, fillBank, presentState } from '../harness/kept-bank.ts';
import { startSandbox } from '../harness/sandbox.ts';
import { ROOT } from '../harness/serve-process.ts';

let dataDir: string;
let kept: Record<string, string>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ib-link-doctor-'));
  const sandbox = await startSandbox({ dataDir, scenario: 'blank' });
  await fillBank(sandbox);
  kept = await everythingKept(sandbox);
  // What was restored last is the previous state from here on, and the present one has files of its own.
  kept['previous'] = await presentState(sandbox);
  await sandbox.control('POST', '/scenario/reset');
  await sandbox.stop();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function doctor(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['server/cli/build-first.mjs', 'doctor', '--data', dataDir, ...args],
      { cwd: ROOT },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

interface RootDocument {
  current: { parts: { file: string }[] };
  previous: { parts: { file: string }[] };
}

/** Damages a file that only the present state has. */
async function damageCurrent(): Promise<string> {
  const text = await readFile(join(dataDir, 'store', 'root.json'), 'utf8');
  const { current, previous } = JSON.parse(text.slice(0, text.indexOf('\n'))) as RootDocument;
  const shared = new Set(previous.parts.map(({ file }) => file));
  const file = current.parts.find((part) => !shared.has(part.file))?.file ?? '';
  await truncate(join(dataDir, 'store', file), 10);
  return file;
}

describe('doctor', () => {
  it('finds a whole directory whole', async () => {
    const { code, stdout } = await doctor();
    expect(code).toBe(0);
    expect(stdout).toContain('snapshot early');
    expect(stdout).not.toContain('damaged');
  });

  it('tells that a sandbox is running', async () => {
    await using sandbox = await startSandbox({ dataDir });
    const { code, stderr } = await doctor();
    expect(code).toBe(4);
    expect(stderr).toContain(String(sandbox.ready.pid));
  });

  it('restores a whole state, keeps what was there, and lets the sandbox start again', async () => {
    const file = await damageCurrent();
    await expect(startSandbox({ dataDir })).rejects.toMatchObject({ exitCode: 5 });
    const found = await doctor();
    expect(found.code).toBe(5);
    expect(found.stdout).toContain(file);
    const ways = [...found.stdout.matchAll(/--restore '(\w+)'/g)].map(([, name = '']) => name);
    expect(ways).toEqual(['previous', 'early', 'late']);
    expect((await doctor('--restore', 'current')).code).toBe(5);

    for (const name of ways) {
      expect((await doctor('--restore', name)).code).toBe(0);
      const sandbox = await startSandbox({ dataDir });
      const now = await presentState(sandbox);
      await sandbox.stop();
      expect(now, name).toBe(kept[name]);
    }
    const aside = await readdir(join(dataDir, 'set-aside'), { recursive: true });
    expect(aside.some((name) => name.endsWith(file))).toBe(true);
  });

  it('refuses what is not there, and names what is', async () => {
    const { code, stderr } = await doctor('--restore', 'nothing');
    expect(code).toBe(5);
    expect(stderr).toContain('There is no nothing.');
    expect(stderr).toContain('snapshot late');
  });

  it('goes by the copy where the root is damaged', async () => {
    await truncate(join(dataDir, 'store', 'root.json'), 20);
    await expect(startSandbox({ dataDir })).rejects.toMatchObject({ exitCode: 5 });
    expect((await doctor('--restore', 'early')).code).toBe(0);
    await (await startSandbox({ dataDir })).stop();
  });
});
