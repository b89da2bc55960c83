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

function cursorOf(place: number, key: string): string {
  return Buffer.from(`${place}:${key}`).toString('base64url');
}

function startAfter<Item>(items: readonly Item[], cursor: string, keyOf: (item: Item) => string): number {
  const parts = /^(\d{1,9}):(.+)$/s.exec(Buffer.from(cursor, 'base64url').toString());
  if (!parts) {
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
  const [, place, key] = parts;
  const at = items.findIndex((item) => keyOf(item) === key);
  return at >= 0 ? at + 1 : Math.max(0, Number(place) - 1);
}
