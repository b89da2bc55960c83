import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount } from '../../harness/customer-browser.ts';
import { ASSERTION_TYPE, KeyedClient, postForm, readAnswer } from '../../harness/keyed-client.ts';
import { newPkce } from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
let client: KeyedClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'resources', { sandbox_access_token_format: 'jwt' });
});
afterAll(() => sandbox.stop());

const personal = () => `${sandbox.issuer}/ib/v1`;
const read = async (path: string, token: string) =>
  readAnswer(await fetch(sandbox.issuer + path, { headers: { authorization: `Bearer ${token}` } }));

/** Links with these resources in the authorization request, several of them as RFC 8707 §2 repeats them. */
async function codeFor(resources: readonly string[]): Promise<{ code: string; verifier: string }> {
  const { verifier, challenge } = newPkce();
  const url = new URL(
    client.authorizationUrl({
      ...client.requestParameters(),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }),
  );
  for (const resource of resources) url.searchParams.append('resource', resource);
  const { parameters } = await linkAccount(sandbox.issuer, url);
  return { code: parameters.get('code') ?? '', verifier };
}

describe('resources nobody has here', () => {
  const strangers: [string, () => string][] = [
    ['another server', () => 'https://api.example/ib/v1'],
    ['a prefix of the issuer’s letters', () => `${sandbox.issuer}0/ib/v1`],
    ['a fragment', () => `${personal()}#part`],
    ['relative', () => '/ib/v1'],
    ['no URI', () => 'accounts'],
    ['another scheme', () => sandbox.issuer.replace('http:', 'ftp:')],
  ];
  it.each(strangers)('%s: invalid_target at PAR', async (_, resource) => {
    await expectRefused(sandbox, {
      code: 'resource_unknown',
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/par', client.requestParameters({ resource: resource() }));
      },
    });
  });

  it.each(strangers)(
    '%s: invalid_target to the client at the authorization endpoint',
    async (_, resource) => {
      const url = client.authorizationUrl({ ...client.requestParameters(), resource: resource() });
      const { searchParams } = new URL(
        (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '',
      );
      expect(searchParams.get('error')).toBe('invalid_target');
      expect(searchParams.get('state')).toBe('state-of-the-test');
    },
  );

  it.each(strangers)('%s: invalid_target at the token endpoint', async (_, resource) => {
    const { refresh_token } = await client.link();
    await expectRefused(sandbox, {
      code: 'resource_unknown',
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/token', {
          grant_type: 'refresh_token',
          refresh_token,
          resource: resource(),
        });
      },
    });
  });

  it('one good among bad', async () => {
    const form = new URLSearchParams({
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await client.assertion(),
      response_type: 'code',
    });
    for (const resource of [personal(), 'https://api.example']) form.append('resource', resource);
    expect(await postForm(`${sandbox.issuer}/oauth2/par`, form)).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
  });
});

describe('a token for chosen resources', () => {
  it('says which, opens those and no others', async () => {
    const { body } = await client.redeem(await codeFor([personal()]));
    const token = String(body['access_token']);
    expect(decodeJwt(token).aud).toEqual([personal()]);
    const introspected = await client.post('/oauth2/introspect', { token });
    expect(introspected.body['aud']).toEqual([personal()]);
    expect((await read('/ib/v1/accounts', token)).status).toBe(200);

    const position = sandbox.logPosition();
    const elsewhere = await read('/oauth2/userinfo', token);
    expect(elsewhere).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expectExplained(sandbox.logAfter(position)[0], 'access_token_other_resource');
  });

  it('may be for several, each named once', async () => {
    const both = [personal(), `${sandbox.issuer}/oauth2/userinfo`];
    const { body } = await client.redeem(await codeFor([...both, personal()]));
    const token = String(body['access_token']);
    expect(decodeJwt(token).aud).toEqual(both);
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      expect((await read(path, token)).status, path).toBe(200);
    }
  });

  it('the whole bank where none is named, or its issuer', async () => {
    for (const resources of [[], [sandbox.issuer], [`${sandbox.issuer}/`]]) {
      const { body } = await client.redeem(await codeFor(resources));
      expect((await read('/ib/v1/accounts', String(body['access_token']))).status).toBe(200);
      expect((await read('/oauth2/userinfo', String(body['access_token']))).status).toBe(200);
    }
  });

  it('narrower at the token request, never wider', async () => {
    const userinfo = `${sandbox.issuer}/oauth2/userinfo`;
    const narrowed = await client.redeem(await codeFor([personal(), userinfo]), {
      token: { resource: userinfo },
    });
    expect(decodeJwt(String(narrowed.body['access_token'])).aud).toEqual([userinfo]);

    const code = await codeFor([personal()]);
    await expectRefused(sandbox, {
      code: 'resource_unknown',
      send: (arranged) => {
        arranged();
        return client.redeem(code, { token: { resource: userinfo } });
      },
    });
    const { body } = await client.redeem(code);
    await expectRefused(sandbox, {
      code: 'resource_unknown',
      send: (arranged) => {
        arranged();
        const refresh_token = String(body['refresh_token']);
        return client.post('/oauth2/token', {
          grant_type: 'refresh_token',
          refresh_token,
          resource: userinfo,
        });
      },
    });
  });

  it('narrower for one refresh only', async () => {
    const userinfo = `${sandbox.issuer}/oauth2/userinfo`;
    const first = await client.redeem(await codeFor([personal(), userinfo]));
    const refresh = (token: unknown, resource?: string) =>
      client.post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: String(token), resource });
    const second = await refresh(first.body['refresh_token'], userinfo);
    expect(decodeJwt(String(second.body['access_token'])).aud).toEqual([userinfo]);
    const third = await refresh(second.body['refresh_token']);
    expect(decodeJwt(String(third.body['access_token'])).aud).toEqual([personal(), userinfo]);
  });
});
