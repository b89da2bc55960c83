import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { faultyAtResources, faultyProofs, type ProofAim } from '../../harness/faulty-proofs.ts';
import { KeyedClient, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { expectResourceRefused } from '../../harness/refused-resource.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';

/* What a token that is bound to a key opens, and what it does not without that key (RFC 9449 §7). */

let sandbox: TestSandbox;
let client: KeyedClient;
let mine: ProofKey;
let other: ProofKey;
/** Bound to the key of `mine`, and the same without any key. */
const tokens = { customer: { bound: '', free: '' }, client: { bound: '', free: '' } };
let grantId: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
  client = await KeyedClient.register(sandbox, 'prover', {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope:
      'account:balance account:transaction openid offline_access grant_management_query grant_management_revoke',
  });
  mine = await ProofKey.make(sandbox);
  other = await ProofKey.make(sandbox);
  const linked = await client.link({ proofKey: mine });
  expect(linked.token_type).toBe('DPoP');
  grantId = linked.grant_id;
  tokens.customer = { bound: linked.access_token, free: (await client.link()).access_token };
  const own = async (headers: Record<string, string>) => {
    const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' }, headers);
    return String(body['access_token']);
  };
  tokens.client = {
    bound: await own({ dpop: await mine.prove('POST', '/oauth2/token') }),
    free: await own({}),
  };
});
afterAll(() => sandbox.stop());

interface Place {
  method: string;
  path: () => string;
  query?: string;
  of: keyof typeof tokens;
}
const places: Record<string, Place> = {
  accounts: { method: 'GET', path: () => '/ib/v1/accounts', of: 'customer' },
  balances: { method: 'GET', path: () => '/personal/v1/accounts/balances', of: 'customer' },
  transactions: {
    method: 'GET',
    path: () => '/ganb/api/personal/v1/accounts/transactions',
    query: '?accountId=001011000001',
    of: 'customer',
  },
  userinfo: { method: 'GET', path: () => '/oauth2/userinfo', of: 'customer' },
  'userinfo by POST': { method: 'POST', path: () => '/oauth2/userinfo', of: 'customer' },
  // Last, since it succeeds at the end: the grant is over then.
  'a grant': { method: 'GET', path: () => `/oauth2/grants/${grantId}`, of: 'client' },
  'the end of a grant': { method: 'DELETE', path: () => `/oauth2/grants/${grantId}`, of: 'client' },
};

async function ask(
  { method, path, query = '' }: Place,
  { token, proof, scheme = 'DPoP' }: { token: string; proof?: string; scheme?: string },
): Promise<JsonAnswer> {
  const headers = { authorization: `${scheme} ${token}`, ...(proof !== undefined && { dpop: proof }) };
  return readAnswer(await fetch(sandbox.issuer + path() + query, { method, headers }));
}

describe.each(Object.entries(places))('a bound token at %s', (_name, place) => {
  const { method, path } = place;
  const token = () => tokens[place.of].bound;
  const aim = (): ProofAim => ({
    sandbox,
    key: mine,
    other,
    method,
    path: path(),
    accessToken: token(),
  });
  const right = () => mine.prove(method, path(), {}, {}, token());

  const refused = (code: RefusalCode) => {
    const { wire } = catalogue[code];
    const ofProof = wire === 'invalid_dpop_proof' || wire === 'use_dpop_nonce';
    return { code, scheme: 'DPoP' as const, error: ofProof ? wire : 'invalid_token' };
  };

  it.each(
    [...faultyProofs, ...faultyAtResources].map(
      (faulty) => [`${faulty.code}: ${faulty.because}`, faulty] as const,
    ),
  )('%s', async (_title, { code, make }) => {
    const proof = await make(aim());
    const answer = await expectResourceRefused(sandbox, refused(code), () =>
      ask(place, { token: token(), proof }),
    );
    expect(answer.headers.get('www-authenticate')).toMatch(/algs="ES256 PS256 EdDSA Ed25519 RS256"$/);
    expect(answer.headers.has('dpop-nonce')).toBe(code === 'dpop_nonce_required');
  });

  it.each<[string, RefusalCode, () => Promise<Parameters<typeof ask>[1]>]>([
    ['as Bearer', 'access_token_binding', () => Promise.resolve({ token: token(), scheme: 'Bearer' })],
    [
      'as Bearer, a proof beside it',
      'access_token_binding',
      async () => ({ token: token(), scheme: 'Bearer', proof: await right() }),
    ],
    ['without a proof', 'access_token_binding', () => Promise.resolve({ token: token() })],
    [
      'with a proof used at another place',
      'dpop_uri_mismatch',
      async () => ({ token: token(), proof: await mine.prove(method, '/ib/v1/other', {}, {}, token()) }),
    ],
    [
      'with the proof of the token request',
      'dpop_method_mismatch',
      async () => ({
        token: token(),
        proof: await mine.prove(method === 'POST' ? 'GET' : 'POST', path(), {}, {}, token()),
      }),
    ],
  ])('%s', async (_title, code, arrange) => {
    const presented = await arrange();
    await expectResourceRefused(sandbox, refused(code), () => ask(place, presented));
  });

  it('a token without a key is no DPoP token', async () => {
    const free = tokens[place.of].free;
    const proof = await mine.prove(method, path(), {}, {}, free);
    await expectResourceRefused(sandbox, { code: 'access_token_unbound', error: 'invalid_token' }, () =>
      ask(place, { token: free, proof }),
    );
  });
});

const readable = Object.entries(places).filter(([, { method }]) => method !== 'DELETE');

describe.each(readable)('a bound token at %s', (_name, place) => {
  const token = () => tokens[place.of].bound;
  const right = () => mine.prove(place.method, place.path(), {}, {}, token());

  it.each(['DPoP', 'dpop', 'DPOP'])(
    'works with its key, the scheme written %s, and the proof but once',
    async (scheme) => {
      const proof = await right();
      expect((await ask(place, { token: token(), proof, scheme })).status).toBe(200);
      const refused = { code: 'dpop_proof_replayed', scheme: 'DPoP', error: 'invalid_dpop_proof' } as const;
      await expectResourceRefused(sandbox, refused, () => ask(place, { token: token(), proof, scheme }));
    },
  );

  it('works with a query, which does not count', async () => {
    const withQuery = { ...place, query: place.query ?? '?a=b' };
    expect((await ask(withQuery, { token: token(), proof: await right() })).status).toBe(200);
  });
});

it('in x-access-token a bound token is no better', async () => {
  await expectResourceRefused(
    sandbox,
    { code: 'access_token_binding', scheme: 'DPoP', error: 'invalid_token' },
    async () => {
      const { bound } = tokens.customer;
      const dpop = await mine.prove('GET', '/ib/v1/accounts', {}, {}, bound);
      const headers = { 'x-access-token': bound, dpop };
      return readAnswer(await fetch(`${sandbox.issuer}/ib/v1/accounts`, { headers }));
    },
  );
});

it('all these refusals over, the right proof ends the grant', async () => {
  const place = places['the end of a grant'];
  if (!place) throw new Error('the place is gone');
  const proof = await mine.prove('DELETE', place.path(), {}, {}, tokens.client.bound);
  expect((await ask(place, { token: tokens.client.bound, proof })).status).toBe(204);
});
