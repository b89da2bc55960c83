import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allow, CustomerBrowser, linkAccount, logIn, TARO } from '../../harness/customer-browser.ts';
import { KeyedClient, postForm, readAnswer } from '../../harness/keyed-client.ts';
import { basic, KAKEIBO, newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefusedPage } from '../../harness/refused-page.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const PAR = '/oauth2/par';

let sandbox: TestSandbox;
let client: KeyedClient;
let other: KeyedClient;
let duty: KeyedClient;
let fapi2: KeyedClient;
let several: KeyedClient;
let machine: KeyedClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'pusher');
  other = await KeyedClient.register(sandbox, 'other');
  duty = await KeyedClient.register(sandbox, 'must-push', { require_pushed_authorization_requests: true });
  fapi2 = await KeyedClient.register(sandbox, 'fapi2', { sandbox_profile: 'fapi2-security' });
  several = await KeyedClient.register(sandbox, 'several', {
    redirect_uris: [REDIRECT_URI, `${REDIRECT_URI}/other`],
  });
  machine = await KeyedClient.register(sandbox, 'machine', {
    grant_types: ['client_credentials'],
    response_types: [],
  });
});
afterAll(() => sandbox.stop());

const pushing =
  (form: Record<string, string | undefined>, by: () => KeyedClient = () => client): RefusedRequest['send'] =>
  (arranged) => {
    arranged();
    return by().post(PAR, by().requestParameters(form));
  };

const rows: RefusedRequest[] = [
  {
    code: 'client_authentication_missing',
    send: (arranged) => {
      arranged();
      return postForm(sandbox.issuer + PAR, { client_id: 'pusher', ...client.requestParameters() });
    },
  },
  {
    code: 'client_secret_wrong',
    send: (arranged) => {
      arranged();
      const headers = { authorization: basic({ ...KAKEIBO, secret: 'wrong' }) };
      return postForm(sandbox.issuer + PAR, client.requestParameters(), headers);
    },
  },
  { code: 'client_credentials_conflict', send: pushing({ client_id: 'other' }) },
  {
    code: 'request_uri_in_pushed_request',
    because: 'a handle',
    send: async (arranged) => {
      const handle = await client.push();
      arranged();
      return client.post(PAR, client.requestParameters({ request_uri: handle }));
    },
  },
  {
    code: 'request_uri_in_pushed_request',
    because: 'any other',
    send: pushing({ request_uri: 'https://client.example/request.jwt' }),
  },
  {
    code: 'parameter_repeated',
    send: async (arranged) => {
      const form = new URLSearchParams({
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await client.assertion(),
        response_type: 'code',
        scope: 'openid',
      });
      form.append('scope', 'account:balance');
      arranged();
      return postForm(sandbox.issuer + PAR, form);
    },
  },
  {
    code: 'token_parameters_in_query',
    send: async (arranged) => {
      arranged();
      return client.post(`${PAR}?client_id=pusher`, client.requestParameters());
    },
  },
  {
    code: 'token_request_media_type',
    send: async (arranged) => {
      arranged();
      return readAnswer(
        await fetch(sandbox.issuer + PAR, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(client.requestParameters()),
        }),
      );
    },
  },
  { code: 'redirect_uri_mismatch', send: pushing({ redirect_uri: 'https://evil.example/callback' }) },
  { code: 'response_type_missing', send: pushing({ response_type: undefined }) },
  { code: 'response_type_unsupported', send: pushing({ response_type: 'token' }) },
  { code: 'response_mode_unsupported', send: pushing({ response_mode: 'fragment' }) },
  { code: 'scope_invalid', send: pushing({ scope: 'payments' }) },
  { code: 'pkce_method_unsupported', send: pushing({ code_challenge: newPkce().challenge }) },
  {
    code: 'pkce_challenge_malformed',
    send: pushing({ code_challenge: 'short', code_challenge_method: 'S256' }),
  },
  { code: 'pkce_required', because: 'FAPI 2', send: pushing({}, () => fapi2) },
  { code: 'pkce_challenge_absent', send: pushing({ code_challenge_method: 'S256' }) },
  { code: 'nonce_too_long', send: pushing({ nonce: 'n'.repeat(513) }) },
  { code: 'state_too_long', send: pushing({ state: 's'.repeat(2_049) }) },
  { code: 'max_age_invalid', send: pushing({ max_age: '-1' }) },
  { code: 'prompt_invalid', send: pushing({ prompt: 'none login' }) },
  { code: 'id_token_hint_invalid', send: pushing({ id_token_hint: 'hint' }) },
  { code: 'redirect_uri_missing', send: pushing({ redirect_uri: undefined }, () => several) },
  { code: 'client_may_not_use_code', send: pushing({}, () => machine) },
  { code: 'registration_unsupported', send: pushing({ registration: '{}' }) },
  { code: 'resource_unknown', send: pushing({ resource: 'https://api.example' }) },
];

describe('pushed requests are refused', () => {
  it.each(named(rows))('%s', async (_, row) => {
    await expectRefused(sandbox, row);
  });

  it.each(['GET', 'PUT', 'DELETE'])('by %s', async (method) => {
    const response = await fetch(sandbox.issuer + PAR, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('a pushed request', () => {
  it('is answered with 201, a handle beyond guessing and a short life', async () => {
    const { status, body, headers } = await client.post(PAR, client.requestParameters());
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body).sort()).toEqual(['expires_in', 'request_uri']);
    expect(body['expires_in']).toBeGreaterThan(5);
    expect(body['expires_in']).toBeLessThan(600);
    const handle = String(body['request_uri']);
    expect(handle).toMatch(/^urn:ietf:params:oauth:request_uri:\S{22,}$/);
    expect(await client.push()).not.toBe(handle);
  });

  it('takes client_id from the authentication', async () => {
    const { body } = await postForm(
      sandbox.issuer + PAR,
      client.requestParameters({ scope: 'account:balance' }),
      {
        authorization: basic(KAKEIBO),
      },
    );
    const query = new URLSearchParams({
      client_id: KAKEIBO.clientId,
      request_uri: String(body['request_uri']),
    });
    const { parameters } = await linkAccount(
      sandbox.issuer,
      `${sandbox.issuer}/oauth2/authorize?${query.toString()}`,
    );
    expect(parameters.get('code')).toMatch(/^ac_/);
  });

  it('is what counts: parameters beside the handle change nothing', async () => {
    const handle = await client.push({ scope: 'account:balance', state: 'pushed' });
    const url = client.authorizationUrl({
      request_uri: handle,
      state: 'changed',
      scope: 'account:balance account:transaction',
      redirect_uri: 'https://evil.example/callback',
    });
    const { parameters, url: where } = await linkAccount(sandbox.issuer, url);
    expect(where.href).toMatch(REDIRECT_URI);
    expect(parameters.get('state')).toBe('pushed');
  });

  it('may be reloaded before the login, and is used up at the end', async () => {
    const url = client.authorizationUrl({ request_uri: await client.push() });
    const first = await new CustomerBrowser(sandbox.issuer).open(url);
    const second = await new CustomerBrowser(sandbox.issuer).open(url);
    await second.open(url);
    await logIn(second, TARO);
    expect((await allow(second)).parameters.get('code')).toMatch(/^ac_/);
    await expectRefusedPage(sandbox, url, 'request_uri_used');

    // The tab that was open all the while comes too late as well.
    await logIn(first, TARO);
    await first.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    expect(first.returned?.parameters.get('code') ?? null).toBeNull();
  });

  it('is used up by キャンセル too', async () => {
    const url = client.authorizationUrl({ request_uri: await client.push() });
    const browser = await new CustomerBrowser(sandbox.issuer).open(url);
    await browser.press('キャンセル');
    expect(browser.returned?.parameters.get('error')).toBe('access_denied');
    await expectRefusedPage(sandbox, url, 'request_uri_used');
  });

  it.each<[string, Record<string, string>, { error?: string; login_hint?: string }]>([
    ['refused-at-once', { sandbox_consent: 'deny' }, { error: 'access_denied' }],
    ['for-nobody', { sandbox_consent: 'auto' }, { error: 'login_required', login_hint: 'nobody' }],
    [
      'of-a-locked-customer',
      { sandbox_consent: 'auto' },
      { error: 'access_denied', login_hint: '10000000005' },
    ],
    ['given', { sandbox_consent: 'auto' }, { login_hint: TARO.loginId }],
  ])('is used up by an automatic consent %s', async (name, metadata, { error, ...form }) => {
    const automatic = await KeyedClient.register(sandbox, `automatic-${name}`, metadata);
    const url = automatic.authorizationUrl({ request_uri: await automatic.push(form) });
    const { headers } = await fetch(url, { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? '');
    expect(searchParams.get('error')).toBe(error ?? null);
    expect(searchParams.has('code')).toBe(error === undefined);
    await expectRefusedPage(sandbox, url, 'request_uri_used');
  });

  it('is used up by a consent without a browser that the client hears the refusal of', async () => {
    const authorizationUrl = client.authorizationUrl({
      request_uri: await client.push({
        claims: '{"id_token":{"acr":{"essential":true,"value":"certificate"}}}',
      }),
    });
    const consent = { authorizationUrl, loginId: TARO.loginId, password: TARO.password, decision: 'allow' };
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', consent);
    expect(new URL(redirectTo).searchParams.get('error')).toBe('access_denied');
    await expectRefusedPage(sandbox, authorizationUrl, 'request_uri_used');
  });

  it('is not used up by a wrong password', async () => {
    const authorizationUrl = client.authorizationUrl({ request_uri: await client.push() });
    const consent = { authorizationUrl, loginId: TARO.loginId, password: 'wrong', decision: 'allow' };
    expect((await sandbox.request('POST', '/consents', consent)).status).toBe(403);
    const { parameters } = await linkAccount(sandbox.issuer, authorizationUrl);
    expect(parameters.get('code')).toMatch(/^ac_/);
  });

  it('expires to the second', async () => {
    const url = client.authorizationUrl({ request_uri: await client.push() });
    await sandbox.advance('PT89S');
    expect((await new CustomerBrowser(sandbox.issuer).open(url)).page.status).toBe(200);
    await sandbox.advance('PT1S');
    await expectRefusedPage(sandbox, url, 'request_uri_expired');
  });

  it('is nobody else’s', async () => {
    await expectRefusedPage(
      sandbox,
      other.authorizationUrl({ request_uri: await client.push() }),
      'request_uri_unknown',
    );
  });

  it('was pushed before it was used', async () => {
    const handle = 'urn:ietf:params:oauth:request_uri:never-issued';
    await expectRefusedPage(sandbox, client.authorizationUrl({ request_uri: handle }), 'request_uri_unknown');
    const twice = `${client.authorizationUrl({ request_uri: handle })}&request_uri=${encodeURIComponent(handle)}`;
    await expectRefusedPage(sandbox, twice, 'parameter_repeated');
  });

  it('goes with every kind of handle but the bank’s own refused', async () => {
    const position = sandbox.logPosition();
    const url = client.authorizationUrl({
      ...client.requestParameters(),
      request_uri: 'https://client.example/request.jwt',
    });
    const response = await fetch(url, { redirect: 'manual' });
    const parameters = new URL(response.headers.get('location') ?? '').searchParams;
    expect(parameters.get('error')).toBe('request_uri_not_supported');
    expect(parameters.get('iss')).toBe(sandbox.issuer);
    expectExplained(sandbox.logAfter(position)[0], 'request_uri_unsupported');
  });
});

describe('clients that have to push', () => {
  it.each([
    ['by registration', () => duty],
    ['by profile', () => fapi2],
  ])('%s: anything else is a page', async (_, who) => {
    const { challenge } = newPkce();
    const parameters = who().requestParameters({ code_challenge: challenge, code_challenge_method: 'S256' });
    await expectRefusedPage(sandbox, who().authorizationUrl(parameters), 'pushed_request_required');
  });

  it('are served when they do', async () => {
    expect((await duty.link()).access_token).toMatch(/^at_/);
  });
});
