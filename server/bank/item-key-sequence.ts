import type { BankState } from './state.ts';

/** The fact that keeps an account's count of item keys once rows have been deleted. */
export function itemKeySequenceFact(accountId: string): string {
  return `item-key-sequence:${accountId}`;
}

/** The highest sequence ever given to a row of the account, rows deleted since included. */
export function itemKeySequence(state: BankState, accountId: string): number {
  const kept = state.facts.get(itemKeySequenceFact(accountId))?.value;
  return Math.max(state.ledgers.get(accountId)?.lastSequence ?? 0, typeof kept === 'number' ? kept : 0);
}
