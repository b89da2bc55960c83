/** The keys of a self-test, and what is signed with them: rightly, wrongly and not at all. */
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

export type Claims = Record<string, unknown>;

export interface KeyPair {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** A JWS; `header` adds to the key's own or replaces it, `undefined` leaves a member out. */
export function sign(key: KeyPair, claims: Claims, header: Claims = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** An HMAC with any bytes whatever: a secret, or (confused) somebody's public key. */
export function signWithText(text: string, claims: Claims, header: Claims = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(text.padEnd(32, '.')));
}

/** A token by nobody (RFC 7518 §3.6). */
export function unsigned(claims: Claims, header: Claims = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', ...header })}.${part(claims)}.`;
}

/** One letter of the signature changed. */
export function tampered(token: string): string {
  const at = token.lastIndexOf('.') + 5;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** A key without what names it, as a proof carries one. */
export function bare({ kty, crv, x, y, e, n }: JWK): JWK {
  const members = Object.entries({ kty, crv, x, y, e, n });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

export async function newKeyPair(alg = 'ES256'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const kid = randomUUID();
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}
