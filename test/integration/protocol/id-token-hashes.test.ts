import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** OpenID Connect Core §3.1.3.6, once more by the letter. */
function leftHalf(alg: string, value: string): string {
  const hash = createHash(alg === 'EdDSA' ? 'sha512' : 'sha256')
    .update(value)
    .digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}

describe.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('ID tokens by %s', (alg) => {
  it('bind the access token and the state; nonce and state only in the answer to the code', async () => {
    const client = await KeyedClient.register(sandbox, `hashes-${alg}`, {
      id_token_signed_response_alg: alg,
    });
    const first = await client.link({ form: { state: 'state of this link', nonce: 'nonce-1' } });
    expect(decodeJwt(first.id_token ?? '')).toMatchObject({
      at_hash: leftHalf(alg, first.access_token),
      s_hash: leftHalf(alg, 'state of this link'),
      nonce: 'nonce-1',
    });

    const { body } = await client.post('/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
    });
    const refreshed = decodeJwt(String(body['id_token']));
    expect(refreshed['at_hash']).toBe(leftHalf(alg, String(body['access_token'])));
    expect(refreshed).not.toHaveProperty('nonce');
    expect(refreshed).not.toHaveProperty('s_hash');
  });

  it('have no s_hash without a state', async () => {
    const client = await KeyedClient.register(sandbox, `stateless-${alg}`, {
      id_token_signed_response_alg: alg,
    });
    const { id_token } = await client.link({ form: { state: undefined } });
    expect(decodeJwt(id_token ?? '')).not.toHaveProperty('s_hash');
  });
});
