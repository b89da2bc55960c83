import type { BankState } from '../../bank/state.ts';
import { DataUnreadable } from '../errors.ts';

/**
 * Rows that point at others which are not there: parts of different moments, put together by hand.
 *
 * @throws DataUnreadable
 */
export function checkReferences(state: BankState, directory: string): void {
  for (const accountId of state.ledgers.keys()) {
    if (!state.accounts.has(accountId)) throw dangling(directory, 'statement', accountId);
  }
  for (const { accountId, customerId } of state.accounts) {
    if (!state.customers.has(customerId)) throw dangling(directory, 'account', accountId);
  }
}

function dangling(directory: string, what: string, id: string): DataUnreadable {
  return new DataUnreadable(directory, {
    ja: `データどうしが合いません（${what} ${id} の持ち主がありません）`,
    en: `its parts do not belong together: ${what} ${id} has no owner`,
  });
}
