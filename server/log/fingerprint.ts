import { createHmac, randomBytes } from 'node:crypto';

/**
 * Short names for secrets, so that a reader can follow one token through the log without holding it.
 *
 * Threat: the log is shown on screens, exported as HAR and pasted into tickets. A plain hash of a
 * weak password could be guessed offline, so the hash is keyed with a value that exists for one run
 * only and is never written down.
 */
export class Fingerprints {
  readonly #key: Buffer = randomBytes(32);

  /**
   * E.g. `at_…3f2c`: what kind of secret, and 16 bits of a keyed hash. Equal values give equal
   * fingerprints within a run.
   */
  of(kind: string, value: string): string {
    const digest = createHmac('sha256', this.#key).update(value).digest('hex');
    return `${kind}…${digest.slice(0, 4)}`;
  }
}
