import type { BankDate } from '../bank/time.ts';

/** Gives out item keys for rows that are made before they are in a ledger. */
export class ItemKeySequence {
  #last = 0;

  /** @param taken keys that exist already, in any order. */
  constructor(taken: readonly string[] = []) {
    for (const itemKey of taken) this.#last = Math.max(this.#last, Number(itemKey.slice(8)) || 0);
  }

  next(date: BankDate): string {
    this.#last += 1;
    return `${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8)}${String(this.#last).padStart(8, '0')}`;
  }
}
