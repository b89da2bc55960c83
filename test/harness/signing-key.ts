import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { TestSandbox } from './sandbox.ts';

type Claims = Record<string, unknown>;

/** A key pair in the hands of a partner. */
export interface SigningKey {
  alg: string;
  kid: string;
  privateKey: CryptoKey;
  /** The public half, as it is registered. */
  jwk: JWK;
}

export async function newSigningKey(alg = 'ES256', kid = `key-${randomUUID()}`): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** The bank's clock in whole seconds, by which tokens are made. */
export function bankSeconds({ context }: Pick<TestSandbox, 'context'>): number {
  return Math.floor(context.clock.now() / 1000);
}

/** A JWS; `header` adds to the key's own or replaces it, `undefined` leaves a member out. */
export function sign(key: SigningKey, claims: Claims, header: Claims = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

/** An HMAC with any bytes whatever: the client's secret, or (confused) somebody's public key. */
export function signWithSecret(secret: string, claims: Claims, header: Claims = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(secret));
}

/** A token by nobody (RFC 7518 §3.6). */
export function unsigned(claims: Claims, header: Claims = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', ...header })}.${part(claims)}.`;
}

/** One letter of the signature changed, the rest as it was. */
export function tampered(token: string): string {
  const at = token.lastIndexOf('.') + 5;
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

/** What RFC 9449 §4.2 proofs are made with; by itself, because a key may serve several clients. */
export class ProofKey {
  readonly key: SigningKey;
  readonly thumbprint: string;
  readonly #sandbox: Pick<TestSandbox, 'context' | 'issuer'>;

  private constructor(sandbox: Pick<TestSandbox, 'context' | 'issuer'>, key: SigningKey, thumbprint: string) {
    this.#sandbox = sandbox;
    this.key = key;
    this.thumbprint = thumbprint;
  }

  static async make(sandbox: Pick<TestSandbox, 'context' | 'issuer'>, alg = 'ES256'): Promise<ProofKey> {
    const key = await newSigningKey(alg);
    return new ProofKey(sandbox, key, await calculateJwkThumbprint(key.jwk));
  }

  /** The public key as a proof carries it. */
  get bareJwk(): JWK {
    const { kid: _kid, alg: _alg, use: _use, ...jwk } = this.key.jwk;
    return jwk;
  }

  /** A proof for one request; `claims` and `header` add to what is right, or replace it. */
  prove(
    method: string,
    path: string,
    claims: Claims = {},
    header: Claims = {},
    accessToken?: string,
  ): Promise<string> {
    return sign(
      this.key,
      {
        htm: method,
        htu: this.#sandbox.issuer + path,
        iat: bankSeconds(this.#sandbox),
        jti: randomUUID(),
        ...(accessToken !== undefined && {
          ath: createHash('sha256').update(accessToken).digest('base64url'),
        }),
        ...claims,
      },
      { typ: 'dpop+jwt', jwk: this.bareJwk, kid: undefined, ...header },
    );
  }
}
