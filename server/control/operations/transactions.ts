import { z } from 'zod';
import { operation } from '../operation.ts';
import { listOf, pageQuery } from './schemas/common.ts';
import {
  bookedRows,
  exportQuery,
  generation,
  importedRows,
  importQuery,
  newTransactions,
  postedTransactions,
  statementFile,
  transaction,
} from './schemas/transaction.ts';

const tag = 'transactions';
const path = '/accounts/{accountId}/transactions';
const params = z.strictObject({ accountId: z.string().min(1) });

/** Ten thousand rows with everything in them. */
const BODY_LIMIT = 8 * 1024 * 1024;

export const listTransactions = operation({
  id: 'transactions.list',
  tag,
  method: 'GET',
  path,
  summary: { ja: '口座の明細', en: "List an account's rows" },
  params,
  query: z.strictObject({
    ...pageQuery,
    order: z
      .enum(['ascending', 'descending'])
      .default('ascending')
      .meta({ description: 'Oldest or newest first.' }),
  }),
  result: listOf(transaction),
  status: 200,
});

export const postTransaction = operation({
  id: 'transactions.post',
  tag,
  method: 'POST',
  path,
  summary: {
    ja: '明細を追加する（一件または配列。過去の日付なら以後の残高も変わる）',
    en: 'Book one row or an array; one in the past moves every later balance',
  },
  params,
  body: newTransactions,
  bodyLimitBytes: BODY_LIMIT,
  result: postedTransactions,
  status: 201,
  logged: true,
});

export const deleteTransactionOperation = operation({
  id: 'transactions.delete',
  tag,
  method: 'DELETE',
  path: `${path}/{itemKey}`,
  summary: {
    ja: '明細を削除する（以後の残高も変わる）',
    en: 'Delete a row; every later balance moves',
  },
  params: z.strictObject({ accountId: z.string().min(1), itemKey: z.string().min(1) }),
  status: 204,
  logged: true,
});

export const generateTransactionsOperation = operation({
  id: 'transactions.generate',
  tag,
  method: 'POST',
  path: `${path}/generate`,
  summary: {
    ja: '今日までの暮らしや商いの明細を作る（同じ seed なら同じ明細）',
    en: 'Make up rows until today; the same seed gives the same rows',
  },
  params,
  body: generation,
  result: bookedRows,
  status: 201,
  logged: true,
});

export const importTransactions = operation({
  id: 'transactions.import',
  tag,
  method: 'POST',
  path: `${path}/import`,
  summary: {
    ja: 'CSV・全銀のファイルから明細を取り込む（いつも追加する。誤りが一つでもあれば何も登録しない。errors の path の lines[12] は12行目）',
    en: 'Book the rows of a CSV or 全銀 file. They are always added, and none is when any is at fault; lines[12] in the path of an error is the 12th line',
  },
  params,
  query: importQuery,
  body: statementFile,
  bodyType: 'application/octet-stream',
  bodyBytes: true,
  bodyLimitBytes: BODY_LIMIT,
  result: importedRows,
  status: 201,
  logged: true,
});

export const exportTransactions = operation({
  id: 'transactions.export',
  tag,
  method: 'GET',
  path: `${path}/export`,
  summary: {
    ja: '明細を CSV・全銀のファイルに書き出す',
    en: 'Write rows into a CSV or 全銀 file',
  },
  params,
  query: exportQuery,
  status: 200,
  raw: { contentType: 'text/*' },
});

export const transactionOperations = [
  listTransactions,
  postTransaction,
  deleteTransactionOperation,
  generateTransactionsOperation,
  importTransactions,
  exportTransactions,
];
