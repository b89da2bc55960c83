import { describe, expect, it } from 'vitest';
import { bookInSlices, prepareBooking, type NewRow } from '../../../server/bank/booking-in-slices.ts';
import { Clock } from '../../../server/bank/clock.ts';
import { LongJobs } from '../../../server/bank/long-jobs.ts';
import { postTransactions } from '../../../server/bank/posting.ts';
import { Refusal } from '../../../server/bank/refusal.ts';
import { copyOf, type BankState, type Change, type Effect } from '../../../server/bank/state.ts';
import { Transaction, UnitOfWork, type ChangeSink } from '../../../server/bank/transaction.ts';
import { atOnce } from '../../../server/slices.ts';
import { TARO, TestBank } from '../../harness/test-bank.ts';

const ACCOUNT = '001010000001';

/** Keeps in a list what a storage would write; undoes the last entry when told to. */
class Recorder implements ChangeSink {
  readonly changes: Change[] = [];
  undo: () => void = () => undefined;

  writable() {
    return undefined;
  }

  append(changes: readonly Change[], undo: () => void) {
    this.changes.push(...(JSON.parse(JSON.stringify(changes)) as Change[]));
    this.undo = undo;
    return { seq: this.changes.length, done: Promise.resolve() };
  }
}

function bank() {
  const { state, now } = new TestBank();
  state.accounts.put(ACCOUNT, {
    accountId: ACCOUNT,
    customerId: TARO.id,
    branchCode: '001',
    accountTypeCode: '01',
    accountNumber: '0000001',
    accountName: 'サンプル',
    accountNameKana: 'ｻﾝﾌﾟﾙ',
    currencyCode: 'JPY',
    primary: true,
    openingBalance: '1000',
  });
  const before = copyOf(state);
  const sink = new Recorder();
  const work = new UnitOfWork(state, new Clock({ mode: 'frozen', at: now }), sink);
  const ending = new AbortController();
  const jobs = new LongJobs(ending.signal);
  const effects: Effect[] = [];
  const book = (rows: Iterable<NewRow>, jobsOf = jobs) =>
    bookInSlices(
      work,
      jobsOf,
      ACCOUNT,
      function* () {
        yield;
        return { rows };
      },
      (told) => effects.push(...told),
    );
  return { state, before, sink, work, jobs, ending, effects, book };
}

const DAYS = ['2027-02-10', '2027-02-12', '2027-02-11'] as const;
const deposit = (index: number): NewRow => ({
  transactionDate: DAYS[index % 3] ?? DAYS[0],
  transactionType: '1',
  amount: BigInt(index + 1),
  remarks: `行${String(index % 5)}`,
});
const deposits = (count: number) => Array.from({ length: count }, (_, index) => deposit(index));

/** The same rows; while the one at `at` is taken, something else happens. */
function* interrupted(rows: readonly NewRow[], at: number, interruption: () => void): Generator<NewRow> {
  for (const [index, row] of rows.entries()) {
    if (index === at) interruption();
    yield row;
  }
}

const rowsOf = (state: BankState) => state.ledger(ACCOUNT).rows();
const codeOf = (job: Promise<unknown>) =>
  job.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

describe('booking in slices', () => {
  it('books what booking at once does: the same rows, keys, balances and words', async () => {
    const { state, before, effects, book } = bank();
    const { booked } = await book(deposits(5_000));
    const atOnceBank = new Transaction(before, 0);
    postTransactions(
      atOnceBank,
      ACCOUNT,
      deposits(5_000).map((row) => ({ ...row, amount: String(row.amount) })),
    );
    expect(rowsOf(state)).toEqual(rowsOf(before));
    expect(booked).toEqual({
      count: 5_000,
      dateFrom: '2027-02-10',
      dateTo: '2027-02-12',
      balance: before.ledger(ACCOUNT).balance(),
      balanceBefore: 1_000n,
    });
    expect(effects.map(({ type, rows }) => [type, rows])).toEqual([['transactions.posted', 5_000]]);
  });

  it('tells of few rows one by one, and of the balances that move', async () => {
    const { effects, book } = bank();
    await book(deposits(3));
    await book([deposit(0)]);
    expect(effects.map(({ type }) => type)).toEqual([
      'transaction.posted',
      'transaction.posted',
      'transaction.posted',
      'transaction.posted',
      'balances.recomputed',
    ]);
  });

  it('lets others in after each thousand rows', () => {
    const { state } = bank();
    const work = prepareBooking(state, ACCOUNT, deposits(20_000));
    let pauses = 0;
    while (!work.next().done) pauses += 1;
    expect(pauses).toBeGreaterThanOrEqual(20);
    expect(rowsOf(state)).toEqual([]);
  });

  it('is one change, which a restart makes again and a disk that fails takes back as a whole', async () => {
    const { state, before, sink, book } = bank();
    await book(deposits(10));
    await book(deposits(9_000));
    for (const change of sink.changes) before.apply(change);
    expect(rowsOf(before)).toEqual(rowsOf(state));
    // A page full of rows is a change, not each row.
    expect(sink.changes.length).toBeLessThan(10);
    sink.undo();
    expect(rowsOf(state)).toHaveLength(10);
  });

  it('keeps what others book meanwhile, with keys of its own for each row', async () => {
    const { state, work, book } = bank();
    const input = { transactionDate: '2027-02-12', transactionType: '2', amount: '7' } as const;
    const other = () => void work.run((tx) => postTransactions(tx, ACCOUNT, [input]));
    let interruptions = 0;
    const rows = deposits(3_000);
    await book({ [Symbol.iterator]: () => interrupted(rows, 1_500, () => interruptions++ < 2 && other()) });
    expect(rowsOf(state)).toHaveLength(3_002);
    expect(new Set(rowsOf(state).map(({ itemKey }) => itemKey)).size).toBe(3_002);
    expect(state.ledger(ACCOUNT).balance()).toBe(1_000n + 4_501_500n - 14n);
  });

  it('gives up where the statement never stands still', async () => {
    const { state, work, book } = bank();
    const input = { transactionDate: '2027-02-12', transactionType: '1', amount: '1' } as const;
    const other = () => void work.run((tx) => postTransactions(tx, ACCOUNT, [input]));
    const rows = { [Symbol.iterator]: () => interrupted(deposits(2_000), 1_500, other) };
    expect(await codeOf(book(rows))).toBe('booking_overtaken');
    expect(rowsOf(state).every(({ amount }) => amount === 1n)).toBe(true);
  });

  it('books nothing where the account goes meanwhile', async () => {
    const { state, sink, work, book } = bank();
    const close = () => void work.run((tx) => tx.delete('accounts', ACCOUNT));
    expect(await codeOf(book(interrupted(deposits(3_000), 1_500, close)))).toBe('account_not_found');
    expect(state.ledgers.has(ACCOUNT)).toBe(false);
    expect(sink.changes).toHaveLength(1);
  });

  it('books nothing where another state takes the place of the bank’s', async () => {
    const { state, before, sink, work, book } = bank();
    const exchange = () => void work.exchange(before, { mode: 'real' });
    expect(await codeOf(book(interrupted(deposits(3_000), 1_500, exchange)))).toBe('booking_overtaken');
    expect([...rowsOf(state), ...rowsOf(before), ...sink.changes]).toEqual([]);
  });

  it('is done once at a time on an account', async () => {
    const { state, book } = bank();
    const first = book(deposits(3_000));
    expect(await codeOf(book(deposits(1)))).toBe('account_busy');
    await first;
    await book(deposits(1));
    expect(rowsOf(state)).toHaveLength(3_001);
  });

  it('breaks off when the sandbox stops', async () => {
    const { state, ending, jobs, book } = bank();
    const stop = () => {
      ending.abort();
    };
    expect(await codeOf(book(interrupted(deposits(3_000), 500, stop)))).toBe('storage_closed');
    expect(rowsOf(state)).toEqual([]);
    expect(atOnce(prepareBooking(state, ACCOUNT, [])).booked).toEqual({ count: 0, balance: 1_000n });
    expect(await codeOf(jobs.onAccount(ACCOUNT, () => Promise.resolve()))).toBe('done');
  });
});
