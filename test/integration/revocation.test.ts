import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankTables } from '../harness/bank-tables.ts';
import { KeyedClient } from '../harness/keyed-client.ts';
import {
  basic,
  KAKEIBO,
  linkWithoutScreens,
  MOBILE,
  PartnerClient,
  ZAIM,
} from '../harness/partner-client.ts';
import { expectExplained } from '../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const partner = () => new PartnerClient(sandbox);

async function works(accessToken: string): Promise<boolean> {
  return (await partner().data('/ib/v1/accounts', accessToken)).status === 200;
}

describe('token revocation (RFC 7009)', () => {
  it('of a refresh token ends the grant and takes the access tokens along', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    const position = sandbox.logPosition();
    const answer = await partner().revoke(tokens.refresh_token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.body).toEqual({});
    expect(await works(tokens.access_token)).toBe(false);
    const refreshed = await partner().refresh(tokens.refresh_token);
    expect(refreshed.body.error).toBe('invalid_grant');
    const grant = await sandbox.control<{ status: string; endReason: string }>(
      'GET',
      `/grants/${tokens.grant_id}`,
    );
    expect(grant).toMatchObject({ status: 'revoked', endReason: 'revoked_by_client' });
    const [entry] = sandbox.logAfter(position);
    expect(entry?.outcome.code).toBe('grant_revoked_by_token');
    expect(entry?.effects).toMatchObject([{ type: 'grant.ended', grantId: tokens.grant_id }]);
  });

  it('of a rotated refresh token ends the grant as well', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    const next = await partner().refresh(tokens.refresh_token);
    await partner().revoke(tokens.refresh_token);
    expect((await partner().refresh(next.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('of an access token leaves the grant alone', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    expect((await partner().revoke(tokens.access_token)).status).toBe(200);
    expect(await works(tokens.access_token)).toBe(false);
    const next = await partner().refresh(tokens.refresh_token);
    expect(next.status).toBe(200);
    expect(await works(next.body.access_token)).toBe(true);
  });

  it('of a token a client has on its own behalf ends that', async () => {
    const metadata = {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'grant_management_query',
    };
    const client = await KeyedClient.register(sandbox, 'itself', metadata);
    const other = await KeyedClient.register(sandbox, 'stranger', metadata);
    const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
    const token = String(body['access_token']);
    const active = async () => (await client.post('/oauth2/introspect', { token })).body['active'];
    const before = bankTables(sandbox);
    expect(await other.post('/oauth2/revoke', { token })).toMatchObject({ status: 200, body: {} });
    expect(bankTables(sandbox)).toBe(before);
    expect(await active()).toBe(true);

    const position = sandbox.logPosition();
    expect(await client.post('/oauth2/revoke', { token })).toMatchObject({ status: 200, text: '{}' });
    const [entry] = sandbox.logAfter(position);
    expect(entry?.outcome.code).toBe('token_revoked');
    expect(entry?.effects).toMatchObject([{ type: 'client_token.revoked', clientId: 'itself' }]);
    expect(await active()).toBe(false);
    const managed = await fetch(`${sandbox.issuer}/oauth2/grants/g_unknown`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(managed.status).toBe(401);
  });

  it.each([
    ['a wrong hint', { token_type_hint: 'access_token' }],
    ['an unknown hint', { token_type_hint: 'something' }],
  ])('with %s still finds the token', async (_, parameters) => {
    const tokens = await linkWithoutScreens(sandbox);
    await partner().revoke(tokens.refresh_token, parameters);
    expect((await partner().refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('answers 200 twice, and to what it never issued, and changes nothing', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    await partner().revoke(tokens.refresh_token);
    const before = bankTables(sandbox);
    for (const token of [tokens.refresh_token, 'made-up', 'rt_made.up', 'ac_x.y']) {
      const position = sandbox.logPosition();
      const answer = await partner().revoke(token);
      expect([answer.status, answer.body]).toEqual([200, {}]);
      expect(sandbox.logAfter(position)).toHaveLength(1);
    }
    expect(bankTables(sandbox)).toBe(before);
  });

  it('does not touch the token of another client, nor say that it exists', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    const other = new PartnerClient(sandbox, ZAIM);
    for (const token of [tokens.refresh_token, tokens.access_token]) {
      const answer = await other.revoke(token);
      expect([answer.status, answer.body]).toEqual([200, {}]);
    }
    expect(await works(tokens.access_token)).toBe(true);
    expect((await partner().refresh(tokens.refresh_token)).status).toBe(200);
  });

  it('is open to public clients, by their client_id', async () => {
    const tokens = await linkWithoutScreens(sandbox, { clientId: MOBILE.clientId });
    const mobile = new PartnerClient(sandbox, MOBILE);
    await mobile.revoke(tokens.refresh_token);
    expect((await mobile.refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('answers at its aliases', async () => {
    for (const path of ['/auth/v1/tokens/revoke', '/ganb/api/auth/v1/tokens/revoke']) {
      const tokens = await linkWithoutScreens(sandbox);
      const response = await fetch(sandbox.issuer + path, {
        method: 'POST',
        headers: { authorization: basic(KAKEIBO) },
        body: new URLSearchParams({ token: tokens.refresh_token }),
      });
      expect(response.status).toBe(200);
      expect((await partner().refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
    }
  });

  it('refuses a request without token, without or with wrong authentication, and other methods', async () => {
    const tokens = await linkWithoutScreens(sandbox);
    const before = bankTables(sandbox);
    let position = sandbox.logPosition();
    expect((await partner().revoke('')).status).toBe(400);
    expectExplained(sandbox.logAfter(position)[0], 'token_parameter_missing');

    position = sandbox.logPosition();
    const wrong = new PartnerClient(sandbox, { ...KAKEIBO, secret: 'wrong' });
    const answer = await wrong.revoke(tokens.refresh_token);
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    expectExplained(sandbox.logAfter(position)[0], 'client_secret_wrong');

    const get = await fetch(`${sandbox.issuer}/oauth2/revoke?token=${tokens.refresh_token}`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect(bankTables(sandbox)).toBe(before);
  });
});
