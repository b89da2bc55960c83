import type { Place, RankedKey } from '../bank/ranked-keys.ts';
import type { Table } from '../bank/table.ts';
import { ValidationFailure } from './validation.ts';

/**
 * One page of a list. The cursor names the last item of the page before, and the place it had, so a
 * list that changes between two pages neither repeats items nor loses its way when that item is gone.
 *
 * @throws ValidationFailure when `cursor` is none of ours.
 */
export function pageOf<Item>(
  items: readonly Item[],
  { limit, cursor }: { limit: number; cursor?: string },
  keyOf: (item: Item) => string,
): { items: Item[]; next?: string } {
  const start = cursor === undefined ? 0 : startAfter(items, cursor, keyOf);
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const more = start + limit < items.length;
  return { items: page, ...(more && last ? { next: cursorOf(start + limit, keyOf(last)) } : {}) };
}

/**
 * One page of a table's rows in a ranking, the last ones first, without a look at those of the other
 * pages. The cursor is as that of {@link pageOf}, with what the item is ordered by as its place.
 *
 * @throws ValidationFailure when `cursor` is none of ours.
 */
export function newestPage<Row>(
  table: Table<Row>,
  query: {
    limit: number;
    cursor?: string;
    ranking: string;
    group: string;
    matches?: (row: Row) => boolean;
  },
): { items: Row[]; next?: string } {
  const { limit, cursor, ranking, group, matches } = query;
  const start = cursor === undefined ? undefined : placeOf(table, ranking, cursor);
  const items: Row[] = [];
  let last: RankedKey | undefined;
  for (const entry of table.ranked(ranking, group).backwards(start)) {
    const row = table.get(entry.key);
    if (row === undefined || (matches && !matches(row))) continue;
    if (items.length === limit && last)
      return { items, next: cursorOf(`${last.rank}/${last.order}`, last.key) };
    items.push(row);
    last = entry;
  }
  return { items };
}

function placeOf<Row>(table: Table<Row>, ranking: string, cursor: string): Place {
  const [place, key] = readCursor(cursor);
  const [rank = 0, order = 0] = place.split('/').map(Number);
  return table.placeIn(ranking, key) ?? { rank, order };
}

function startAfter<Item>(items: readonly Item[], cursor: string, keyOf: (item: Item) => string): number {
  const [place, key] = readCursor(cursor);
  const at = items.findIndex((item) => keyOf(item) === key);
  return at >= 0 ? at + 1 : Math.max(0, Number(place) - 1);
}

function cursorOf(place: number | string, key: string): string {
  return Buffer.from(`${place}:${key}`).toString('base64url');
}

/** @returns the place and the key. */
function readCursor(cursor: string): [place: string, key: string] {
  const [, place, key] =
    /^(\d{1,15}(?:\/\d{1,15})?):(.+)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (place !== undefined && key !== undefined) return [place, key];
  throw new ValidationFailure('query', [
    {
      path: 'cursor',
      message: {
        ja: '前のページの next をそのまま送ってください。',
        en: 'Send the next of the page before, unchanged.',
      },
    },
  ]);
}
