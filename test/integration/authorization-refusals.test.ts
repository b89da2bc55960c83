import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizationRefusals } from '../../server/bank/catalogue/authorization.ts';
import { catalogue, type RefusalCode } from '../../server/bank/catalogue/index.ts';
import { bankTables } from '../harness/bank-tables.ts';
import { KAKEIBO, MOBILE, newPkce, PartnerClient, REDIRECT_URI } from '../harness/partner-client.ts';
import { sendRaw } from '../harness/raw-http.ts';
import { DESCRIPTION, expectExplained, expectWholeCatalogue } from '../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  const client = {
    client_secret: 'a-secret-of-at-least-thirty-two-bytes',
    redirect_uris: [REDIRECT_URI],
  };
  for (const more of [
    { client_id: 'denied', client_name: 'Denied', sandbox_consent: 'deny' },
    { client_id: 'automatic', client_name: 'Automatic', sandbox_consent: 'auto' },
    {
      client_id: 'without-code',
      client_name: 'Without code',
      grant_types: ['client_credentials'],
      response_types: [],
    },
  ]) {
    await sandbox.control('POST', '/clients', { ...client, ...more });
  }
});
afterAll(() => sandbox.stop());

interface Row {
  code: RefusalCode;
  /** What makes this row differ from another with the same code. */
  because?: string;
  clientId?: string;
  parameters?: Record<string, string | undefined>;
  /** Appended to the query as it is: doubled parameters. */
  suffix?: string;
}

const PKCE = { code_challenge: newPkce().challenge, code_challenge_method: 'S256' };

/** Before the redirect URI is known to be the client's: a page, and never a redirect (RFC 6749 §4.1.2.1). */
const pages: Row[] = [
  { code: 'request_uri_unknown', parameters: { request_uri: 'urn:ietf:params:oauth:request_uri:nothing' } },
  { code: 'client_id_missing', parameters: { client_id: undefined } },
  { code: 'client_id_missing', because: 'it is empty', parameters: { client_id: '' } },
  { code: 'unknown_client', parameters: { client_id: 'nobody' } },
  { code: 'client_id_padded', parameters: { client_id: ' demo-kakeibo' } },
  {
    code: 'redirect_uri_padded',
    because: 'quotation marks',
    parameters: { redirect_uri: "'http://127.0.0.1:4782/callback'" },
  },
  { code: 'redirect_uri_missing', parameters: { redirect_uri: undefined } },
  // Every near miss of a registered one: protocol/redirect-near-misses.
  { code: 'redirect_uri_mismatch', parameters: { redirect_uri: 'https://evil.example/callback' } },
  { code: 'parameter_repeated', because: 'client_id', suffix: '&client_id=demo-mobile' },
  {
    code: 'parameter_repeated',
    because: 'redirect_uri',
    suffix: '&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback',
  },
];

/** After that: back to the client with `error`, `state` and `iss`. */
const redirects: Row[] = [
  ...['scope', 'response_type', 'response_mode', 'nonce', 'code_challenge', 'prompt', 'login_hint'].map(
    (name): Row => ({
      code: 'parameter_repeated',
      because: name,
      parameters: { [name]: 'first' },
      suffix: `&${name}=second`,
    }),
  ),
  { code: 'parameter_repeated', because: 'an empty one', suffix: '&scope=' },
  { code: 'response_type_missing', parameters: { response_type: undefined } },
  { code: 'response_type_unsupported', parameters: { response_type: 'token' } },
  { code: 'response_type_unsupported', because: 'hybrid', parameters: { response_type: 'code id_token' } },
  { code: 'response_mode_unsupported', parameters: { response_mode: 'fragment' } },
  { code: 'client_may_not_use_code', clientId: 'without-code' },
  { code: 'scope_invalid', parameters: { scope: 'payments' } },
  {
    code: 'scope_invalid',
    because: 'offline_access alone opens nothing',
    parameters: { scope: 'offline_access' },
  },
  ...[',', ';', '+'].map((mark): Row => ({
    code: 'scope_separator',
    because: mark,
    parameters: { scope: ['account:balance', 'account:transaction'].join(mark) },
  })),
  { code: 'pkce_required', clientId: MOBILE.clientId },
  {
    code: 'pkce_method_unsupported',
    parameters: { code_challenge: PKCE.code_challenge, code_challenge_method: 'plain' },
  },
  {
    code: 'pkce_method_unsupported',
    because: 'absent means plain',
    parameters: { code_challenge: PKCE.code_challenge },
  },
  {
    code: 'pkce_challenge_malformed',
    because: '42 characters',
    parameters: { ...PKCE, code_challenge: 'a'.repeat(42) },
  },
  {
    code: 'pkce_challenge_malformed',
    because: '129 characters',
    parameters: { ...PKCE, code_challenge: 'a'.repeat(129) },
  },
  {
    code: 'pkce_challenge_malformed',
    because: 'a letter base64url has not',
    parameters: { ...PKCE, code_challenge: PKCE.code_challenge.replace(/^./, '+') },
  },
  {
    code: 'pkce_challenge_malformed',
    because: 'padding',
    parameters: { ...PKCE, code_challenge: `${PKCE.code_challenge}=` },
  },
  { code: 'pkce_challenge_absent', parameters: { code_challenge_method: 'S256' } },
  { code: 'registration_unsupported', parameters: { registration: '{}' } },
  { code: 'prompt_none_login_required', parameters: { prompt: 'none' } },
  { code: 'prompt_invalid', parameters: { prompt: 'none login' } },
  { code: 'prompt_invalid', because: 'unknown', parameters: { prompt: 'whatever' } },
  { code: 'max_age_invalid', parameters: { max_age: '-1' } },
  { code: 'nonce_too_long', parameters: { nonce: 'n'.repeat(513) } },
  { code: 'state_too_long', parameters: { state: 's'.repeat(2_049) } },
  { code: 'consent_denied_automatically', clientId: 'denied' },
  {
    code: 'automatic_consent_without_customer',
    clientId: 'automatic',
    parameters: { login_hint: 'nobody' },
  },
];

/** Refusals of pushed requests, request objects and bound keys, which need a client with keys. */
const OF_KEYED_CLIENTS =
  /^(request_object_|request_uri_|pushed_request_|signed_response_|dpop_|grant_management_|grant_id_|claims_|essential_claim_)/;

const elsewhere: Record<string, string> = {
  ...Object.fromEntries(
    Object.keys(authorizationRefusals)
      .filter((code) => OF_KEYED_CLIENTS.test(code) && !pages.some((row) => row.code === code))
      .map((code) => [code, 'judged with the feature it belongs to, not in this table']),
  ),
  id_token_hint_invalid: 'needs an ID token: protocol/expected-customer',
  other_customer_expected: 'needs somebody to log in: protocol/expected-customer',
  prompt_none_consent_required: 'needs a login that is kept: login-sessions',
  logout_redirect_uri_mismatch: 'of the end session endpoint: login-sessions',
  redirect_uri_required: 'asked for by FAPI: protocol/profiles',
  scope_required: 'asked for by FAPI 1: protocol/profiles',
  nonce_required: 'asked for by FAPI 1: protocol/profiles',
  authorization_method_not_allowed: 'below: methods',
  endpoint_unknown: 'below: paths',
  request_target_malformed: 'below: paths',
  internal_error: 'a defect of the sandbox by definition: no request is meant to reach it',
};

function urlOf({ clientId, parameters, suffix = '' }: Row): string {
  const credentials = clientId === undefined ? KAKEIBO : { ...KAKEIBO, clientId };
  return new PartnerClient(sandbox, credentials).authorizationUrl(parameters) + suffix;
}

const title = ({ code, because }: Row) => (because === undefined ? code : `${code}: ${because}`);

describe('shown as a page at the bank, never redirected', () => {
  it.each(pages.map((row) => [title(row), row] as const))('%s', async (_, row) => {
    const before = bankTables(sandbox);
    const position = sandbox.logPosition();
    const response = await fetch(urlOf(row), { redirect: 'manual', headers: { accept: 'text/html' } });

    expect(response.status).toBe(catalogue[row.code].status);
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await response.text()).toContain('サンドボックス');
    expect(bankTables(sandbox)).toBe(before);
    expectExplained(sandbox.logAfter(position)[0], row.code);
  });
});

describe('sent back to the client with error, state and iss', () => {
  it.each(redirects.map((row) => [title(row), row] as const))('%s', async (_, row) => {
    const before = bankTables(sandbox);
    const position = sandbox.logPosition();
    const response = await fetch(urlOf(row), { redirect: 'manual' });

    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(REDIRECT_URI);
    expect(location.hash).toBe('');
    const answer = location.searchParams;
    expect(answer.get('error')).toBe(catalogue[row.code].wire);
    expect(answer.get('error')).toMatch(/^[a-z_]+$/);
    expect(answer.get('error_description')).toMatch(DESCRIPTION);
    expect(answer.getAll('iss')).toEqual([sandbox.issuer]);
    expect(answer.get('state')).toBe(row.parameters?.['state'] ?? 'state-of-the-test');
    expect(answer.has('code')).toBe(false);
    expect(bankTables(sandbox)).toBe(before);
    expectExplained(sandbox.logAfter(position)[0], row.code);
  });

  it('by form_post where the request asks for it', async () => {
    const url = new PartnerClient(sandbox).authorizationUrl({ response_mode: 'form_post', prompt: 'none' });
    const response = await fetch(url, { redirect: 'manual' });
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('location')).toBeNull();
    expect(html).toContain('name="error" value="login_required"');
    expect(html).toContain(`name="iss" value="${sandbox.issuer}"`);
  });

  it('in the same words when the parameters come in a POST', async () => {
    const url = new URL(new PartnerClient(sandbox).authorizationUrl({ prompt: 'none' }));
    const response = await fetch(url.origin + url.pathname, {
      method: 'POST',
      redirect: 'manual',
      body: url.searchParams,
    });
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.searchParams.get('error')).toBe('login_required');
  });
});

describe('methods and paths', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s at the authorization endpoint is 405',
    async (method) => {
      const position = sandbox.logPosition();
      const response = await fetch(urlOf({ code: 'unknown_client' }), { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expectExplained(sandbox.logAfter(position)[0], 'authorization_method_not_allowed');
    },
  );

  it('a POST that is no form is refused as a page', async () => {
    const position = sandbox.logPosition();
    const response = await fetch(`${sandbox.issuer}/oauth2/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"client_id":"demo-kakeibo"}',
    });
    expect(response.status).toBe(400);
    expectExplained(sandbox.logAfter(position)[0], 'token_request_media_type');
  });

  it.each(['/oauth2/authorise', '/oauth2/authorize/', '/OAuth2/authorize', '/.well-known/nothing'])(
    '%s is nothing',
    async (path) => {
      const position = sandbox.logPosition();
      const response = await fetch(sandbox.issuer + path, { headers: { accept: 'application/json' } });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: 'not_found' });
      expectExplained(sandbox.logAfter(position)[0], 'endpoint_unknown');
    },
  );

  it('a POST too large is refused as a page', async () => {
    const before = bankTables(sandbox);
    const position = sandbox.logPosition();
    const url = new URL(urlOf({ code: 'unknown_client' }));
    url.searchParams.set('state', 's'.repeat(70_000));
    const response = await fetch(url.origin + url.pathname, {
      method: 'POST',
      redirect: 'manual',
      body: url.searchParams,
    });
    expect(response.status).toBe(413);
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(bankTables(sandbox)).toBe(before);
    expectExplained(sandbox.logAfter(position)[0], 'token_request_too_large');
  });

  it('a state twice goes back without any', async () => {
    const response = await fetch(`${urlOf({ code: 'unknown_client' })}&state=other`, { redirect: 'manual' });
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(searchParams.get('error')).toBe('invalid_request');
    expect(searchParams.has('state')).toBe(false);
    expect(searchParams.get('iss')).toBe(sandbox.issuer);
  });

  it('a broken percent-encoding is the caller’s mistake', async () => {
    const { status } = await sendRaw(
      sandbox.issuer,
      'GET /ib/assets/%E0%A4%A HTTP/1.1\r\nHost: bank\r\nConnection: close\r\n\r\n',
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

it('every refusal of the authorization catalogue has its row', () => {
  expectWholeCatalogue(Object.keys(authorizationRefusals), [...pages, ...redirects], elsewhere);
});

describe('never refused', () => {
  it.each([
    ['a state of 1,000 characters', { state: 's'.repeat(1_000) }],
    ['no state and no nonce', { state: undefined }],
    ['an unknown parameter', { authMethod: 'whatever' }],
    ['an empty parameter', { prompt: '' }],
    ['a nonce of 64 characters', { nonce: 'n'.repeat(64) }],
    ['another port of the loopback address', { redirect_uri: 'http://127.0.0.1:65000/callback' }],
    ['the other loopback address', { redirect_uri: 'http://[::1]:65000/callback' }],
    ['no port at all', { redirect_uri: 'http://127.0.0.1/callback' }],
    [
      'hints',
      {
        display: 'page',
        ui_locales: 'en',
        login_hint: 'x',
        max_age: '10',
        acr_values: 'a b',
        claims: '{}',
      },
    ],
    ['prompt=login consent', { prompt: 'login consent' }],
  ])('%s', async (_, parameters: Record<string, string | undefined>) => {
    const url = new PartnerClient(sandbox).authorizationUrl(parameters);
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(/^\/ib\/login\?i=/);
  });
});
