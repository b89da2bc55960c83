import type { Clock } from '../bank/clock.ts';
import { Refusal } from '../bank/refusal.ts';
import { SECOND } from '../bank/time.ts';

/** So many registrations at once cost no patience: the suites that certify banks make a client for each test. */
const AT_ONCE = 300;
/** After them so many a second. */
const PER_SECOND = 5;

/**
 * How fast clients may register themselves, all of them together: who it is can't be told apart before
 * he is registered. By the computer's clock, because a flood is not part of what is rehearsed.
 */
export class RegistrationPace {
  readonly #clock: Pick<Clock, 'realNow'>;
  #room = AT_ONCE;
  #lookedAt = 0;

  constructor(clock: Pick<Clock, 'realNow'>) {
    this.#clock = clock;
  }

  /** Counts one. @throws Refusal `registration_too_fast`. */
  step(): void {
    const now = this.#clock.realNow();
    const sinceMs = Math.max(0, now - this.#lookedAt);
    this.#room = Math.min(AT_ONCE, this.#room + (sinceMs / SECOND) * PER_SECOND);
    this.#lookedAt = now;
    if (this.#room < 1) {
      throw new Refusal('registration_too_fast', { seconds: Math.ceil((1 - this.#room) / PER_SECOND) });
    }
    this.#room -= 1;
  }
}
