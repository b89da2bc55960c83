import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultyProofs, type ProofAim } from '../../harness/faulty-proofs.ts';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { bankSeconds, newSigningKey, ProofKey, sign } from '../../harness/signing-key.ts';

/* What makes a proof good where it is shown by itself: to get tokens, or to push a request. */

const TOKEN = '/oauth2/token';

let sandbox: TestSandbox;
let client: KeyedClient;
let mine: ProofKey;
let other: ProofKey;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'prover', {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope: 'account:balance openid offline_access grant_management_query',
  });
  mine = await ProofKey.make(sandbox);
  other = await ProofKey.make(sandbox);
});
afterAll(() => sandbox.stop());

/** Requests that succeed with any good proof. */
const places: Record<string, () => Record<string, string | undefined>> = {
  '/oauth2/token': () => ({ grant_type: 'client_credentials' }),
  '/auth/v1/token': () => ({ grant_type: 'client_credentials' }),
  '/oauth2/par': () => client.requestParameters({ scope: 'account:balance' }),
};
const at = (path: string): ProofAim => ({ sandbox, key: mine, other, method: 'POST', path });
const show = (path: string, dpop: string) => client.post(path, places[path]?.() ?? {}, { dpop });
const tokenWith = (dpop: string) => show(TOKEN, dpop);
const now = () => bankSeconds(sandbox);

describe.each(Object.keys(places))('proofs refused at %s', (path) => {
  it.each(faultyProofs.map((faulty) => [`${faulty.code}: ${faulty.because}`, faulty] as const))(
    '%s',
    async (_, { code, make }) => {
      const dpop = await make(at(path));
      const answer = await expectRefused(sandbox, {
        code,
        send: (arranged) => {
          arranged();
          return show(path, dpop);
        },
      });
      expect(answer.status).toBe(400);
      expect(answer.headers.has('dpop-nonce')).toBe(code === 'dpop_nonce_required');
    },
  );

  it('a proof used before, here or elsewhere', async () => {
    const proof = await mine.prove('POST', path);
    expect((await show(path, proof)).status).toBeLessThan(300);
    const again = await mine.prove('POST', path, { jti: randomUUID() });
    const replayed = {
      code: 'dpop_proof_replayed' as const,
      send: (arranged: () => void) => {
        arranged();
        return show(path, proof);
      },
    };
    await expectRefused(sandbox, replayed);
    expect((await show(path, again)).status).toBeLessThan(300);
    await expectRefused(sandbox, replayed);
  });

  it('the same jti in another proof of the key', async () => {
    const jti = randomUUID();
    await show(path, await mine.prove('POST', path, { jti }));
    const next = await mine.prove('POST', path, { jti, iat: now() - 1 });
    await expectRefused(sandbox, {
      code: 'dpop_proof_replayed',
      send: (arranged) => {
        arranged();
        return show(path, next);
      },
    });
  });

  it('a weak RSA key', async () => {
    const weak = { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(128, 0xc5).toString('base64url') };
    // No library signs with such a key; so the header is put before a signature that exists.
    const [, claims = '', signature = ''] = (await mine.prove('POST', path)).split('.');
    const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg: 'RS256', jwk: weak })).toString(
      'base64url',
    );
    const answer = await show(path, `${header}.${claims}.${signature}`);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
  });
});

it('none at all, where the registration asks for one', async () => {
  const must = await KeyedClient.register(sandbox, 'must-prove', { dpop_bound_access_tokens: true });
  await expectRefused(sandbox, {
    code: 'dpop_proof_required',
    send: (arranged) => {
      arranged();
      return must.post(TOKEN, { grant_type: 'refresh_token', refresh_token: 'rt_x' });
    },
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

it('every proof of a log entry is a fingerprint', async () => {
  const position = sandbox.logPosition();
  const proof = await mine.prove('POST', TOKEN);
  await tokenWith(proof);
  const claims = { htm: 'POST', htu: sandbox.issuer + TOKEN, iat: now(), jti: randomUUID() };
  const forged = await sign(await newSigningKey(), claims, { typ: 'dpop+jwt', jwk: mine.bareJwk });
  await tokenWith(forged);
  const entries = sandbox.logAfter(position);
  for (const sent of [proof, forged]) expect(JSON.stringify(entries)).not.toContain(sent);
  expectExplained(entries.at(-1), 'dpop_signature');
});
