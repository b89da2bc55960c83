import { branchNameOf } from '../../bank/institution-profiles.ts';
import type { BookedRow } from '../../bank/ledger.ts';
import { Refusal } from '../../bank/refusal.ts';
import type { BankDate } from '../../bank/time.ts';
import type { RecordSeparator } from './format-names.ts';
import { toEraDate } from './japanese-era.ts';
import { transactionKindOf, transactionKinds, type Statement } from './statement.ts';
import { depositKinds } from './zengin-control-records.ts';
import { toZenginText } from './zengin-kana.ts';
import {
  dataFields,
  endFields,
  formatRecord,
  headerFields,
  trailerFields,
  zenginField,
  type ZenginField,
} from './zengin-layout.ts';

/**
 * The statement as 全銀 入出金取引明細. Texts lose what has no kana form and what is beyond their field.
 *
 * @throws Refusal `format_yen_only`; `format_value_too_large` for an amount or a day the layout has no
 *   room for.
 */
export function writeStatementZengin(statement: Statement, separator: RecordSeparator): string {
  const { account, rows } = statement;
  if (account.currencyCode !== 'JPY') {
    throw new Refusal('format_yen_only', { currencyCode: account.currencyCode });
  }
  const records = [
    header(statement),
    ...rows.map((row, index) => data(row, index + 1)),
    trailer(statement),
    formatRecord(endFields, { dataClass: '9', records: String(rows.length + 3), accounts: '1' }),
  ];
  return separator === 'none' ? records.join('') : records.map((record) => `${record}\r\n`).join('');
}

function header({ account, institution, createdOn, from, to, balanceBefore }: Statement): string {
  const { accountId, branchCode } = account;
  return formatRecord(headerFields, {
    dataClass: '1',
    kind: '03',
    codeClass: '0',
    createdOn: day(createdOn, headerFields, 'createdOn', accountId),
    from: day(from, headerFields, 'from', accountId),
    to: day(to, headerFields, 'to', accountId),
    bankCode: institution.code,
    bankName: toZenginText(institution.name, 15),
    branchCode,
    branchName: toZenginText(branchNameOf(institution, branchCode), 15),
    accountType: depositKinds[account.accountTypeCode],
    accountNumber: account.accountNumber,
    accountName: toZenginText(account.accountNameKana, 40),
    balanceSign: signOf(balanceBefore),
    passbook: '1',
    balanceBefore: digits(balanceBefore, headerFields, 'balanceBefore', accountId),
  });
}

function data(row: BookedRow, number: number): string {
  const { itemKey, transactionDate, valueDate = transactionDate, transfer } = row;
  return formatRecord(dataFields, {
    dataClass: '2',
    number: String(number),
    transactionDate: day(transactionDate, dataFields, 'transactionDate', itemKey),
    valueDate: day(valueDate, dataFields, 'valueDate', itemKey),
    transactionType: row.transactionType,
    transactionKind: transactionKinds[transactionKindOf(row)].code,
    amount: digits(row.amount, dataFields, 'amount', itemKey),
    ...(transfer && {
      applicantName: toZenginText(transfer.applicantName, 48),
      paymentBankName: toZenginText(transfer.paymentBankName, 15),
      paymentBranchName: toZenginText(transfer.paymentBranchName, 15),
      ediInfo: toZenginText(transfer.ediInfo ?? '', 20),
    }),
    remarks: toZenginText(row.remarks ?? '', 20),
  });
}

function trailer({ account, balanceBefore, rows }: Statement): string {
  const { accountId } = account;
  const deposits = rows.filter(({ transactionType }) => transactionType === '1');
  const sum = (some: readonly BookedRow[]) => some.reduce((total, { amount }) => total + amount, 0n);
  const deposited = sum(deposits);
  const withdrawn = sum(rows) - deposited;
  const balanceAfter = balanceBefore + deposited - withdrawn;
  return formatRecord(trailerFields, {
    dataClass: '8',
    deposits: String(deposits.length),
    deposited: digits(deposited, trailerFields, 'deposited', accountId),
    withdrawals: String(rows.length - deposits.length),
    withdrawn: digits(withdrawn, trailerFields, 'withdrawn', accountId),
    balanceSign: signOf(balanceAfter),
    balanceAfter: digits(balanceAfter, trailerFields, 'balanceAfter', accountId),
    dataRecords: String(rows.length),
  });
}

/** 貸越区分: 1 正残, 2 負残. */
function signOf(balance: bigint): '1' | '2' {
  return balance < 0n ? '2' : '1';
}

/** The amount without its sign, which has a field of its own. */
function digits(amount: bigint, fields: readonly ZenginField[], name: string, itemKey: string): string {
  const text = (amount < 0n ? -amount : amount).toString();
  const [, label, , length] = zenginField(fields, name);
  if (text.length <= length) return text;
  throw new Refusal('format_value_too_large', { itemKey, value: text, field: label, digits: length });
}

function day(date: BankDate, fields: readonly ZenginField[], name: string, itemKey: string): string {
  const text = toEraDate(date);
  if (text !== undefined) return text;
  const [, label, , length] = zenginField(fields, name);
  throw new Refusal('format_value_too_large', { itemKey, value: date, field: label, digits: length });
}
