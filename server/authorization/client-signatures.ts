import { compactVerify, decodeProtectedHeader, errors, importJWK } from 'jose';
import type { Client } from '../bank/model.ts';
import { underEveryName, type ClientKeys, type KnownKeys } from './client-keys.ts';

/**
 * Checks a compact JWS with the client's public keys. Where the header names none of several that fit,
 * as in the middle of a rotation, each gets its turn; where it names one that is not there, keys that
 * were read by address are read once more (OpenID Connect Core §10.1.1).
 *
 * @throws Refusal `outgoing_…` where the keys can't be read; an error for which {@link isUnusable} is
 *   true when no key made the signature.
 */
export async function verifyWithClientKeys(keys: ClientKeys, client: Client, text: string): Promise<void> {
  try {
    await verifyWith(await keys.of(client), text);
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    const known = await keys.anew(client);
    if (!known) throw error;
    await verifyWith(known, text);
  }
}

async function verifyWith({ set }: KnownKeys, text: string): Promise<void> {
  try {
    await compactVerify(text, set);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      if (await verifies(text, key)) return;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Whether it was the message or the registered key that would not do; anything else is the bank's fault. */
export function isUnusable(error: unknown): boolean {
  // A key that is no point on its curve, for one, is refused by Web Cryptography as a DOMException.
  return error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException;
}

/** Whether one of the client's keys made the signature although the `kid` names another, or none. */
export async function signedByOtherKey(keys: ClientKeys, client: Client, text: string): Promise<boolean> {
  const { alg } = decodeProtectedHeader(text);
  for (const jwk of keys.atHand(client)) {
    const key = await importJWK(underEveryName(jwk), alg).catch(() => undefined);
    if (key && (await verifies(text, key))) return true;
  }
  return false;
}

async function verifies(text: string, key: Parameters<typeof compactVerify>[1]): Promise<boolean> {
  try {
    await compactVerify(text, key);
    return true;
  } catch (error) {
    if (isUnusable(error)) return false;
    throw error;
  }
}
