import { accountOf } from '../bank/accounts.ts';
import type { BookedRow } from '../bank/ledger.ts';
import type { AccountTypeCode } from '../bank/model.ts';
import { bookRows } from '../bank/posting.ts';
import { bankDateOf } from '../bank/time.ts';
import type { Transaction } from '../bank/transaction.ts';
import { atOnce } from '../slices.ts';
import { generateRows } from './generators/generate-rows.ts';
import type { GeneratorProfile } from './generators/profile-names.ts';

/** The life that fits an account when none is asked for. */
const defaultProfiles: Readonly<Record<AccountTypeCode, GeneratorProfile>> = {
  '01': 'household',
  '02': 'household',
  '11': 'time-deposit',
  '21': 'company-cheques',
  '22': 'savings',
  '23': 'tax-reserve',
  '31': 'instalment',
  '51': 'foreign',
  '71': 'card-loan',
};

/**
 * Books a made-up statement up to today on an account, beside the rows it has. The same seed, day and
 * starting balance give the same rows.
 *
 * @throws Refusal `account_not_found`
 */
export function generateTransactions(
  tx: Transaction,
  accountId: string,
  request: { months: number; seed?: string; profile?: GeneratorProfile; rows?: number },
): BookedRow[] {
  const account = accountOf(tx.state, accountId);
  const ledger = tx.state.ledger(accountId);
  const isNew = ledger.size === 0 && ledger.openingBalance === 0n;
  const customer = tx.state.customers.get(account.customerId);
  const fitting = defaultProfiles[account.accountTypeCode];
  const rows = atOnce(
    generateRows({
      profile:
        request.profile ?? (customer?.kind === 'corporate' && fitting === 'household' ? 'company' : fitting),
      seed: request.seed ?? accountId,
      months: request.months,
      today: bankDateOf(tx.now),
      startingBalance: isNew ? null : ledger.balance(),
      ...(request.rows !== undefined && { rows: request.rows }),
    }),
  );
  return bookRows(tx, accountId, [...rows]);
}
