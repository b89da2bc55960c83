import { calculateJwkThumbprint, createLocalJWKSet, importJWK, type CryptoKey, type JWK } from 'jose';
import { settingsOf } from '../bank/grants.ts';
import type { SigningKey } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { Effect } from '../bank/state.ts';
import { SECOND, toTimestamp, type Instant } from '../bank/time.ts';
import type { UnitOfWork } from '../bank/transaction.ts';
import { EncryptionKeys } from './encryption-keys.ts';
import { ID_TOKEN_SECONDS } from './id-token-lifetime.ts';
import { makePrivateKey, type KeyMaker } from './key-making.ts';
import { SpareKeys } from './spare-keys.ts';

/** What the bank signs with, besides HS256 with a client's secret. ES256 first: six times cheaper than RS256. */
export const signingAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** The names a signature of the bank can bear: one key serves the old name and the new (RFC 9864 §2.2). */
export const signatureAlgorithms = [...signingAlgorithms, 'Ed25519'] as const;

/** The algorithm whose key signs under this name; undefined for none of the bank's. */
export function keyAlgorithm(alg: string): SigningAlgorithm | undefined {
  return alg === 'Ed25519' ? 'EdDSA' : signingAlgorithms.find((known) => known === alg);
}

export interface UsableKey {
  kid: string;
  privateKey: CryptoKey | Uint8Array;
}

/** So many keys of one algorithm at a time: rotation must not fill what every partner downloads. */
const KEYS_PER_ALGORITHM = 6;

/** A key without its private part. */
export interface PublishedKey {
  kid: string;
  alg: string;
  createdAt: Instant;
  usedFrom: Instant;
  /** `next`: published, not used yet. `retired`: kept for what was signed with it. */
  use: 'next' | 'current' | 'retired';
  /** When nothing signed with a retired key is good any more. */
  neededUntil?: Instant;
  jwk: Record<string, unknown>;
}

/**
 * The bank's signing keys, one in use per algorithm, made once and imported once.
 *
 * Threat: a private key that leaves. Private JWKs live in the key table only, whose file is readable
 * by the owner alone; what is published goes through {@link publicPart}, which names the members it
 * lets out instead of those it holds back.
 */
export class KeyRing {
  /** What partners encrypt to: published in the same JWK Set. */
  readonly encryption: EncryptionKeys;
  readonly #work: UnitOfWork;
  readonly #spares: SpareKeys;
  readonly #imported = new Map<string, Promise<UsableKey>>();
  #made: Promise<void> = Promise.resolve();
  #jwks: Buffer | undefined;
  #publicKeys: ReturnType<typeof createLocalJWKSet> | undefined;

  constructor(work: UnitOfWork, makeKey: KeyMaker = makePrivateKey) {
    this.#work = work;
    this.#spares = new SpareKeys(makeKey);
    this.encryption = new EncryptionKeys(work, makeKey);
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
    await this.encryption.settled();
  }

  /** As {@link settled}, and none is being made ahead either. */
  async ended(): Promise<void> {
    await this.settled();
    await this.#spares.settled();
  }

  /** The key for an algorithm. @throws Error for one the bank does not sign with. */
  async signingKey(alg: string): Promise<UsableKey> {
    await this.#made;
    const key = this.#currentKey(keyAlgorithm(alg) ?? alg, this.#work.clock.now());
    if (!key) throw new Error(`the bank has no ${alg} key`);
    const { kid } = key;
    let imported = this.#imported.get(kid);
    if (!imported) {
      imported = importJWK(key.privateJwk as JWK, key.alg).then((privateKey) => ({ kid, privateKey }));
      this.#imported.set(kid, imported);
    }
    return imported;
  }

  /** The public keys, to check what the bank has signed itself. */
  async publicKeys(): Promise<ReturnType<typeof createLocalJWKSet>> {
    await this.#made;
    this.#publicKeys ??= createLocalJWKSet({ keys: this.#signingJwks() });
    return this.#publicKeys;
  }

  /** The JWK Set as prepared bytes (RFC 7517 §5). */
  async jwks(): Promise<Buffer> {
    await this.#made;
    if (this.#jwks) return this.#jwks;
    const encryption = await this.encryption.published();
    this.#jwks = Buffer.from(JSON.stringify({ keys: [...this.#signingJwks(), ...encryption] }));
    return this.#jwks;
  }

  /** Every key as the world may see it, the oldest first. */
  async published(): Promise<PublishedKey[]> {
    await this.#made;
    const now = this.#work.clock.now();
    return [...this.#work.state.signingKeys].map((key) => {
      const { kid, alg, createdAt } = key;
      const neededUntil = this.#neededUntil(key, now);
      const isCurrent = this.#currentKey(alg, now)?.kid === kid;
      return {
        kid,
        alg,
        createdAt,
        usedFrom: usedFrom(key),
        use: isCurrent ? 'current' : usedFrom(key) > now ? 'next' : 'retired',
        ...(!isCurrent && neededUntil !== undefined && { neededUntil }),
        jwk: publicPart(key),
      };
    });
  }

  /**
   * Makes new keys (OpenID Connect Core §10.1.1), one for each algorithm, all of them or none. They are
   * published at once and used from `from` on; the old ones stay published until nothing that was
   * signed with them is good any more.
   *
   * @throws Refusal `key_rotation_too_soon` when all the keys there may be are still needed.
   */
  rotate(
    algorithms: readonly SigningAlgorithm[],
    from: Instant = this.#work.clock.now(),
    onEffects?: (effects: Effect[]) => void,
  ): Promise<void> {
    const before = this.#made;
    const rotated = before.then(() => this.#rotate(algorithms, from, onEffects));
    // A rotation that is refused leaves the ring as it was, and usable.
    this.#made = rotated.then(
      () => undefined,
      () => before,
    );
    return rotated;
  }

  async #rotate(
    algorithms: readonly SigningAlgorithm[],
    from: Instant,
    onEffects: ((effects: Effect[]) => void) | undefined,
  ): Promise<void> {
    const now = this.#work.clock.now();
    const outdated = algorithms.flatMap((alg) => this.#outdatedKeys(alg, now));
    const made = await Promise.all(algorithms.map((alg) => this.#makeKey(alg, now)));
    await this.#work.run((tx) => {
      for (const key of made) {
        const { kid, alg } = key;
        const rotated: SigningKey = { ...key, ...(from > now && { usedFrom: from }) };
        tx.put('signingKeys', kid, rotated);
        tx.report('signing_key.rotated', { alg, kid, usedFrom: toTimestamp(usedFrom(rotated)) });
      }
      for (const { kid, alg } of outdated) {
        tx.delete('signingKeys', kid);
        tx.report('signing_key.removed', { alg, kid });
      }
    }, onEffects);
    for (const { kid } of outdated) this.#imported.delete(kid);
    this.#jwks = undefined;
    this.#publicKeys = undefined;
    // Who rotates once mostly rotates again.
    for (const alg of algorithms) this.#spares.restock(alg);
  }

  /** The keys that a new one takes the place of. @throws Refusal `key_rotation_too_soon`. */
  #outdatedKeys(alg: SigningAlgorithm, now: Instant): SigningKey[] {
    const present = [...this.#work.state.signingKeys].filter((key) => key.alg === alg);
    const ends = new Map(present.map((key) => [key, this.#neededUntil(key, now) ?? Infinity]));
    const outdated = present.filter((key) => (ends.get(key) ?? Infinity) <= now);
    if (present.length - outdated.length < KEYS_PER_ALGORITHM) return outdated;
    const freeAt = Math.min(...ends.values());
    throw new Refusal('key_rotation_too_soon', {
      alg,
      limit: KEYS_PER_ALGORITHM,
      freeAt: toTimestamp(Number.isFinite(freeAt) ? freeAt : now),
    });
  }

  #signingJwks(): Record<string, unknown>[] {
    return [...this.#work.state.signingKeys].map(publicPart);
  }

  /** The newest key whose time has come. */
  #currentKey(alg: string, now: Instant): SigningKey | undefined {
    let current: SigningKey | undefined;
    for (const key of this.#work.state.signingKeys) {
      if (key.alg === alg && (!current || usedFrom(key) <= now)) current = key;
    }
    return current;
  }

  /** When the last thing signed with a key is worth nothing; undefined while no other has taken over. */
  #neededUntil(key: SigningKey, now: Instant): Instant | undefined {
    const { state } = this.#work;
    const keys = [...state.signingKeys].filter(({ alg }) => alg === key.alg);
    const successor = keys.slice(keys.indexOf(key) + 1).find((later) => usedFrom(later) <= now);
    if (!successor) return undefined;
    const { accessTokenSeconds } = settingsOf(state).lifetimes;
    return usedFrom(successor) + Math.max(accessTokenSeconds, ID_TOKEN_SECONDS) * SECOND;
  }

  async #make(algorithms: readonly SigningAlgorithm[]): Promise<void> {
    const keys = await Promise.all(algorithms.map((alg) => this.#makeKey(alg, this.#work.clock.now())));
    if (keys.length === 0) return;
    await this.#work.run((tx) => {
      for (const key of keys) tx.put('signingKeys', key.kid, key);
    });
  }

  async #makeKey(alg: SigningAlgorithm, createdAt: Instant): Promise<SigningKey> {
    const privateJwk = await this.#spares.take(alg);
    return { kid: await calculateJwkThumbprint(privateJwk), alg, privateJwk: { ...privateJwk }, createdAt };
  }
}

function usedFrom(key: SigningKey): Instant {
  return key.usedFrom ?? key.createdAt;
}

/** Only what RFC 7518 §6 calls public. A key that serves two names is published without one (RFC 7517 §4.4). */
function publicPart(key: SigningKey): Record<string, unknown> {
  const { kty, crv, x, y, n, e } = key.privateJwk;
  const alg = key.alg === 'EdDSA' ? undefined : key.alg;
  const members = { kty, crv, x, y, n, e, kid: key.kid, alg, use: 'sig' };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
