import { itemKeyOf, sequenceOf } from '../bank/item-key.ts';
import type { BankDate } from '../bank/time.ts';

/** Gives out item keys for rows that are made before they are in a ledger. */
export class ItemKeySequence {
  #last = 0;

  /** @param taken keys that exist already, in any order. */
  constructor(taken: readonly string[] = []) {
    for (const itemKey of taken) this.#last = Math.max(this.#last, sequenceOf(itemKey));
  }

  next(date: BankDate): string {
    this.#last += 1;
    return itemKeyOf(date, this.#last);
  }
}
