import { Steps, type Sliced } from '../slices.ts';
import { accountOf } from './accounts.ts';
import { itemKeySequence } from './item-key-sequence.ts';
import { itemKeyOf } from './item-key.ts';
import { Ledger } from './ledger.ts';
import type { LongJobs } from './long-jobs.ts';
import type { LedgerRow } from './model.ts';
import { persistPage, type PersistedPage } from './persisted-page.ts';
import { Refusal } from './refusal.ts';
import { reportRows, reportMovedBalances, ROWS_TOLD_ONE_BY_ONE } from './posting.ts';
import type { BankState, Effect } from './state.ts';
import type { BankDate, Instant } from './time.ts';
import type { Transaction, UnitOfWork } from './transaction.ts';

/** A row that has no item key yet. */
export type NewRow = Omit<LedgerRow, 'itemKey'>;

/** What has rows to be booked. */
export interface HasRows {
  readonly rows: Iterable<NewRow>;
}

/** What came of many rows booked together. */
export interface BookedRows {
  readonly count: number;
  /** The first and the last day of them; left out when there is none. */
  readonly dateFrom?: BankDate;
  readonly dateTo?: BankDate;
  /** The account's balance with them. */
  readonly balance: bigint;
  /** The same before the first of them in the statement; left out when there is none. */
  readonly balanceBefore?: bigint;
}

/** So often others may change the statement while rows are worked into it. */
const MOST_ATTEMPTS = 8;

/**
 * Books any number of rows without keeping the others waiting: they are worked into a copy of the
 * statement, in slices, and the copy takes the statement's place in one turn, as one change. Where
 * somebody else has booked on it in between, that is done anew.
 *
 * @param make makes the rows for the bank as it stands; asked again where that has changed meanwhile.
 * @throws what `make` throws; Refusal `account_not_found`, also where the account goes meanwhile; `account_busy` while
 *   another such job works on the account; `booking_overtaken` where the bank's state is replaced, or
 *   the statement never stands still. Nothing is booked then.
 */
export function bookInSlices<Made extends HasRows>(
  work: UnitOfWork,
  jobs: LongJobs,
  accountId: string,
  make: (state: BankState, now: Instant) => Sliced<Made>,
  onEffects: (effects: Effect[]) => void,
): Promise<{ made: Made; booked: BookedRows }> {
  const { state } = work;
  accountOf(state, accountId);
  return jobs.onAccount(accountId, async () => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const made = await jobs.inSlices(make(state, work.clock.now()));
      const booking = await jobs.inSlices(prepareBooking(state, accountId, made.rows));
      if (await work.run((tx) => book(tx, state, booking), onEffects))
        return { made, booked: booking.booked };
    }
    throw new Refusal('booking_overtaken', { accountId });
  });
}

/** Rows in their place in a copy of the statement. */
interface PreparedBooking {
  readonly accountId: string;
  readonly before: Ledger;
  /** Of {@link before}, when it was copied. */
  readonly version: number;
  readonly after: Ledger;
  /** The new rows alone, by the key of the first one of each page. */
  readonly added: readonly (readonly [firstItemKey: string, page: PersistedPage])[];
  /** The first of them, as many as are told of one by one and one more. */
  readonly first: readonly LedgerRow[];
  readonly booked: BookedRows;
}

export function* prepareBooking(
  state: BankState,
  accountId: string,
  rows: Iterable<NewRow>,
): Sliced<PreparedBooking> {
  accountOf(state, accountId);
  const before = state.ledger(accountId);
  const { version, openingBalance } = before;
  const after = Ledger.of(openingBalance, before.image());
  const added = new Ledger(0n);
  const first: LedgerRow[] = [];
  const steps = new Steps();
  let sequence = itemKeySequence(state, accountId);
  for (const row of rows) {
    sequence += 1;
    const keyed: LedgerRow = { itemKey: itemKeyOf(row.transactionDate, sequence), ...row };
    after.insert(keyed);
    added.insert(keyed);
    if (first.length <= ROWS_TOLD_ONE_BY_ONE) first.push(keyed);
    if (steps.fillSlice()) yield;
  }
  const pages: PreparedBooking['added'][number][] = [];
  for (const page of added.image().pages) {
    pages.push([page.keyAt(0), persistPage(page)]);
    yield;
  }
  return { accountId, before, version, after, added: pages, first, booked: summaryOf(added, after) };
}

function summaryOf(added: Ledger, after: Ledger): BookedRows {
  const dateFrom = added.firstDate();
  const dateTo = added.lastDate();
  const earliest = after.booked(added.firstItemKey);
  return {
    count: added.size,
    ...(dateFrom !== undefined && { dateFrom }),
    ...(dateTo !== undefined && { dateTo }),
    balance: after.balance(),
    ...(earliest && {
      balanceBefore:
        earliest.balance - (earliest.transactionType === '1' ? earliest.amount : -earliest.amount),
    }),
  };
}

/** @returns false where the statement is not what the rows were worked into. */
function book(tx: Transaction, state: BankState, booking: PreparedBooking): boolean {
  const { accountId, before, version, after, added, first, booked } = booking;
  accountOf(tx.state, accountId);
  if (tx.state !== state) throw new Refusal('booking_overtaken', { accountId });
  if (tx.state.ledger(accountId) !== before || before.version !== version) return false;
  const [earliest] = added[0] ?? [];
  if (earliest === undefined) return true;
  tx.replaceStatement(accountId, after, added);
  reportRows(tx, accountId, booked.count, first);
  if (earliest < before.lastItemKey) reportMovedBalances(tx, accountId, earliest);
  return true;
}
