import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  type JSONWebKeySet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import type { SigningKey } from '../bank/model.ts';
import type { UnitOfWork } from '../bank/transaction.ts';

/** What the bank signs with, besides HS256 with a client's secret. ES256 first: six times cheaper than RS256. */
export const signingAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

export interface UsableKey {
  kid: string;
  privateKey: CryptoKey | Uint8Array;
}

/**
 * The bank's signing keys, one per algorithm, made once and imported once.
 *
 * Threat: a private key that leaves. Private JWKs live in the key table only, whose file is readable
 * by the owner alone; what is published goes through {@link publicPart}, which names the members it
 * lets out instead of those it holds back.
 */
export class KeyRing {
  readonly #work: UnitOfWork;
  readonly #imported = new Map<string, Promise<UsableKey>>();
  #made: Promise<void> = Promise.resolve();
  #jwks: Buffer | undefined;
  #publicKeys: ReturnType<typeof createLocalJWKSet> | undefined;

  constructor(work: UnitOfWork) {
    this.#work = work;
  }

  /**
   * Makes the keys that are missing, in the background: an RSA key takes longer than the rest of
   * start-up together, and nobody needs one within the first milliseconds. Who does, waits.
   */
  prepare(): void {
    const present = new Set([...this.#work.state.signingKeys].map((key) => key.alg));
    const missing = signingAlgorithms.filter((alg) => !present.has(alg));
    this.#imported.clear();
    this.#jwks = undefined;
    this.#publicKeys = undefined;
    this.#made = this.#make(missing);
    // Observed here so that a failure is not an unhandled rejection; whoever awaits it sees it too.
    this.#made.catch(() => undefined);
  }

  /** Resolves when no key is being made any more, so that nothing is written behind a closing storage. */
  async settled(): Promise<void> {
    await this.#made.catch(() => undefined);
  }

  /** The key for an algorithm. @throws Error for one the bank does not sign with. */
  async signingKey(alg: string): Promise<UsableKey> {
    await this.#made;
    let imported = this.#imported.get(alg);
    if (!imported) {
      const key = [...this.#work.state.signingKeys].findLast((candidate) => candidate.alg === alg);
      if (!key) throw new Error(`the bank has no ${alg} key`);
      imported = importJWK(key.privateJwk as JWK, key.alg).then((privateKey) => ({
        kid: key.kid,
        privateKey,
      }));
      this.#imported.set(alg, imported);
    }
    return imported;
  }

  /** The public keys, to check what the bank has signed itself. */
  async publicKeys(): Promise<ReturnType<typeof createLocalJWKSet>> {
    await this.#made;
    this.#publicKeys ??= createLocalJWKSet(JSON.parse((await this.jwks()).toString('utf8')) as JSONWebKeySet);
    return this.#publicKeys;
  }

  /** The JWK Set as prepared bytes (RFC 7517 §5). */
  async jwks(): Promise<Buffer> {
    await this.#made;
    this.#jwks ??= Buffer.from(JSON.stringify({ keys: [...this.#work.state.signingKeys].map(publicPart) }));
    return this.#jwks;
  }

  async #make(algorithms: readonly SigningAlgorithm[]): Promise<void> {
    const keys = await Promise.all(algorithms.map((alg) => makeKey(alg, this.#work.clock.now())));
    if (keys.length === 0) return;
    await this.#work.run((tx) => {
      for (const key of keys) tx.put('signingKeys', key.kid, key);
    });
  }
}

async function makeKey(alg: SigningAlgorithm, createdAt: number): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  const privateJwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(privateJwk), alg, privateJwk: { ...privateJwk }, createdAt };
}

/** Only what RFC 7518 §6 calls public. */
function publicPart(key: SigningKey): Record<string, unknown> {
  const { kty, crv, x, y, n, e } = key.privateJwk;
  const members = { kty, crv, x, y, n, e, kid: key.kid, alg: key.alg, use: 'sig' };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
