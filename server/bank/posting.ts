import { atOnce, Steps, type Sliced } from '../slices.ts';
import { accountOf } from './accounts.ts';
import { parseAmount } from './currency.ts';
import { refuseFaults, type InputFault } from './invalid-input.ts';
import { itemKeySequence } from './item-key-sequence.ts';
import { itemKeyOf } from './item-key.ts';
import type { BookedRow } from './ledger.ts';
import type { LedgerRow } from './model.ts';
import { Refusal } from './refusal.ts';
import { isBankDate, type BankDate } from './time.ts';
import type { Transaction } from './transaction.ts';

/** A row as somebody asks for it; the bank adds the item key and the balance. */
export interface TransactionInput {
  transactionDate: string;
  /** 起算日; left out where it is the 取引日. */
  valueDate?: string;
  transactionType: '1' | '2';
  /** Decimal text in the account's currency, more than nothing. */
  amount: string;
  remarks?: string;
  transfer?: NonNullable<LedgerRow['transfer']>;
}

/** Above so many rows the log tells of the whole instead of each. */
export const ROWS_TOLD_ONE_BY_ONE = 20;

/**
 * A row moves less than this, in the currency's minor unit. wire format: `amount` and `balance` have
 * up to 20 characters, a sign and decimals included.
 */
export const LARGEST_AMOUNT = 10n ** 15n;

/**
 * Books rows. One in the past takes its place at the end of its day, and every later balance follows.
 * Nothing is booked when any row is at fault.
 *
 * @param pathOf where the nth row stands in the input, for the faults.
 * @throws Refusal `account_not_found`; InvalidInput with every fault.
 */
export function postTransactions(
  tx: Transaction,
  accountId: string,
  inputs: readonly TransactionInput[],
  pathOf: (index: number) => string = (index) => `[${index}]`,
): BookedRow[] {
  const { currencyCode } = accountOf(tx.state, accountId);
  return bookRows(tx, accountId, atOnce(readInputs(inputs, currencyCode, pathOf)));
}

/** The same rows as they are booked, in slices. @throws InvalidInput with every fault. */
export function* readInputs(
  inputs: readonly TransactionInput[],
  currencyCode: string,
  pathOf: (index: number) => string,
): Sliced<Omit<LedgerRow, 'itemKey'>[]> {
  const faults: InputFault[] = [];
  const rows: Omit<LedgerRow, 'itemKey'>[] = [];
  const steps = new Steps();
  for (const [index, input] of inputs.entries()) {
    rows.push(readInput(input, currencyCode, pathOf(index), faults));
    if (steps.fillSlice()) yield;
  }
  refuseFaults(faults);
  return rows;
}

/** Books rows that are known to be sound. */
export function bookRows(
  tx: Transaction,
  accountId: string,
  rows: readonly Omit<LedgerRow, 'itemKey'>[],
): BookedRow[] {
  const ledger = tx.state.ledger(accountId);
  const lastBefore = ledger.lastItemKey;
  let sequence = itemKeySequence(tx.state, accountId);
  const itemKeys = rows.map((row) => {
    sequence += 1;
    const itemKey = itemKeyOf(row.transactionDate, sequence);
    tx.putRow(accountId, { itemKey, ...row });
    return itemKey;
  });
  const booked = itemKeys.flatMap((itemKey) => ledger.booked(itemKey) ?? []);
  reportRows(tx, accountId, booked.length, booked);
  const earliest = itemKeys.reduce((least, key) => (key < least ? key : least), itemKeys[0] ?? '');
  if (earliest !== '' && earliest < lastBefore) {
    reportMovedBalances(tx, accountId, earliest);
  }
  return booked;
}

/** @throws Refusal `account_not_found`, `transaction_not_found`. */
export function deleteTransaction(tx: Transaction, accountId: string, itemKey: string): void {
  accountOf(tx.state, accountId);
  const ledger = tx.state.ledger(accountId);
  if (!ledger.get(itemKey)) throw new Refusal('transaction_not_found', { accountId, itemKey });
  const later = ledger.countAfter(itemKey);
  tx.deleteRow(accountId, itemKey);
  tx.report('transaction.deleted', { accountId, itemKey });
  if (later > 0) tx.report('balances.recomputed', { accountId, after: itemKey, rows: later });
}

/** Tells of every later balance that a row in the past has moved. */
export function reportMovedBalances(tx: Transaction, accountId: string, earliest: string): void {
  const rows = tx.state.ledger(accountId).countAfter(earliest);
  tx.report('balances.recomputed', { accountId, after: earliest, rows });
}

/** @param first the rows one by one; of many, as many as there need be. */
export function reportRows(
  tx: Transaction,
  accountId: string,
  count: number,
  first: readonly LedgerRow[],
): void {
  if (count > ROWS_TOLD_ONE_BY_ONE) {
    tx.report('transactions.posted', { accountId, rows: count });
    return;
  }
  for (const { itemKey, transactionDate, transactionType, amount } of first) {
    tx.report('transaction.posted', {
      accountId,
      itemKey,
      transactionDate,
      transactionType,
      amount: amount.toString(),
    });
  }
}

function readInput(
  input: TransactionInput,
  currencyCode: string,
  path: string,
  faults: InputFault[],
): Omit<LedgerRow, 'itemKey'> {
  const at = (member: string) => (path === '' ? member : `${path}.${member}`);
  const transactionDate = readDay(input.transactionDate, at('transactionDate'), faults);
  const valueDate =
    input.valueDate === undefined ? undefined : readDay(input.valueDate, at('valueDate'), faults);
  if (valueDate !== undefined && valueDate > transactionDate) {
    faults.push({
      path: at('valueDate'),
      message: {
        ja: '起算日は取引日以前の日にしてください。',
        en: 'The value date can not be later than the transaction date.',
      },
    });
  }
  const amount = parseAmount(input.amount, currencyCode);
  if (amount === undefined || amount <= 0n || amount >= LARGEST_AMOUNT) {
    faults.push({
      path: at('amount'),
      message: {
        ja: `金額は ${currencyCode} の正の数（15桁まで）を文字列で指定してください。出金は transactionType を 2 にします。`,
        en: `The amount is a positive number of ${currencyCode} as text, up to 15 digits; a withdrawal has transactionType 2.`,
      },
    });
  }
  return {
    transactionDate,
    ...(valueDate !== undefined && valueDate !== transactionDate && { valueDate }),
    transactionType: input.transactionType,
    amount: amount ?? 0n,
    ...(input.remarks !== undefined && { remarks: input.remarks }),
    ...(input.transfer && { transfer: input.transfer }),
  };
}

function readDay(text: string, path: string, faults: InputFault[]): BankDate {
  if (isBankDate(text)) return text;
  faults.push({
    path,
    message: {
      ja: '実在する日付を YYYY-MM-DD で指定してください。',
      en: 'It has to be an existing day, YYYY-MM-DD.',
    },
  });
  return '0000-01-01';
}
