import type { Ledger } from '../bank/ledger.ts';
import { Refusal } from '../bank/refusal.ts';
import { addDays, type BankDate } from '../bank/time.ts';

export interface StatementPeriod {
  /** As resolved, and as the answer tells it. */
  readonly from: BankDate;
  readonly to: BankDate;
}

/**
 * The period an inquiry covers (wire format: dates): no dates mean today; `dateFrom` alone reaches to
 * today, `dateTo` alone back to the first row. Days are those of Japan.
 *
 * A history window shortens the past without a word: that is the gap partners meet after a lapse.
 *
 * @param historyDays how many days back rows can be seen, today not counted; 0: all.
 * @throws Refusal `dates_reversed`
 */
export function resolvePeriod(request: {
  dateFrom: BankDate | undefined;
  dateTo: BankDate | undefined;
  today: BankDate;
  historyDays: number;
  ledger: Ledger;
}): StatementPeriod {
  const { dateFrom, dateTo, today, historyDays, ledger } = request;
  if (dateFrom === undefined && dateTo === undefined) return { from: today, to: today };
  const to = dateTo ?? today;
  if (dateFrom !== undefined && dateFrom > to) {
    throw new Refusal('dates_reversed', { dateFrom, dateTo: to });
  }
  const earliest = historyDays > 0 ? addDays(today, -historyDays) : undefined;
  const wanted = dateFrom ?? ledger.firstDate() ?? to;
  const from = earliest !== undefined && wanted < earliest ? earliest : wanted;
  return { from: from > to ? to : from, to };
}
