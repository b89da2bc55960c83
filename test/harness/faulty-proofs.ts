import { randomUUID } from 'node:crypto';
import { exportJWK } from 'jose';
import type { RefusalCode } from '../../server/bank/catalogue/index.ts';
import type { TestSandbox } from './sandbox.ts';
import {
  bankSeconds,
  newSigningKey,
  sign,
  signWithSecret,
  tampered,
  unsigned,
  type ProofKey,
} from './signing-key.ts';

/** The request a proof is made for. */
export interface ProofAim {
  sandbox: TestSandbox;
  key: ProofKey;
  /** Of somebody else. */
  other: ProofKey;
  method: string;
  path: string;
  accessToken?: string;
}

export interface FaultyProof {
  code: RefusalCode;
  because: string;
  make: (aim: ProofAim) => Promise<string> | string;
}

type Members = Record<string, unknown>;

const right = ({ key, method, path, accessToken }: ProofAim, claims: Members = {}, header: Members = {}) =>
  key.prove(method, path, claims, header, accessToken);
const claiming = (code: RefusalCode, because: string, claims: (aim: ProofAim) => Members): FaultyProof => ({
  code,
  because,
  make: (aim) => right(aim, claims(aim)),
});
const heading = (
  code: RefusalCode,
  because: string,
  header: (aim: ProofAim) => Members | Promise<Members>,
): FaultyProof => ({ code, because, make: async (aim) => right(aim, {}, await header(aim)) });

const claimsOf = ({ sandbox, method, path }: ProofAim): Members => ({
  htm: method,
  htu: sandbox.issuer + path,
  iat: bankSeconds(sandbox),
  jti: randomUUID(),
});
const headOf = ({ key }: ProofAim): Members => ({ typ: 'dpop+jwt', jwk: key.bareJwk });

/** No library signs with such keys or methods: the header is put before a signature that exists. */
async function withHeader(aim: ProofAim, header: Members): Promise<string> {
  const [, claims = '', signature = ''] = (await right(aim)).split('.');
  return `${Buffer.from(JSON.stringify({ ...headOf(aim), ...header })).toString('base64url')}.${claims}.${signature}`;
}

/** Everything a DPoP proof can lack (RFC 9449 §4.3), wherever it is shown. */
export const faultyProofs: readonly FaultyProof[] = [
  { code: 'dpop_proof_malformed', because: 'no JWT', make: () => 'abc' },
  { code: 'dpop_proof_malformed', because: 'claims that are no object', make: () => 'e30.W10.x' },
  {
    code: 'dpop_proof_repeated',
    because: 'two',
    make: async (aim) => `${await right(aim)}, ${await right(aim)}`,
  },
  heading('dpop_type', 'absent', () => ({ typ: undefined })),
  heading('dpop_type', 'JWT', () => ({ typ: 'JWT' })),
  { code: 'dpop_algorithm', because: 'none', make: (aim) => unsigned(claimsOf(aim), headOf(aim)) },
  {
    code: 'dpop_algorithm',
    because: 'none in odd letters',
    make: (aim) => unsigned(claimsOf(aim), { ...headOf(aim), alg: 'nOnE' }),
  },
  {
    code: 'dpop_algorithm',
    because: 'an HMAC with the public key',
    make: (aim) => signWithSecret(JSON.stringify(aim.key.bareJwk), claimsOf(aim), headOf(aim)),
  },
  {
    code: 'dpop_algorithm',
    because: 'asymmetric, but not announced (ES384)',
    make: async (aim) => {
      const { kid: _kid, use: _use, alg: _alg, ...jwk } = (await newSigningKey('ES384')).jwk;
      return withHeader(aim, { alg: 'ES384', jwk });
    },
  },
  heading('dpop_key_missing', 'no jwk', () => ({ jwk: undefined })),
  heading('dpop_key_missing', 'a name instead', () => ({ jwk: 'key-1' })),
  heading('dpop_key_missing', 'an address instead', () => ({
    jwk: undefined,
    jku: 'https://evil.example/jwks',
  })),
  heading('dpop_key_missing', 'of another kind', () => ({ jwk: { kty: 'RSA', e: 'AQAB' } })),
  heading('dpop_key_missing', 'off the curve', ({ key }) => ({ jwk: { ...key.bareJwk, x: 'A'.repeat(43) } })),
  heading('dpop_key_private', 'the private half in it', async ({ key }) => ({
    jwk: await exportJWK(key.key.privateKey),
  })),
  heading('dpop_key_private', 'a symmetric key', () => ({ jwk: { kty: 'oct', k: 'c2VjcmV0' } })),
  { code: 'dpop_signature', because: 'one letter changed', make: async (aim) => tampered(await right(aim)) },
  heading('dpop_signature', 'of another key', ({ other }) => ({ jwk: other.bareJwk })),
  {
    code: 'dpop_signature',
    because: 'signed by another, with the key of the client in it',
    make: (aim) => sign(aim.other.key, claimsOf(aim), { ...headOf(aim), kid: undefined }),
  },
  claiming('dpop_method_mismatch', 'another method', ({ method }) => ({
    htm: method === 'GET' ? 'POST' : 'GET',
  })),
  claiming('dpop_method_mismatch', 'in lower case', ({ method }) => ({ htm: method.toLowerCase() })),
  claiming('dpop_method_mismatch', 'missing', () => ({ htm: undefined })),
  ...[undefined, '', 42, 'urn:example:token', 'https://evil.example/oauth2/token'].map((htu) =>
    claiming('dpop_uri_mismatch', String(htu), () => ({ htu })),
  ),
  claiming('dpop_uri_mismatch', 'relative', ({ path }) => ({ htu: path })),
  claiming('dpop_uri_mismatch', 'another path', ({ sandbox }) => ({
    htu: `${sandbox.issuer}/oauth2/revoke`,
  })),
  claiming('dpop_uri_mismatch', 'a slash more', ({ sandbox, path }) => ({
    htu: `${sandbox.issuer}${path}/`,
  })),
  claiming('dpop_uri_mismatch', 'the path in capitals', ({ sandbox, path }) => ({
    htu: sandbox.issuer + path.toUpperCase(),
  })),
  claiming('dpop_uri_mismatch', 'another port', ({ path }) => ({ htu: `http://127.0.0.1:1${path}` })),
  claiming('dpop_uri_mismatch', 'another scheme', ({ sandbox, path }) => ({
    htu: sandbox.issuer.replace('http:', 'https:') + path,
  })),
  claiming('dpop_claim_missing', 'jti', () => ({ jti: undefined })),
  claiming('dpop_claim_missing', 'an empty jti', () => ({ jti: '' })),
  claiming('dpop_claim_missing', 'a jti of the wrong type', () => ({ jti: 1 })),
  claiming('dpop_claim_missing', 'iat', () => ({ iat: undefined })),
  claiming('dpop_claim_missing', 'iat as text', () => ({ iat: 'now' })),
  claiming('dpop_proof_stale', '61 s old', ({ sandbox }) => ({ iat: bankSeconds(sandbox) - 61 })),
  claiming('dpop_proof_stale', '61 s ahead', ({ sandbox }) => ({ iat: bankSeconds(sandbox) + 61 })),
  claiming('dpop_nonce_required', 'a nonce the bank never gave', () => ({ nonce: 'x' })),
];

/** What is amiss only where a token is shown beside the proof (RFC 9449 §7.1). */
export const faultyAtResources: readonly FaultyProof[] = [
  claiming('dpop_token_hash_mismatch', 'no ath', () => ({ ath: undefined })),
  claiming('dpop_token_hash_mismatch', 'ath of the wrong type', () => ({ ath: 7 })),
  {
    code: 'dpop_token_hash_mismatch',
    because: 'ath of another token',
    make: (aim) => right({ ...aim, accessToken: 'at_other' }),
  },
  {
    code: 'access_token_key_mismatch',
    because: 'right, with another key',
    make: (aim) => right({ ...aim, key: aim.other }),
  },
];
