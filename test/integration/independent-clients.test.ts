import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Request } from 'express';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { Strategy, type VerifyCallback } from 'passport-oauth2';
import { AuthorizationCode } from 'simple-oauth2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allow, CustomerBrowser, linkAccount, logIn, TARO } from '../harness/customer-browser.ts';
import { caOf } from '../harness/issued-certificates.ts';
import { KeyedClient } from '../harness/keyed-client.ts';
import { KAKEIBO, MOBILE, REDIRECT_URI } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { tlsFetch } from '../harness/tls-fetch.ts';

/**
 * Clients that nobody here wrote, each by its own ideas of what a server must do. The clock is real,
 * since they judge tokens by their own.
 */
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock: 'real', httpsPort: 0 });
});
afterAll(() => sandbox.stop());

const SCOPE = 'openid account:balance account:transaction offline_access';
const accounts = () => new URL(`${sandbox.issuer}/ib/v1/accounts`);

describe('openid-client with a key pair', () => {
  interface Variant {
    metadata: Record<string, unknown>;
    dpop?: true;
    jarm?: true;
    request: 'plain' | 'par' | 'jar';
  }
  const variants: [string, Variant][] = [
    ['private_key_jwt', { metadata: {}, request: 'plain' }],
    ['PAR', { metadata: { require_pushed_authorization_requests: true }, request: 'par' }],
    ['PAR and DPoP', { metadata: { dpop_bound_access_tokens: true }, request: 'par', dpop: true }],
    ['a request object', { metadata: {}, request: 'jar' }],
    ['JARM', { metadata: { authorization_signed_response_alg: 'ES256' }, request: 'plain', jarm: true }],
    ['FAPI 2', { metadata: { sandbox_profile: 'fapi2-security' }, request: 'par', dpop: true }],
    ['JWT access tokens', { metadata: { sandbox_access_token_format: 'jwt' }, request: 'plain' }],
  ];
  it.each(variants)('%s', async (name, variant) => {
    const clientId = `openid-${name.replaceAll(' ', '-')}`;
    const { key } = await KeyedClient.register(sandbox, clientId, {
      id_token_signed_response_alg: 'ES256',
      ...variant.metadata,
    });
    const privateKey = { key: key.privateKey, kid: key.kid };
    const config = await openid.discovery(
      new URL(sandbox.issuer),
      clientId,
      { id_token_signed_response_alg: 'ES256', authorization_signed_response_alg: 'ES256' },
      openid.PrivateKeyJwt(privateKey),
      { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
    );
    if (variant.jarm) openid.useJwtResponseMode(config);
    const options = variant.dpop
      ? { DPoP: openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256')) }
      : {};
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    const parameters = {
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    };
    const url = await {
      plain: () => openid.buildAuthorizationUrl(config, parameters),
      par: () => openid.buildAuthorizationUrlWithPAR(config, parameters, options),
      jar: () => openid.buildAuthorizationUrlWithJAR(config, parameters, privateKey),
    }[variant.request]();
    const { url: callback } = await linkAccount(sandbox.issuer, url);

    const tokens = await openid.authorizationCodeGrant(
      config,
      callback,
      { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
      undefined,
      options,
    );
    expect(tokens.token_type).toBe(variant.dpop ? 'dpop' : 'bearer');
    const read = await openid.fetchProtectedResource(
      config,
      tokens.access_token,
      accounts(),
      'GET',
      null,
      undefined,
      options,
    );
    expect(read.status).toBe(200);
    const subject = tokens.claims()?.sub ?? '';
    expect((await openid.fetchUserInfo(config, tokens.access_token, subject, options)).sub).toBe(subject);
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, options);
    expect((await openid.tokenIntrospection(config, next.access_token)).active).toBe(true);
    await openid.tokenRevocation(config, next.refresh_token ?? '');
    expect(await openid.tokenIntrospection(config, next.access_token)).toEqual({ active: false });
  });

  it('DPoP where the bank asks for nonces', async () => {
    await sandbox.changeSettings({ policies: { dpopNonce: 'required' } });
    const { key } = await KeyedClient.register(sandbox, 'openid-nonces', {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'grant_management_query',
    });
    const config = await openid.discovery(
      new URL(sandbox.issuer),
      'openid-nonces',
      {},
      openid.PrivateKeyJwt({ key: key.privateKey, kid: key.kid }),
      { execute: [openid.allowInsecureRequests] },
    );
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
    const granted = await openid.clientCredentialsGrant(config, {}, { DPoP });
    expect(granted.token_type).toBe('dpop');
    await sandbox.changeSettings({ policies: { dpopNonce: 'optional' } });
  });

  it('registers itself, and links', async () => {
    const config = await openid.dynamicClientRegistration(
      new URL(sandbox.issuer),
      {
        redirect_uris: [REDIRECT_URI],
        client_name: 'Registered by itself',
        token_endpoint_auth_method: 'client_secret_post',
        sandbox_customer_kind: 'personal',
      },
      undefined,
      { execute: [openid.allowInsecureRequests] },
    );
    const verifier = openid.randomPKCECodeVerifier();
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'account:balance',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const { url: callback } = await linkAccount(sandbox.issuer, url);
    const tokens = await openid.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier });
    expect(tokens.access_token).toMatch(/^at_/);
  });
});

describe('oauth4webapi, over TLS', () => {
  it('discovers, links, refreshes, introspects (signed) and revokes', async () => {
    const overTls = tlsFetch({ ca: await caOf(sandbox) });
    const trusting = { [oauth.customFetch]: (url: string, init: object) => overTls(url, init) };
    const issuer = new URL(sandbox.ready.httpsIssuer ?? '');
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...trusting }),
    );
    const client: oauth.Client = {
      client_id: KAKEIBO.clientId,
      introspection_signed_response_alg: 'ES256',
    };
    const authentication = oauth.ClientSecretBasic(KAKEIBO.secret ?? '');
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const url = new URL(server.authorization_endpoint ?? '');
    for (const [name, value] of Object.entries({
      client_id: client.client_id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: SCOPE,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })) {
      url.searchParams.set(name, value);
    }
    const browser = await new CustomerBrowser(issuer.origin, overTls).open(url.href);
    await logIn(browser, TARO);
    const { url: callback } = await allow(browser);
    const answer = oauth.validateAuthResponse(server, client, callback, state);
    const tokens = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        answer,
        REDIRECT_URI,
        verifier,
        trusting,
      ),
      { expectedNonce: nonce, requireIdToken: true },
    );
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toMatch(/\S/);

    const refreshed = await oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(
        server,
        client,
        authentication,
        tokens.refresh_token ?? '',
        trusting,
      ),
    );
    const introspect = async () =>
      oauth.processIntrospectionResponse(
        server,
        client,
        await oauth.introspectionRequest(server, client, authentication, refreshed.access_token, {
          requestJwtResponse: true,
          ...trusting,
        }),
      );
    expect((await introspect()).active).toBe(true);

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, authentication, refreshed.refresh_token ?? '', trusting),
    );
    expect((await introspect()).active).toBe(false);
  });

  it('notices an answer from somebody else', () => {
    const server: oauth.AuthorizationServer = {
      issuer: sandbox.issuer,
      authorization_response_iss_parameter_supported: true,
    };
    const callback = new URL(`${REDIRECT_URI}?code=x&iss=https%3A%2F%2Fevil.example`);
    expect(() =>
      oauth.validateAuthResponse(server, { client_id: KAKEIBO.clientId }, callback, oauth.expectNoState),
    ).toThrow(/iss/);
  });
});

describe('simple-oauth2', () => {
  it('links, refreshes and revokes', async () => {
    const client = new AuthorizationCode({
      client: { id: KAKEIBO.clientId, secret: KAKEIBO.secret ?? '' },
      auth: {
        tokenHost: sandbox.issuer,
        tokenPath: '/oauth2/token',
        authorizePath: '/oauth2/authorize',
        revokePath: '/oauth2/revoke',
      },
    });
    const scope = 'account:balance offline_access';
    const url = client.authorizeURL({ redirect_uri: REDIRECT_URI, scope, state: 'simple' });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    expect(parameters.get('state')).toBe('simple');
    const tokens = await client.getToken({ code: parameters.get('code') ?? '', redirect_uri: REDIRECT_URI });
    expect(tokens.expired()).toBe(false);
    const next = await tokens.refresh();
    expect(next.token['refresh_token']).not.toBe(tokens.token['refresh_token']);
    await next.revokeAll();
    await expect(next.refresh()).rejects.toMatchObject({ data: { payload: { error: 'invalid_grant' } } });
  });
});

describe('passport-oauth2', () => {
  it('logs a visitor in, with PKCE and state', async () => {
    const clientId = 'passport';
    const clientSecret = 'passport-secret-of-at-least-thirty-two-bytes';
    await sandbox.control('POST', '/clients', {
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [REDIRECT_URI],
      sandbox_customer_kind: 'personal',
      sandbox_profile: 'oauth21',
    });
    const verify = (accessToken: string, refreshToken: string, _profile: unknown, done: VerifyCallback) => {
      done(null, { accessToken, refreshToken });
    };
    const strategy = new Strategy(
      {
        authorizationURL: `${sandbox.issuer}/oauth2/authorize`,
        tokenURL: `${sandbox.issuer}/oauth2/token`,
        clientID: clientId,
        clientSecret,
        callbackURL: REDIRECT_URI,
        scope: ['account:balance', 'offline_access'],
        pkce: true,
        state: true,
      },
      verify,
    );
    const session = {};
    const visit = (query: Record<string, string>) =>
      new Promise<{ redirect?: string; user?: unknown }>((resolve, reject) => {
        const visited = Object.create(strategy) as Strategy;
        visited.redirect = (redirect: string) => {
          resolve({ redirect });
        };
        visited.success = (user: unknown) => {
          resolve({ user });
        };
        visited.fail = (challenge: unknown) => {
          reject(new Error(`failed: ${JSON.stringify(challenge)}`));
        };
        visited.error = reject;
        visited.authenticate({ query, session, headers: {} } as unknown as Request, {});
      });

    const { redirect = '' } = await visit({});
    expect(redirect).toContain('code_challenge_method=S256');
    const { parameters } = await linkAccount(sandbox.issuer, redirect);
    const { user } = await visit(Object.fromEntries(parameters));
    expect(user).toEqual({
      accessToken: expect.stringMatching(/^at_/) as string,
      refreshToken: expect.stringMatching(/^rt_/) as string,
    });
  });
});

describe('a native app (RFC 8252)', () => {
  it('takes the answer at a loopback port that was free a moment ago', async () => {
    const listener = createServer((request, response) => {
      response.end('You may close this window.');
      listener.emit('answer', request.url);
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const redirectUri = `http://127.0.0.1:${port}/callback`;
    try {
      const config = await openid.discovery(new URL(sandbox.issuer), MOBILE.clientId, {}, openid.None(), {
        execute: [openid.allowInsecureRequests],
      });
      const verifier = openid.randomPKCECodeVerifier();
      const state = openid.randomState();
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'account:balance offline_access',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
      });
      const arrived = once(listener, 'answer');
      const returned = await linkAccount(sandbox.issuer, url);
      await (await fetch(returned.url)).text();
      const [target] = (await arrived) as [string];
      const tokens = await openid.authorizationCodeGrant(config, new URL(target, redirectUri), {
        pkceCodeVerifier: verifier,
        expectedState: state,
      });
      expect(tokens.refresh_token).toMatch(/^rt_/);
      const read = await openid.fetchProtectedResource(config, tokens.access_token, accounts(), 'GET');
      expect(read.status).toBe(200);
    } finally {
      listener.closeAllConnections();
      listener.close();
    }
  });

  it.each([
    'http://localhost:4782/callback',
    'http://127.0.0.1:4782/other',
    'http://127.0.0.2:4782/callback',
  ])('is not sent to %s', async (redirectUri) => {
    const query = new URLSearchParams({
      client_id: MOBILE.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
    });
    const response = await fetch(`${sandbox.issuer}/oauth2/authorize?${query.toString()}`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });
});
