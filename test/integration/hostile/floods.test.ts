import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionStore } from '../../../server/partner/session-store.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
});
afterAll(() => sandbox.stop());

describe('a connection nobody finishes', () => {
  it('is closed by the bank over TLS, with a handshake begun or not', async () => {
    const { hostname, port } = new URL(sandbox.ready.httpsIssuer ?? '');
    for (const bytes of ['', '\u0016\u0003\u0001']) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.resume().write(bytes, 'latin1');
      await once(socket, 'close');
    }
  });
});

describe('a registration', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', undefined])(
    'that any web page could send (%s) is refused',
    async (type) => {
      const response = await fetch(`${sandbox.issuer}/oauth2/register`, {
        method: 'POST',
        headers: type === undefined ? {} : { 'content-type': type },
        body: new TextEncoder().encode('{"redirect_uris":["http://127.0.0.1:9999/callback"]}'),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringContaining('application/json') as string,
      });
    },
  );
});

describe('a flood of visitors', () => {
  it('costs the partner no linkage', async () => {
    const store = await SessionStore.open(null);
    const linked = store.create();
    linked.session.links = { kakeibo: { tokens: { accessToken: 'a', scope: 'openid' } } };
    const leaving = store.create();
    leaving.session.pending = { app: 'kakeibo', state: 's', codeVerifier: 'v', lang: 'ja' };
    for (let i = 0; i < 500; i++) store.create();
    expect(store.find(linked.cookie)?.session).toBe(linked.session);
    expect(store.find(leaving.cookie)?.session).toBe(leaving.session);
  });
});
