import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Client } from '../bank/model.ts';

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** Imported once per registration: rows are replaced when they change, so the row itself is the key. */
const keySets = new WeakMap<Client, KeySet>();

/** The client's registered public keys; an empty set for a client without any. */
export function clientKeySet(client: Client): KeySet {
  let keySet = keySets.get(client);
  if (!keySet) {
    keySet = createLocalJWKSet((client.jwks ?? { keys: [] }) as unknown as JSONWebKeySet);
    keySets.set(client, keySet);
  }
  return keySet;
}
