import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KAKEIBO, linkWithoutScreens, PartnerClient } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** What programs in a browser may read across origins, and what nobody may (Fetch §3.2). */
let sandbox: TestSandbox;
let accessToken: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, { sandbox_allowed_origins: [REGISTERED] });
  accessToken = (await linkWithoutScreens(sandbox, { scopes: ['account:balance', 'openid'] })).access_token;
});
afterAll(() => sandbox.stop());

const REGISTERED = 'https://spa.example';
/** Not registered; the second differs in the port, the third in the scheme, the last is no origin. */
const STRANGERS = ['https://evil.example', `${REGISTERED}:8443`, 'http://spa.example', 'null'];

const PUBLIC = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
  '/oauth2/jwks',
];
const CLIENTS: [method: string, path: string][] = [
  ['POST', '/oauth2/token'],
  ['POST', '/auth/v1/token'],
  ['GET', '/oauth2/userinfo'],
  ['GET', '/ib/v1/accounts'],
  ['GET', '/personal/v1/accounts/balances'],
];

function send(method: string, path: string, origin: string, more: Record<string, string> = {}) {
  const authorization = `Bearer ${accessToken}`;
  const headers = { origin, ...(method === 'GET' && { authorization }), ...more };
  return fetch(sandbox.issuer + path, { method, headers, redirect: 'manual' });
}

function preflight(path: string, origin: string, method = 'POST') {
  const asked = {
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization, dpop',
  };
  return send('OPTIONS', path, origin, asked);
}

const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

describe('cross-origin reads', () => {
  it.each(PUBLIC)('%s is anybody’s', async (path) => {
    for (const origin of [REGISTERED, ...STRANGERS]) {
      const answer = await send('GET', path, origin);
      expect(allowed(answer)).toBe('*');
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it.each(CLIENTS)('%s %s is for origins that a client has registered', async (method, path) => {
    const answer = await send(method, path, REGISTERED);
    expect(allowed(answer)).toBe(REGISTERED);
    expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/);
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    const asked = await preflight(path, REGISTERED, method);
    expect(asked.status).toBe(204);
    expect(allowed(asked)).toBe(REGISTERED);
    expect(asked.headers.get('access-control-allow-methods')).toContain(method);
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/\bAuthorization\b.*\bDPoP\b/);
    for (const stranger of STRANGERS) {
      expect(allowed(await send(method, path, stranger))).toBeNull();
      const refused = await preflight(path, stranger, method);
      expect(allowed(refused)).toBeNull();
      expect(refused.headers.has('access-control-allow-methods')).toBe(false);
    }
  });

  it.each(PUBLIC)('%s may be asked for with any header (a browser’s cache-control)', async (path) => {
    const headers = {
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'cache-control',
    };
    const answer = await send('OPTIONS', path, 'https://evil.example', headers);
    expect(answer.status).toBe(204);
    expect(allowed(answer)).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toContain('GET');
  });

  it.each(['GET', 'DELETE'])('a grant is the registered origins’ by %s, as revocation is', async (method) => {
    const asked = await preflight('/oauth2/grants/g_some', REGISTERED, method);
    expect(allowed(asked)).toBe(REGISTERED);
    expect(asked.headers.get('access-control-allow-methods')).toContain(method);
    expect(allowed(await send(method, '/oauth2/grants/g_some', REGISTERED))).toBe(REGISTERED);
    expect(allowed(await send(method, '/oauth2/grants/g_some', 'https://evil.example'))).toBeNull();
  });

  it('allows every header the bank reads, and exposes every one it sends', async () => {
    const asked = await preflight('/ib/v1/accounts', REGISTERED, 'GET');
    const readable = (asked.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(', ');
    expect(readable).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'dpop',
        'x-access-token',
        'x-fapi-interaction-id',
      ]),
    );
    const answer = await send('GET', '/ib/v1/accounts', REGISTERED);
    const exposed = (answer.headers.get('access-control-expose-headers') ?? '').toLowerCase().split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining([
        'dpop-nonce',
        'retry-after',
        'www-authenticate',
        'x-fapi-interaction-id',
        'date',
      ]),
    );
  });

  it('the log tells what the browser makes of a preflight, and why', async () => {
    for (const [origin, code] of [
      [REGISTERED, 'preflight_allowed'],
      ['https://evil.example', 'preflight_refused'],
    ] as const) {
      const position = sandbox.logPosition();
      await preflight('/oauth2/token', origin);
      const { outcome } = sandbox.logAfter(position)[0] ?? {};
      expect(outcome?.code).toBe(code);
      for (const text of [outcome?.message.ja, outcome?.message.en]) expect(text).toContain(origin);
    }
  });

  it('a fault leaves preflights alone unless it asks for them, and its answer may be read like the real one', async () => {
    const fault = (body: object) => sandbox.control<{ id: string }>('POST', '/faults', body);
    const once = await fault({ match: { path: '/oauth2/token' }, action: { status: 503 }, times: 1 });
    expect((await preflight('/oauth2/token', REGISTERED)).status).toBe(204);
    const struck = await send('POST', '/oauth2/token', REGISTERED);
    expect([struck.status, allowed(struck)]).toEqual([503, REGISTERED]);
    expect(struck.headers.get('access-control-expose-headers')).toContain('Retry-After');
    expect((await sandbox.request('GET', `/faults/${once.id}`)).status).toBe(404);
    await fault({ match: { method: 'OPTIONS', path: '/oauth2/token' }, action: { status: 503 }, times: 1 });
    expect((await preflight('/oauth2/token', REGISTERED)).status).toBe(503);
    const keys = await fault({ match: { path: '/oauth2/jwks' }, action: { status: 500 }, times: 1 });
    expect(allowed(await send('GET', '/oauth2/jwks', 'https://evil.example'))).toBe('*');
    expect((await sandbox.request('GET', `/faults/${keys.id}`)).status).toBe(404);
  });

  it('the authorization endpoint and the screens are nobody’s', async () => {
    const url = new URL(new PartnerClient(sandbox).authorizationUrl());
    const begun = await send('GET', url.pathname + url.search, REGISTERED);
    const login = begun.headers.get('location') ?? '';
    expect(login).toMatch(/^\/ib\/login/);
    const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
    const shown = await send('GET', login, REGISTERED, { cookie });
    expect(shown.status).toBe(200);
    for (const answer of [begun, shown, await preflight('/oauth2/authorize', REGISTERED, 'GET')]) {
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('the time', () => {
  it.each(['/ib/v1/accounts', '/ib/v1/nothing', '/oauth2/userinfo'])('comes with %s', async (path) => {
    const { headers } = await send('GET', path, REGISTERED);
    expect(Date.parse(headers.get('date') ?? '')).not.toBeNaN();
  });
});
