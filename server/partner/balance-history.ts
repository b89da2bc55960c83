import type { Holding } from './holdings.ts';

/** What all accounts together were worth at the end of a day. */
export interface Worth {
  readonly date: string;
  readonly yen: bigint;
}

/**
 * The worth of all accounts day by day, from the first row to `until` (`YYYY-MM-DD`). An account
 * without a statement counts with its present balance throughout: nobody told us better.
 */
export function balanceHistory(holdings: readonly Holding[], until: string): Worth[] {
  const steps = new Map<string, bigint>();
  let worth = 0n;
  for (const { rows, yen, account } of holdings) {
    const [first] = rows ?? [];
    if (!rows || !first || account.currencyCode !== 'JPY') {
      worth += yen ?? 0n;
      continue;
    }
    const before = BigInt(first.balance) - signed(first);
    worth += before;
    for (const row of rows) {
      steps.set(row.transactionDate, (steps.get(row.transactionDate) ?? 0n) + signed(row));
    }
  }
  const start = [...steps.keys()].sort()[0];
  if (start === undefined) return [];
  const history: Worth[] = [];
  for (let date = start; date <= until; date = dayAfter(date)) {
    worth += steps.get(date) ?? 0n;
    history.push({ date, yen: worth });
  }
  return history;
}

function signed({ transactionType, amount }: { transactionType: '1' | '2'; amount: string }): bigint {
  return transactionType === '1' ? BigInt(amount) : -BigInt(amount);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
