import type { Clock } from '../bank/clock.ts';
import type { Instant } from '../bank/time.ts';

/** Beyond this many remembered identifiers the expired ones are swept out. */
const SWEEP_AT = 10_000;

/**
 * Remembers identifiers that may be used once: the `jti` of assertions and proofs.
 *
 * Threat: somebody who overheard a signed message sends it again. It is remembered until it would be
 * refused for its age anyway. In memory, so a restart forgets: what was used just before one is taken
 * once more after it, until its age catches it.
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
    if (this.wasUsed(owner, identifier)) return false;
    this.#seen.set(keyOf(owner, identifier), expiresAt);
    return true;
  }

  /** Whether it would be refused now; remembers nothing. */
  wasUsed(owner: string, identifier: string): boolean {
    return (this.#seen.get(keyOf(owner, identifier)) ?? -Infinity) > this.#clock.now();
  }
}

function keyOf(owner: string, identifier: string): string {
  return `${owner}\n${identifier}`;
}
