import { jwtVerify } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount } from '../harness/customer-browser.ts';
import { KAIKEI, KAKEIBO, linkWithoutScreens, MOBILE, REDIRECT_URI } from '../harness/partner-client.ts';
import { CORPORATION, TARO, CustomerBrowser, allow } from '../harness/customer-browser.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/**
 * A client nobody here wrote: it knows the bank by its issuer only, and checks what it gets as the
 * specifications ask. The clock is real, since the client judges ID tokens by its own.
 */
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock: 'real' });
});
afterAll(() => sandbox.stop());

const OPENID = 'openid account:balance account:transaction offline_access';

type Discovery = 'oauth2' | 'oidc';

function discover(
  clientId: string,
  authentication: client.ClientAuth,
  metadata: Partial<client.ClientMetadata> = {},
  algorithm: Discovery = 'oidc',
): Promise<client.Configuration> {
  return client.discovery(new URL(sandbox.issuer), clientId, metadata, authentication, {
    algorithm,
    execute: [client.allowInsecureRequests],
  });
}

interface Link {
  tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>;
  callback: URL;
}

async function link(
  config: client.Configuration,
  options: { scope?: string; corporate?: true; tamper?: (callback: URL) => void } = {},
): Promise<Link> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const scope = options.scope ?? OPENID;
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...(scope.includes('openid') && { nonce }),
  });
  const { url: callback } = options.corporate
    ? await linkCorporate(url)
    : await linkAccount(sandbox.issuer, url, TARO);
  options.tamper?.(callback);
  const tokens = await client.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    ...(scope.includes('openid') && { expectedNonce: nonce, idTokenExpected: true }),
  });
  return { tokens, callback };
}

async function linkCorporate(url: URL) {
  const browser = await new CustomerBrowser(sandbox.issuer).open(url.href);
  await browser
    .fill('お客様ID', CORPORATION.loginId)
    .fill('ログインパスワード', CORPORATION.password)
    .press('認証');
  return allow(browser);
}

describe('discovery', () => {
  it.each(['oauth2', 'oidc'] as const)('by %s metadata', async (algorithm) => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret), {}, algorithm);
    const server = config.serverMetadata();
    expect(server.issuer).toBe(sandbox.issuer);
    expect(server.supportsPKCE()).toBe(true);
    expect(server.authorization_response_iss_parameter_supported).toBe(true);
  });

  it('announces endpoints that are there, and both documents alike', async () => {
    const [oauth, oidc] = await Promise.all(
      ['oauth-authorization-server', 'openid-configuration'].map(async (name) => {
        const response = await fetch(`${sandbox.issuer}/.well-known/${name}`);
        return (await response.json()) as Record<string, unknown>;
      }),
    );
    expect(oauth).toEqual(oidc);
    for (const [name, value] of Object.entries(oauth ?? {})) {
      if (!name.endsWith('_endpoint') && name !== 'jwks_uri') continue;
      // Of grant management the metadata names the place below which each grant has its own.
      if (name === 'grant_management_endpoint') continue;
      expect((await fetch(String(value))).status, name).not.toBe(404);
    }
  });
});

describe('code flow with PKCE', () => {
  it('client_secret_basic: tokens with the linkage’s own members, and iss in the answer', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    const { tokens, callback } = await link(config);
    expect(callback.searchParams.get('iss')).toBe(sandbox.issuer);
    expect(tokens.token_type).toBe('bearer');
    expect(tokens.scope).toBe('account:balance account:transaction openid offline_access');
    expect(tokens.expires_in).toBeTypeOf('number');
    expect(tokens['grant_id']).toMatch(/^g_/);
    expect(tokens['authorization_expires_in']).toBeGreaterThan(89 * 86_400);
    expect(tokens.claims()?.sub).toMatch(/\S/);
  });

  it('client_secret_post, a corporate customer', async () => {
    const config = await discover(KAIKEI.clientId, client.ClientSecretPost(KAIKEI.secret));
    const { tokens } = await link(config, { corporate: true });
    expect(tokens.refresh_token).toMatch(/^rt_/);
  });

  it('none, a public client', async () => {
    const config = await discover(MOBILE.clientId, client.None());
    const { tokens } = await link(config);
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).access_token).toMatch(/^at_/);
  });

  it('userinfo speaks of the customer of the ID token', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    const { tokens } = await link(config);
    const sub = tokens.claims()?.sub ?? '';
    expect((await client.fetchUserInfo(config, tokens.access_token, sub)).sub).toBe(sub);
    await expect(client.fetchUserInfo(config, tokens.access_token, 'somebody-else')).rejects.toThrow();
  });

  it('without openid there is no ID token', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    const { tokens } = await link(config, { scope: 'account:balance' });
    expect(tokens.id_token).toBeUndefined();
    expect(tokens.scope).toBe('account:balance');
  });

  it.each([
    ['another issuer', (callback: URL) => callback.searchParams.set('iss', 'https://evil.example')],
    ['no issuer', (callback: URL) => callback.searchParams.delete('iss')],
    ['another state', (callback: URL) => callback.searchParams.set('state', 'other')],
  ])('the client notices %s in the answer', async (_, tamper) => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    await expect(link(config, { tamper })).rejects.toThrow();
  });
});

describe('ID tokens', () => {
  it.each(['RS256', 'ES256', 'PS256', 'EdDSA', 'HS256'])('%s is accepted by the client', async (alg) => {
    const clientId = `id-token-${alg}`;
    const secret = 'a-secret-of-at-least-thirty-two-bytes';
    await sandbox.control('POST', '/clients', {
      client_id: clientId,
      client_secret: secret,
      client_name: clientId,
      redirect_uris: [REDIRECT_URI],
      id_token_signed_response_alg: alg,
      sandbox_customer_kind: 'personal',
    });
    const config = await discover(clientId, client.ClientSecretBasic(secret), {
      id_token_signed_response_alg: alg,
    });
    // Over plain HTTP nothing else vouches for the token, so the signature has to be checked; this
    // client has no such check for HS256, which official clients of Japanese banks insist on.
    if (alg !== 'HS256') client.enableNonRepudiationChecks(config);
    const { tokens } = await link(config);
    if (alg === 'HS256') await jwtVerify(tokens.id_token ?? '', new TextEncoder().encode(secret));
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: sandbox.issuer, aud: clientId });
    const [header = ''] = (tokens.id_token ?? '').split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg });
  });

  it('a client that expects another algorithm refuses', async () => {
    const config = await discover(
      'id-token-ES256',
      client.ClientSecretBasic('a-secret-of-at-least-thirty-two-bytes'),
      {
        id_token_signed_response_alg: 'RS256',
      },
    );
    await expect(link(config)).rejects.toThrow();
  });
});

describe('after the link', () => {
  it('refresh rotates, revocation ends, and the errors are the registered ones', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    const { refresh_token: first } = await linkWithoutScreens(sandbox);
    const second = await client.refreshTokenGrant(config, first);
    expect(second.refresh_token).not.toBe(first);

    const accounts = await client.fetchProtectedResource(
      config,
      second.access_token,
      new URL(`${sandbox.issuer}/ib/v1/accounts`),
      'GET',
    );
    expect(accounts.status).toBe(200);

    await client.tokenRevocation(config, second.refresh_token ?? '');
    await expect(client.refreshTokenGrant(config, second.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
    await expect(
      client.fetchProtectedResource(
        config,
        second.access_token,
        new URL(`${sandbox.issuer}/ib/v1/accounts`),
        'GET',
      ),
    ).rejects.toMatchObject({ status: 401 });
  });

  it('a wrong secret is invalid_client', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic('wrong'));
    await expect(client.refreshTokenGrant(config, 'rt_x')).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic' }],
    });
  });

  it('a customer who cancels is access_denied', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    const state = client.randomState();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'account:balance',
      state,
    });
    const browser = await new CustomerBrowser(sandbox.issuer).open(url.href);
    await browser.press('キャンセル');
    await expect(
      client.authorizationCodeGrant(config, browser.returned?.url ?? new URL(REDIRECT_URI), {
        expectedState: state,
      }),
    ).rejects.toMatchObject({ error: 'access_denied' });
  });
});

describe('rich authorization requests', () => {
  it('asks for two accounts, is told which it got, and refreshes for one', async () => {
    const config = await discover(KAKEIBO.clientId, client.ClientSecretBasic(KAKEIBO.secret));
    const asked = [
      {
        type: 'account_information',
        actions: ['read_balances'],
        accounts: ['001011000001', '003011000002'],
      },
    ];
    const verifier = client.randomPKCECodeVerifier();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      authorization_details: JSON.stringify(asked),
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const { url: callback } = await linkAccount(sandbox.issuer, url, TARO);
    const tokens = await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier });
    expect(tokens.authorization_details).toEqual(asked);

    const narrow = [{ ...asked[0], accounts: ['003011000002'] }];
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', {
      authorization_details: JSON.stringify(narrow),
    });
    expect(refreshed.authorization_details).toEqual(narrow);
    const introspected = await client.tokenIntrospection(config, refreshed.access_token);
    expect(introspected.authorization_details).toEqual(narrow);
    const response = await client.fetchProtectedResource(
      config,
      refreshed.access_token,
      new URL(`${sandbox.issuer}/ib/v1/accounts`),
      'GET',
    );
    const { accounts } = (await response.json()) as { accounts: { accountId: string }[] };
    expect(accounts.map(({ accountId }) => accountId)).toEqual(['003011000002']);
  });
});
