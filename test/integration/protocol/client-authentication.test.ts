import { randomUUID } from 'node:crypto';
import { exportSPKI, importJWK, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointPaths } from '../../../server/authorization/endpoint-paths.ts';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import {
  ASSERTION_TYPE,
  KeyedClient,
  postForm,
  readAnswer,
  type JsonAnswer,
} from '../../harness/keyed-client.ts';
import { basic, KAKEIBO, linkWithoutScreens, MOBILE, REDIRECT_URI } from '../../harness/partner-client.ts';
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

/*
 * Every way not to prove who is calling, at every endpoint where a client has to. What is asked for is
 * what the right client would get: where one of these passed, tokens would be rotated, a grant ended,
 * a request kept or a token described.
 */

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const SECRET = 'a-secret-of-at-least-thirty-two-bytes';
type Form = Record<string, string>;

let sandbox: TestSandbox;
let keyed: KeyedClient;
let other: KeyedClient;
let fapi2: KeyedClient;
let stranger: SigningKey;
let ofRsa: SigningKey;
/** Whose tokens are asked for. */
const refreshTokens = { kakeibo: '', keyed: '' };

beforeAll(async () => {
  sandbox = await startSandbox();
  // Here it is each attempt by itself that counts; secret-guessing tests what slows a row of them.
  await sandbox.changeSettings({ policies: { slowSecretGuessing: false, grantPolicy: 'many' } });
  keyed = await KeyedClient.register(sandbox, 'keyed');
  other = await KeyedClient.register(sandbox, 'other');
  fapi2 = await KeyedClient.register(sandbox, 'fapi2', { sandbox_profile: 'fapi2-security' });
  const registered = { client_secret: SECRET, redirect_uris: [REDIRECT_URI] };
  await sandbox.control('POST', '/clients', {
    ...registered,
    client_id: 'strict',
    sandbox_profile: 'oauth21',
  });
  await sandbox.control('POST', '/clients', {
    ...registered,
    client_id: 'hmac',
    token_endpoint_auth_method: 'client_secret_jwt',
  });
  stranger = await newSigningKey();
  ofRsa = await newSigningKey('RS256');
  refreshTokens.kakeibo = (await linkWithoutScreens(sandbox)).refresh_token;
  refreshTokens.keyed = (await linkWithoutScreens(sandbox, { clientId: 'keyed' })).refresh_token;
});
afterAll(() => sandbox.stop());

const request = () => ({ response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'account:balance' });
const asks: [path: string, form: (refreshToken: string) => Form][] = [
  ...endpointPaths.token.map((path): (typeof asks)[number] => [
    path,
    (refresh_token) => ({ grant_type: 'refresh_token', refresh_token }),
  ]),
  ...endpointPaths.revocation.map((path): (typeof asks)[number] => [path, (token) => ({ token })]),
  ...endpointPaths.introspection.map((path): (typeof asks)[number] => [path, (token) => ({ token })]),
  ...endpointPaths.pushedRequest.map((path): (typeof asks)[number] => [path, request]),
];

interface Attempt {
  code: RefusalCode;
  because: string;
  /** @param form what is asked for, by a client with a secret and by one with a key. */
  send: (url: string, form: { ofSecret: Form; ofKey: Form }) => Promise<JsonAnswer>;
}

const post = async (url: string, init: RequestInit): Promise<JsonAnswer> =>
  readAnswer(await fetch(url, { method: 'POST', ...init }));
const right = () => ({ authorization: basic(KAKEIBO) });
const withHeader = (code: RefusalCode, because: string, authorization: () => string): Attempt => ({
  code,
  because,
  send: (url, { ofSecret }) => postForm(url, ofSecret, { authorization: authorization() }),
});
const inBody = (
  code: RefusalCode,
  because: string,
  more: Form,
  headers: () => Form = () => ({}),
): Attempt => ({
  code,
  because,
  send: (url, { ofSecret }) => postForm(url, { ...ofSecret, ...more }, headers()),
});
const raw = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

const ofSecrets: Attempt[] = [
  inBody('client_authentication_missing', 'nothing', {}),
  inBody('client_authentication_missing', 'client_id alone', { client_id: KAKEIBO.clientId }),
  inBody('client_authentication_missing', 'an empty secret', {
    client_id: KAKEIBO.clientId,
    client_secret: '',
  }),
  withHeader('client_unknown', 'nobody', () => raw('nobody:secret')),
  withHeader('client_secret_wrong', 'a wrong secret', () => basic({ ...KAKEIBO, secret: 'wrong' })),
  withHeader('client_secret_wrong', 'no secret', () => basic({ ...KAKEIBO, secret: '' })),
  withHeader('client_secret_wrong', 'the secret of another client', () =>
    basic({ ...KAKEIBO, secret: SECRET }),
  ),
  withHeader('client_secret_wrong', 'one letter more', () =>
    basic({ ...KAKEIBO, secret: `${KAKEIBO.secret ?? ''}x` }),
  ),
  inBody('client_authentication_method_mismatch', 'the secret in the body', {
    client_id: KAKEIBO.clientId,
    client_secret: KAKEIBO.secret ?? '',
  }),
  withHeader('client_authentication_method_mismatch', 'a public client with a secret', () =>
    basic({ ...MOBILE, secret: SECRET }),
  ),
  inBody('client_credentials_conflict', 'another client_id beside it', { client_id: 'other' }, right),
  inBody('client_credentials_conflict', 'another secret beside it', { client_secret: SECRET }, right),
  inBody(
    'client_authentication_twice',
    'twice, under OAuth 2.1',
    { client_id: 'strict', client_secret: SECRET },
    () => ({ authorization: raw(`strict:${SECRET}`) }),
  ),
  ...['Basic', 'Basic !', raw('no colon'), raw(':nobody'), raw('%zz:x'), 'Basic YQ== YQ=='].map((header) =>
    withHeader('basic_header_malformed', `“${header}”`, () => header),
  ),
  withHeader('authorization_scheme_unsupported', 'a token', () => 'Bearer at_x.y'),
  withHeader('authorization_scheme_unsupported', 'Digest', () => 'Digest username="demo-kakeibo"'),
];

/** Rightly authenticated, but no form of the kind RFC 6749 §3.2 describes. */
const forms: Attempt[] = [
  {
    code: 'token_request_media_type',
    because: 'JSON',
    send: (url, { ofSecret }) =>
      post(url, {
        headers: { ...right(), 'content-type': 'application/json' },
        body: JSON.stringify(ofSecret),
      }),
  },
  {
    code: 'token_request_media_type',
    because: 'multipart',
    send: (url, { ofSecret }) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(ofSecret)) body.set(name, value);
      return post(url, { headers: right(), body });
    },
  },
  {
    code: 'token_request_unreadable',
    because: 'an unknown character set',
    send: (url, { ofSecret }) =>
      post(url, {
        headers: { ...right(), 'content-type': `${FORM['content-type']}; charset=no-such` },
        body: new URLSearchParams(ofSecret).toString(),
      }),
  },
  {
    code: 'token_request_too_large',
    because: '70,000 letters',
    send: (url, { ofSecret }) => postForm(url, { ...ofSecret, surplus: 'x'.repeat(70_000) }, right()),
  },
  {
    code: 'token_parameters_in_query',
    because: 'everything in the URL',
    send: (url, { ofSecret }) =>
      post(`${url}?${new URLSearchParams(ofSecret).toString()}`, {
        headers: { ...right(), ...FORM },
        body: '',
      }),
  },
  {
    code: 'token_parameters_in_query',
    because: 'the credentials in the URL',
    send: (url, { ofSecret }) =>
      postForm(`${url}?client_id=${KAKEIBO.clientId}&client_secret=${KAKEIBO.secret ?? ''}`, ofSecret),
  },
];

const asserting = (
  code: RefusalCode,
  because: string,
  make: () => Promise<string> | string,
  more: Form = {},
): Attempt => ({
  code,
  because,
  send: async (url, { ofKey }) =>
    postForm(url, {
      ...ofKey,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await make(),
      ...more,
    }),
});
const changed = (code: RefusalCode, because: string, changes: () => Record<string, unknown>) =>
  asserting(code, because, () => keyed.assertion(changes()));
const now = () => bankSeconds(sandbox);
const publicPem = async () =>
  exportSPKI((await importJWK({ ...keyed.key.jwk, ext: true }, keyed.key.alg)) as CryptoKey);

const assertions: Attempt[] = [
  asserting('assertion_malformed', 'no JWT', () => 'abc'),
  asserting('assertion_type_unsupported', 'another type', () => keyed.assertion(), {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
  }),
  asserting('client_credentials_conflict', 'client_id of another', () => keyed.assertion(), {
    client_id: 'other',
  }),
  asserting('client_credentials_conflict', 'a secret beside it', () => keyed.assertion(), {
    client_secret: SECRET,
  }),
  changed('client_unknown', 'sub of nobody', () => ({ sub: 'nobody' })),
  changed('assertion_subject', 'iss of another', () => ({ iss: 'other' })),
  changed('assertion_audience', 'no aud', () => ({ aud: undefined })),
  changed('assertion_audience', 'aud of another server', () => ({ aud: 'https://as.example' })),
  changed('assertion_audience', 'aud a near miss', () => ({ aud: `${sandbox.issuer}.evil.example` })),
  asserting('assertion_audience', 'FAPI 2: the token endpoint', () =>
    fapi2.assertion({ aud: `${sandbox.issuer}/oauth2/token` }),
  ),
  asserting('assertion_audience', 'FAPI 2: an array', () => fapi2.assertion({ aud: [sandbox.issuer] })),
  changed('assertion_claim_missing', 'no exp', () => ({ exp: undefined })),
  changed('assertion_claim_missing', 'no jti', () => ({ jti: undefined })),
  changed('assertion_expired', 'expired this second', () => ({ exp: now() })),
  changed('assertion_not_yet_valid', 'iat 61 s ahead', () => ({ iat: now() + 61, exp: now() + 200 })),
  changed('assertion_not_yet_valid', 'nbf 61 s ahead', () => ({ nbf: now() + 61, exp: now() + 200 })),
  asserting('assertion_algorithm', 'none', () => unsigned(keyed.assertionClaims())),
  asserting('assertion_algorithm', 'none in odd letters', () =>
    unsigned(keyed.assertionClaims(), { alg: 'NonE' }),
  ),
  asserting('assertion_algorithm', 'FAPI 2: RS256', () => sign(ofRsa, fapi2.assertionClaims())),
  asserting('client_authentication_method_mismatch', 'an HMAC over the public key (PEM)', async () =>
    signWithSecret(await publicPem(), keyed.assertionClaims()),
  ),
  asserting('client_authentication_method_mismatch', 'an HMAC over the public key (JWK)', () =>
    signWithSecret(JSON.stringify(keyed.key.jwk), keyed.assertionClaims()),
  ),
  asserting('assertion_signature', 'one letter changed', async () => tampered(await keyed.assertion())),
  asserting('assertion_signature', 'a stranger under the registered kid', () =>
    sign({ ...stranger, kid: keyed.key.kid }, keyed.assertionClaims()),
  ),
  asserting('assertion_signature', 'another secret', () =>
    signWithSecret(`${SECRET}!`, keyed.assertionClaims({ iss: 'hmac', sub: 'hmac' })),
  ),
  asserting('assertion_key_unknown', 'the key of another client', () =>
    sign(other.key, keyed.assertionClaims()),
  ),
  ...(['jwk', 'jku', 'x5u', 'x5c'] as const).map((header) =>
    asserting('assertion_carries_key', header, () =>
      sign({ ...stranger, kid: keyed.key.kid }, keyed.assertionClaims(), {
        [header]: {
          jwk: stranger.jwk,
          jku: 'https://evil.example/jwks',
          x5u: 'https://evil.example/c',
          x5c: ['AA=='],
        }[header],
      }),
    ),
  ),
];

const everywhere = asks.flatMap(([path, ask]) =>
  [...ofSecrets, ...forms, ...assertions].map((attempt) => ({
    path,
    ask,
    attempt,
    name: `${attempt.code}: ${attempt.because}`,
  })),
);

describe('who does not prove himself is refused', () => {
  it.each(everywhere)('$path, $name', async ({ path, ask, attempt }) => {
    const form = { ofSecret: ask(refreshTokens.kakeibo), ofKey: ask(refreshTokens.keyed) };
    await expectRefused(sandbox, {
      code: attempt.code,
      send: (arranged) => {
        arranged();
        return attempt.send(sandbox.issuer + path, form);
      },
    });
  });

  it.each(asks)('%s: any parameter twice, alike or not, empty or not', async (path, ask) => {
    const form = { ...ask(refreshTokens.kakeibo), client_id: KAKEIBO.clientId };
    for (const [name, value] of Object.entries(form)) {
      for (const again of [value, 'another', '']) {
        await expectRefused(sandbox, {
          code: 'parameter_repeated',
          send: (arranged) => {
            const doubled = new URLSearchParams(form);
            doubled.append(name, again);
            arranged();
            return postForm(sandbox.issuer + path, doubled, right());
          },
        });
      }
    }
  });

  const paths = asks.map(([path]) => path);

  it.each(paths)('an assertion that was used at %s is used up everywhere', async (first) => {
    const jti = randomUUID();
    const used = await keyed.assertion({ jti });
    const credentials = { client_assertion_type: ASSERTION_TYPE, client_assertion: used };
    const nobodys = { grant_type: 'refresh_token', refresh_token: 'rt_x', token: 'rt_x', ...request() };
    const answer = await postForm(sandbox.issuer + first, { ...nobodys, ...credentials });
    expect(answer.body['error'] ?? 'invalid_grant').toBe('invalid_grant');
    for (const [path, ask] of asks) {
      for (const client_assertion of [used, await keyed.assertion({ jti, exp: now() + 30 })]) {
        await expectRefused(sandbox, {
          code: 'assertion_replayed',
          send: (arranged) => {
            arranged();
            return postForm(sandbox.issuer + path, {
              ...ask(refreshTokens.keyed),
              ...credentials,
              client_assertion,
            });
          },
        });
      }
    }
  });

  it.each(paths.flatMap((path) => ['GET', 'PUT', 'DELETE', 'PATCH'].map((method) => ({ path, method }))))(
    '$path, $method',
    async ({ path, method }) => {
      await expectRefused(sandbox, {
        code: 'token_method_not_allowed',
        send: async (arranged) => {
          arranged();
          const answer = await readAnswer(await fetch(sandbox.issuer + path, { method, headers: right() }));
          expect(answer.headers.get('allow')).toBe('POST');
          return answer;
        },
      });
    },
  );

  it.each(asks)('and the right ones are let in: %s', async (path, ask) => {
    for (const attempt of [
      () => postForm(sandbox.issuer + path, ask('rt_unknown'), right()),
      () => keyed.post(path, ask('rt_unknown')),
    ]) {
      const { body } = await attempt();
      expect(body['error'] ?? 'invalid_grant').toBe('invalid_grant');
    }
  });
});
