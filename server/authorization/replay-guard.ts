import type { Clock } from '../bank/clock.ts';
import { Table } from '../bank/table.ts';
import type { Instant } from '../bank/time.ts';

/** As many identifiers are remembered; then the one that would be refused for its age first is forgotten. */
const REMEMBERED = 100_000;

/**
 * Remembers identifiers that may be used once: the `jti` of assertions and proofs.
 *
 * Threat: somebody who overheard a signed message sends it again. It is remembered until it would be
 * refused for its age anyway. In memory, so a restart forgets: what was used just before one is taken
 * once more after it, until its age catches it. So does a flood of more than {@link REMEMBERED}: under
 * a clock that stands still nothing ever gets old, and memory has an end.
 */
export class ReplayGuard {
  readonly #clock: Clock;
  readonly #seen = new Table<Instant>().ranking('end', (until) => ({ groups: [''], rank: until }));

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many identifiers are remembered. */
  get size(): number {
    return this.#seen.size;
  }

  /**
   * Whether this is the first time, and if so remembers it until `expiresAt`.
   *
   * @param owner keeps the identifiers of different clients or keys apart.
   */
  firstUse(owner: string, identifier: string, expiresAt: Instant): boolean {
    if (this.wasUsed(owner, identifier)) return false;
    this.#forgetOld();
    this.#seen.put(keyOf(owner, identifier), expiresAt);
    return true;
  }

  /** Whether it would be refused now; remembers nothing. */
  wasUsed(owner: string, identifier: string): boolean {
    return (this.#seen.get(keyOf(owner, identifier)) ?? -Infinity) > this.#clock.now();
  }

  /** Drops two at a time at most, so that memory shrinks and nobody waits for it. */
  #forgetOld(): void {
    const now = this.#clock.now();
    for (let count = 0; count < 2; count++) {
      const [next] = this.#seen.ranked('end').above();
      if (next === undefined) return;
      const isOld = (this.#seen.get(next) ?? now) <= now;
      if (!isOld && this.#seen.size < REMEMBERED) return;
      this.#seen.delete(next);
    }
  }
}

function keyOf(owner: string, identifier: string): string {
  return `${owner}\n${identifier}`;
}
