import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose';
import type { UnitOfWork } from '../bank/transaction.ts';
import type { KeyMaker } from './key-making.ts';

/** What a request object may be encrypted with; a key of its own for each (RFC 7518 §4.1). */
export const encryptionAlgorithms = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW'] as const;
export type EncryptionAlgorithm = (typeof encryptionAlgorithms)[number];

/** The row of the secrets' table: JSON text, in the file that only its owner can read. */
const SECRET = 'request-object-encryption-keys';

interface KeptKey {
  kid: string;
  alg: EncryptionAlgorithm;
  privateJwk: JWK;
}

/**
 * The keys partners encrypt their request objects to (RFC 9101 §6.1), made when somebody asks for the
 * bank's keys for the first time: most sandboxes never receive such an object.
 *
 * Threat: a private key that leaves. The JWKs stay among the bank's secrets, which no export, snapshot
 * of a scenario or log contains; what is published names the members it lets out.
 */
export class EncryptionKeys {
  readonly #work: UnitOfWork;
  readonly #makePrivateKey: KeyMaker;
  readonly #imported = new Map<string, Promise<CryptoKey | Uint8Array>>();
  #making: Promise<void> | undefined;

  constructor(work: UnitOfWork, makePrivateKey: KeyMaker) {
    this.#work = work;
    this.#makePrivateKey = makePrivateKey;
  }

  /** The public keys as members of a JWK Set (RFC 7517 §4.2: `use` is `enc`). */
  async published(): Promise<Record<string, unknown>[]> {
    return (await this.#keys()).map(({ kid, alg, privateJwk: { kty, crv, x, y, n, e } }) => {
      const members = { kty, crv, x, y, n, e, kid, alg, use: 'enc' };
      return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
    });
  }

  /** The private key with this `kid`, and the one algorithm it serves. */
  async find(
    kid: string,
  ): Promise<{ alg: EncryptionAlgorithm; privateKey: CryptoKey | Uint8Array } | undefined> {
    const key = (await this.#keys()).find((candidate) => candidate.kid === kid);
    if (!key) return undefined;
    let imported = this.#imported.get(kid);
    if (!imported) {
      imported = importJWK(key.privateJwk, key.alg);
      this.#imported.set(kid, imported);
    }
    return { alg: key.alg, privateKey: await imported };
  }

  /** Resolves when no key is being made any more. */
  async settled(): Promise<void> {
    await this.#making?.catch(() => undefined);
  }

  async #keys(): Promise<KeptKey[]> {
    if (!this.#work.state.secrets.has(SECRET)) {
      this.#making ??= this.#make().finally(() => {
        this.#making = undefined;
      });
      await this.#making;
    }
    const kept = this.#work.state.secrets.get(SECRET);
    return kept ? (JSON.parse(kept.value) as KeptKey[]) : [];
  }

  async #make(): Promise<void> {
    const keys = await Promise.all(encryptionAlgorithms.map((alg) => this.#makeKey(alg)));
    await this.#work.run((tx) => {
      tx.put('secrets', SECRET, { value: JSON.stringify(keys) });
    });
  }

  async #makeKey(alg: EncryptionAlgorithm): Promise<KeptKey> {
    const privateJwk = await this.#makePrivateKey(alg);
    return { kid: await calculateJwkThumbprint(privateJwk), alg, privateJwk };
  }
}
