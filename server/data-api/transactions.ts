import { accountTypes } from '../bank/account-types.ts';
import { historyDaysFor, itemKeyShift } from '../bank/drill.ts';
import { bookRows } from '../bank/posting.ts';
import { currencyName } from '../bank/currency.ts';
import type { Ledger } from '../bank/ledger.ts';
import type { LedgerRow } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { BankDate } from '../bank/time.ts';
import type { Transaction } from '../bank/transaction.ts';
import { ByteText } from './byte-text.ts';
import type { Inquiry, InquiryAnswer, Resource } from './inquiry.ts';
import { readDate } from './query-parameters.ts';
import { paymentArrivalOnWire, transactionOnWire, type RowWriter, type WriteRow } from './rows-on-wire.ts';
import { makeCursor, openCursor } from './statement-cursor.ts';
import { resolvePeriod } from './statement-period.ts';
import { StatementRows } from './statement-rows.ts';

/** `GET /accounts/transactions`: 入出金明細, oldest first, page by page. */
export const transactionsResource: Resource = {
  scope: 'account:transaction',
  corporateOnly: false,
  answer: (inquiry) =>
    answerStatement(inquiry, { list: 'transactions', tellsCurrency: true, rowOnWire: transactionOnWire }),
};

/**
 * `GET /accounts/deposit-transactions`: 振込入金明細 of corporate customers, with who paid from where.
 * Shaped as the published API's `DepositTransactionsResponse`, which differs from a statement.
 */
export const depositTransactionsResource: Resource = {
  scope: 'account:transaction',
  corporateOnly: true,
  answer: (inquiry) =>
    answerStatement(inquiry, {
      list: 'paymentArrivals',
      tellsCurrency: false,
      only: isIncomingTransfer,
      rowOnWire: paymentArrivalOnWire,
    }),
};

function isIncomingTransfer(row: LedgerRow): boolean {
  return row.transactionType === '1' && row.transfer !== undefined;
}

/** How a list of rows is written. */
interface ListOnWire {
  /** The member that holds the rows. */
  readonly list: 'transactions' | 'paymentArrivals';
  readonly tellsCurrency: boolean;
  /** Left out: every row. */
  readonly only?: (row: LedgerRow) => boolean;
  readonly rowOnWire: RowWriter;
}

/** Written and taken within one turn. */
const room = new ByteText();

function answerStatement(
  inquiry: Inquiry,
  { list, tellsCurrency, only, rowOnWire }: ListOnWire,
): InquiryAnswer {
  const { context, parameters, settings, day } = inquiry;
  const { customer, grant } = inquiry.parties;
  const { accountId, nextItemKey } = parameters;
  if (accountId === undefined) throw new Refusal('parameter_missing', { parameter: 'accountId' });
  const dateFrom = readDate(parameters, 'dateFrom');
  const dateTo = readDate(parameters, 'dateTo');
  const { accountTypeCode, currencyCode } = inquiry.account(accountId);
  const type = accountTypes[accountTypeCode];
  if (!type.statement) {
    throw new Refusal('account_without_statement', { accountType: type.name, accountTypeCode });
  }

  const afterItemKey =
    nextItemKey === undefined ? undefined : openCursor(context.tokens, nextItemKey, parameters);
  const ledger = context.state.ledger(accountId);
  const period = resolvePeriod({
    dateFrom,
    dateTo,
    // "Today" of a request that pages on after midnight is the day on which it began.
    today: dateFrom === undefined && dateTo === undefined ? dayOfKey(afterItemKey, day.today) : day.today,
    historyDays: historyDaysFor(customer, settings),
    ledger,
  });
  if (customer.drill === 'history_gap' && (dateFrom ?? ledger.firstDate() ?? period.from) < period.from) {
    inquiry.struck = customer.drill;
  }
  const keyShift = itemKeyShift(context.state, customer, grant);
  if (keyShift > 0) inquiry.struck = 'item_keys_change_on_relink';
  const page = {
    from: period.from,
    // Rows dated ahead of the bank's clock are not there yet.
    to: period.to < day.today ? period.to : day.today,
    limit: settings.pageSize,
    ...(afterItemKey !== undefined && { afterItemKey }),
    ...(only && { only }),
  };
  const rows = new StatementRows(ledger, page);
  const { count, hasNext, lastItemKey } = rows;

  let text = `{"accountId":"${accountId}"`;
  if (tellsCurrency) {
    text += `,"currencyCode":"${currencyCode}","currencyName":"${currencyName(currencyCode)}"`;
  }
  text += `,"dateFrom":"${period.from}","dateTo":"${period.to}"`;
  text += `,"baseDate":"${day.today}","baseTime":"${inquiry.baseTime}","hasNext":${String(hasNext)}`;
  if (hasNext && lastItemKey !== undefined) {
    text += `,"nextItemKey":"${makeCursor(context.tokens, lastItemKey, parameters)}"`;
  }
  text += `,"count":"${count}","${list}":[`;
  const movesBalance =
    customer.drill === 'balance_changes_between_pages' && hasNext && afterItemKey === undefined;
  if (movesBalance) inquiry.struck = customer.drill;
  const write = writerOf(text, rows, rowOnWire(currencyCode, keyShift));
  return {
    body: write(),
    again: write,
    outcome: hasNext ? 'transactions_page_returned' : 'transactions_returned',
    details: { accountId, dateFrom: period.from, dateTo: period.to, count },
    page: pageNumber(ledger, period.from, afterItemKey, settings.pageSize),
    ...(movesBalance && {
      afterwards: (tx: Transaction) => {
        bookRows(tx, accountId, [smallDeposit(day.today)]);
      },
    }),
  };
}

/** Apart from the inquiry, so that whoever keeps the writer keeps no more than it needs. */
function writerOf(opening: string, rows: StatementRows, writeRow: WriteRow): () => Buffer {
  return () => {
    room.begin();
    rows.write(room, writeRow);
    return room.taken(opening, ']}');
  };
}

/** Counted in rows, because a cursor is a place and not a number. */
function pageNumber(
  ledger: Ledger,
  from: BankDate,
  afterItemKey: string | undefined,
  pageSize: number,
): number {
  if (afterItemKey === undefined) return 1;
  const before = ledger.countFrom(from) - ledger.countAfter(afterItemKey);
  return 1 + Math.ceil(before / pageSize);
}

/** The 1 yen that comes in between two pages where that is rehearsed. */
function smallDeposit(today: BankDate): Omit<LedgerRow, 'itemKey'> {
  return { transactionDate: today, transactionType: '1', amount: 1n, remarks: '振込　ｻﾝﾄﾞﾎﾞﾂｸｽ' };
}

function dayOfKey(itemKey: string | undefined, otherwise: BankDate): BankDate {
  if (itemKey === undefined) return otherwise;
  return `${itemKey.slice(0, 4)}-${itemKey.slice(4, 6)}-${itemKey.slice(6, 8)}` as BankDate;
}
