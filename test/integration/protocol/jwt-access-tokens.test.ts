import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { KeyedClient, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import {
  bankSeconds,
  newSigningKey,
  ProofKey,
  sign,
  signWithSecret,
  tampered,
  unsigned,
} from '../../harness/signing-key.ts';

const ACCOUNTS = '/ib/v1/accounts';
const DAY = 86_400;

let sandbox: TestSandbox;
let client: KeyedClient;
let opaque: KeyedClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'jwt-tokens', { sandbox_access_token_format: 'jwt' });
  opaque = await KeyedClient.register(sandbox, 'opaque-tokens');
});
afterAll(() => sandbox.stop());

const read = async (
  token: string,
  path = ACCOUNTS,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> =>
  readAnswer(
    await fetch(sandbox.issuer + path, { headers: { authorization: `Bearer ${token}`, ...headers } }),
  );

async function expectNoToken(token: string, code: RefusalCode = 'access_token_unknown'): Promise<void> {
  for (const path of [ACCOUNTS, '/oauth2/userinfo']) {
    const position = sandbox.logPosition();
    const answer = await read(token, path);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expectExplained(sandbox.logAfter(position)[0], code);
  }
  expect((await client.post('/oauth2/introspect', { token })).text).toBe('{"active":false}');
}

describe('a JWT access token', () => {
  it('has every claim RFC 9068 §2.2 asks for and is signed with a published key', async () => {
    const { access_token, expires_in, grant_id } = await client.link();
    const { payload, protectedHeader } = await jwtVerify(
      access_token,
      createRemoteJWKSet(new URL(`${sandbox.issuer}/oauth2/jwks`)),
      { typ: 'at+jwt', issuer: sandbox.issuer, currentDate: new Date(bankSeconds(sandbox) * 1_000) },
    );
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: expect.stringMatching(/\S/) as string });
    expect(payload).toMatchObject({
      iss: sandbox.issuer,
      aud: [sandbox.issuer],
      client_id: 'jwt-tokens',
      iat: bankSeconds(sandbox),
      exp: bankSeconds(sandbox) + expires_in,
      scope: 'account:balance account:transaction openid offline_access',
      grant_id,
      acr: 'password',
    });
    expect(payload.sub).toMatch(/\S/);
    expect(payload.jti).toMatch(/\S/);
    expect(payload['auth_time']).toBeTypeOf('number');
    expect((await read(access_token)).status).toBe(200);
    expect((await client.post('/oauth2/introspect', { token: access_token })).body).toMatchObject({
      active: true,
      jti: payload.jti,
    });
  });

  it('is bound where a key was proven', async () => {
    const key = await ProofKey.make(sandbox);
    const { access_token } = await client.link({ proofKey: key });
    expect(decodeJwt(access_token)['cnf']).toEqual({ jkt: key.thumbprint });
    expect((await read(access_token)).status).toBe(401);
    const dpop = await key.prove('GET', ACCOUNTS, {}, {}, access_token);
    expect((await read(access_token, ACCOUNTS, { authorization: `DPoP ${access_token}`, dpop })).status).toBe(
      200,
    );
  });

  it('ends with its grant, though its own exp is still to come', async () => {
    const { access_token, refresh_token } = await client.link();
    await client.post('/oauth2/revoke', { token: refresh_token });
    await expectNoToken(access_token, 'access_token_grant_ended');
  });

  it('can be revoked by itself', async () => {
    const { access_token, refresh_token } = await client.link();
    await client.post('/oauth2/revoke', { token: access_token });
    await expectNoToken(access_token, 'access_token_revoked');
    const refreshed = await client.post('/oauth2/token', { grant_type: 'refresh_token', refresh_token });
    expect(refreshed.status).toBe(200);
  });

  it('outlives a rotation of the keys', async () => {
    const { access_token } = await client.link();
    await sandbox.control('POST', '/keys/rotate', { alg: 'ES256', useAfterSeconds: 0 });
    expect((await read(access_token)).status).toBe(200);
    const { access_token: next } = await client.link();
    expect(decodeProtectedHeader(next).kid).not.toBe(decodeProtectedHeader(access_token).kid);
    expect((await read(next)).status).toBe(200);
  });
});

describe('what is no access token', () => {
  const claims = async () => decodeJwt((await client.link()).access_token) as Record<string, unknown>;

  it('an ID token', async () => {
    await expectNoToken((await client.link()).id_token ?? '');
  });
  it('one that was changed', async () => {
    await expectNoToken(tampered((await client.link()).access_token));
  });
  it('one signed by nobody', async () => {
    await expectNoToken(unsigned(await claims(), { typ: 'at+jwt' }));
  });
  it('one signed by the client itself', async () => {
    await expectNoToken(await sign(client.key, await claims(), { typ: 'at+jwt' }));
  });
  it('one signed with a stranger’s key under the bank’s kid', async () => {
    const { access_token } = await client.link();
    const { kid = '' } = decodeProtectedHeader(access_token);
    const stranger = await newSigningKey('ES256', kid);
    await expectNoToken(await sign(stranger, decodeJwt(access_token), { typ: 'at+jwt' }));
  });
  it('an HMAC with the bank’s public key', async () => {
    const jwks = await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).text();
    await expectNoToken(await signWithSecret(jwks, await claims(), { typ: 'at+jwt' }));
  });
});

describe.each([
  ['JWT', () => client],
  ['opaque', () => opaque],
] as const)('90 days, %s tokens', (_, who) => {
  it('the last second works everywhere, the next nowhere', async () => {
    const first = await who().link();
    const refreshing = (refresh_token: string) =>
      who().post('/oauth2/token', { grant_type: 'refresh_token', refresh_token });
    await sandbox.advance(`PT${90 * DAY - 1}S`);

    const last = await refreshing(first.refresh_token);
    expect(last.status).toBe(200);
    const access = String(last.body['access_token']);
    expect(last.body).toMatchObject({ expires_in: 1, authorization_expires_in: 1 });
    for (const path of [ACCOUNTS, '/oauth2/userinfo']) expect((await read(access, path)).status).toBe(200);
    const introspected = await who().post('/oauth2/introspect', { token: access });
    expect(introspected.body).toMatchObject({ active: true, exp: bankSeconds(sandbox) + 1 });

    await sandbox.advance('PT1S');
    for (const path of [ACCOUNTS, '/oauth2/userinfo']) {
      const position = sandbox.logPosition();
      expect((await read(access, path)).status).toBe(401);
      expectExplained(sandbox.logAfter(position)[0], 'access_token_grant_ended');
    }
    for (const token of [access, String(last.body['refresh_token'])]) {
      expect((await who().post('/oauth2/introspect', { token })).text).toBe('{"active":false}');
    }
    const position = sandbox.logPosition();
    expect(await refreshing(String(last.body['refresh_token']))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.stringMatching(/90|expired/i) as string },
    });
    expectExplained(sandbox.logAfter(position)[0], 'grant_expired');
  });
});
