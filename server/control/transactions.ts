import { accountOf } from '../bank/accounts.ts';
import { formatAmount } from '../bank/currency.ts';
import type { BookedRow } from '../bank/ledger.ts';
import { deleteTransaction, postTransactions } from '../bank/posting.ts';
import { generateTransactions } from '../scenarios/generate-transactions.ts';
import { implement, type ImplementedOperation } from './operation.ts';
import {
  deleteTransactionOperation,
  generateTransactionsOperation,
  listTransactions,
  postTransaction,
} from './operations/transactions.ts';
import type { TransactionView } from './operations/schemas/transaction.ts';

/** `/accounts/{accountId}/transactions`: what the data API shows, made and changed by hand. */
export function implementTransactions(): ImplementedOperation[] {
  return [
    implement(listTransactions, ({ context, params, query }) => {
      const { currencyCode } = accountOf(context.state, params.accountId);
      const ledger = context.state.ledger(params.accountId);
      const { cursor, limit } = query;
      const { rows, hasNext } =
        query.order === 'ascending'
          ? ledger.page({
              from: '0000-01-01',
              to: '9999-12-31',
              limit,
              ...(cursor !== undefined && { afterItemKey: cursor }),
            })
          : ledger.pageBackwards({ limit, ...(cursor !== undefined && { beforeItemKey: cursor }) });
      const last = rows.at(-1);
      return {
        items: rows.map((row) => viewOf(row, currencyCode)),
        ...(hasNext && last && { next: last.itemKey }),
      };
    }),
    implement(postTransaction, async ({ context, params, body, exchange }) => {
      const { accountId } = params;
      const many = Array.isArray(body);
      const rows = await context.work.run(
        (tx) => postTransactions(tx, accountId, many ? body : [body], (index) => (many ? `[${index}]` : '')),
        exchange.addEffects,
      );
      const { currencyCode } = accountOf(context.state, accountId);
      const items = rows.map((row) => viewOf(row, currencyCode));
      return { items, ...(many ? {} : items[0]) };
    }),
    implement(deleteTransactionOperation, async ({ context, params, exchange }) => {
      await context.work.run(
        (tx) => deleteTransaction(tx, params.accountId, params.itemKey),
        exchange.addEffects,
      );
    }),
    implement(generateTransactionsOperation, async ({ context, params, body, exchange }) => {
      const rows = await context.work.run(
        (tx) => generateTransactions(tx, params.accountId, body),
        exchange.addEffects,
      );
      const { currencyCode } = accountOf(context.state, params.accountId);
      const first = rows[0];
      const last = rows.at(-1);
      return {
        count: rows.length,
        ...(first && { dateFrom: first.transactionDate }),
        ...(last && { dateTo: last.transactionDate }),
        balance: formatAmount(context.state.ledger(params.accountId).balance(), currencyCode),
      };
    }),
  ];
}

function viewOf(row: BookedRow, currencyCode: string): TransactionView {
  const { amount, balance, ...members } = row;
  return {
    ...members,
    amount: formatAmount(amount, currencyCode),
    balance: formatAmount(balance, currencyCode),
  };
}
