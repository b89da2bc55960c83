import { MINUTE, SECOND, type Instant } from '../bank/time.ts';

/**
 * Counts requests by minute of the bank's clock. Kept in memory only: a limit that is forgotten at a
 * restart hurts nobody.
 */
export class RateLimit {
  readonly #counts = new Map<string, number>();
  #minute = -1;

  /**
   * Counts one request of `party`.
   *
   * @returns the seconds to wait when that was one too many, else undefined.
   */
  count(party: string, limit: number, now: Instant): number | undefined {
    if (limit <= 0) return undefined;
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute) {
      this.#counts.clear();
      this.#minute = minute;
    }
    const count = (this.#counts.get(party) ?? 0) + 1;
    this.#counts.set(party, count);
    return count > limit ? Math.ceil(((minute + 1) * MINUTE - now) / SECOND) : undefined;
  }
}
