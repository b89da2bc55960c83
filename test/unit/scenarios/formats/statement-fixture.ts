import type { BookedRow } from '../../../../server/bank/ledger.ts';
import { sampleInstitution } from '../../../../server/bank/institution-profiles.ts';
import type { Account, LedgerRow } from '../../../../server/bank/model.ts';
import type { Statement } from '../../../../server/scenarios/formats/statement.ts';

const account: Account = {
  accountId: '001011000001',
  customerId: 'cust_10000000001',
  branchCode: '001',
  accountTypeCode: '01',
  accountNumber: '1000001',
  accountName: 'サンプル　タロウ',
  accountNameKana: 'ｻﾝﾌﾟﾙ ﾀﾛｳ',
  currencyCode: 'JPY',
  primary: true,
  openingBalance: '0',
};

type Row = Omit<LedgerRow, 'itemKey'>;

/** A statement with those rows and the balances that follow from them. */
export function statementWith(
  rows: readonly Row[],
  { balanceBefore = 0n, ...members }: Partial<Account> & { balanceBefore?: bigint } = {},
): Statement {
  let balance = balanceBefore;
  const booked = rows.map((row, index): BookedRow => {
    balance += row.transactionType === '1' ? row.amount : -row.amount;
    return { itemKey: `key${index}`, ...row, balance };
  });
  return {
    account: { ...account, ...members },
    institution: sampleInstitution,
    createdOn: '2027-02-20',
    from: '2027-01-01',
    to: '2027-02-20',
    balanceBefore,
    rows: booked,
  };
}

/** What a reader makes of a row: the amount as text, nothing of item keys. */
export function asInput({ amount, ...row }: Row): object {
  return { ...row, amount: amount.toString() };
}

export const transferRow: Row = {
  transactionDate: '2027-01-25',
  valueDate: '2027-01-22',
  transactionType: '1',
  amount: 250_000n,
  remarks: 'ﾌﾘｺﾐ ｶ)ﾐﾅﾄｼﾖｳｶｲ',
  transfer: {
    applicantName: 'ｶ)ﾐﾅﾄｼﾖｳｶｲ',
    paymentBankName: 'ｻﾝﾌﾟﾙｼﾝｷﾝ',
    paymentBranchName: 'ﾐﾅﾄ',
    ediInfo: 'INV00101',
  },
};
export const cashRow: Row = {
  transactionDate: '2027-02-01',
  transactionType: '2',
  amount: 300_001n,
  remarks: 'ATM',
};
