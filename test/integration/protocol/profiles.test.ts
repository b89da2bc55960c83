import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient, type JsonAnswer } from '../../harness/keyed-client.ts';
import {
  newPkce,
  PartnerClient,
  REDIRECT_URI,
  type ClientCredentials,
} from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { newSigningKey, ProofKey } from '../../harness/signing-key.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-bytes';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function secretClient(clientId: string, profile: string): Promise<PartnerClient> {
  await sandbox.control('POST', '/clients', {
    client_id: clientId,
    client_secret: SECRET,
    redirect_uris: [REDIRECT_URI],
    sandbox_customer_kind: 'personal',
    sandbox_profile: profile,
  });
  const credentials: ClientCredentials = { clientId, secret: SECRET, method: 'client_secret_basic' };
  return new PartnerClient(sandbox, credentials);
}

/** A FAPI 2 client with its key, and the whole way to its tokens. */
async function fapi2(clientId: string) {
  const client = await KeyedClient.register(sandbox, clientId, { sandbox_profile: 'fapi2-security' });
  const proofKey = await ProofKey.make(sandbox);
  const refresh = async (refresh_token: string): Promise<JsonAnswer> =>
    client.post(
      '/oauth2/token',
      { grant_type: 'refresh_token', refresh_token },
      { dpop: await proofKey.prove('POST', '/oauth2/token') },
    );
  return { client, proofKey, refresh };
}

describe('PKCE', () => {
  it('compat: a confidential client may leave it out; oauth21: it may not', async () => {
    const compat = await secretClient('pkce-compat', 'compat');
    expect((await compat.obtainCode({ pkce: false })).code).toMatch(/^ac_/);
    const strict = await secretClient('pkce-oauth21', 'oauth21');
    const { headers } = await fetch(strict.authorizationUrl(), { redirect: 'manual' });
    expect(new URL(headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });
});

describe('credentials twice', () => {
  it.each([
    ['compat', 'invalid_grant'],
    ['oauth21', 'invalid_request'],
  ])('%s answers %s', async (profile, error) => {
    const client = await secretClient(`twice-${profile}`, profile);
    const answer = await client.token({
      grant_type: 'refresh_token',
      refresh_token: 'rt_x',
      client_id: `twice-${profile}`,
      client_secret: SECRET,
    });
    expect(answer.body.error).toBe(error);
  });
});

describe('lifetime of a code, to the second', () => {
  it.each([
    ['compat', 600],
    ['oauth21', 60],
  ])('%s: %i s', async (profile, seconds) => {
    const client = await secretClient(`code-${profile}`, profile);
    const { code, verifier } = await client.obtainCode();
    const late = await client.obtainCode();
    await sandbox.advance(`PT${seconds - 1}S`);
    expect((await client.redeem(code, { code_verifier: verifier })).status).toBe(200);
    await sandbox.advance('PT1S');
    const position = sandbox.logPosition();
    const answer = await client.redeem(late.code, { code_verifier: late.verifier });
    expect(answer.body.error).toBe('invalid_grant');
    expectExplained(sandbox.logAfter(position)[0], 'code_expired');
  });

  it('FAPI 2: over at 62 s', async () => {
    const { client, proofKey } = await fapi2('code-fapi2');
    const code = await client.obtainCode({ proofKey });
    await sandbox.advance('PT62S');
    expect((await client.redeem(code, { proofKey })).body['error']).toBe('invalid_grant');
  });
});

describe('redirect_uri at the token endpoint', () => {
  it.each([
    ['compat', 400],
    ['oauth21', 200],
  ])('%s, left out: %i', async (profile, status) => {
    const client = await secretClient(`redirect-${profile}`, profile);
    const { code, verifier } = await client.obtainCode();
    const answer = await client.redeem(code, { code_verifier: verifier, redirect_uri: undefined });
    expect(answer.status).toBe(status);
  });

  it('FAPI 2: optional, and exact where it is given', async () => {
    const { client, proofKey } = await fapi2('redirect-fapi2');
    const code = await client.obtainCode({ proofKey });
    const wrong = await client.redeem(code, { proofKey, token: { redirect_uri: `${REDIRECT_URI}/` } });
    expect(wrong.body['error']).toBe('invalid_grant');
    expect((await client.redeem(code, { proofKey, token: { redirect_uri: undefined } })).status).toBe(200);
  });
});

describe('refresh tokens', () => {
  it('compat: rotate, with a grace for a lost answer', async () => {
    const client = await secretClient('refresh-compat', 'compat');
    const { refresh_token } = await client.link();
    const first = await client.refresh(refresh_token);
    expect(first.body.refresh_token).not.toBe(refresh_token);
    expect((await client.refresh(refresh_token)).body.refresh_token).toBe(first.body.refresh_token);
    await sandbox.advance('PT10S');
    expect((await client.refresh(refresh_token)).body.error).toBe('invalid_grant');
    expect((await client.refresh(first.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('FAPI 2: stay as they are, and still work after 30 s', async () => {
    const { client, proofKey, refresh } = await fapi2('refresh-fapi2');
    const { refresh_token } = await client.link({ proofKey });
    for (const pause of ['PT0S', 'PT31S', 'P1D']) {
      await sandbox.advance(pause);
      const answer = await refresh(refresh_token);
      expect(answer).toMatchObject({ status: 200, body: { refresh_token } });
    }
  });
});

describe('what FAPI 1 wants said in every request', () => {
  it.each([
    ['redirect_uri', 'redirect_uri_required'],
    ['scope', 'scope_required'],
    ['nonce', 'nonce_required'],
    ['response_mode', 'signed_response_required'],
  ] as const)('%s', async (parameter, code) => {
    const metadata = { sandbox_profile: 'fapi1-advanced' };
    const client = await KeyedClient.register(sandbox, `without-${parameter}`, metadata);
    const request = await client.requestObject({ [parameter]: undefined });
    await expectRefused(sandbox, {
      code,
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/par', { request });
      },
    });
  });
});

describe('a request object without redirect_uri', () => {
  it('FAPI 1 answers it with a page, not at the registered address', async () => {
    const metadata = { sandbox_profile: 'fapi1-advanced' };
    const client = await KeyedClient.register(sandbox, 'page-without-address', metadata);
    const request = await client.requestObject({ redirect_uri: undefined });
    const position = sandbox.logPosition();
    const answer = await fetch(client.authorizationUrl({ request }), { redirect: 'manual' });
    expect(answer.status).toBe(400);
    expect(answer.headers.has('location')).toBe(false);
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe('redirect_uri_required');
  });

  it('compat takes the one that is registered (RFC 6749 §3.1.2.3)', async () => {
    const client = await KeyedClient.register(sandbox, 'compat-without-address');
    const request = await client.requestObject({ redirect_uri: undefined, scope: 'account:balance' });
    const answer = await fetch(client.authorizationUrl({ request }), { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^\/ib\/login/);
  });

  it('compat answers it with a page where OpenID Connect is spoken (Core §3.1.2.1)', async () => {
    const client = await KeyedClient.register(sandbox, 'openid-without-address');
    const request = await client.requestObject({ redirect_uri: undefined });
    const position = sandbox.logPosition();
    const answer = await fetch(client.authorizationUrl({ request }), { redirect: 'manual' });
    expect(answer.status).toBe(400);
    expect(answer.headers.has('location')).toBe(false);
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe('redirect_uri_required');
  });
});

describe('sender constraint', () => {
  it('FAPI 2 issues no bearer tokens', async () => {
    const { client, proofKey } = await fapi2('sender-fapi2');
    const code = await client.obtainCode();
    await expectRefused(sandbox, {
      code: 'dpop_proof_required',
      send: (arranged) => {
        arranged();
        return client.redeem(code);
      },
    });
    expect((await client.redeem(code, { proofKey })).body['token_type']).toBe('DPoP');
  });

  it('FAPI 1 wants a certificate, which a plain connection has not', async () => {
    const client = await KeyedClient.register(sandbox, 'sender-fapi1', { sandbox_profile: 'fapi1-advanced' });
    const url = client.authorizationUrl({ request: await client.requestObject() });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const { code } = decodeJwt<{ code: string }>(parameters.get('response') ?? '');
    await expectRefused(sandbox, {
      code: 'certificate_binding_required',
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: REDIRECT_URI,
        });
      },
    });
  });
});

describe('message signing, the whole way', () => {
  it('a signed object, a signed answer, tokens bound to a key', async () => {
    const client = await KeyedClient.register(sandbox, 'signing', {
      sandbox_profile: 'fapi2-message-signing',
    });
    const proofKey = await ProofKey.make(sandbox);
    const { verifier, challenge } = newPkce();
    const request = await client.requestObject({ code_challenge: challenge, code_challenge_method: 'S256' });
    const { body } = await client.post('/oauth2/par', { request });
    const url = client.authorizationUrl({ request_uri: String(body['request_uri']) });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const [, claims = ''] = (parameters.get('response') ?? '').split('.');
    const { code } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { code: string };
    const tokens = await client.redeem({ code, verifier }, { proofKey });
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
    expect(decodeProtectedHeader(String(tokens.body['id_token'])).alg).toBe('ES256');
  });
});

describe('what a profile will not register', () => {
  const methods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'none'];
  const profiles = ['fapi1-advanced', 'fapi2-security', 'fapi2-message-signing'];
  it.each(profiles.flatMap((profile) => methods.map((method) => [profile, method] as const)))(
    '%s: %s',
    async (profile, method) => {
      const response = await sandbox.request('POST', '/clients', {
        redirect_uris: [REDIRECT_URI],
        token_endpoint_auth_method: method,
        sandbox_profile: profile,
      });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('token_endpoint_auth_method');
    },
  );

  it.each([
    ['oauth21', 'HS256'],
    ['fapi1-advanced', 'RS256'],
    ['fapi1-advanced', 'EdDSA'],
    ['fapi2-security', 'RS256'],
    ['fapi2-message-signing', 'RS256'],
  ])('%s: ID tokens by %s', async (profile, alg) => {
    const { jwk } = await newSigningKey();
    const response = await sandbox.request('POST', '/clients', {
      redirect_uris: [REDIRECT_URI],
      ...(profile === 'oauth21'
        ? {}
        : { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } }),
      sandbox_profile: profile,
      id_token_signed_response_alg: alg,
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('id_token_signed_response_alg');
  });
});

describe('one profile’s rules are no other’s', () => {
  it('a client that changes its profile changes its rules at once', async () => {
    const client = await secretClient('changing', 'compat');
    expect((await client.obtainCode({ pkce: false })).code).toMatch(/^ac_/);
    await sandbox.control('PATCH', '/clients/changing', { sandbox_profile: 'oauth21' });
    const strict = await fetch(client.authorizationUrl(), { redirect: 'manual' });
    expect(strict.headers.get('location')).toContain('error=invalid_request');
    await sandbox.control('PATCH', '/clients/changing', { sandbox_profile: 'compat' });
    expect((await client.obtainCode({ pkce: false })).code).toMatch(/^ac_/);
  });
});
