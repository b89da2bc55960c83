import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, importJWK } from 'jose';
import type { Client } from '../bank/model.ts';

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** Imported once per registration: rows are replaced when they change, so the row itself is the key. */
const keySets = new WeakMap<Client, KeySet>();

/**
 * Checks a compact JWS with the client's registered public keys. Where the header names none of
 * several that fit, as in the middle of a rotation, each gets its turn.
 *
 * @throws an error for which {@link isUnusable} is true when no key made the signature.
 */
export async function verifyWithClientKeys(client: Client, text: string): Promise<void> {
  try {
    await compactVerify(text, clientKeySet(client));
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

/** Whether one of the registered keys made the signature although the `kid` names another, or none. */
export async function signedByOtherKey(client: Client, text: string): Promise<boolean> {
  const { alg } = decodeProtectedHeader(text);
  for (const jwk of client.jwks?.keys ?? []) {
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

/** An empty set for a client without any keys. */
function clientKeySet(client: Client): KeySet {
  let keySet = keySets.get(client);
  if (!keySet) {
    keySet = createLocalJWKSet({ keys: (client.jwks?.keys ?? []).map(underEveryName) });
    keySets.set(client, keySet);
  }
  return keySet;
}

/** An Ed25519 key serves both names of its algorithm, whichever it was registered with (RFC 9864 §2.2). */
function underEveryName(key: Record<string, unknown>): Record<string, unknown> {
  if (key['crv'] !== 'Ed25519') return key;
  const { alg: _alg, ...others } = key;
  return others;
}
