import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOf } from '../../../server/control/page.ts';

const keyOf = (item: string) => item;
const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 40 });

function allPages(
  items: readonly string[],
  limit: number,
  between: (seen: string[]) => readonly string[],
): string[] {
  const seen: string[] = [];
  let now = items;
  let cursor: string | undefined;
  do {
    const page = pageOf(now, { limit, ...(cursor === undefined ? {} : { cursor }) }, keyOf);
    seen.push(...page.items);
    cursor = page.next;
    now = between(seen);
  } while (cursor !== undefined);
  return seen;
}

it('pages are the list, whatever their size', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 10 }), (items, limit) => {
      expect(allPages(items, limit, () => items)).toEqual(items);
    }),
  );
});

it('an item added in front while paging repeats nothing and hides nothing', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 10 }), (items, limit) => {
      const added: string[] = [];
      const seen = allPages(items, limit, (so) => {
        if (so.length > 0) added.unshift(`added-${added.length}`);
        return [...added, ...items];
      });
      expect(seen).toEqual(items);
    }),
  );
});

it('the item the cursor names may go', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 10 }), (items, limit) => {
      const first = pageOf(items, { limit }, keyOf);
      fc.pre(first.next !== undefined);
      const left = items.filter((item) => item !== first.items.at(-1));
      const second = pageOf(left, { limit: 100, cursor: first.next ?? '' }, keyOf);
      expect(second.items).toEqual(items.slice(limit));
    }),
  );
});

it.each(['', 'zzz', '!!', Buffer.from('x:1').toString('base64url')])('%j is no cursor', (cursor) => {
  expect(() => pageOf(['a'], { limit: 1, cursor }, keyOf)).toThrow();
});
