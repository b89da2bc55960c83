import { accountOf } from '../bank/accounts.ts';
import type { HasRows } from '../bank/booking-in-slices.ts';
import type { AccountTypeCode } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import { bankDateOf, type Instant } from '../bank/time.ts';
import type { Sliced } from '../slices.ts';
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
 * A made-up statement up to today, to be booked on an account beside the rows it has. The same seed, day
 * and starting balance give the same rows.
 *
 * @throws Refusal `account_not_found`
 */
export function* generateTransactions(
  state: BankState,
  now: Instant,
  accountId: string,
  request: { months: number; seed?: string; profile?: GeneratorProfile; rows?: number },
): Sliced<HasRows> {
  const account = accountOf(state, accountId);
  const ledger = state.ledger(accountId);
  const isNew = ledger.size === 0 && ledger.openingBalance === 0n;
  const customer = state.customers.get(account.customerId);
  const fitting = defaultProfiles[account.accountTypeCode];
  const rows = yield* generateRows({
    profile:
      request.profile ?? (customer?.kind === 'corporate' && fitting === 'household' ? 'company' : fitting),
    seed: request.seed ?? accountId,
    months: request.months,
    today: bankDateOf(now),
    startingBalance: isNew ? null : ledger.balance(),
    ...(request.rows !== undefined && { rows: request.rows }),
  });
  return { rows };
}
