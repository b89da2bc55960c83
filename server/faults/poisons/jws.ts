import { createPublicKey } from 'node:crypto';
import {
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type JWTPayload,
} from 'jose';
import type { Client } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';

/** A JWS of the bank, taken apart to be put together wrongly. */
export interface OpenedJws {
  readonly claims: JWTPayload;
  readonly alg: string;
  readonly kid: string | undefined;
  readonly compact: string;
}

export function openJws(compact: string): OpenedJws {
  const { alg = '', kid } = decodeProtectedHeader(compact);
  return { claims: decodeJwt(compact), alg, kid, compact };
}

/** The same with other claims, signed as the bank signs for this client. */
export async function resigned(
  { keys }: SandboxContext,
  { alg }: OpenedJws,
  claims: JWTPayload,
  client: Client | undefined,
): Promise<string> {
  const jwt = new SignJWT(claims);
  if (alg === 'HS256') {
    return jwt.setProtectedHeader({ alg }).sign(new TextEncoder().encode(client?.client_secret ?? ''));
  }
  const key = await keys.signingKey(alg);
  return jwt.setProtectedHeader({ alg, kid: key.kid }).sign(key.privateKey);
}

/** A character in the middle of the signature is another one; the last may hold unused bits. */
export function withBrokenSignature({ compact }: OpenedJws): string {
  const at = Math.floor((compact.lastIndexOf('.') + compact.length) / 2);
  return compact.slice(0, at) + (compact[at] === 'A' ? 'B' : 'A') + compact.slice(at + 1);
}

/** RFC 7519 §6. */
export function unsigned({ claims }: OpenedJws): string {
  return new UnsecuredJWT(claims).encode();
}

/**
 * HS256 with the text of the bank's public key as the secret, which everybody knows (RFC 8725 §2.1);
 * undefined where the client has a secret in common with the bank anyway.
 */
export async function signedByPublicKey(
  { keys }: SandboxContext,
  { claims, kid }: OpenedJws,
): Promise<string | undefined> {
  const published = (await keys.published()).find((key) => key.kid === kid);
  if (!published) return undefined;
  const pem = createPublicKey({ key: published.jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', ...(kid !== undefined && { kid }) })
    .sign(Buffer.from(pem));
}

/** Right in all, but by a key that is nowhere to be found. */
export async function signedByStranger({ claims, alg }: OpenedJws): Promise<string> {
  const signing = alg === 'HS256' ? 'ES256' : alg;
  const { privateKey } = await generateKeyPair(signing);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: signing, kid: 'key-that-nobody-published' })
    .sign(privateKey);
}
