import { itemKeyOf, sequenceOf } from '../bank/item-key.ts';
import type { BankDate } from '../bank/time.ts';

/** Gives out item keys for rows that are made before they are in a ledger. */
export class ItemKeySequence {
  #last = 0;

  /** Notes a key that exists already, in any order. */
  take(itemKey: string): void {
    this.#last = Math.max(this.#last, sequenceOf(itemKey));
  }

  next(date: BankDate): string {
    this.#last += 1;
    return itemKeyOf(date, this.#last);
  }
}
