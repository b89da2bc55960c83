import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tlsFetch } from '../harness/tls-fetch.ts';
import { ANY_PORTS, ServeProcess } from '../harness/serve-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ib-link-cli-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((serve) => serve.end('SIGKILL')));
  await rm(folder, { recursive: true, force: true });
});

/** Whatever a failing test leaves running is ended after it. */
const running: ServeProcess[] = [];
function start(args: readonly string[]): ServeProcess {
  const serve = new ServeProcess(args);
  running.push(serve);
  return serve;
}

const EPHEMERAL = [...ANY_PORTS, '--ephemeral'];

describe('serve --json', () => {
  it('prints the ready line first and nothing else on stdout, and ends with 0', async () => {
    const serve = start([...EPHEMERAL, '--control-token', 'given-token']);
    const ready = await serve.ready();
    expect(ready).toEqual({
      event: 'ready',
      issuer: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      httpsIssuer: null,
      console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string,
      control: `${ready.console}control/v1`,
      controlToken: 'given-token',
      partner: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string,
      dataDir: null,
      pid: serve.child.pid,
    });
    for (const url of [`${ready.issuer}/.well-known/openid-configuration`, ready.console, ready.partner]) {
      expect((await fetch(url)).status).toBe(200);
    }
    expect(await serve.end('SIGTERM')).toBe(0);
    expect(serve.stdoutLines).toHaveLength(1);
  });

  it('makes a control token of its own, and ends with 0 on SIGINT though a connection is open', async () => {
    const serve = start(EPHEMERAL);
    const ready = await serve.ready();
    expect(ready.controlToken).toMatch(/^[\w-]{32,}$/);
    const stream = await fetch(`${ready.control}/log/stream`, {
      headers: { authorization: `Bearer ${ready.controlToken}` },
    });
    expect(stream.status).toBe(200);
    expect(await serve.end('SIGINT')).toBe(0);
  });

  it('keeps the clock it is given', async () => {
    const serve = start([...EPHEMERAL, '--clock', '2027-02-20T22:04:00+09:00']);
    const ready = await serve.ready();
    const response = await fetch(`${ready.control}/clock`, {
      headers: { authorization: `Bearer ${ready.controlToken}` },
    });
    expect(await response.json()).toEqual({ mode: 'frozen', now: '2027-02-20T13:04:00.000Z' });
    await serve.end();
  });
});

describe('serve --https-port', () => {
  it('takes off for none, as the desktop app does', async () => {
    const serve = start([...EPHEMERAL, '--https-port', 'off']);
    expect(await serve.ready()).toMatchObject({ httpsIssuer: null });
  });

  it('names a second issuer that answers over TLS', async () => {
    const serve = start([...EPHEMERAL, '--https-port', '0']);
    const ready = await serve.ready();
    expect(ready.httpsIssuer).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = await fetch(`${ready.control}/certificates/ca`, {
      headers: { authorization: `Bearer ${ready.controlToken}` },
    });
    const byTls = tlsFetch({ ca: await ca.text() });
    const metadata = await byTls(`${ready.httpsIssuer ?? ''}/.well-known/openid-configuration`);
    expect(await metadata.json()).toMatchObject({ issuer: ready.httpsIssuer });
    expect(await serve.end('SIGTERM')).toBe(0);
  });
});

describe('what can not be started says why', () => {
  async function failing(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
    const serve = start(args);
    const { code } = await serve.exited();
    expect(serve.stdoutLines).toEqual([]);
    return { code, stderr: serve.stderr };
  }

  it.each([
    ['an unknown option', ['--nothing'], '--nothing'],
    ['a port that is none', ['--port', 'http'], '--port'],
    ['a port beyond 65535', ['--port', '65536'], '65536'],
    ['a clock that is none', [...EPHEMERAL, '--clock', 'tomorrow'], 'tomorrow'],
    ['both --data and --ephemeral', [...EPHEMERAL, '--data', '/tmp/x'], '--ephemeral'],
    ['a scenario that is not there', [...EPHEMERAL, '--scenario', '/nowhere.json'], '/nowhere.json'],
    ['a control token with a space', [...EPHEMERAL, '--control-token', 'a b'], 'control token'],
    ['an address of another computer', [...EPHEMERAL, '--host', '192.0.2.1'], '192.0.2.1'],
  ])('2: %s', async (_, args, named) => {
    const { code, stderr } = await failing(args);
    expect(code).toBe(2);
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('2: a scenario file that is no scenario, naming the place', async () => {
    const file = join(folder, 'scenario.json');
    await writeFile(file, JSON.stringify({ version: 1, name: 'x', customers: [{ kind: 'nobody' }] }));
    const { code, stderr } = await failing([...EPHEMERAL, '--scenario', file]);
    expect(code).toBe(2);
    expect(stderr).toContain('customers.0.kind');
  });

  it('3: a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await failing([...EPHEMERAL, '--port', String(port)]);
    expect(code).toBe(3);
    expect(stderr).toContain(String(port));
    await new Promise((resolve) => taken.close(resolve));
  });

  it('4: a data directory that a living process has; free again when that has ended', async () => {
    const args = [...ANY_PORTS, '--data', folder];
    const owner = start(args);
    const { pid } = await owner.ready();
    const { code, stderr } = await failing(args);
    expect(code).toBe(4);
    expect(stderr).toContain(String(pid));
    expect(await owner.end()).toBe(0);
    const next = start(args);
    await next.ready();
    expect(await next.end()).toBe(0);
  });

  it('5: a data file that is damaged, which is named and left as it is', async () => {
    const args = [...ANY_PORTS, '--data', folder];
    const first = start(args);
    await first.ready();
    await first.end();
    const damaged = await damageOneFile(folder);
    const before = await contentsOf(folder);
    const { code, stderr } = await failing(args);
    expect(code).toBe(5);
    expect(stderr).toContain(damaged);
    // A copy of the damaged file may stand beside; what was there is as it was.
    expect(await contentsOf(folder)).toEqual(expect.arrayContaining(before));
  });
});

/** Cuts the file that holds the grants in half, as a crash of the disk might. */
async function damageOneFile(directory: string): Promise<string> {
  const files = await filesOf(directory);
  const file = files.find((name) => name.includes('configuration') && name.endsWith('.json'));
  if (file === undefined) throw new Error(`no configuration file among ${files.join(', ')}`);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, text.length / 2));
  return file;
}

async function contentsOf(directory: string): Promise<[string, string][]> {
  const files = await filesOf(directory);
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as [string, string]));
}

async function filesOf(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  const paths = names.map((name) => join(directory, name)).sort();
  const kinds = await Promise.all(paths.map((path) => stat(path)));
  return paths.filter((path, at) => kinds[at]?.isFile() && !/lock/i.test(path));
}
