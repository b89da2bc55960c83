import { randomUUID } from 'node:crypto';
import { exportSPKI, importJWK, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ASSERTION_TYPE, KeyedClient, postForm, type JsonAnswer } from '../../harness/keyed-client.ts';
import { REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
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

const SECRET = 'a-secret-of-at-least-thirty-two-bytes';

let sandbox: TestSandbox;
let compat: KeyedClient;
let other: KeyedClient;
let fapi1: KeyedClient;
let fapi2: KeyedClient;
let rsa: KeyedClient;
let stranger: SigningKey;

beforeAll(async () => {
  sandbox = await startSandbox();
  compat = await KeyedClient.register(sandbox, 'compat');
  other = await KeyedClient.register(sandbox, 'other');
  fapi1 = await KeyedClient.register(sandbox, 'fapi1', { sandbox_profile: 'fapi1-advanced' });
  fapi2 = await KeyedClient.register(sandbox, 'fapi2', { sandbox_profile: 'fapi2-security' });
  rsa = await KeyedClient.register(sandbox, 'rsa', {}, 'RS256');
  stranger = await newSigningKey();
  await sandbox.control('POST', '/clients', {
    client_id: 'hmac',
    client_secret: SECRET,
    token_endpoint_auth_method: 'client_secret_jwt',
    redirect_uris: [REDIRECT_URI],
  });
});
afterAll(() => sandbox.stop());

/** Revocation of nothing: whoever is let in gets 200, and nothing changes. */
const sendAssertion = (assertion: string, form: Record<string, string> = {}): Promise<JsonAnswer> =>
  postForm(`${sandbox.issuer}/oauth2/revoke`, {
    token: 'rt_unknown',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
    ...form,
  });

const withAssertion =
  (make: () => Promise<string> | string, form: Record<string, string> = {}): RefusedRequest['send'] =>
  async (arranged) => {
    const assertion = await make();
    arranged();
    return sendAssertion(assertion, form);
  };

const changed = (changes: Record<string, unknown>) => withAssertion(() => compat.assertion(changes));
const now = () => bankSeconds(sandbox);

const hmacClaims = (changes: Record<string, unknown> = {}) => ({
  iss: 'hmac',
  sub: 'hmac',
  aud: sandbox.issuer,
  jti: randomUUID(),
  exp: now() + 60,
  ...changes,
});

async function publicKeyAsPem({ key }: KeyedClient): Promise<string> {
  return exportSPKI((await importJWK({ ...key.jwk, ext: true }, key.alg)) as CryptoKey);
}

const rows: RefusedRequest[] = [
  { code: 'assertion_malformed', because: 'no JWT', send: withAssertion(() => 'abc') },
  {
    code: 'assertion_malformed',
    because: 'claims that are no object',
    send: withAssertion(() => 'e30.W10.x'),
  },
  {
    code: 'assertion_type_unsupported',
    send: withAssertion(() => compat.assertion(), { client_assertion_type: 'urn:example:saml' }),
  },
  {
    code: 'token_parameter_missing',
    because: 'the type without the assertion',
    send: withAssertion(() => ''),
  },
  {
    code: 'client_credentials_conflict',
    because: 'client_id of another client',
    send: withAssertion(() => compat.assertion(), { client_id: 'other' }),
  },
  {
    code: 'client_credentials_conflict',
    because: 'a secret beside it',
    send: withAssertion(() => compat.assertion(), { client_secret: SECRET }),
  },
  { code: 'client_unknown', because: 'sub of nobody', send: changed({ sub: 'nobody' }) },
  { code: 'client_unknown', because: 'no sub', send: changed({ sub: undefined }) },
  { code: 'client_unknown', because: 'sub of the wrong type', send: changed({ sub: { id: 'compat' } }) },
  { code: 'assertion_subject', because: 'iss of another client', send: changed({ iss: 'other' }) },
  { code: 'assertion_subject', because: 'no iss', send: changed({ iss: undefined }) },
  { code: 'assertion_audience', because: 'missing', send: changed({ aud: undefined }) },
  { code: 'assertion_audience', because: 'another server', send: changed({ aud: 'https://as.example' }) },
  { code: 'assertion_audience', because: 'of the wrong type', send: changed({ aud: 42 }) },
  { code: 'assertion_audience', because: 'an empty array', send: changed({ aud: [] }) },
  {
    code: 'assertion_audience',
    because: 'FAPI 2 takes no array',
    send: withAssertion(() => fapi2.assertion({ aud: [sandbox.issuer] })),
  },
  {
    code: 'assertion_audience',
    because: 'FAPI 2 takes no token endpoint',
    send: withAssertion(() => fapi2.assertion({ aud: `${sandbox.issuer}/oauth2/token` })),
  },
  { code: 'assertion_claim_missing', because: 'exp', send: changed({ exp: undefined }) },
  { code: 'assertion_claim_missing', because: 'exp as text', send: changed({ exp: '2000000000' }) },
  { code: 'assertion_claim_missing', because: 'jti', send: changed({ jti: undefined }) },
  { code: 'assertion_claim_missing', because: 'an empty jti', send: changed({ jti: '' }) },
  { code: 'assertion_claim_missing', because: 'jti of the wrong type', send: changed({ jti: 1 }) },
  {
    code: 'assertion_expired',
    because: 'this very second',
    send: withAssertion(() => compat.assertion({ exp: now() })),
  },
  {
    code: 'assertion_not_yet_valid',
    because: 'iat 61 s ahead',
    send: withAssertion(() => compat.assertion({ iat: now() + 61, exp: now() + 120 })),
  },
  {
    code: 'assertion_not_yet_valid',
    because: 'nbf 61 s ahead',
    send: withAssertion(() => compat.assertion({ nbf: now() + 61, exp: now() + 120 })),
  },
  { code: 'assertion_not_yet_valid', because: 'nbf as text', send: changed({ nbf: 'now' }) },
  {
    code: 'assertion_replayed',
    send: async (arranged) => {
      const assertion = await compat.assertion();
      await sendAssertion(assertion);
      arranged();
      return sendAssertion(assertion);
    },
  },
  {
    code: 'assertion_replayed',
    because: 'the same jti in another assertion',
    send: async (arranged) => {
      const jti = randomUUID();
      await sendAssertion(await compat.assertion({ jti }));
      arranged();
      return sendAssertion(await compat.assertion({ jti, exp: now() + 90 }));
    },
  },
  {
    code: 'assertion_signature',
    because: 'changed on the way',
    send: withAssertion(async () => tampered(await compat.assertion())),
  },
  {
    code: 'assertion_signature',
    because: 'the right kid on another key',
    send: withAssertion(() => sign({ ...stranger, kid: compat.key.kid }, compat.assertionClaims())),
  },
  {
    code: 'assertion_key_unknown',
    because: 'a key never registered',
    send: withAssertion(() => sign(stranger, compat.assertionClaims())),
  },
  {
    code: 'assertion_key_unknown',
    because: 'the key of another client',
    send: withAssertion(() => sign(other.key, compat.assertionClaims())),
  },
  {
    code: 'assertion_algorithm',
    because: 'none',
    send: withAssertion(() => unsigned(compat.assertionClaims())),
  },
  {
    code: 'assertion_algorithm',
    because: 'none in odd letters',
    send: withAssertion(() => unsigned(compat.assertionClaims(), { alg: 'nOnE' })),
  },
  {
    code: 'assertion_algorithm',
    because: 'RS256 under FAPI',
    send: withAssertion(async () => sign(await newSigningKey('RS256'), fapi1.assertionClaims())),
  },
  {
    code: 'client_authentication_method_mismatch',
    because: 'an HMAC with the public key',
    send: withAssertion(async () => signWithSecret(await publicKeyAsPem(compat), compat.assertionClaims())),
  },
  {
    code: 'client_authentication_method_mismatch',
    because: 'an HMAC with the JWK of the key',
    send: withAssertion(() => signWithSecret(JSON.stringify(compat.key.jwk), compat.assertionClaims())),
  },
  {
    code: 'client_authentication_method_mismatch',
    because: 'a key pair of a client that has a secret',
    send: withAssertion(() => sign(stranger, hmacClaims())),
  },
  ...(['jwk', 'jku', 'x5u', 'x5c'] as const).map((header): RefusedRequest => ({
    code: 'assertion_carries_key',
    because: header,
    send: withAssertion(() =>
      sign({ ...stranger, kid: compat.key.kid }, compat.assertionClaims(), {
        [header]: {
          jwk: stranger.jwk,
          jku: 'https://evil.example/jwks',
          x5u: 'https://evil.example/c',
          x5c: ['AA=='],
        }[header],
      }),
    ),
  })),
  {
    code: 'assertion_signature',
    because: 'an HMAC with another secret',
    send: withAssertion(() => signWithSecret(`${SECRET}!`, hmacClaims())),
  },
];

describe('client assertions are refused', () => {
  it.each(named(rows))('%s', async (_, row) => {
    await expectRefused(sandbox, row);
  });

  it('with a registered key that is no key, without trouble', async () => {
    const off = { ...stranger.jwk, kid: 'off-the-curve', x: 'AAAA'.repeat(10) + 'AAA' };
    await sandbox.control('POST', '/clients', {
      client_id: 'off-the-curve',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [off] },
    });
    const assertion = await sign(
      { ...stranger, kid: 'off-the-curve' },
      compat.assertionClaims({ iss: 'off-the-curve', sub: 'off-the-curve' }),
    );
    expect(await sendAssertion(assertion)).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });
});

describe('client assertions are accepted', () => {
  const audiences: [string, () => unknown][] = [
    ['the issuer', () => sandbox.issuer],
    ['the token endpoint', () => `${sandbox.issuer}/oauth2/token`],
    ['the PAR endpoint', () => `${sandbox.issuer}/oauth2/par`],
    ['an array of one', () => [sandbox.issuer]],
    ['an array with others', () => ['https://as.example', `${sandbox.issuer}/oauth2/token`]],
  ];
  it.each(audiences)('compat: aud %s', async (_, aud) => {
    expect((await sendAssertion(await compat.assertion({ aud: aud() }))).status).toBe(200);
  });

  it.each(audiences)('FAPI 1: aud %s', async (_, aud) => {
    expect((await sendAssertion(await fapi1.assertion({ aud: aud() }))).status).toBe(200);
  });

  it('FAPI 2: aud the issuer as a string', async () => {
    expect((await sendAssertion(await fapi2.assertion())).status).toBe(200);
  });

  it.each([10, 60])('clocks may differ: iat and nbf %i s ahead', async (ahead) => {
    const at = now() + ahead;
    expect((await sendAssertion(await compat.assertion({ iat: at, nbf: at, exp: at + 60 }))).status).toBe(
      200,
    );
  });

  it('RS256 outside FAPI, and without iat', async () => {
    expect((await sendAssertion(await rsa.assertion({ iat: undefined }))).status).toBe(200);
  });

  it('client_secret_jwt', async () => {
    expect((await sendAssertion(await signWithSecret(SECRET, hmacClaims()))).status).toBe(200);
  });

  it('the same jti from two clients, and again once the first has expired', async () => {
    const jti = randomUUID();
    expect((await sendAssertion(await compat.assertion({ jti }))).status).toBe(200);
    expect((await sendAssertion(await other.assertion({ jti }))).status).toBe(200);
    await sandbox.advance('PT60S');
    expect((await sendAssertion(await compat.assertion({ jti }))).status).toBe(200);
  });

  it('without a kid, made with either of two registered keys', async () => {
    const second = await newSigningKey();
    const keys = [other.key, second];
    await sandbox.control('PATCH', '/clients/other', { jwks: { keys: keys.map(({ jwk }) => jwk) } });
    for (const key of keys) {
      const assertion = await sign(key, other.assertionClaims(), { kid: undefined });
      expect((await sendAssertion(assertion)).status).toBe(200);
    }
    const assertion = await sign(stranger, other.assertionClaims(), { kid: undefined });
    expect((await sendAssertion(assertion)).status).toBe(400);
  });
});
