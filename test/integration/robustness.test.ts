import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basic, KAKEIBO } from '../harness/partner-client.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** Whatever is sent, the answer is no 5xx, it comes, and the sandbox goes on. */
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const origins = () => [sandbox.issuer, new URL(sandbox.ready.console).origin];

const PATHS = [
  '/',
  '/oauth2/authorize',
  '/oauth2/token',
  '/oauth2/revoke',
  '/oauth2/par',
  '/oauth2/introspect',
  '/oauth2/register',
  '/oauth2/jwks',
  '/ganb/api/auth/v1/token',
  '/.well-known/openid-configuration',
  '/ib/login',
  '/ib/consent',
  '/ib/terms',
  '/ib/assets/',
  '/ib/v1/accounts',
  '/ib/v1/accounts/transactions',
  '/ganb/api/personal/v1/accounts/balances',
  '/control/v1/customers',
  '/control/v1/clients/demo-kakeibo',
  '/control/v1/log',
  '/control/v1/clock/advance',
  '/control/v1/settings',
  '/control/v1/grants',
  '/control/v1/consents',
  '/assets/',
  '/openapi.json',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
const CONTENT_TYPES = [
  'application/x-www-form-urlencoded',
  'application/json',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  'text/plain',
  ';;;',
];
const NAMES = [
  'client_id',
  'redirect_uri',
  'grant_type',
  'code',
  'i',
  'csrf',
  'accountId',
  'nextItemKey',
  '__proto__',
  'filter',
  'limit',
];

const nastyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'demo-kakeibo',
    '%',
    '%00',
    '%E0%A4%A',
    '../../etc/passwd',
    '\u0000',
    '９',
    '𠮷',
    '[object Object]',
    '-1',
    '1e999',
  ),
);
const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), nastyText), nastyText), { maxLength: 6 });
/** Visible ASCII, which is all that a header may hold. */
const headerText = fc.stringMatching(/^[\x21-\x7e]{0,40}$/);

const request = fc.record({
  origin: fc.constantFrom(0, 1),
  method: fc.constantFrom(...METHODS),
  path: fc.constantFrom(...PATHS),
  suffix: fc.oneof(fc.constant(''), fc.stringMatching(/^[\x21-\x7e]{0,30}$/)),
  query: pairs,
  authorization: fc.option(
    fc.oneof(
      headerText,
      fc.constant(basic(KAKEIBO)),
      headerText.map((text) => `Bearer ${text}`),
      headerText.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
      fc.constant('control'),
    ),
    { nil: undefined },
  ),
  cookie: fc.option(headerText, { nil: undefined }),
  contentType: fc.option(fc.constantFrom(...CONTENT_TYPES), { nil: undefined }),
  body: fc.oneof(
    pairs.map((fields) => new URLSearchParams(fields).toString()),
    fc.json(),
    nastyText,
  ),
});

function bytesOf(sent: typeof request extends fc.Arbitrary<infer Sent> ? Sent : never): Buffer {
  const query = sent.query.length === 0 ? '' : `?${new URLSearchParams(sent.query).toString()}`;
  const target = `${sent.path}${sent.suffix}${query}`;
  const authorization =
    sent.authorization === 'control' ? `Bearer ${sandbox.ready.controlToken}` : sent.authorization;
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(sent.method);
  const body = Buffer.from(hasBody ? sent.body : '');
  const lines = [
    `${sent.method} ${target} HTTP/1.1`,
    `Host: ${new URL(origins()[sent.origin] ?? '').host}`,
    'Connection: close',
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    ...(sent.cookie === undefined ? [] : [`Cookie: ${sent.cookie}`]),
    ...(sent.contentType === undefined ? [] : [`Content-Type: ${sent.contentType}`]),
    ...(hasBody ? [`Content-Length: ${body.length}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

async function expectAlive(): Promise<void> {
  for (const origin of origins()) expect((await fetch(`${origin}/`)).status).toBeLessThan(500);
}

describe('random requests', () => {
  it('that are HTTP are answered, and never by a 5xx', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        // Long polls and streams are meant to stay open.
        fc.pre(!/^\/control\/v1\/log\/(wait|stream)/.test(sent.path + sent.suffix));
        const answer = await sendRaw(origins()[sent.origin] ?? '', bytesOf(sent));
        expect(answer.hung, answer.text).toBe(false);
        expect(answer.status, answer.text).toBeGreaterThanOrEqual(200);
        expect(answer.status, answer.text).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
    await expectAlive();
  }, 60_000);

  it('that are not HTTP end the connection and nothing else', async () => {
    const garbage = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.string({ maxLength: 100 }).map((text) => Buffer.from(`GET ${text}\r\n\r\n`)),
      fc
        .string({ maxLength: 100 })
        .map((text) => Buffer.from(`POST /oauth2/token HTTP/1.1\r\n${text}\r\n\r\n`)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 1), garbage, async (origin, bytes) => {
        // What could still become a request is waited for, which is right; so it is ended here.
        const ended = Buffer.concat([Buffer.from(bytes), Buffer.from('\r\n\r\n')]);
        const { status } = await sendRaw(origins()[origin] ?? '', ended, 300);
        expect(status === 0 || (status >= 200 && status < 500)).toBe(true);
      }),
      { numRuns: 60 },
    );
    await expectAlive();
  }, 60_000);
});

describe('what programs get wrong', () => {
  const post = (head: string, body: string) =>
    sendRaw(
      sandbox.issuer,
      `POST /oauth2/token HTTP/1.1\r\nHost: bank\r\nConnection: close\r\n${head}\r\n\r\n${body}`,
    );
  const FORM = 'Content-Type: application/x-www-form-urlencoded';

  it.each([
    ['a body longer than announced', `${FORM}\r\nContent-Length: 3`, 'grant_type=refresh_token'],
    ['two lengths', `${FORM}\r\nContent-Length: 3\r\nContent-Length: 4`, 'abc'],
    ['a length and chunks', `${FORM}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked`, '0\r\n\r\n'],
    ['a broken chunk', `${FORM}\r\nTransfer-Encoding: chunked`, 'zz\r\nabc\r\n0\r\n\r\n'],
    ['a gzip body that is none', `${FORM}\r\nContent-Encoding: gzip\r\nContent-Length: 3`, 'abc'],
    ['an unknown encoding', `${FORM}\r\nContent-Encoding: br2\r\nContent-Length: 3`, 'abc'],
    [
      'two Authorization headers',
      `${FORM}\r\nAuthorization: Basic YTpi\r\nAuthorization: Basic Yzpk\r\nContent-Length: 0`,
      '',
    ],
    ['headers of 40 KiB', `X-Long: ${'x'.repeat(40_000)}\r\nContent-Length: 0`, ''],
  ])('%s', async (_, head, body) => {
    const answer = await post(head, body);
    expect(answer.hung).toBe(false);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    await expectAlive();
  });

  it.each([
    ['/ib/login', 'application/x-www-form-urlencoded'],
    ['/oauth2/register', 'application/json'],
    ['/control/v1/grants', 'application/json'],
  ])('a gzip body that is none, at %s', async (path, type) => {
    const console = path.startsWith('/control');
    const { status } = await sendRaw(
      origins()[console ? 1 : 0] ?? '',
      `POST ${path} HTTP/1.1\r\nHost: ${new URL(origins()[1] ?? '').host}\r\nConnection: close\r\n` +
        `Authorization: Bearer ${sandbox.ready.controlToken}\r\n` +
        `Content-Type: ${type}\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`,
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('a form of a million fields, and one of a megabyte', async () => {
    for (const body of ['a&'.repeat(30_000), `code=${'x'.repeat(1_000_000)}`]) {
      const response = await fetch(`${sandbox.issuer}/oauth2/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      expect(response.status).toBeLessThan(500);
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('a client that goes away in the middle', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        sendRaw(
          sandbox.issuer,
          `POST /oauth2/token HTTP/1.1\r\nHost: bank\r\n${FORM}\r\nContent-Length: 500\r\n\r\ngrant`,
          50,
        ),
      ),
    );
    await expectAlive();
  });
});
