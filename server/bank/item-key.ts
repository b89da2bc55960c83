import type { BankDate } from './time.ts';

/**
 * A key that sorts behind every row of that day: the day and a sequence that is counted up over the
 * whole account and never given twice. 16 characters.
 */
export function itemKeyOf(date: BankDate, sequence: number): string {
  return `${compactDate(date)}${String(sequence).padStart(8, '0')}`;
}

/** The sequence inside an item key; 0 where a foreign key has none. */
export function sequenceOf(itemKey: string): number {
  return Number(itemKey.slice(8)) || 0;
}

/** `20270220`: what the keys of a day's rows begin with. */
export function compactDate(date: BankDate): string {
  return date.slice(0, 4) + date.slice(5, 7) + date.slice(8);
}
