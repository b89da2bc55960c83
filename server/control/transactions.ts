import { accountOf } from '../bank/accounts.ts';
import { bookInSlices, type BookedRows } from '../bank/booking-in-slices.ts';
import { formatAmount } from '../bank/currency.ts';
import type { BookedRow } from '../bank/ledger.ts';
import { deleteTransaction, postTransactions } from '../bank/posting.ts';
import type { BankState } from '../bank/state.ts';
import type { BankDate } from '../bank/time.ts';
import { exportStatement, readStatement } from '../scenarios/formats/statement-file.ts';
import { generateTransactions } from '../scenarios/generate-transactions.ts';
import { implement, type ImplementedOperation } from './operation.ts';
import {
  deleteTransactionOperation,
  exportTransactions,
  generateTransactionsOperation,
  importTransactions,
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
      const { accountId } = params;
      const { booked } = await bookInSlices(
        context.work,
        context.jobs,
        accountId,
        (state, now) => generateTransactions(state, now, accountId, body),
        exchange.addEffects,
      );
      return summaryOf(context.state, accountId, booked);
    }),
    implement(importTransactions, async ({ context, params, query, body, exchange }) => {
      const { accountId } = params;
      const { made, booked } = await bookInSlices(
        context.work,
        context.jobs,
        accountId,
        (state, now) => readStatement(state, now, accountId, { bytes: body, ...query }),
        exchange.addEffects,
      );
      const { order, balances } = made;
      const { balanceBefore } = booked;
      const { currencyCode } = accountOf(context.state, accountId);
      const text = (amount: bigint) => formatAmount(amount, currencyCode);
      return {
        ...summaryOf(context.state, accountId, booked),
        order,
        ...(balanceBefore !== undefined && { balanceBefore: text(balanceBefore) }),
        ...(balances && {
          file: { balanceBefore: text(balances.before), balanceAfter: text(balances.after) },
        }),
      };
    }),
    implement(exportTransactions, ({ context, params, query, response }) => {
      const { from, to, ...form } = query;
      const { bytes, contentType, fileName } = exportStatement(
        context.state,
        context.clock.now(),
        params.accountId,
        {
          ...form,
          ...(from !== undefined && { from: from as BankDate }),
          ...(to !== undefined && { to: to as BankDate }),
        },
      );
      response.setHeader('Content-Type', contentType);
      response.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
      response.setHeader('Content-Length', bytes.length);
      response.end(bytes);
    }),
  ];
}

function summaryOf(state: BankState, accountId: string, booked: BookedRows) {
  const { count, dateFrom, dateTo, balance } = booked;
  return {
    count,
    ...(dateFrom !== undefined && { dateFrom }),
    ...(dateTo !== undefined && { dateTo }),
    balance: formatAmount(balance, accountOf(state, accountId).currencyCode),
  };
}

function viewOf(row: BookedRow, currencyCode: string): TransactionView {
  const { amount, balance, ...members } = row;
  return {
    ...members,
    amount: formatAmount(amount, currencyCode),
    balance: formatAmount(balance, currencyCode),
  };
}
