import { X509Certificate } from 'node:crypto';
import * as client from 'openid-client';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityProfiles } from '../../server/bank/model.ts';
import { makeCertificate } from '../../server/certificates/certificate-making.ts';
import { readCertificate } from '../../server/certificates/presented-certificate.ts';
import { allow, CustomerBrowser, linkAccount, logIn, TARO } from '../harness/customer-browser.ts';
import { caOf, issueToPartner } from '../harness/issued-certificates.ts';
import { linkWithoutScreens, newPkce, PartnerClient, REDIRECT_URI } from '../harness/partner-client.ts';
import { startSandbox, TEST_TIME, type TestSandbox } from '../harness/sandbox.ts';
import { tlsFetch, type TlsIdentity } from '../harness/tls-fetch.ts';

const DN = 'CN=kakeibo-partner,OU=Accounts,O=Example\\, Inc.,C=JP';
const NOW = Date.parse(TEST_TIME);

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ httpsPort: 0 });
  await register('by-name', {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: DN,
  });
  await register('by-host', {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_san_dns: 'partner.example',
  });
  await register('bound-public', {
    token_endpoint_auth_method: 'none',
    tls_client_certificate_bound_access_tokens: true,
  });
});
afterAll(() => sandbox.stop());

const https = () => sandbox.ready.httpsIssuer ?? '';

function register(clientId: string, metadata: object): Promise<unknown> {
  return sandbox.control('POST', '/clients', {
    client_id: clientId,
    redirect_uris: [REDIRECT_URI],
    sandbox_customer_kind: 'personal',
    ...metadata,
  });
}

interface Answer {
  status: number;
  body: Record<string, unknown> & { error?: string; error_description?: string };
}

async function token(
  identity: TlsIdentity,
  parameters: Record<string, string>,
  base = https(),
): Promise<Answer> {
  const response = await tlsFetch(identity)(`${base}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** A token request that only the client's authentication can fail. */
async function authenticate(identity: TlsIdentity, clientId: string): Promise<Answer> {
  const { refresh_token } = await linkWithoutScreens(sandbox, { clientId });
  return token(identity, { grant_type: 'refresh_token', refresh_token, client_id: clientId });
}

async function selfSigned(cn: string): Promise<TlsIdentity & { cert: string }> {
  const made = await makeCertificate({
    subject: cn,
    serialNumber: '77',
    notBefore: NOW,
    notAfter: NOW + 1e9,
    usage: 'client',
  });
  return { ca: await caOf(sandbox), cert: made.certificate, key: made.privateKey };
}

describe('metadata', () => {
  it('announces certificates and aliases where there is TLS', async () => {
    const plain = (await (
      await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)
    ).json()) as object;
    expect(plain).toMatchObject({
      issuer: sandbox.issuer,
      token_endpoint: `${sandbox.issuer}/oauth2/token`,
      tls_client_certificate_bound_access_tokens: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'tls_client_auth',
        'self_signed_tls_client_auth',
      ]) as unknown,
      mtls_endpoint_aliases: { token_endpoint: `${https()}/oauth2/token` },
    });
    const overTls = await tlsFetch({ ca: await caOf(sandbox) })(
      `${https()}/.well-known/openid-configuration`,
    );
    expect(await overTls.json()).toMatchObject({ issuer: https(), jwks_uri: `${https()}/oauth2/jwks` });
  });

  it('announces nothing of it where there is none', async () => {
    await using without = await startSandbox();
    const answer = await fetch(`${without.issuer}/.well-known/openid-configuration`);
    const metadata = (await answer.json()) as Record<string, unknown>;
    expect(metadata['tls_client_certificate_bound_access_tokens']).toBe(false);
    expect(metadata['mtls_endpoint_aliases']).toBeUndefined();
    expect(metadata['token_endpoint_auth_methods_supported']).not.toContain('tls_client_auth');
  });
});

describe('client authentication by certificate', () => {
  it('takes the registered subject name', async () => {
    const identity = await issueToPartner(sandbox, 'by-name');
    expect(identity.subject).toBe(DN);
    expect((await authenticate(identity, 'by-name')).status).toBe(200);
  });

  it('takes the registered alternative name', async () => {
    const identity = await issueToPartner(sandbox, 'by-host');
    expect((await authenticate(identity, 'by-host')).status).toBe(200);
  });

  it('takes a self-signed certificate that is registered itself', async () => {
    const own = await selfSigned('CN=own');
    const certificate = new X509Certificate(own.cert);
    const jwk = certificate.publicKey.export({ format: 'jwk' });
    await register('self-signed', {
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [{ ...jwk, x5c: [certificate.raw.toString('base64')] }] },
    });
    expect((await authenticate(own, 'self-signed')).status).toBe(200);
    const answer = await authenticate(await selfSigned('CN=own'), 'self-signed');
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });

  it.each([
    ['no name', {}],
    ['two names', { tls_client_auth_subject_dn: 'CN=a', tls_client_auth_san_dns: 'a.example' }],
    ['what is no name', { tls_client_auth_subject_dn: 'partner' }],
  ])('refuses to register %s', async (_what, names) => {
    const answer = await sandbox.request('POST', '/clients', {
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'tls_client_auth',
      ...names,
    });
    expect(answer.status).toBe(422);
  });
});

describe('under every stricter profile', () => {
  const profiles = securityProfiles.filter((profile) => profile !== 'compat');
  const methods = ['tls_client_auth', 'self_signed_tls_client_auth'] as const;
  const pairs = profiles.flatMap((profile) => methods.map((method) => [profile, method] as const));

  // FAPI 1.0 Part 2 §5.2.2 takes no self-signed ones: they are not registered at all (profile-table).
  it.each(pairs.filter(([profile, method]) => profile !== 'fapi1-advanced' || method === 'tls_client_auth'))(
    '%s, %s: the right certificate and no other',
    async (profile, method) => {
      const clientId = `${profile}-${method}`;
      const own = await selfSigned(`CN=${clientId}`);
      const { raw, publicKey } = new X509Certificate(own.cert);
      await register(clientId, {
        sandbox_profile: profile,
        token_endpoint_auth_method: method,
        ...(method === 'tls_client_auth'
          ? { tls_client_auth_subject_dn: `CN=${clientId},O=Partner` }
          : { jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), x5c: [raw.toString('base64')] }] } }),
      });
      const issued = await issueToPartner(sandbox, clientId);
      const revoke = async (by: TlsIdentity) => {
        const body = new URLSearchParams({ token: 'rt_x', client_id: clientId });
        const answer = await tlsFetch(by)(`${https()}/oauth2/revoke`, { method: 'POST', body });
        return answer.status;
      };
      const byName = method === 'tls_client_auth';
      expect([await revoke(issued), await revoke(own)]).toEqual(byName ? [200, 400] : [400, 200]);
      expect(await revoke({ ca: await caOf(sandbox) })).toBe(400);
    },
  );
});

describe('a token bound to a certificate', () => {
  let identity: TlsIdentity & { cert: string };
  let tokens: Record<'access_token' | 'refresh_token' | 'token_type', string>;

  beforeAll(async () => {
    identity = await issueToPartner(sandbox, 'bound-public');
    const { challenge, verifier } = newPkce();
    const url = new PartnerClient(sandbox, { clientId: 'bound-public', method: 'none' }).authorizationUrl({
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const answer = await token(identity, {
      grant_type: 'authorization_code',
      code: parameters.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
      client_id: 'bound-public',
    });
    expect(answer.status).toBe(200);
    tokens = answer.body as typeof tokens;
  });

  const read = (by: TlsIdentity) =>
    tlsFetch(by)(`${https()}/ib/v1/accounts`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });

  it('opens the data API on a connection with the same certificate, as a bearer token', async () => {
    expect(tokens.token_type).toBe('Bearer');
    expect((await read(identity)).status).toBe(200);
    const grant = [...sandbox.context.state.accessTokens].at(-1);
    expect(grant?.confirmation).toEqual({
      'x5t#S256': readCertificate(new X509Certificate(identity.cert)).thumbprint,
    });
  });

  it('is refreshed with the same certificate only', async () => {
    const { refresh_token } = tokens;
    const request = { grant_type: 'refresh_token', refresh_token, client_id: 'bound-public' };
    const other = await token(await issueToPartner(sandbox, 'bound-public'), request);
    expect(other).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const none = await token({ ca: await caOf(sandbox) }, request);
    expect(none).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect((await token(identity, request)).status).toBe(200);
  });
});

describe('openid-client', () => {
  it('links over TLS, authenticated by certificate, and finds the https issuer in the ID token', async () => {
    await using real = await startSandbox({ httpsPort: 0, clock: 'real' });
    const issuer = new URL(real.ready.httpsIssuer ?? '');
    await real.control('POST', '/clients', {
      client_id: 'mtls',
      redirect_uris: [REDIRECT_URI],
      sandbox_customer_kind: 'personal',
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: DN,
      tls_client_certificate_bound_access_tokens: true,
    });
    const send = tlsFetch(await issueToPartner(real, 'mtls'));
    const config = await client.discovery(
      issuer,
      'mtls',
      { use_mtls_endpoint_aliases: true },
      client.TlsClientAuth(),
      { [client.customFetch]: (url, options) => send(url, options as RequestInit) },
    );
    const verifier = client.randomPKCECodeVerifier();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid account:balance offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
    });

    const browser = await new CustomerBrowser(issuer.origin, send).open(url.href);
    await logIn(browser, TARO);
    const { url: callback } = await allow(browser);
    const tokens = await client.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
    });
    expect(tokens.claims()?.iss).toBe(issuer.origin);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(decodeJwt(refreshed.id_token ?? '').iss).toBe(issuer.origin);
    const balances = await client.fetchProtectedResource(
      config,
      refreshed.access_token,
      new URL('/ib/v1/accounts/balances', issuer),
      'GET',
    );
    expect(balances.status).toBe(200);
  });
});
