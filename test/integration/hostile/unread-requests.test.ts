import { connect as connectTls } from 'node:tls';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOfConnection } from '../../../server/listeners/refused-connection.ts';
import type { LogEntry } from '../../../server/log/entry.ts';
import { sendRaw } from '../../harness/raw-http.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

/** What never reaches an endpoint is answered in words where that is possible, and told in the log in any case. */
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
});
afterAll(() => sandbox.stop());

const host = () => new URL(sandbox.issuer).host;
const TLS_HELLO = Buffer.from('16030100c8010000c40303', 'hex');

const unread: {
  name: string;
  bytes: () => string | Uint8Array;
  status: number;
  method: string;
  path: string;
  code: string;
}[] = [
  {
    name: 'TLS',
    bytes: () => TLS_HELLO,
    status: 400,
    method: 'TLS',
    path: '/',
    code: 'tls_on_http_port',
  },
  {
    name: 'HTTP/2',
    bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    status: 505,
    method: 'PRI',
    path: '/',
    code: 'http2_not_spoken',
  },
  {
    name: 'a blank in the request line',
    bytes: () => `GET /oauth2/authorize?scope=openid account:balance HTTP/1.1\r\nHost: ${host()}\r\n\r\n`,
    status: 400,
    method: 'GET',
    path: '/oauth2/authorize',
    code: 'request_line_with_blank',
  },
  {
    name: 'a method nobody knows',
    bytes: () => `FETCH /oauth2/jwks HTTP/1.1\r\nHost: ${host()}\r\n\r\n`,
    status: 501,
    method: 'FETCH',
    path: '/oauth2/jwks',
    code: 'request_method_unknown',
  },
  {
    name: 'a method in small letters',
    bytes: () => `get /oauth2/jwks HTTP/1.1\r\nHost: ${host()}\r\n\r\n`,
    status: 501,
    method: 'get',
    path: '/oauth2/jwks',
    code: 'request_method_unknown',
  },
  {
    name: 'CONNECT',
    bytes: () => `CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n`,
    status: 501,
    method: 'CONNECT',
    path: '/',
    code: 'request_not_for_proxy',
  },
  {
    name: 'a head that is too large',
    bytes: () => `GET /oauth2/jwks HTTP/1.1\r\nHost: ${host()}\r\nCookie: ${'x'.repeat(40_000)}\r\n\r\n`,
    status: 431,
    method: 'GET',
    path: '/oauth2/jwks',
    code: 'request_head_too_large',
  },
  {
    name: 'a header without a name',
    bytes: () => `GET /oauth2/jwks HTTP/1.1\r\nHost: ${host()}\r\n: x\r\n\r\n`,
    status: 400,
    method: 'GET',
    path: '/oauth2/jwks',
    code: 'request_not_http',
  },
  {
    name: 'two Host lines',
    bytes: () => `GET /oauth2/jwks HTTP/1.1\r\nHost: ${host()}\r\nHost: other\r\n\r\n`,
    status: 400,
    method: 'GET',
    path: '/oauth2/jwks',
    code: 'request_host_twice',
  },
  {
    name: 'no Host line',
    bytes: () => 'GET /oauth2/jwks HTTP/1.1\r\nAccept: */*\r\n\r\n',
    status: 400,
    method: 'GET',
    path: '/oauth2/jwks',
    code: 'request_host_missing',
  },
  {
    name: 'no HTTP at all',
    bytes: () => 'EHLO bank.example\r\n',
    status: 400,
    method: 'EHLO',
    path: '/',
    code: 'request_not_http',
  },
];

function expectExplained(entry: LogEntry | undefined, code: string): void {
  expect(entry?.outcome.code).toBe(code);
  for (const text of [entry?.outcome.message, entry?.outcome.hint]) {
    expect(text?.ja).toMatch(/[ぁ-ん]/);
    expect(text?.en).toMatch(/\w/);
  }
  expect(JSON.stringify(entry?.outcome)).not.toMatch(/\{\w+\}/);
  expect(entry?.outcome.spec).toMatch(/^RFC \d+ §/);
}

describe('at the port of plain HTTP', () => {
  it.each(unread)('$name is answered with the cause, and logged', async (sent) => {
    const position = sandbox.logPosition();
    const answer = await sendRaw(sandbox.issuer, sent.bytes());
    expect(answer.status).toBe(sent.status);
    expect(answer.text).toContain('error_description');
    const [entry, ...more] = sandbox.logAfter(position);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ method: sent.method, path: sent.path, status: sent.status });
    expectExplained(entry, sent.code);
  });

  it('what a secret stands in is shown without it', async () => {
    const position = sandbox.logPosition();
    const secret = 'demo-kakeibo-secret-do-not-use-in-production';
    await sendRaw(sandbox.issuer, `GET /oauth2/token?client_secret=${secret}&scope=a b HTTP/1.1\r\n\r\n`);
    const rows = sandbox.logAfter(position);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('Expect with something nobody expects is passed over', async () => {
    const answer = await sendRaw(
      sandbox.issuer,
      `GET /oauth2/jwks HTTP/1.1\r\nHost: ${host()}\r\nExpect: a-miracle\r\n\r\n`,
    );
    expect(answer.status).toBe(200);
  });
});

describe('at the port of TLS', () => {
  const at = () => new URL(sandbox.ready.httpsIssuer ?? '');

  it('plain HTTP is logged', async () => {
    const position = sandbox.logPosition();
    await sendRaw(sandbox.ready.httpsIssuer ?? '', `GET / HTTP/1.1\r\nHost: ${at().host}\r\n\r\n`);
    const entry = await sandbox.waitForLog('outcome:http_on_tls_port', position);
    expect(entry).toMatchObject({ method: 'TLS', status: 0, url: `${at().origin}/` });
    expectExplained(entry, 'http_on_tls_port');
  });

  it('a version nobody should speak any more is logged', async () => {
    const position = sandbox.logPosition();
    const socket = connectTls({
      host: at().hostname,
      port: Number(at().port),
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await once(socket, 'close').catch(() => undefined);
    expectExplained(
      await sandbox.waitForLog('outcome:tls_handshake_failed', position),
      'tls_handshake_failed',
    );
  });
});

describe('a client that does not trust the bank says so by an alert', () => {
  it.each([
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
  ])('as %s', (code) => {
    const refusal = refusalOfConnection(Object.assign(new Error(), { code }));
    expect(refusal.code).toBe('bank_certificate_not_trusted');
    expect(refusal.message).toContain(code);
  });
});
