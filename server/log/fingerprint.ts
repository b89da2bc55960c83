import { createHmac, randomBytes } from 'node:crypto';

/** Values whose kind is remembered: more than the log holds. */
const REMEMBERED = 20_000;

/**
 * Short names for secrets, so that a reader can follow one token through the log without holding it.
 *
 * Threat: the log is shown on screens, exported as HAR and pasted into tickets. A plain hash of a
 * weak password could be guessed offline, so the hash is keyed with a value that exists for one run
 * only and is never written down.
 */
export class Fingerprints {
  readonly #key: Buffer = randomBytes(32);
  /** By digest, the kind a value was first told by. */
  readonly #kinds = new Map<string, string>();

  /**
   * E.g. `at_…3f2c`: what kind of secret, and 16 bits of a keyed hash. Equal values give equal
   * fingerprints within a run, whatever carries them: the kind is the first a value was given.
   */
  of(kind: string, value: string): string {
    const digest = createHmac('sha256', this.#key).update(value).digest('hex');
    return `${this.#kindOf(digest.slice(0, 24), kind)}…${digest.slice(0, 4)}`;
  }

  #kindOf(digest: string, kind: string): string {
    const first = this.#kinds.get(digest);
    if (first !== undefined) return first;
    if (this.#kinds.size >= REMEMBERED) this.#kinds.clear();
    this.#kinds.set(digest, kind);
    return kind;
  }
}
