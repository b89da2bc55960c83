import { createLocalJWKSet } from 'jose';
import type { Clock } from '../bank/clock.ts';
import type { Client } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { SECOND, type Instant } from '../bank/time.ts';
import type { OutgoingRequests, Reading } from '../outgoing/outgoing-requests.ts';

type Jwk = Record<string, unknown>;

/** The public keys of a client, ready for use. */
export interface KnownKeys {
  readonly keys: readonly Jwk[];
  readonly set: ReturnType<typeof createLocalJWKSet>;
}

/** So many clients' keys are held that were read by address; those asked for longest ago go first. */
const HELD = 200;

/** How long a failure counts, in ms: everything that looks at one request is told the same. */
const FAILURE_COUNTS = 2 * SECOND;

/** How often keys are read once more because one is not among them, in ms. */
const READ_ANEW_EVERY = 10 * SECOND;

interface Held {
  known?: KnownKeys;
  freshUntil: Instant;
  failure?: { readonly refusal: Refusal; readonly until: Instant };
  anewAt: Instant;
  /** One at a time, however many ask. */
  reading?: Promise<KnownKeys>;
}

/**
 * The public keys of clients: those they registered, or those at their `jwks_uri` (RFC 7591 §2), which
 * are read when one is needed and kept as long as the answer says, within bounds.
 *
 * Rows of clients are replaced when they change, so the row itself is the key: another address, or
 * another set of redirect URIs, begins anew.
 */
export class ClientKeys {
  readonly #outgoing: OutgoingRequests;
  readonly #clock: Pick<Clock, 'realNow'>;
  readonly #registered = new WeakMap<Client, KnownKeys>();
  readonly #held = new Map<Client, Held>();

  constructor(outgoing: OutgoingRequests, clock: Pick<Clock, 'realNow'>) {
    this.#outgoing = outgoing;
    this.#clock = clock;
  }

  /** Those known without asking anybody: none before the first reading of a `jwks_uri`. */
  atHand(client: Client): readonly Jwk[] {
    return client.jwks_uri === undefined
      ? (client.jwks?.keys ?? [])
      : (this.#held.get(client)?.known?.keys ?? []);
  }

  /** @throws Refusal `outgoing_…` where they have to be read and can't be. */
  of(client: Client): KnownKeys | Promise<KnownKeys> {
    if (client.jwks_uri === undefined) return this.#ofRegistration(client);
    const held = this.#heldOf(client);
    return held.known && this.#clock.realNow() < held.freshUntil ? held.known : this.#read(client, held);
  }

  /**
   * Reads them once more, because one was looked for and is not among them: a client publishes a new
   * key before it signs with it. Undefined where that would be no use, or was done just now.
   *
   * @throws Refusal `outgoing_…`.
   */
  async anew(client: Client): Promise<KnownKeys | undefined> {
    if (client.jwks_uri === undefined) return undefined;
    const held = this.#heldOf(client);
    const now = this.#clock.realNow();
    if (now - held.anewAt < READ_ANEW_EVERY && now >= held.anewAt) return undefined;
    held.anewAt = now;
    held.freshUntil = now;
    return this.#read(client, held);
  }

  #ofRegistration(client: Client): KnownKeys {
    let known = this.#registered.get(client);
    if (!known) {
      known = knownKeys(client.jwks?.keys ?? []);
      this.#registered.set(client, known);
    }
    return known;
  }

  #heldOf(client: Client): Held {
    const held = this.#held.get(client) ?? { freshUntil: -Infinity, anewAt: -Infinity };
    // Put anew, it is the last to be dropped.
    this.#held.delete(client);
    this.#held.set(client, held);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD && oldest) this.#held.delete(oldest);
    return held;
  }

  #read(client: Client, held: Held): Promise<KnownKeys> {
    held.reading ??= this.#readNow(client, held).finally(() => {
      delete held.reading;
    });
    return held.reading;
  }

  async #readNow(client: Client, held: Held): Promise<KnownKeys> {
    const { failure } = held;
    if (failure && this.#clock.realNow() < failure.until) throw failure.refusal;
    try {
      const { value, freshMs } = await this.#outgoing.read(client, 'jwks_uri', readKeys);
      held.known = value;
      held.freshUntil = this.#clock.realNow() + freshMs;
      delete held.failure;
      return value;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Strangers can use up what may be asked; that must not keep out who was let in before.
      if (error.code === 'outgoing_pace' && held.known) return held.known;
      held.failure = { refusal: error, until: this.#clock.realNow() + FAILURE_COUNTS };
      throw error;
    }
  }
}

function readKeys(json: unknown, freshMs: number): Reading<KnownKeys> {
  const keys = keysIn(json);
  if (!keys) throw new Refusal('outgoing_not_keys', { member: 'jwks_uri' });
  const details = { count: keys.length, seconds: Math.round(freshMs / SECOND) };
  return { value: knownKeys(keys), code: 'client_keys_read', details };
}

/** Undefined for what is no JWK Set, or one with secrets in it (RFC 7517 §5, §9.2). */
function keysIn(json: unknown): Jwk[] | undefined {
  if (typeof json !== 'object' || json === null || !('keys' in json) || !Array.isArray(json.keys)) {
    return undefined;
  }
  const keys: unknown[] = json.keys;
  const areKeys = keys.every(
    (key): key is Jwk =>
      typeof key === 'object' &&
      key !== null &&
      'kty' in key &&
      typeof key.kty === 'string' &&
      !('d' in key) &&
      !('k' in key),
  );
  return areKeys ? keys : undefined;
}

function knownKeys(keys: readonly Jwk[]): KnownKeys {
  return { keys, set: createLocalJWKSet({ keys: keys.map(underEveryName) }) };
}

/** An Ed25519 key serves both names of its algorithm, whichever it was registered with (RFC 9864 §2.2). */
export function underEveryName(key: Jwk): Jwk {
  if (key['crv'] !== 'Ed25519') return key;
  const { alg: _alg, ...others } = key;
  return others;
}
