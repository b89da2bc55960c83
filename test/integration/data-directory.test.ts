import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { startSandbox } from '../harness/sandbox.ts';
import { ANY_PORTS, ServeProcess } from '../harness/serve-process.ts';

let folder: string;
const running: ServeProcess[] = [];
const mounted: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ib-link-directory-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((serve) => serve.end('SIGKILL')));
  for (const target of mounted.splice(0)) execFileSync('umount', ['--lazy', target]);
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir: string): Promise<{ code: number | null; stderr: string }> {
  const serve = new ServeProcess([...ANY_PORTS, '--data', dataDir, '--scenario', 'blank']);
  running.push(serve);
  const { code } = await serve.exited();
  return { code, stderr: serve.stderr };
}

/** Refused with one sentence in each language, and not with the insides of the program. */
async function expectRefusal(dataDir: string, ja: RegExp, en: RegExp): Promise<void> {
  const { code, stderr } = await start(dataDir);
  expect(code).toBe(5);
  // A build in front of the command says so, too.
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('built '));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(ja);
  expect(lines[1]).toMatch(en);
  expect(lines[1]).toContain(dataDir);
}

const isRoot = process.getuid?.() === 0;

/** A small disk for one test. It needs root; elsewhere the test is left out, by name. */
function mount(context: TestContext, target: string, options: string): void {
  context.skip(!isRoot || process.platform !== 'linux', 'mounting a small disk needs root on Linux');
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', target]);
  mounted.push(target);
}

describe('a data directory that can not be used is refused with 5, in a sentence with the way out', () => {
  it('a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'a file');
    await expectRefusal(file, /ファイルです/, /is a file and no directory/);
  });

  it('below a file', async () => {
    await writeFile(join(folder, 'file'), 'a file');
    await expectRefusal(join(folder, 'file', 'data'), /ファイルがあります/, /stands in the way/);
  });

  it('a link to nowhere', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    await expectRefusal(join(folder, 'link'), /リンク/, /a place that does not exist/);
  });

  it('a link to itself', async () => {
    await symlink(join(folder, 'loop'), join(folder, 'loop'));
    await expectRefusal(join(folder, 'loop'), /循環/, /leads back to itself/);
  });

  it.runIf(process.platform === 'linux')('a place where none can be made', async () => {
    await expectRefusal('/proc/nothing/here', /作成できません/, /cannot be made/);
  });

  it.each([
    ['a file in place of the log', 'log', (file: string) => writeFile(file, '')],
    ['a file in place of the data', 'store', (file: string) => writeFile(file, '')],
    ['a directory in place of the lock', 'lock', (file: string) => mkdir(file)],
    [
      'a directory in place of the root',
      'store/root.json',
      (file: string) => mkdir(file, { recursive: true }),
    ],
  ])('%s', async (_, name, make) => {
    await make(join(folder, name));
    const refused = await startSandbox({ dataDir: folder, scenario: 'blank' }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ exitCode: 5, message: expect.stringContaining(folder) as string });
  });

  it('one that others can write to, with other things in it', async () => {
    await writeFile(join(folder, 'letter.txt'), 'not ours');
    await chmod(folder, 0o777);
    await expectRefusal(folder, /ほかのユーザーも/, /Other users can write/);
    expect((await stat(folder)).mode & 0o777).toBe(0o777);
  });

  it('on a read-only disk', async (context) => {
    mount(context, folder, 'ro,size=1m');
    await expectRefusal(folder, /読み取り専用/, /read-only disk/);
  });

  it('on a full disk', async (context) => {
    mount(context, folder, 'size=64k,mode=0700');
    const filled = writeFile(join(folder, 'filler'), Buffer.alloc(128 * 1024));
    await expect(filled).rejects.toMatchObject({ code: 'ENOSPC' });
    await expectRefusal(folder, /いっぱい/, /disk is full/i);
  });
});

describe('files that others can read', () => {
  it('are closed, and that is said', async () => {
    const dataDir = join(folder, 'data');
    await (await startSandbox({ dataDir, scenario: 'blank' })).stop();
    for (const name of ['', ...(await readdir(dataDir, { recursive: true }))]) {
      const file = join(dataDir, name);
      await chmod(file, (await stat(file)).isDirectory() ? 0o755 : 0o644);
    }
    const serve = new ServeProcess([...ANY_PORTS, '--data', dataDir]);
    running.push(serve);
    await serve.ready();
    expect(serve.stderr).toContain('権限を本人のみに直しました');
    expect(serve.stderr).toContain('closed to all but the owner');
    for (const name of ['', ...(await readdir(dataDir, { recursive: true }))]) {
      expect((await stat(join(dataDir, name))).mode & 0o077, name).toBe(0);
    }
    await serve.end();
  });

  it('of somebody else in the same directory are left alone', async () => {
    await writeFile(join(folder, 'letter.txt'), 'not ours', { mode: 0o644 });
    await chmod(folder, 0o755);
    await (await startSandbox({ dataDir: folder, scenario: 'blank' })).stop();
    expect((await stat(join(folder, 'letter.txt'))).mode & 0o777).toBe(0o644);
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
  });
});

describe('a directory of version 0.1.0', () => {
  it('is opened, and nothing of it is lost', async () => {
    const fixture = fileURLToPath(new URL('../fixtures/state-directory/data', import.meta.url));
    const dataDir = join(folder, 'data');
    await mkdir(dataDir);
    await cp(fixture, dataDir, { recursive: true });
    await using sandbox = await startSandbox({ dataDir });
    const { items: accounts } = await sandbox.control<{ items: { accountId: string; balance: string }[] }>(
      'GET',
      '/accounts',
    );
    expect(accounts.map(({ accountId, balance }) => [accountId, balance]).sort()).toEqual([
      ['001017000001', '90874'],
      ['001017000004', '102003'],
      ['001027000003', '106051'],
    ]);
    await sandbox.control('POST', '/snapshots/day-two/restore');
    const before = await sandbox.control<{ items: { accountId: string }[] }>('GET', '/accounts');
    expect(before.items.map(({ accountId }) => accountId)).toContain('001017000002');
  });
});
