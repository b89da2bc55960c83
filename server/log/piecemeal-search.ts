import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEntry } from './entry.ts';
import type { KeptEntries, LogPage } from './kept-entries.ts';

/** How many rows a filter looks at without letting requests in between. */
const ROWS_PER_LOOK = 500;

/**
 * A page of the kept entries, looked for a few rows at a time.
 *
 * @param window between which `seq`s, both left out, and how many at most.
 * @param isForward from the oldest of them on; else the newest of them. Ascending in either case.
 */
export async function findPiecemeal(
  kept: KeptEntries,
  { after, before, limit }: { after: number; before: number; limit: number },
  isForward: boolean,
  picks: (entry: LogEntry) => boolean,
): Promise<LogPage> {
  const found: LogEntry[] = [];
  let from = Math.max(after, kept.firstSeq - 1);
  let to = before;
  while (to - from > 1 && found.length <= limit) {
    const window = isForward
      ? { after: from, before: Math.min(to, from + ROWS_PER_LOOK + 1) }
      : { after: Math.max(from, to - ROWS_PER_LOOK - 1), before: to };
    const { items } = kept.page({ ...window, limit: ROWS_PER_LOOK }, picks);
    if (isForward) found.push(...items);
    else found.unshift(...items);
    if (isForward) from = window.before - 1;
    else to = window.after + 1;
    await nextTurn();
  }
  const more = found.length > limit;
  return isForward
    ? { items: found.slice(0, limit), hasNext: more, hasEarlier: false }
    : { items: found.slice(-limit), hasNext: false, hasEarlier: more };
}
