import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFECT_EXIT_CODE } from '../../../server/last-resort.ts';
import { sendRaw } from '../../harness/raw-http.ts';
import { ANY_PORTS, ServeProcess } from '../../harness/serve-process.ts';

/** Nothing a client sends ends the process: the bank's and the log's rows of it are there afterwards. */
const running: ServeProcess[] = [];
let folder: string | undefined;
afterEach(async () => {
  await Promise.all(running.splice(0).map((serve) => serve.end('SIGKILL')));
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

async function serveWithData() {
  folder = await mkdtemp(join(tmpdir(), 'ib-link-hostile-'));
  const serve = new ServeProcess([...ANY_PORTS, '--data', folder]);
  running.push(serve);
  return { serve, ready: await serve.ready(), log: join(folder, 'log') };
}

const bodies: Record<string, string> = {
  'a name that is the value of a name, 2,500 times over': 'xcode='.repeat(2_500),
  'the same with quotes': 'xcode="'.repeat(2_500),
  'the same in the other notation': 'client_secret_expires_at:'.repeat(2_500),
  'arrays in arrays': '['.repeat(30_000) + ']'.repeat(30_000),
  'objects in objects': '{"a":'.repeat(12_000) + '1' + '}'.repeat(12_000),
};

describe('a request whose row is hard to make', () => {
  it('is answered, logged, and ends nothing', async () => {
    const { serve, ready, log } = await serveWithData();
    const answered: string[] = [];
    for (const [shape, body] of Object.entries(bodies)) {
      for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
        const { status } = await fetch(`${ready.issuer}/oauth2/token?${answered.length}`, {
          method: 'POST',
          headers: { 'content-type': type },
          body,
        });
        expect(status, `${shape} as ${type}`).toBeLessThan(500);
        answered.push(`/oauth2/token?${answered.length}`);
      }
    }
    const logged = await fetch(`${ready.control}/log?filter=path:/oauth2/token`, {
      headers: { authorization: `Bearer ${ready.controlToken}` },
    });
    const { items } = (await logged.json()) as { items: { url: string }[] };
    expect(items.map(({ url }) => url)).toEqual(answered.map((target) => ready.issuer + target));
    expect(await serve.end()).toBe(0);
    for (const target of answered) expect(await textOf(log)).toContain(`"url":"${ready.issuer}${target}"`);
    expect(serve.stderr).not.toMatch(/could not be made|defect| at /);
  });
});

describe('what can’t be read at all', () => {
  it('is refused by every origin without a word on stderr', async () => {
    const { serve, ready } = await serveWithData();
    const origins = [ready.issuer, new URL(ready.console).origin, new URL(ready.partner).origin];
    for (const origin of origins) {
      for (const path of ['/%', '/assets/s%hd', '/assets/%ff.js', '/a/%c0%ae', '/callback/%zz?%zz=%']) {
        const { host } = new URL(origin);
        const { status } = await sendRaw(origin, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
        expect(status, origin + path).toBeLessThan(500);
        expect(status, origin + path).not.toBe(0);
      }
      const { status } = await fetch(`${origin}/connect`, {
        method: 'POST',
        body: new URLSearchParams({ bank: 'b'.repeat(9_000) }),
      });
      expect(status, origin).toBeLessThan(500);
    }
    expect(await serve.end()).toBe(0);
    expect(serve.stderr).not.toMatch(/error|    at /i);
  });
});

describe('a defect that nothing handled', () => {
  it('is told on stderr; what was recorded is written, and the process ends with a code of its own', async () => {
    onSignal(`setImmediate(() => { throw new Error('a defect of the test that quotes Sandbox-0001') })`);
    const { serve, ready, log } = await serveWithData();
    await fetch(`${ready.issuer}/oauth2/jwks`);
    serve.child.kill('SIGUSR2');
    expect(await serve.exited()).toEqual({ code: DEFECT_EXIT_CODE, signal: null });
    expect(serve.stderr).toMatch(/a defect of the test that quotes pw_…/);
    expect(await textOf(log)).toContain('"path":"/oauth2/jwks"');
  });

  it('is not a reader of stdout or stderr that goes away', async () => {
    onSignal(`process.stdout.write('nobody reads this'); process.stderr.write('nor this');`);
    const { serve, ready } = await serveWithData();
    serve.child.stdout?.destroy();
    serve.child.stderr?.destroy();
    serve.child.kill('SIGUSR2');
    for (let i = 0; i < 3; i++) expect((await fetch(`${ready.issuer}/oauth2/jwks`)).status).toBe(200);
    expect(await serve.end()).toBe(0);
  });
});

/** Lets the process run `code` when it is sent SIGUSR2. */
function onSignal(code: string): void {
  const program = `process.once('SIGUSR2', () => { ${code} })`;
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(program)}`);
}

async function textOf(directory: string): Promise<string> {
  const names = await readdir(directory);
  return (await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))).join('');
}
