import type { Clock } from '../bank/clock.ts';
import type { Instant } from '../bank/time.ts';

/** Beyond this many remembered identifiers the expired ones are swept out. */
const SWEEP_AT = 10_000;

/**
 * Remembers identifiers that may be used once: the `jti` of assertions and proofs.
 *
 * Threat: somebody who overheard a signed message sends it again. It is remembered until it would be
 * refused for its age anyway. In memory: what was seen before a restart is caught by that age.
 */
export class ReplayGuard {
  readonly #clock: Clock;
  readonly #seen = new Map<string, Instant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether this is the first time, and if so remembers it until `expiresAt`.
   *
   * @param owner keeps the identifiers of different clients or keys apart.
   */
  firstUse(owner: string, identifier: string, expiresAt: Instant): boolean {
    const now = this.#clock.now();
    if (this.#seen.size >= SWEEP_AT) {
      for (const [key, until] of this.#seen) if (until <= now) this.#seen.delete(key);
    }
    const key = `${owner}\n${identifier}`;
    const until = this.#seen.get(key);
    if (until !== undefined && until > now) return false;
    this.#seen.set(key, expiresAt);
    return true;
  }
}
