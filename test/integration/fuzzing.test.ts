import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations } from '../../server/control/operations/index.ts';
import { bankTables } from '../harness/bank-tables.ts';
import { everything } from '../harness/control-client.ts';
import { basic, KAKEIBO, linkWithoutScreens, REDIRECT_URI } from '../harness/partner-client.ts';
import '../harness/property-seed.ts';
import { sendRaw, type RawAnswer } from '../harness/raw-http.ts';
import { CONTROL_TOKEN, startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/*
 * Every endpoint that is described, with requests that are right but for one place, and with whatever
 * else. There is always an answer, of the kind the place has, never a 5xx; and what was refused has
 * changed nothing.
 */

/** What it takes a machine that is busy with much else; a quiet one needs a tenth. */
const MOST_MS = 300_000;

let sandbox: TestSandbox;
let accessToken: string;
let refreshToken: string;
let grantId: string;
let managementToken: string;
let bankEndpoints: Endpoint[];

interface Endpoint {
  method: string;
  path: string;
}

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { slowSecretGuessing: false } });
  // A refresh that is taken leaves the token good, or the next refusal would end a grant.
  await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, {
    sandbox_refresh_rotation: 'none',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'account:balance account:transaction openid offline_access grant_management_query',
  });
  const linked = await linkWithoutScreens(sandbox);
  ({ access_token: accessToken, refresh_token: refreshToken, grant_id: grantId } = linked);
  const own = await fetch(`${sandbox.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: basic(KAKEIBO) },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  managementToken = ((await own.json()) as { access_token: string }).access_token;
  bankEndpoints = await describedEndpoints();
});
afterAll(() => sandbox.stop());

/** What `/openapi.json` describes and what the metadata name. */
async function describedEndpoints(): Promise<Endpoint[]> {
  const description = (await (await fetch(`${sandbox.issuer}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const metadata = (await (
    await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)
  ).json()) as Record<string, unknown>;
  const named = Object.entries(metadata)
    .filter(([name]) => name.endsWith('_endpoint') || name === 'jwks_uri')
    .flatMap(([, url]) => ['GET', 'POST'].map((method) => ({ method, path: new URL(String(url)).pathname })));
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  return [...described, ...named];
}

type Pairs = [name: string, value: string][];

/** A request that would be taken at some place: the parameters of every endpoint together. */
function rightParameters(path: string): Pairs {
  if (path.endsWith('/token'))
    return [
      ['grant_type', 'refresh_token'],
      ['refresh_token', refreshToken],
    ];
  if (path.endsWith('/introspect')) return [['token', accessToken]];
  // The token of nobody: revoking a good one would be no refusal.
  if (path.includes('revoke')) return [['token', 'rt_of-nobody']];
  if (path.includes('transactions'))
    return [
      ['accountId', '001011000001'],
      ['dateFrom', '2027-01-01'],
    ];
  if (path.includes('accounts')) return [];
  return [
    ['response_type', 'code'],
    ['client_id', KAKEIBO.clientId],
    ['redirect_uri', REDIRECT_URI],
    ['scope', 'account:balance openid'],
    ['state', 'state'],
    ['nonce', 'nonce'],
    ['code_challenge', 'x'.repeat(43)],
    ['code_challenge_method', 'S256'],
    ['claims', '{"id_token":{"acr":null}}'],
    ['authorization_details', '[{"type":"account_information","actions":["read_balances"]}]'],
  ];
}

const nasty = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    '',
    '\u0000',
    '%',
    '%zz',
    '%E0%A4%A',
    '\ud800',
    '𠮷',
    '../..',
    '__proto__',
    '9'.repeat(400),
  ),
  fc.integer({ min: 1, max: 20_000 }).map((length) => 'x'.repeat(length)),
);

/** A step of a path, perhaps cut within an escape. A surrogate by itself has no escape and is replaced. */
function inPath(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).slice(0, 500);
}

/** What is done to one parameter. */
const mutation = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'double' as const), at: fc.nat(20) }),
  fc.record({
    kind: fc.constantFrom('replace' as const, 'rename' as const, 'append' as const),
    at: fc.nat(20),
    text: nasty,
  }),
);

function mutated(
  pairs: Pairs,
  change: typeof mutation extends fc.Arbitrary<infer Change> ? Change : never,
): Pairs {
  if (change.kind === 'none' || pairs.length === 0) return pairs;
  const at = change.at % pairs.length;
  const [name, value] = pairs[at] ?? ['', ''];
  const put = (...instead: Pairs) => [...pairs.slice(0, at), ...instead, ...pairs.slice(at + 1)];
  switch (change.kind) {
    case 'drop':
      return put();
    case 'double':
      return put([name, value], [name, value]);
    case 'replace':
      return put([name, change.text]);
    case 'rename':
      return put([change.text, value]);
    case 'append':
      return put([name, value + change.text]);
  }
}

/** Characters of HTTP header values; anything else never reaches a handler. */
const headerText = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);
const credentials = fc.oneof(
  { weight: 5, arbitrary: fc.constant('right' as const) },
  fc.constant(undefined),
  headerText,
  headerText.map((text) => `Bearer ${text}`),
  headerText.map((text) => `DPoP ${text}`),
  nasty.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
);

function rightCredentials(path: string): string {
  if (path.includes('/grants/')) return `Bearer ${managementToken}`;
  if (/accounts|userinfo/.test(path)) return `Bearer ${accessToken}`;
  return basic(KAKEIBO);
}

const FORM = 'application/x-www-form-urlencoded';
const bankRequest = fc.record({
  endpoint: fc.nat(1_000),
  otherMethod: fc.option(fc.constantFrom('PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'), {
    nil: undefined,
    freq: 8,
  }),
  change: mutation,
  credentials,
  inPath: nasty,
  pathIsRight: fc.boolean(),
  headers: fc.array(
    fc.tuple(
      fc.constantFrom('DPoP', 'Cookie', 'Accept', 'Origin', 'x-access-token', 'Accept-Language'),
      headerText,
    ),
    { maxLength: 3 },
  ),
  contentType: fc.oneof(
    { weight: 6, arbitrary: fc.constant(FORM) },
    fc.constantFrom(
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain',
      `${FORM}; charset=utf-16`,
    ),
  ),
  /** Instead of the parameters. */
  garbage: fc.option(fc.oneof(fc.uint8Array({ maxLength: 200 }), nasty), { nil: undefined, freq: 5 }),
  rawQuery: fc.option(fc.stringMatching(/^[\x21-\x22\x24-\x7e]{0,40}$/), { nil: undefined, freq: 6 }),
});
type BankRequest = typeof bankRequest extends fc.Arbitrary<infer Value> ? Value : never;

function bytesOf(sent: BankRequest): { bytes: Buffer; path: string } {
  const endpoint = bankEndpoints[sent.endpoint % bankEndpoints.length] ?? { method: 'GET', path: '/' };
  const filled = sent.pathIsRight ? grantId : inPath(sent.inPath);
  const path = endpoint.path.replaceAll(/\{\w+\}/g, filled);
  const method = sent.otherMethod ?? endpoint.method;
  const pairs = mutated(rightParameters(endpoint.path), sent.change);
  const encoded = new URLSearchParams(pairs).toString();
  const inBody = method === 'POST';
  const body = inBody ? Buffer.from(sent.garbage ?? encoded) : Buffer.alloc(0);
  const query = sent.rawQuery ?? (inBody ? '' : encoded);
  const authorization = sent.credentials === 'right' ? rightCredentials(endpoint.path) : sent.credentials;
  const lines = [
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    `Host: ${new URL(sandbox.issuer).host}`,
    'Connection: close',
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    ...sent.headers.map(([name, value]) => `${name}: ${value}`),
    ...(inBody ? [`Content-Type: ${sent.contentType}`, `Content-Length: ${String(body.length)}`] : []),
  ];
  return { bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]), path };
}

/** What an answer of the bank may be, by where it comes from. */
function expectDeclared(path: string, { status, text, hung }: RawAnswer): void {
  expect(hung, text).toBe(false);
  expect(status, text).toBeGreaterThanOrEqual(200);
  expect(status, text).toBeLessThan(500);
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
  if (status < 400 || body === '') return;
  const type = /^content-type: ([^;\r]+)/im.exec(head)?.[1];
  if (/(?:authoriz(?:e|ation)|logout)$/.test(path)) {
    expect(type, text).toBe('text/html');
    return;
  }
  // Too large a head is refused before anybody knows for which place it is.
  if (status === 431) return;
  expect(type, text).toBe('application/json');
  const refusal = JSON.parse(
    body.startsWith('{') ? body : body.replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/gi, ''),
  ) as object;
  expect('error' in refusal || 'errorCode' in refusal, text).toBe(true);
}

describe('the bank', () => {
  it(
    'answers whatever is sent to what it describes, as it says it does',
    async () => {
      expect(new Set(bankEndpoints.map(({ path }) => path)).size).toBeGreaterThan(20);
      const taken = new Set<string>();
      await fc.assert(
        fc.asyncProperty(bankRequest, async (sent) => {
          const { bytes, path } = bytesOf(sent);
          const before = bankTables(sandbox);
          const answer = await sendRaw(sandbox.issuer, bytes);
          expectDeclared(path, answer);
          if (answer.status >= 400) expect(bankTables(sandbox), answer.text).toBe(before);
          else taken.add(path);
        }),
        { numRuns: 1_200 },
      );
      // Where nothing were ever taken, nothing behind the first question would have been reached.
      expect(taken.size).toBeGreaterThan(8);
      expect((await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)).status).toBe(200);
    },
    MOST_MS,
  );
});

/** Those that stay open, and those that take their time on purpose. */
const APART = ['log.wait', 'log.stream', 'selfTests.start', 'scenario.load', 'scenario.reset'];
const controlOperations = operations.filter(({ id }) => !APART.includes(id));

const controlRequest = fc.record({
  operation: fc.nat(1_000),
  inPath: fc.oneof(
    fc.constantFrom(KAKEIBO.clientId, 'cust_10000000001', '001011000001', 'demo-fapi'),
    nasty.map(inPath),
  ),
  query: fc.array(fc.tuple(fc.nat(20), nasty), { maxLength: 2 }),
  token: fc.oneof({ weight: 6, arbitrary: fc.constant(CONTROL_TOKEN) }, fc.constant(undefined), headerText),
  members: fc.array(fc.tuple(fc.nat(30), fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 }))), { maxLength: 5 }),
  garbage: fc.option(fc.oneof(fc.json(), nasty, fc.uint8Array({ maxLength: 100 })), {
    nil: undefined,
    freq: 5,
  }),
});
type ControlRequest = typeof controlRequest extends fc.Arbitrary<infer Value> ? Value : never;

/** The names a schema knows, so that what is sent gets past the first question. */
function namesOf(schema: z.ZodType | undefined): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function controlBytes(sent: ControlRequest): Buffer {
  const operation = controlOperations[sent.operation % controlOperations.length];
  if (!operation) throw new Error('there are no operations');
  const named = (names: string[], at: number) => names[at % Math.max(1, names.length)] ?? 'surprise';
  const query = new URLSearchParams(
    sent.query.map(([at, value]): [string, string] => [named(namesOf(operation.query), at), value]),
  ).toString();
  const path = operation.path.replaceAll(/\{\w+\}/g, sent.inPath === '' ? 'x' : sent.inPath);
  const known = Object.fromEntries(
    sent.members.map(([at, value]) => [named(namesOf(operation.body), at), value]),
  );
  const body = operation.body ? Buffer.from(sent.garbage ?? JSON.stringify(known)) : Buffer.alloc(0);
  const lines = [
    `${operation.method} /control/v1${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    `Host: ${new URL(sandbox.ready.control).host}`,
    'Connection: close',
    ...(sent.token === undefined ? [] : [`Authorization: Bearer ${sent.token}`]),
    ...(operation.body
      ? [
          `Content-Type: ${operation.bodyType ?? 'application/json'}`,
          `Content-Length: ${String(body.length)}`,
        ]
      : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

describe('the control API', () => {
  it(
    'answers whatever is sent to what it can do, with a problem document where it refuses',
    async () => {
      const origin = new URL(sandbox.ready.control).origin;
      await fc.assert(
        fc.asyncProperty(controlRequest, async (sent) => {
          const before = everything(sandbox);
          const answer = await sendRaw(origin, controlBytes(sent));
          expect(answer.hung, answer.text).toBe(false);
          expect(answer.status, answer.text).toBeGreaterThanOrEqual(200);
          expect(answer.status, answer.text).toBeLessThan(500);
          if (answer.status < 400) return;
          expect(everything(sandbox), answer.text).toBe(before);
          if (answer.status !== 431)
            expect(answer.text).toMatch(/^content-type: application\/problem\+json/im);
        }),
        { numRuns: 400 },
      );
    },
    MOST_MS,
  );
});
