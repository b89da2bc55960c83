import { randomUUID } from 'node:crypto';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { linkAccount } from '../../harness/customer-browser.ts';
import { KeyedClient, postForm, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { newPkce, REDIRECT_URI } from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
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

const TOKEN = '/oauth2/token';
const ACCOUNTS = '/ib/v1/accounts';

let sandbox: TestSandbox;
let client: KeyedClient;
let mine: ProofKey;
let other: ProofKey;
let bound: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'prover', {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'account:balance openid offline_access grant_management_query grant_management_revoke',
  });
  await KeyedClient.register(sandbox, 'must-prove', {
    dpop_bound_access_tokens: true,
    grant_types: ['authorization_code', 'refresh_token'],
  });
  mine = await ProofKey.make(sandbox);
  other = await ProofKey.make(sandbox);
  const tokens = await client.link({ proofKey: mine });
  expect(tokens.token_type).toBe('DPoP');
  bound = tokens.access_token;
});
afterAll(() => sandbox.stop());

const now = () => bankSeconds(sandbox);

/** A token of the client's own: the shortest way past the proof. */
const tokenWith = (proof: string) =>
  client.post(TOKEN, { grant_type: 'client_credentials' }, { dpop: proof });

const proving =
  (make: () => Promise<string> | string): RefusedRequest['send'] =>
  async (arranged) => {
    const proof = await make();
    arranged();
    return tokenWith(proof);
  };
const claiming = (claims: () => Record<string, unknown>) =>
  proving(() => mine.prove('POST', TOKEN, claims()));
const heading = (header: () => Record<string, unknown>) =>
  proving(() => mine.prove('POST', TOKEN, {}, header()));
const goodClaims = () => ({ htm: 'POST', htu: sandbox.issuer + TOKEN, iat: now(), jti: randomUUID() });

const rows: RefusedRequest[] = [
  { code: 'dpop_proof_malformed', because: 'no JWT', send: proving(() => 'abc') },
  {
    code: 'dpop_proof_repeated',
    send: proving(async () => `${await mine.prove('POST', TOKEN)}, ${await mine.prove('POST', TOKEN)}`),
  },
  { code: 'dpop_type', because: 'absent', send: heading(() => ({ typ: undefined })) },
  { code: 'dpop_type', because: 'JWT', send: heading(() => ({ typ: 'JWT' })) },
  {
    code: 'dpop_algorithm',
    because: 'none',
    send: proving(() => unsigned(goodClaims(), { typ: 'dpop+jwt', jwk: mine.bareJwk })),
  },
  {
    code: 'dpop_algorithm',
    because: 'an HMAC with the public key',
    send: proving(() =>
      signWithSecret(JSON.stringify(mine.bareJwk), goodClaims(), { typ: 'dpop+jwt', jwk: mine.bareJwk }),
    ),
  },
  { code: 'dpop_key_missing', because: 'no jwk', send: heading(() => ({ jwk: undefined })) },
  { code: 'dpop_key_missing', because: 'a name instead', send: heading(() => ({ jwk: 'key-1' })) },
  {
    code: 'dpop_key_missing',
    because: 'of another kind',
    send: heading(() => ({ jwk: { kty: 'RSA', e: 'AQAB' } })),
  },
  {
    code: 'dpop_key_missing',
    because: 'off the curve',
    send: heading(() => ({ jwk: { ...mine.bareJwk, x: 'A'.repeat(43) } })),
  },
  {
    code: 'dpop_key_private',
    send: proving(async () => mine.prove('POST', TOKEN, {}, { jwk: await exportJWK(mine.key.privateKey) })),
  },
  {
    code: 'dpop_key_private',
    because: 'a symmetric key',
    send: heading(() => ({ jwk: { kty: 'oct', k: 'c2VjcmV0' } })),
  },
  {
    code: 'dpop_signature',
    because: 'changed on the way',
    send: proving(async () => tampered(await mine.prove('POST', TOKEN))),
  },
  { code: 'dpop_signature', because: 'of another key', send: heading(() => ({ jwk: other.bareJwk })) },
  { code: 'dpop_method_mismatch', because: 'htm GET', send: claiming(() => ({ htm: 'GET' })) },
  { code: 'dpop_method_mismatch', because: 'htm in lower case', send: claiming(() => ({ htm: 'post' })) },
  { code: 'dpop_method_mismatch', because: 'htm missing', send: claiming(() => ({ htm: undefined })) },
  ...[
    undefined,
    '',
    42,
    '/oauth2/token',
    'urn:example:token',
    'https://evil.example/oauth2/token',
    'PAR',
    'SLASH',
  ].map((htu): RefusedRequest => {
    const uri = () =>
      ({ PAR: `${sandbox.issuer}/oauth2/par`, SLASH: `${sandbox.issuer}/oauth2/token/` })[String(htu)];
    return {
      code: 'dpop_uri_mismatch',
      because: `htu ${String(htu)}`,
      send: claiming(() => ({ htu: uri() ?? htu })),
    };
  }),
  { code: 'dpop_claim_missing', because: 'jti', send: claiming(() => ({ jti: undefined })) },
  { code: 'dpop_claim_missing', because: 'an empty jti', send: claiming(() => ({ jti: '' })) },
  { code: 'dpop_claim_missing', because: 'iat', send: claiming(() => ({ iat: undefined })) },
  { code: 'dpop_claim_missing', because: 'iat as text', send: claiming(() => ({ iat: 'now' })) },
  { code: 'dpop_proof_stale', because: '61 s old', send: claiming(() => ({ iat: now() - 61 })) },
  { code: 'dpop_proof_stale', because: '61 s ahead', send: claiming(() => ({ iat: now() + 61 })) },
  {
    code: 'dpop_nonce_required',
    because: 'a nonce the bank never gave',
    send: claiming(() => ({ nonce: 'x' })),
  },
  {
    code: 'dpop_proof_replayed',
    send: async (arranged) => {
      const proof = await mine.prove('POST', TOKEN);
      await tokenWith(proof);
      arranged();
      return tokenWith(proof);
    },
  },
];

describe('proofs refused at the token endpoint', () => {
  it.each(named(rows))('%s', async (_, row) => {
    const answer = await expectRefused(sandbox, row);
    expect(answer.status).toBe(400);
  });

  it('a weak RSA key', async () => {
    const weak = { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(128, 0xc5).toString('base64url') };
    // No library signs with such a key; so the header is put before a signature that exists.
    const [, claims = '', signature = ''] = (await mine.prove('POST', TOKEN)).split('.');
    const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg: 'RS256', jwk: weak })).toString(
      'base64url',
    );
    const answer = await tokenWith(`${header}.${claims}.${signature}`);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
  });

  it('none at all, where the registration asks for one', async () => {
    const position = sandbox.logPosition();
    const must = await KeyedClient.register(sandbox, 'must-prove-too', { dpop_bound_access_tokens: true });
    const answer = await must.post(TOKEN, { grant_type: 'refresh_token', refresh_token: 'rt_x' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
    expectExplained(sandbox.logAfter(position).at(-1), 'dpop_proof_required');
  });
});

describe('proofs accepted', () => {
  it.each(['ES256', 'PS256', 'EdDSA', 'RS256'])('%s', async (alg) => {
    const key = await ProofKey.make(sandbox, alg);
    expect(await tokenWith(await key.prove('POST', TOKEN))).toMatchObject({
      status: 200,
      body: { token_type: 'DPoP' },
    });
  });

  const uris: [string, () => string][] = [
    ['a query and a fragment', () => `${sandbox.issuer}${TOKEN}?a=b#c`],
    ['an upper-case scheme', () => sandbox.issuer.replace('http', 'HTTP') + TOKEN],
  ];
  it.each(uris)('htu with %s', async (_, htu) => {
    expect((await tokenWith(await mine.prove('POST', TOKEN, { htu: htu() }))).status).toBe(200);
  });

  it.each([-60, 60])('iat %i s away', async (seconds) => {
    expect((await tokenWith(await mine.prove('POST', TOKEN, { iat: now() + seconds }))).status).toBe(200);
  });

  it('members nobody knows, and the same jti from two keys', async () => {
    const jti = randomUUID();
    for (const key of [mine, other]) {
      const proof = await key.prove('POST', TOKEN, { jti, surprise: true }, { note: 'unknown' });
      expect((await tokenWith(proof)).status).toBe(200);
    }
  });
});

describe('nonces', () => {
  beforeAll(() => sandbox.changeSettings({ policies: { dpopNonce: 'required' } }));
  afterAll(() => sandbox.changeSettings({ policies: { dpopNonce: 'optional' } }));

  async function nonce(): Promise<string> {
    const answer = await tokenWith(await mine.prove('POST', TOKEN));
    expect(answer).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
    return answer.headers.get('dpop-nonce') ?? '';
  }

  it('are asked for, one in one header, and taken', async () => {
    const given = await nonce();
    expect(given).toMatch(/^[A-Za-z0-9_-]{16,}$/);
    expect((await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }))).status).toBe(200);
  });

  it('serve until the next but one, by the bank’s clock', async () => {
    const given = await nonce();
    await sandbox.advance('PT5M');
    expect((await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }))).status).toBe(200);
    await sandbox.advance('PT5M');
    const late = await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }));
    expect(late.body['error']).toBe('use_dpop_nonce');
    expect(late.headers.get('dpop-nonce')).not.toBe(given);
  });

  it.each([42, '', ['a'], null])('%j is none', async (wrong) => {
    const answer = await tokenWith(await mine.prove('POST', TOKEN, { nonce: wrong }));
    expect(answer.body['error']).toBe('use_dpop_nonce');
  });

  it.each([ACCOUNTS, '/oauth2/userinfo'])('are asked for at %s with 401', async (path) => {
    const { access_token } = await linkWithNonce();
    const answer = await read(path, { token: access_token, proof: await proofFor(path, access_token) });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^DPoP .*error="use_dpop_nonce"/);
    const given = answer.headers.get('dpop-nonce') ?? '';
    const proof = await mine.prove('GET', path, { nonce: given }, {}, access_token);
    expect((await read(path, { token: access_token, proof })).status).toBe(200);
  });

  it('come with answers that succeed too, so that nobody is refused to get the next', async () => {
    const first = await nonce();
    const taken = await tokenWith(await mine.prove('POST', TOKEN, { nonce: first }));
    expect(taken).toMatchObject({ status: 200 });
    expect(taken.headers.get('dpop-nonce')).toBe(first);
    await sandbox.advance('PT5M');
    const later = await tokenWith(await mine.prove('POST', TOKEN, { nonce: first }));
    const second = later.headers.get('dpop-nonce') ?? '';
    expect(second).not.toBe(first);
    await sandbox.advance('PT5M');
    expect((await tokenWith(await mine.prove('POST', TOKEN, { nonce: second }))).status).toBe(200);
  });

  it.each([
    ['POST', '/oauth2/par'],
    ['GET', ACCOUNTS],
    ['GET', '/oauth2/userinfo'],
    ['GET', '/oauth2/grants/GRANT'],
  ])('come in exactly one header that a browser may read, %s %s, refused or not', async (method, where) => {
    const origin = 'https://spa.example';
    await sandbox.control('PATCH', '/clients/prover', { sandbox_allowed_origins: [origin] });
    const tokens = await linkWithNonce();
    const given = await nonce();
    const management = await tokenWith(await mine.prove('POST', TOKEN, { nonce: given }));
    const managing = where.endsWith('GRANT');
    const path = where.replace('GRANT', tokens.grant_id);
    const token = managing ? String(management.body['access_token']) : tokens.access_token;
    const ask = async (claims: Record<string, unknown>) => {
      if (method === 'POST') {
        return client.post(path, client.requestParameters(), {
          origin,
          dpop: await mine.prove(method, path, claims),
        });
      }
      const headers = {
        origin,
        authorization: `DPoP ${token}`,
        dpop: await mine.prove(method, path, claims, {}, token),
      };
      return readAnswer(await fetch(sandbox.issuer + path, { headers }));
    };
    const answers = [await ask({}), await ask({ nonce: given })];
    expect(answers.map(({ status }) => status >= 400)).toEqual([true, false]);
    for (const { headers } of answers) {
      // Two headers would come out joined by a comma.
      expect(headers.get('dpop-nonce')).toBe(given);
      if (managing) continue;
      const exposed = headers.get('access-control-expose-headers')?.split(', ');
      expect(exposed).toEqual(expect.arrayContaining(['WWW-Authenticate', 'DPoP-Nonce']));
    }
  });

  it('are offered where none is needed only to who uses one that nears its end', async () => {
    const given = await nonce();
    await sandbox.changeSettings({ policies: { dpopNonce: 'optional' } });
    const offered = async (claims: Record<string, unknown>) =>
      (await tokenWith(await mine.prove('POST', TOKEN, claims))).headers.get('dpop-nonce');
    expect(await offered({})).toBeNull();
    expect(await offered({ nonce: given })).toBeNull();
    await sandbox.advance('PT5M');
    const next = await offered({ nonce: given });
    expect(next).toMatch(/^[A-Za-z0-9_-]{16,}$/);
    expect(next).not.toBe(given);
    await sandbox.changeSettings({ policies: { dpopNonce: 'required' } });
  });

  async function linkWithNonce() {
    await sandbox.changeSettings({ policies: { dpopNonce: 'optional' } });
    const tokens = await client.link({ proofKey: mine });
    await sandbox.changeSettings({ policies: { dpopNonce: 'required' } });
    return tokens;
  }
});

const proofFor = (path: string, token: string, key = mine) => key.prove('GET', path, {}, {}, token);

async function read(
  path: string,
  { token, proof, scheme = 'DPoP' }: { token: string; proof?: string; scheme?: string },
): Promise<JsonAnswer> {
  const headers = { authorization: `${scheme} ${token}`, ...(proof === undefined ? {} : { dpop: proof }) };
  return readAnswer(await fetch(sandbox.issuer + path, { headers }));
}

describe.each([ACCOUNTS, '/oauth2/userinfo'])('a bound token at %s', (path) => {
  beforeAll(async () => {
    bound = (await client.link({ proofKey: mine })).access_token;
  });

  it.each(['DPoP', 'dpop', 'DPOP'])('works with its key, scheme written %s', async (scheme) => {
    expect((await read(path, { token: bound, proof: await proofFor(path, bound), scheme })).status).toBe(200);
  });

  it('works with a query, which does not count', async () => {
    expect((await read(`${path}?a=b`, { token: bound, proof: await proofFor(path, bound) })).status).toBe(
      200,
    );
  });

  const refusals: [RefusalCode, string, () => Promise<Parameters<typeof read>[1]>][] = [
    ['access_token_binding', 'as Bearer', () => Promise.resolve({ token: bound, scheme: 'Bearer' })],
    [
      'access_token_binding',
      'as Bearer with a proof beside it',
      async () => ({ token: bound, scheme: 'Bearer', proof: await proofFor(path, bound) }),
    ],
    ['access_token_binding', 'without a proof', () => Promise.resolve({ token: bound })],
    [
      'access_token_key_mismatch',
      'with another key',
      async () => ({ token: bound, proof: await proofFor(path, bound, other) }),
    ],
    [
      'dpop_token_hash_mismatch',
      'without ath',
      async () => ({ token: bound, proof: await mine.prove('GET', path) }),
    ],
    [
      'dpop_token_hash_mismatch',
      'with the ath of another token',
      async () => ({ token: bound, proof: await proofFor(path, 'at_other') }),
    ],
    [
      'dpop_method_mismatch',
      'with a proof for POST',
      async () => ({ token: bound, proof: await mine.prove('POST', path, {}, {}, bound) }),
    ],
    [
      'dpop_uri_mismatch',
      'with a proof for another resource',
      async () => ({ token: bound, proof: await proofFor('/ib/v1/other', bound) }),
    ],
    [
      'dpop_proof_stale',
      'with an old proof',
      async () => ({ token: bound, proof: await mine.prove('GET', path, { iat: now() - 61 }, {}, bound) }),
    ],
    [
      'dpop_signature',
      'with a proof changed on the way',
      async () => ({ token: bound, proof: tampered(await proofFor(path, bound)) }),
    ],
    [
      'dpop_proof_replayed',
      'with a proof used before',
      async () => {
        const proof = await proofFor(path, bound);
        await read(path, { token: bound, proof });
        return { token: bound, proof };
      },
    ],
  ];
  it.each(refusals)('%s: %s', async (code, _, arrange) => {
    const presented = await arrange();
    const position = sandbox.logPosition();
    const answer = await read(path, presented);
    expect(answer.status).toBe(401);
    const error = catalogue[code].wire === 'invalid_dpop_proof' ? 'invalid_dpop_proof' : 'invalid_token';
    expect(answer.headers.get('www-authenticate')).toMatch(
      new RegExp(`^DPoP .*error="${error}".*algs="ES256 PS256 EdDSA RS256"$`),
    );
    expectExplained(sandbox.logAfter(position)[0], code);
  });

  it('an unbound token is no DPoP token', async () => {
    const { access_token } = await client.link();
    const position = sandbox.logPosition();
    const answer = await read(path, { token: access_token, proof: await proofFor(path, access_token) });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    expectExplained(sandbox.logAfter(position)[0], 'access_token_unbound');
  });
});

describe('codes and refresh tokens', () => {
  it('a code pushed with a proof is good for that key only', async () => {
    const code = await client.obtainCode({ proofKey: mine });
    const position = sandbox.logPosition();
    const stolen = await client.redeem(code, { proofKey: other });
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
    expectExplained(sandbox.logAfter(position)[0], 'dpop_key_mismatch');
    expect((await client.redeem(code)).status).toBe(400);
    expect((await client.redeem(code, { proofKey: mine })).status).toBe(200);
  });

  it('dpop_jkt binds as well, without a push', async () => {
    const { verifier, challenge } = newPkce();
    const url = client.authorizationUrl({
      ...client.requestParameters(),
      scope: 'account:balance offline_access',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      dpop_jkt: mine.thumbprint,
    });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    const code = { code: parameters.get('code') ?? '', verifier };
    expect((await client.redeem(code, { proofKey: other })).body['error']).toBe('invalid_dpop_proof');
    expect((await client.redeem(code, { proofKey: mine })).status).toBe(200);
  });

  it('dpop_jkt and the proof of the push must agree', async () => {
    await expectRefused(sandbox, {
      code: 'dpop_key_mismatch',
      send: async (arranged) => {
        const proof = await mine.prove('POST', '/oauth2/par');
        arranged();
        return client.post('/oauth2/par', client.requestParameters({ dpop_jkt: other.thumbprint }), {
          dpop: proof,
        });
      },
    });
    const proof = await mine.prove('POST', '/oauth2/par');
    await client.push({ dpop_jkt: mine.thumbprint }, { dpop: proof });
  });

  it('dpop_jkt and the proof must agree inside a signed object too', async () => {
    const request = await client.requestObject({ dpop_jkt: other.thumbprint });
    const proof = await mine.prove('POST', '/oauth2/par');
    expect(await client.post('/oauth2/par', { request }, { dpop: proof })).toMatchObject({
      status: 400,
      body: { error: 'invalid_dpop_proof' },
    });
  });

  it('dpop_jkt that is no thumbprint', async () => {
    await expectRefused(sandbox, {
      code: 'dpop_thumbprint_malformed',
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/par', client.requestParameters({ dpop_jkt: 'short' }));
      },
    });
  });

  it('a confidential client may refresh with a new key', async () => {
    const { refresh_token } = await client.link({ proofKey: mine });
    const proof = await other.prove('POST', TOKEN);
    const answer = await client.post(TOKEN, { grant_type: 'refresh_token', refresh_token }, { dpop: proof });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
  });

  it('a public client’s refresh token is bound to its key', async () => {
    const form = { client_id: 'native', redirect_uri: REDIRECT_URI };
    await sandbox.control('POST', '/clients', {
      client_id: 'native',
      application_type: 'native',
      sandbox_customer_kind: 'personal',
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
    });
    const { verifier, challenge } = newPkce();
    const query = new URLSearchParams({
      ...form,
      response_type: 'code',
      scope: 'account:balance offline_access',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const returned = await linkAccount(
      sandbox.issuer,
      `${sandbox.issuer}/oauth2/authorize?${query.toString()}`,
    );
    const send = async (more: Record<string, string>, key?: ProofKey) =>
      postForm(
        sandbox.issuer + TOKEN,
        { ...form, ...more },
        key ? { dpop: await key.prove('POST', TOKEN) } : {},
      );
    const first = await send(
      {
        grant_type: 'authorization_code',
        code: returned.parameters.get('code') ?? '',
        code_verifier: verifier,
      },
      mine,
    );
    expect(first.status).toBe(200);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
    expect((await send(refresh, other)).body['error']).toBe('invalid_dpop_proof');
    // An exported scenario says whose they are, or anybody's key would do once it is loaded.
    await sandbox.control('POST', '/scenario', await sandbox.control('GET', '/scenario'));
    expect((await send(refresh, other)).body['error']).toBe('invalid_dpop_proof');
    expect((await send(refresh)).status).toBe(400);
    expect((await send(refresh, mine)).status).toBe(200);
  });

  it('every proof of a log entry is a fingerprint', async () => {
    const position = sandbox.logPosition();
    const key = await newSigningKey();
    const proof = await mine.prove('POST', TOKEN);
    await tokenWith(proof);
    await tokenWith(await sign(key, goodClaims(), { typ: 'dpop+jwt', jwk: mine.bareJwk }));
    expect(JSON.stringify(sandbox.logAfter(position))).not.toContain(proof);
  });
});
