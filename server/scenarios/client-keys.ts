import { generateKeyPairSync } from 'node:crypto';
import type { Client } from '../bank/model.ts';

/** A JWKS (RFC 7517 §5). */
export interface KeySet {
  keys: Record<string, unknown>[];
}

const PREFIX = 'client-keys:';

/** Where the bank keeps the private keys it lends to whoever plays a client of the scenario. */
export function clientKeysSecret(clientId: string): string {
  return PREFIX + clientId;
}

export function isClientKeysSecret(purpose: string): boolean {
  return purpose.startsWith(PREFIX);
}

/**
 * The private keys of a scenario's client: those of the document; else, where it authenticates with a
 * key and registers none, the ones it had before (so that a reset takes nobody's key away) or new ones.
 *
 * @returns undefined for a client that brings its own public keys, or needs none.
 */
export function clientKeysFor(
  client: Client,
  given: KeySet | undefined,
  kept: { get(purpose: string): { value: string } | undefined },
): KeySet | undefined {
  if (given) return given;
  const bringsKeys = client.jwks !== undefined || client.jwks_uri !== undefined;
  if (client.token_endpoint_auth_method !== 'private_key_jwt' || bringsKeys) return undefined;
  const before = kept.get(clientKeysSecret(client.client_id));
  if (before) return JSON.parse(before.value) as KeySet;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' });
  return { keys: [{ ...jwk, kid: `${client.client_id}-1`, alg: 'ES256', use: 'sig' }] };
}

/** What the client registers: the same keys without their private members (RFC 7518 §6.2.2, §6.3.2). */
export function publicKeysOf({ keys }: KeySet): KeySet {
  const privateMembers = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']);
  return {
    keys: keys.map((key) =>
      Object.fromEntries(Object.entries(key).filter(([member]) => !privateMembers.has(member))),
    ),
  };
}
