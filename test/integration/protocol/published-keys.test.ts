import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KeyedClient } from '../../harness/keyed-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
let keys: Record<string, string>[];
beforeAll(async () => {
  sandbox = await startSandbox();
  ({ keys } = (await (await fetch(`${sandbox.issuer}/oauth2/jwks`)).json()) as { keys: typeof keys });
});
afterAll(() => sandbox.stop());

it('a key for every algorithm that is announced, each with a kid of its own and nothing private', () => {
  const signing = keys.filter(({ use }) => use === 'sig');
  // An Ed25519 key serves both names of its algorithm (RFC 9864), so it is published with neither.
  expect(new Set(signing.map(({ alg, crv }) => alg ?? crv))).toEqual(
    new Set(['ES256', 'RS256', 'PS256', 'Ed25519']),
  );
  expect(keys.every(({ kid = '' }) => /\S/.test(kid))).toBe(true);
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  for (const key of keys) {
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
      expect(key).not.toHaveProperty(member);
  }
});

it('RSA keys of 2048 bits at the least (RFC 7518 §3.3)', () => {
  const rsa = keys.filter(({ kty }) => kty === 'RSA');
  expect(rsa.length).toBeGreaterThanOrEqual(2);
  for (const { n = '' } of rsa) {
    const [first = 0] = Buffer.from(n, 'base64url');
    const bits = (Buffer.from(n, 'base64url').length - 1) * 8 + (32 - Math.clz32(first));
    expect(bits).toBeGreaterThanOrEqual(2_048);
  }
});

it('everything but ID tokens is signed with ES256 where nothing else is registered', async () => {
  const client = await KeyedClient.register(sandbox, 'plain', { sandbox_access_token_format: 'jwt' });
  const { access_token, id_token = '' } = await client.link();
  const accept = 'application/token-introspection+jwt';
  const introspected = await client.post('/oauth2/introspect', { token: access_token }, { accept });
  const url = client.authorizationUrl({
    ...client.requestParameters(),
    response_mode: 'jwt',
    prompt: 'none',
  });
  const { headers } = await fetch(url, { redirect: 'manual' });
  const response = new URL(headers.get('location') ?? '').searchParams.get('response') ?? '';
  for (const jwt of [access_token, introspected.text, response]) {
    const { alg, kid } = decodeProtectedHeader(jwt);
    expect(alg).toBe('ES256');
    expect(keys.find((key) => key['kid'] === kid)).toMatchObject({ alg });
  }
  // OpenID Connect Registration §2: the default of ID tokens.
  expect(decodeProtectedHeader(id_token).alg).toBe('RS256');
});
