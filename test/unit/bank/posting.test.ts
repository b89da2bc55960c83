import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
import { InvalidInput } from '../../../server/bank/invalid-input.ts';
import type { Account } from '../../../server/bank/model.ts';
import { deleteTransaction, postTransactions, type TransactionInput } from '../../../server/bank/posting.ts';
import { BankState, type Change } from '../../../server/bank/state.ts';
import { Transaction } from '../../../server/bank/transaction.ts';

const NOW = Date.parse('2027-02-20T13:04:00+09:00');
const ACCOUNT = '001010000001';

const account: Account = {
  accountId: ACCOUNT,
  customerId: 'somebody',
  branchCode: '001',
  accountTypeCode: '01',
  accountNumber: '0000001',
  accountName: 'サンプル',
  accountNameKana: 'ｻﾝﾌﾟﾙ',
  currencyCode: 'JPY',
  primary: true,
  openingBalance: '1000',
};

function bankWith(given: Account = account): BankState {
  const state = new BankState();
  state.settings.put('current', defaultSettings);
  state.accounts.put(given.accountId, given);
  return state;
}

/** The same bank after a restart: nothing but what was written down. */
function restarted(changes: readonly Change[]): BankState {
  const state = bankWith();
  for (const change of changes) state.apply(JSON.parse(JSON.stringify(change)) as Change);
  return state;
}

const deposit = (transactionDate: string, amount = '100'): TransactionInput => ({
  transactionDate,
  transactionType: '1',
  amount,
});

describe('posting', () => {
  it('answers rows with keys and balances and tells of the later ones a row in the past moves', () => {
    const state = bankWith();
    const tx = new Transaction(state, NOW);
    postTransactions(tx, ACCOUNT, [deposit('2027-02-10'), deposit('2027-02-12')]);
    const [row] = postTransactions(tx, ACCOUNT, [
      { ...deposit('2027-02-10', '30'), transactionType: '2', remarks: 'ATM' },
    ]);
    expect(row).toMatchObject({ itemKey: '2027021000000003', balance: 1070n, remarks: 'ATM' });
    expect(state.ledger(ACCOUNT).balance()).toBe(1170n);
    expect(tx.effects.map(({ type }) => type)).toEqual([
      'transaction.posted',
      'transaction.posted',
      'transaction.posted',
      'balances.recomputed',
    ]);
    expect(tx.effects.at(-1)).toMatchObject({ rows: 1 });
  });

  it('never gives an item key twice, not even after deleting the last row and restarting', () => {
    const state = bankWith();
    const tx = new Transaction(state, NOW);
    const rows = postTransactions(tx, ACCOUNT, [deposit('2027-02-10'), deposit('2027-02-10')]);
    const gone = rows[1]?.itemKey ?? '';
    deleteTransaction(tx, ACCOUNT, gone);
    deleteTransaction(tx, ACCOUNT, rows[0]?.itemKey ?? '');

    const after = new Transaction(restarted(tx.changes), NOW);
    const [again] = postTransactions(after, ACCOUNT, [deposit('2027-02-10')]);
    expect(again?.itemKey).toBe('2027021000000003');
  });

  it('never gives an item key twice when the account was closed and opened again', () => {
    const state = bankWith();
    const tx = new Transaction(state, NOW);
    postTransactions(tx, ACCOUNT, [deposit('2027-02-10')]);
    tx.delete('accounts', ACCOUNT);
    tx.put('accounts', ACCOUNT, account);
    const [again] = postTransactions(tx, ACCOUNT, [deposit('2027-02-10')]);
    expect(again?.itemKey).toBe('2027021000000002');
  });

  it('lets a statement go with its account in as many changes as a statement without rows has', () => {
    const changesOf = (rows: number) => {
      const state = bankWith();
      const booked = new Transaction(state, NOW);
      if (rows > 0)
        postTransactions(booked, ACCOUNT, Array<TransactionInput>(rows).fill(deposit('2027-02-10')));
      const tx = new Transaction(state, NOW);
      tx.delete('accounts', ACCOUNT);
      expect(state.ledgers.has(ACCOUNT)).toBe(false);
      return { before: booked.changes, changes: tx.changes, tx, state };
    };
    const { before, changes, tx, state } = changesOf(3_000);
    expect(changes.map(([table]) => table)).toEqual(['facts', 'accounts']);
    expect(changesOf(0).changes.map(([table]) => table)).toEqual(['accounts']);
    expect(restarted([...before, ...changes]).ledgers.has(ACCOUNT)).toBe(false);
    tx.undo();
    expect(state.ledger(ACCOUNT).size).toBe(3_000);
    expect(state.ledger(ACCOUNT).balance()).toBe(301_000n);
    expect(state.facts.size).toBe(0);
  });

  it('leaves nothing behind when it is undone', () => {
    const state = bankWith();
    const before = new Transaction(state, NOW);
    const [kept] = postTransactions(before, ACCOUNT, [deposit('2027-02-10')]);
    const tx = new Transaction(state, NOW);
    postTransactions(tx, ACCOUNT, [deposit('2027-02-01', '7')]);
    deleteTransaction(tx, ACCOUNT, kept?.itemKey ?? '');
    tx.undo();
    expect(
      state
        .ledger(ACCOUNT)
        .rows()
        .map(({ itemKey }) => itemKey),
    ).toEqual([kept?.itemKey]);
    expect(state.ledger(ACCOUNT).balance()).toBe(1100n);
    expect(state.facts.size).toBe(0);
  });

  it('books decimals of a foreign currency exactly', () => {
    const dollars: Account = { ...account, accountTypeCode: '51', currencyCode: 'USD', openingBalance: '0' };
    const state = bankWith(dollars);
    const tx = new Transaction(state, NOW);
    const [row] = postTransactions(tx, ACCOUNT, [deposit('2027-02-10', '12.3')]);
    expect(row?.balance).toBe(1230n);
  });

  it.each([
    ['a day that does not exist', { transactionDate: '2027-02-29' }, '[1].transactionDate'],
    ['a value date after the day', { valueDate: '2027-02-21' }, '[1].valueDate'],
    ['nothing', { amount: '0' }, '[1].amount'],
    ['a negative amount', { amount: '-5' }, '[1].amount'],
    ['decimals of a yen', { amount: '1.5' }, '[1].amount'],
    ['words', { amount: 'ten' }, '[1].amount'],
    ['sixteen digits', { amount: '1000000000000000' }, '[1].amount'],
  ])('refuses %s, names the place and books none of the rows', (_what, change, path) => {
    const state = bankWith();
    const tx = new Transaction(state, NOW);
    const inputs = [deposit('2027-02-10'), { ...deposit('2027-02-10'), ...change }];
    let refusal: unknown;
    try {
      postTransactions(tx, ACCOUNT, inputs);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidInput);
    expect((refusal as InvalidInput).faults.map((fault) => fault.path)).toEqual([path]);
    expect(tx.changes).toEqual([]);
  });

  it('refuses an account and a row that are not there', () => {
    const tx = new Transaction(bankWith(), NOW);
    expect(() => postTransactions(tx, '999999999999', [deposit('2027-02-10')])).toThrow(
      expect.objectContaining({ code: 'account_not_found' }),
    );
    expect(() => {
      deleteTransaction(tx, ACCOUNT, '2027021000000001');
    }).toThrow(expect.objectContaining({ code: 'transaction_not_found' }));
  });
});
