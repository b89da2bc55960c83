import type { StatementRow } from './bank-answers.ts';
import type { Holdings } from './holdings.ts';

/** What a customer should be told when what the bank shows does not go on from what it showed before. */
export type Irregularity =
  /** An account that was there is no longer shown. */
  | 'account_vanished'
  /** Rows already known came again under other keys: booked blindly, they would count twice. */
  | 'rows_renumbered'
  /** Between the last known row and the first one now, days may be missing. */
  | 'history_gap';

/** Compares two readings of the same linkage. `itemKey` and `accountId` are what a partner may rely on. */
export function irregularitiesSince(before: Holdings, after: Holdings): Irregularity[] {
  const found = new Set<Irregularity>();
  for (const { account, rows: known } of before.holdings) {
    const now = after.holdings.find((holding) => holding.account.accountId === account.accountId);
    if (!now) found.add('account_vanished');
    else if (known && now.rows) compareRows(known, now.rows).forEach((each) => found.add(each));
  }
  return [...found];
}

function compareRows(known: readonly StatementRow[], rows: readonly StatementRow[]): Irregularity[] {
  const [first] = rows;
  const lastKnown = known.at(-1);
  if (!first || !lastKnown) return [];
  const keys = new Set(known.map(({ itemKey }) => itemKey));
  if (rows.some(({ itemKey }) => keys.has(itemKey))) return [];
  if (first.transactionDate > lastKnown.transactionDate) return ['history_gap'];
  const contents = new Set(known.map(contentOf));
  return rows.some((row) => contents.has(contentOf(row))) ? ['rows_renumbered'] : [];
}

/** All of a row but its key. */
function contentOf({ transactionDate, transactionType, amount, remarks, balance }: StatementRow): string {
  return [transactionDate, transactionType, amount, remarks, balance].join('\t');
}
