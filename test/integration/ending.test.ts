import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxStopped } from '../../server/sandbox-options.ts';
import { createSandbox } from '../../server/sandbox.ts';
import { CONTROL_TOKEN, startSandbox } from '../harness/sandbox.ts';
import { ANY_PORTS, ROOT, ServeProcess } from '../harness/serve-process.ts';
import type { LeftBehind } from '../harness/start-and-stop.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ib-link-ending-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const TEN_MINUTES = 600_000;

describe('a sandbox that has been stopped', () => {
  it(
    'leaves nothing that runs: two hundred in one process, some stopped while starting',
    async () => {
      // The program does not end itself: that it ends is part of what is tested.
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', 'test/harness/start-and-stop.ts', folder, '20'],
        { cwd: ROOT, timeout: TEN_MINUTES },
      );
      const left = JSON.parse(stdout) as LeftBehind;
      expect(left).toEqual({
        started: 200,
        stoppedWhileStarting: expect.any(Number) as number,
        resources: [],
        timers: [],
        files: 0,
        listeners: 0,
        locks: [],
      });
      expect(left.stoppedWhileStarting).toBeGreaterThan(0);
    },
    TEN_MINUTES,
  );

  it('while it was starting gives its data directory free', async () => {
    const sandbox = createSandbox({
      host: '127.0.0.1',
      port: 0,
      consolePort: 0,
      partnerPort: 0,
      dataDir: folder,
      scenario: 'blank',
      clock: 'real',
      controlToken: CONTROL_TOKEN,
    });
    const started = sandbox.start();
    await Promise.all([sandbox.stop(), expect(started).rejects.toBeInstanceOf(SandboxStopped)]);
    expect(await readdir(folder)).not.toContain('lock');
    await (await startSandbox({ dataDir: folder, scenario: 'blank' })).stop();
  });

  it('before it was started does not start any more', async () => {
    const sandbox = createSandbox({
      host: '127.0.0.1',
      port: 0,
      consolePort: 0,
      partnerPort: 0,
      dataDir: null,
      scenario: 'blank',
      clock: 'real',
      controlToken: CONTROL_TOKEN,
    });
    await sandbox.stop();
    await expect(sandbox.start()).rejects.toBeInstanceOf(SandboxStopped);
  });

  it('as a command, in the middle of its start, ends with 0 and without a word', async () => {
    const changes = watch(folder);
    const serve = new ServeProcess([...ANY_PORTS, '--data', folder]);
    // From the first file on it is in the middle of it; until then the program itself is being loaded.
    await once(changes, 'change');
    changes.close();
    expect(await serve.end('SIGTERM')).toBe(0);
    // A build in front of the command says so.
    expect(serve.stderr.replace(/^built .*\n/gm, '')).toBe('');
    expect(await readdir(folder)).not.toContain('lock');
  });
});
