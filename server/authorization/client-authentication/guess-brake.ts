import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../bank/clock.ts';
import { Refusal } from '../../bank/refusal.ts';
import { MINUTE, SECOND, type Instant } from '../../bank/time.ts';

/** So many wrong secrets in a row cost nothing: slips of the pen, and test suites. */
const FREE_ATTEMPTS = 5;

/** How long the answers to those after them wait, in ms. */
const DELAYS = [250, 500, 1_000, 2_000] as const;

/** How long nothing but the right secret is heard afterwards. */
const PAUSE = 30 * SECOND;

/** Who has been quiet for so long begins anew. */
const FORGOTTEN_AFTER = 10 * MINUTE;

/** So many identifiers are remembered; those heard of longest ago are dropped for new ones. */
const REMEMBERED = 1_000;

/** Answers held back at one time, whosever they are: holding them must not wear the bank out. */
const HELD_BACK = 64;

interface Attempts {
  wrong: number;
  last: Instant;
  pausedUntil: Instant;
}

/**
 * Slows the guessing of client secrets (RFC 6749 §2.3.1: a server must protect its endpoints that take
 * passwords against brute force).
 *
 * Threats, on both sides. Somebody tries secrets one after the other: his answers come later and
 * later, then not at all for a while, and the log shows it. Somebody sends wrong secrets in a
 * partner's name to lock the partner out: so the right secret passes at any time, undelayed, and
 * begins the count anew. That leaves who guesses over many connections at once only as slow as the
 * bank compares; against him stands the length of the secrets (256 bits, 32 characters at the least).
 * Identifiers nobody is registered under are counted alike, or the brake would tell which exist.
 *
 * Goes by the computer's clock: a guesser is not part of what is rehearsed. In memory and bounded:
 * whoever drives entries out by naming a thousand other clients has been slowed by that.
 */
export class GuessBrake {
  readonly #clock: Pick<Clock, 'realNow'>;
  readonly #wait: (ms: number) => Promise<unknown>;
  readonly #attempts = new Map<string, Attempts>();
  #heldBack = 0;

  constructor(clock: Pick<Clock, 'realNow'>, wait: (ms: number) => Promise<unknown> = sleep) {
    this.#clock = clock;
    this.#wait = wait;
  }

  /** The right secret was shown. */
  passed(clientId: string): void {
    this.#attempts.delete(clientId);
  }

  /**
   * A wrong secret was shown for an identifier, known or not. Resolves when it may be answered.
   *
   * @throws Refusal `client_guessing_paused` where there were too many before it.
   */
  async failed(clientId: string): Promise<void> {
    const now = this.#clock.realNow();
    const before = this.#attempts.get(clientId);
    const remembered = before && now - before.last < FORGOTTEN_AFTER ? before : undefined;
    if (remembered && now < remembered.pausedUntil) throw paused(remembered.pausedUntil - now);
    const wrong = (remembered?.wrong ?? 0) + 1;
    const beyond = wrong - FREE_ATTEMPTS;
    const pausedUntil = beyond >= DELAYS.length ? now + PAUSE : 0;
    this.#remember(clientId, { wrong, last: now, pausedUntil });
    if (beyond <= 0) return;
    if (this.#heldBack >= HELD_BACK) throw paused(SECOND);
    this.#heldBack += 1;
    try {
      await this.#wait(DELAYS[beyond - 1] ?? DELAYS[DELAYS.length - 1] ?? 0);
    } finally {
      this.#heldBack -= 1;
    }
  }

  #remember(clientId: string, attempts: Attempts): void {
    // Put anew, it is the last to be dropped.
    this.#attempts.delete(clientId);
    const [oldest] = this.#attempts.keys();
    if (this.#attempts.size >= REMEMBERED && oldest !== undefined) this.#attempts.delete(oldest);
    this.#attempts.set(clientId, attempts);
  }
}

function paused(ms: number): Refusal {
  return new Refusal('client_guessing_paused', { seconds: Math.max(1, Math.ceil(ms / SECOND)) });
}
