import { z } from 'zod';

/*
 * The parts of the bank's answers this partner reads. Every scalar of the data API is a string and
 * a field without a value is left out; members we do not know are none of our business.
 */

const bankAccount = z.object({
  accountId: z.string(),
  branchName: z.string().optional(),
  accountTypeCode: z.string(),
  accountTypeName: z.string(),
  accountNumber: z.string().optional(),
  accountName: z.string().optional(),
  currencyCode: z.string(),
});
export type BankAccount = z.output<typeof bankAccount>;

export const accountsAnswer = z.object({
  baseDate: z.string(),
  baseTime: z.string(),
  accounts: z.array(bankAccount),
});

const balance = z.object({
  accountId: z.string(),
  balance: z.string(),
  currencyCode: z.string().optional(),
  /** Foreign currency only. */
  fcyTotalBalance: z.string().optional(),
  yenEquivalent: z.string().optional(),
});
export type Balance = z.output<typeof balance>;

export const balancesAnswer = z.object({ balances: z.array(balance) });

const statementRow = z.object({
  transactionDate: z.string(),
  valueDate: z.string().optional(),
  /** `1` 入金, `2` 出金. */
  transactionType: z.enum(['1', '2']),
  amount: z.string(),
  remarks: z.string().optional(),
  balance: z.string(),
  itemKey: z.string(),
});
export type StatementRow = z.output<typeof statementRow>;

export const transactionsAnswer = z.object({
  hasNext: z.boolean(),
  nextItemKey: z.string().optional(),
  transactions: z.array(statementRow),
});
