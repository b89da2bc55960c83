import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient, postForm, ASSERTION_TYPE } from '../../harness/keyed-client.ts';
import { KAKEIBO, newPkce, PartnerClient, REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectRefusedPage } from '../../harness/refused-page.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import {
  bankSeconds,
  newSigningKey,
  sign,
  signWithSecret,
  tampered,
  unsigned,
  type SigningKey,
} from '../../harness/signing-key.ts';

let sandbox: TestSandbox;
let compat: KeyedClient;
let other: KeyedClient;
let fapi1: KeyedClient;
let signing: KeyedClient;
let pinned: KeyedClient;
let stranger: SigningKey;

beforeAll(async () => {
  sandbox = await startSandbox();
  compat = await KeyedClient.register(sandbox, 'compat');
  other = await KeyedClient.register(sandbox, 'other');
  pinned = await KeyedClient.register(sandbox, 'pinned', { request_object_signing_alg: 'PS256' });
  fapi1 = await KeyedClient.register(sandbox, 'fapi1', { sandbox_profile: 'fapi1-advanced' });
  signing = await KeyedClient.register(sandbox, 'signing', { sandbox_profile: 'fapi2-message-signing' });
  stranger = await newSigningKey();
});
afterAll(() => sandbox.stop());

const now = () => bankSeconds(sandbox);
const claiming = (changes: () => Record<string, unknown>, by: () => KeyedClient = () => compat) => ({
  by,
  make: () => by().requestObject(changes()),
});

interface Row {
  code: RefusalCode;
  because: string;
  by?: () => KeyedClient;
  make: () => Promise<string> | string;
}

const rows: Row[] = [
  { code: 'request_object_malformed', because: 'no JWT', make: () => 'abc' },
  {
    code: 'request_object_malformed',
    because: 'claims that are no object',
    make: () => 'eyJhbGciOiJFUzI1NiJ9.W10.x',
  },
  { code: 'request_object_algorithm', because: 'none', make: () => unsigned(compat.requestClaims()) },
  {
    code: 'request_object_algorithm',
    because: 'an HMAC with the public key',
    make: () => signWithSecret(JSON.stringify(compat.key.jwk), compat.requestClaims()),
  },
  {
    code: 'request_object_algorithm',
    because: 'not the registered one',
    by: () => pinned,
    make: () => pinned.requestObject(),
  },
  {
    code: 'request_object_algorithm',
    because: 'RS256 under FAPI',
    by: () => fapi1,
    make: async () => sign(await newSigningKey('RS256'), fapi1.requestClaims()),
  },
  {
    code: 'request_object_signature',
    because: 'changed on the way',
    make: async () => tampered(await compat.requestObject()),
  },
  {
    code: 'request_object_signature',
    because: 'the key of another client',
    make: () => sign(other.key, compat.requestClaims()),
  },
  {
    code: 'request_object_signature',
    because: 'another key under the right kid',
    make: () => sign({ ...stranger, kid: compat.key.kid }, compat.requestClaims()),
  },
  ...['jwk', 'jku', 'x5u', 'x5c'].map((header): Row => ({
    code: 'request_object_claims',
    because: `header ${header}`,
    make: () =>
      sign({ ...stranger, kid: compat.key.kid }, compat.requestClaims(), {
        [header]: header === 'jwk' ? stranger.jwk : header === 'x5c' ? ['AA=='] : 'https://evil.example/keys',
      }),
  })),
  { code: 'request_object_claims', because: 'no aud', ...claiming(() => ({ aud: undefined })) },
  {
    code: 'request_object_claims',
    because: 'aud is the PAR endpoint',
    ...claiming(() => ({ aud: `${sandbox.issuer}/oauth2/par` })),
  },
  {
    code: 'request_object_claims',
    because: 'aud is the token endpoint',
    ...claiming(() => ({ aud: `${sandbox.issuer}/oauth2/token` })),
  },
  {
    code: 'request_object_claims',
    because: 'aud has a slash more',
    ...claiming(() => ({ aud: `${sandbox.issuer}/` })),
  },
  { code: 'request_object_claims', because: 'aud of the wrong type', ...claiming(() => ({ aud: 42 })) },
  { code: 'request_object_claims', because: 'aud of numbers', ...claiming(() => ({ aud: [1, null] })) },
  { code: 'request_object_claims', because: 'iss of another client', ...claiming(() => ({ iss: 'other' })) },
  {
    code: 'request_object_claims',
    because: 'client_id differs from the one outside',
    ...claiming(() => ({ client_id: 'other' })),
  },
  { code: 'request_object_claims', because: 'sub is the client', ...claiming(() => ({ sub: 'compat' })) },
  { code: 'request_object_claims', because: 'request inside', ...claiming(() => ({ request: 'e30.e30.' })) },
  {
    code: 'request_object_claims',
    because: 'request_uri inside',
    ...claiming(() => ({ request_uri: 'urn:example:1' })),
  },
  { code: 'request_object_claims', because: 'expired this second', ...claiming(() => ({ exp: now() })) },
  { code: 'request_object_claims', because: 'exp as text', ...claiming(() => ({ exp: 'tomorrow' })) },
  { code: 'request_object_claims', because: 'nbf as text', ...claiming(() => ({ nbf: 'today' })) },
  {
    code: 'request_object_claims',
    because: 'nbf 61 s ahead',
    ...claiming(() => ({ nbf: now() + 61, exp: now() + 120 })),
  },
  ...(['fapi1', 'signing'] as const).flatMap((name): Row[] => {
    const by = () => ({ fapi1, signing })[name];
    return [
      {
        code: 'request_object_claims',
        because: `${name}: no exp`,
        ...claiming(() => ({ exp: undefined }), by),
      },
      {
        code: 'request_object_claims',
        because: `${name}: no nbf`,
        ...claiming(() => ({ nbf: undefined }), by),
      },
      {
        code: 'request_object_claims',
        because: `${name}: nbf over an hour ago`,
        ...claiming(() => ({ nbf: now() - 3_601, exp: now() + 1 }), by),
      },
      {
        code: 'request_object_claims',
        because: `${name}: exp over an hour after nbf`,
        ...claiming(() => ({ exp: now() + 3_601 }), by),
      },
    ];
  }),
];

describe('request objects are refused', () => {
  it.each(rows.map((row) => [`${row.code}: ${row.because}`, row] as const))('%s', async (_, row) => {
    const by = row.by?.() ?? compat;
    const request = await row.make();
    // At PAR the partner reads it; at the authorization endpoint the person does.
    await expectRefused(sandbox, {
      code: row.code,
      send: (arranged) => {
        arranged();
        return by.post('/oauth2/par', { request });
      },
    });
    if (by === signing) return;
    await expectRefusedPage(sandbox, by.authorizationUrl({ request }), row.code);
  });

  it.each([
    ['fapi1', () => fapi1],
    ['signing', () => signing],
  ])('required under %s', async (_, who) => {
    const { challenge } = newPkce();
    await expectRefused(sandbox, {
      code: 'request_object_required',
      send: (arranged) => {
        arranged();
        const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
        return who().post('/oauth2/par', who().requestParameters(pkce));
      },
    });
  });

  it('FAPI 1 asks for PKCE where the request is pushed, and only there', async () => {
    await expectRefused(sandbox, {
      code: 'pkce_required',
      send: async (arranged) => {
        const request = await fapi1.requestObject();
        arranged();
        return fapi1.post('/oauth2/par', { request });
      },
    });
    const url = fapi1.authorizationUrl({ request: await fapi1.requestObject() });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    expect(decodeJwt(parameters.get('response') ?? '')['code']).toMatch(/^ac_/);
  });

  it('the outside is believed in nothing but client_id', async () => {
    const { response_type: _missing, ...claims } = compat.requestClaims();
    const url = compat.authorizationUrl({
      request: await sign(compat.key, claims),
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
    });
    const response = await fetch(url, { redirect: 'manual' });
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    expect(searchParams.get('error')).toBe('invalid_request');
    expect(searchParams.get('state')).toBe('state-of-the-test');
  });

  it('twice, or without the client_id outside', async () => {
    const request = await compat.requestObject();
    const twice = `${compat.authorizationUrl({ request })}&request=${await compat.requestObject()}`;
    await expectRefusedPage(sandbox, twice, 'parameter_repeated');
    const url = new URL(compat.authorizationUrl({ request }));
    url.searchParams.delete('client_id');
    await expectRefusedPage(sandbox, url.href, 'client_id_missing');
  });

  it('of a client that has no key to sign with: it is not passed over in silence', async () => {
    const claims = { ...compat.requestClaims(), client_id: KAKEIBO.clientId, iss: KAKEIBO.clientId };
    const partner = new PartnerClient(sandbox, KAKEIBO);
    const url = (request: string) => partner.authorizationUrl({ request });
    await expectRefusedPage(sandbox, url(await sign(stranger, claims)), 'request_object_signature');
    const byItsSecret = await signWithSecret(KAKEIBO.secret ?? '', claims);
    await expectRefusedPage(sandbox, url(byItsSecret), 'request_object_algorithm');
  });

  it('an object is no client assertion', async () => {
    const answer = await postForm(`${sandbox.issuer}/oauth2/revoke`, {
      token: 'rt_x',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await compat.requestObject(),
    });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });
});

describe('request objects are accepted', () => {
  it('by value, with the inside in force', async () => {
    const url = compat.authorizationUrl({
      request: await compat.requestObject({ state: 'inside', scope: 'account:balance' }),
      state: 'outside',
      scope: 'account:balance account:transaction',
      redirect_uri: 'https://evil.example/callback',
      response_type: 'token',
    });
    const { parameters, url: where } = await linkAccount(sandbox.issuer, url);
    expect(where.href).toMatch(REDIRECT_URI);
    expect(parameters.get('state')).toBe('inside');
    expect(parameters.get('code')).toMatch(/^ac_/);
  });

  it.each(['PS256', 'ES256', 'EdDSA', 'RS256'])('pushed, signed with %s', async (alg) => {
    const client = await KeyedClient.register(sandbox, `with-${alg}`, {}, alg);
    const answer = await client.post('/oauth2/par', { request: await client.requestObject() });
    expect(answer.status).toBe(201);
  });

  it('without exp and nbf outside FAPI, with aud in an array, and a number for max_age', async () => {
    const request = await compat.requestObject({
      exp: undefined,
      nbf: undefined,
      aud: ['https://as.example', sandbox.issuer],
      max_age: 0,
    });
    expect((await compat.post('/oauth2/par', { request })).status).toBe(201);
  });

  it('FAPI: nbf an hour ago and exp an hour after it, to the second', async () => {
    const at = now();
    const { challenge } = newPkce();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    for (const nbf of [at - 3_599, at]) {
      const request = await fapi1.requestObject({ ...pkce, nbf, exp: nbf + 3_600 });
      expect((await fapi1.post('/oauth2/par', { request })).status).toBe(201);
    }
  });

  it('state and nonce of a thousand letters come back whole', async () => {
    const state = 's'.repeat(1_000);
    const url = compat.authorizationUrl({
      request: await compat.requestObject({ state, nonce: 'n'.repeat(64) }),
    });
    expect((await linkAccount(sandbox.issuer, url)).parameters.get('state')).toBe(state);
  });
});
