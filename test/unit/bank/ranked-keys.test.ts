import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RankedKeys, type RankedKey } from '../../../server/bank/ranked-keys.ts';
import { Table } from '../../../server/bank/table.ts';

const inOrder = (a: RankedKey, b: RankedKey) => a.rank - b.rank || a.order - b.order;

describe('ranked keys', () => {
  it('say what a sorted list says, over many runs too', () => {
    const steps = fc.array(
      fc.oneof(fc.record({ add: fc.integer({ min: 0, max: 50 }) }), fc.record({ drop: fc.nat() })),
      { minLength: 1, maxLength: 3_000, size: 'max' },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: -1, max: 51 }), (actions, rank) => {
        const keys = new RankedKeys();
        const model: RankedKey[] = [];
        actions.forEach((action, order) => {
          if ('add' in action) {
            const entry = { rank: action.add, order, key: `key ${order}` };
            keys.add(entry);
            model.push(entry);
          } else if (model.length > 0) {
            const [gone] = model.splice(action.drop % model.length, 1);
            if (gone) keys.delete(gone);
          }
        });
        model.sort(inOrder);
        const middle = model[Math.floor(model.length / 2)];
        const names = (entries: RankedKey[]) => entries.map(({ key }) => key);
        expect(keys.size).toBe(model.length);
        expect([...keys.above()]).toEqual(names(model));
        expect([...keys.above(rank)]).toEqual(names(model.filter((entry) => entry.rank > rank)));
        expect([...keys.between(rank, 30)]).toEqual(
          names(model.filter((entry) => entry.rank > rank && entry.rank <= 30)),
        );
        expect([...keys.backwards()]).toEqual(model.toReversed());
        expect(keys.countAbove(rank)).toBe(model.filter((entry) => entry.rank > rank).length);
        if (!middle) return;
        expect(keys.countBefore(middle)).toBe(model.indexOf(middle));
        expect([...keys.backwards(middle)]).toEqual(model.slice(0, model.indexOf(middle)).toReversed());
      }),
      { numRuns: 40 },
    );
  });
});

describe('a table', () => {
  interface Row {
    group: string;
    rank?: number;
    tags?: string[];
  }
  const table = () =>
    new Table<Row>()
      .index('tag', (row) => row.tags)
      .ranking('rank', (row) =>
        row.rank === undefined ? undefined : { groups: ['', row.group], rank: row.rank },
      );

  it('finds a row by each of several values, and by none that it no longer has', () => {
    const rows = table();
    rows.put('a', { group: 'x', tags: ['one', 'two'] });
    rows.put('b', { group: 'x', tags: ['two'] });
    rows.put('a', { group: 'x', tags: ['three'] });
    expect(['one', 'two', 'three'].map((tag) => rows.where('tag', tag).length)).toEqual([0, 1, 1]);
    rows.delete('b');
    expect(rows.countWhere('tag', 'two')).toBe(0);
  });

  it('ranks its rows in each of their groups, and moves and drops them with what they become', () => {
    const rows = table();
    rows.put('a', { group: 'x', rank: 3 });
    rows.put('b', { group: 'x', rank: 1 });
    rows.put('c', { group: 'y', rank: 1 });
    expect([...rows.ranked('rank').above()]).toEqual(['b', 'c', 'a']);
    rows.put('b', { group: 'y', rank: 1 });
    rows.put('a', { group: 'x' });
    expect([...rows.ranked('rank', 'x').above()]).toEqual([]);
    expect([...rows.ranked('rank', 'y').above()]).toEqual(['b', 'c']);
    rows.delete('b');
    expect([...rows.ranked('rank').above()]).toEqual(['c']);
    rows.clear();
    expect([...rows.ranked('rank').above()]).toEqual([]);
  });
});
