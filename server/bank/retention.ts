import { settingsOf } from './grants.ts';
import type { Retention } from './model.ts';
import type { BankState, TableName } from './state.ts';
import { DAY, type Instant } from './time.ts';
import type { Transaction } from './transaction.ts';

/** Tables of what is given out for a while, apart from grants, and dropped some days after its end. */
const shortLived = [
  'accessTokens',
  'clientAccessTokens',
  'authorizationCodes',
  'interactions',
  'pushedRequests',
] as const satisfies readonly TableName[];

/** How many of each were, or would be, dropped. */
export interface DroppedRows {
  endedGrants: number;
  /** Tokens, codes, interactions and pushed requests; those of the grants not counted. */
  expiredTokens: number;
}

/** What becomes of the rows that are over. */
export interface RetentionOutlook {
  /** Kept longer than wanted by now: dropped by the next sweep. */
  overdue: DroppedRows;
  /** When the next of those that are over by now will have been kept long enough. */
  nextAt?: Instant;
}

/** What is to be dropped at `now`, and when something more is. Changes nothing. */
export function retentionOutlook(state: BankState, now: Instant, retention: Retention): RetentionOutlook {
  const overdue: DroppedRows = { endedGrants: 0, expiredTokens: 0 };
  let nextAt: Instant | undefined;
  for (const { kind, table, ranking, keptMs } of waysToEnd(retention)) {
    const keys = state.table(table).ranked(ranking);
    overdue[kind] += keys.countBefore({ rank: now - keptMs, order: Infinity });
    const [next] = keys.between(now - keptMs, now);
    const end = next === undefined ? undefined : state.table(table).placeIn(ranking, next)?.rank;
    if (end !== undefined) nextAt = Math.min(nextAt ?? Infinity, end + keptMs);
  }
  return { overdue, ...(nextAt !== undefined && { nextAt }) };
}

/**
 * Drops rows that were kept as long as the settings say, as of `asOf`, the earliest first. Ordinary
 * changes: journalled, undone and restored as any other.
 *
 * @param most about so many rows; a grant goes together with its tokens.
 */
export function dropOverdue(tx: Transaction, asOf: Instant, most: number): DroppedRows {
  const { state } = tx;
  const dropped: DroppedRows = { endedGrants: 0, expiredTokens: 0 };
  const began = tx.changes.length;
  for (const { kind, table, ranking, keptMs } of waysToEnd(settingsOf(state).retention)) {
    for (;;) {
      if (tx.changes.length - began >= most) return dropped;
      const [key] = state
        .table(table)
        .ranked(ranking)
        .between(-Infinity, asOf - keptMs);
      if (key === undefined) break;
      if (table === 'grants') dropTokensOf(tx, key);
      tx.delete(table, key);
      dropped[kind] += 1;
    }
  }
  return dropped;
}

function dropTokensOf(tx: Transaction, grantId: string): void {
  for (const { tokenId } of tx.state.accessTokens.where('grantId', grantId))
    tx.delete('accessTokens', tokenId);
}

/** In which tables rows end, by which ranking, and how long they are kept then; what is kept for ever not. */
function* waysToEnd({ endedGrantDays, expiredTokenDays }: Retention): Generator<{
  kind: keyof DroppedRows;
  table: TableName;
  ranking: string;
  keptMs: number;
}> {
  if (endedGrantDays > 0) {
    yield { kind: 'endedGrants', table: 'grants', ranking: 'end', keptMs: endedGrantDays * DAY };
  }
  if (expiredTokenDays === 0) return;
  for (const table of shortLived) {
    yield { kind: 'expiredTokens', table, ranking: 'expiry', keptMs: expiredTokenDays * DAY };
  }
}
