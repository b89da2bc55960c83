import type { Instant } from './time.ts';

/**
 * As far as the bank's time goes. RFC 3339 has four digits for the year, and whatever is given out at
 * this hour has to end within them, a grant of ten years and a scenario's dates included.
 */
export const LATEST: Instant = Date.parse('2100-01-01T00:00:00+09:00');

/**
 * How the bank's time relates to the computer's: `real` follows it, `offset` runs beside it at a
 * fixed distance, `frozen` stands still until it is moved by hand.
 */
export type ClockSetting =
  { mode: 'real' } | { mode: 'offset'; offsetMs: number } | { mode: 'frozen'; at: Instant };

/**
 * The bank's only source of time. Every date that is stored, compared or printed comes from here,
 * so that 90 days can pass in a test within a millisecond.
 */
export class Clock {
  #setting: ClockSetting;
  readonly #wallClock: () => Instant;

  constructor(setting: ClockSetting = { mode: 'real' }, wallClock: () => Instant = Date.now) {
    this.#setting = setting;
    this.#wallClock = wallClock;
  }

  get setting(): ClockSetting {
    return this.#setting;
  }

  /** The bank's time. */
  now(): Instant {
    switch (this.#setting.mode) {
      case 'real':
        return this.#wallClock();
      case 'offset':
        return this.#wallClock() + this.#setting.offsetMs;
      case 'frozen':
        return this.#setting.at;
    }
  }

  /** The computer's time, for what really happens outside the bank: a log entry's `realAt`. */
  realNow(): Instant {
    return this.#wallClock();
  }

  /** Replaces the setting. Whether time may go backwards is the caller's decision, not the clock's. */
  set(setting: ClockSetting): void {
    this.#setting = setting;
  }

  /**
   * The setting that shows `at` now: a frozen clock stays frozen, any other keeps running from there.
   */
  settingFor(at: Instant, mode: 'offset' | 'frozen'): ClockSetting {
    return mode === 'frozen' ? { mode, at } : { mode, offsetMs: at - this.#wallClock() };
  }
}
