import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sendRaw } from '../../harness/raw-http.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

/** More than any socket's buffers hold, and more than used to be allowed to wait for one reader. */
const ROWS = 320;
const BODY = `note=${'x'.repeat(60_000)}`;

let sandbox: TestSandbox;
let position: number;
beforeAll(async () => {
  sandbox = await startSandbox();
  position = sandbox.logPosition();
  for (let sent = 0; sent < ROWS; sent += 8) {
    await Promise.all(
      Array.from({ length: 8 }, () =>
        fetch(`${sandbox.issuer}/oauth2/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: BODY,
        }),
      ),
    );
  }
});
afterAll(() => sandbox.stop());

it('a reader who takes nothing for a while misses nothing, and keeps nobody waiting', async () => {
  const { control, controlToken } = sandbox.ready;
  const { hostname, port, pathname } = new URL(`${control}/log/stream`);
  const reader = connect(Number(port), hostname);
  reader.pause();
  reader.write(
    `GET ${pathname}?after=${position}&filter=path:/oauth2/token HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      `Authorization: Bearer ${controlToken}\r\n\r\n`,
  );
  await once(reader, 'ready');
  // He has had the time to take it all, as far as the bank is concerned.
  for (let i = 0; i < 20; i++) expect((await sandbox.request('GET', '/status')).status).toBe(200);

  const seen: number[] = [];
  let rest = '';
  reader.setEncoding('latin1').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const id = /^id: (\d+)$/.exec(line)?.[1];
      if (id !== undefined) seen.push(Number(id));
      if (seen.length === ROWS) reader.emit('enough');
    }
  });
  reader.resume();
  await once(reader, 'enough');
  reader.destroy();
  expect(seen).toEqual(Array.from({ length: ROWS }, (_, i) => position + 1 + i));
});

it('a reader who leaves amid an export of the log is no error of the bank', async () => {
  const told = vi.spyOn(process.stderr, 'write');
  const { control, controlToken } = sandbox.ready;
  const { hostname, port, pathname } = new URL(`${control}/log.har`);
  const reader = connect(Number(port), hostname);
  reader.write(
    `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${controlToken}\r\n\r\n`,
  );
  await once(reader, 'data');
  const left = new Promise((resolve) => {
    sandbox.context.log.subscribe({ onEntry: resolve });
  });
  reader.destroy();
  await once(reader, 'close');
  // Behind it in the turns of the event loop: an export that is read to its end, and a row.
  expect(await (await sandbox.request('GET', '/log.har')).json()).toHaveProperty('log.entries');
  await fetch(`${sandbox.issuer}/oauth2/jwks`);
  await left;
  expect(told.mock.calls.join('')).toBe('');
  told.mockRestore();
});

it('a HEAD of the stream is answered, and ends', async () => {
  const { control, controlToken } = sandbox.ready;
  const { host, pathname } = new URL(`${control}/log/stream`);
  const answer = await sendRaw(
    control,
    `HEAD ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${controlToken}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatchObject({ status: 200, hung: false });
  expect(answer.text).toContain('text/event-stream');
});
