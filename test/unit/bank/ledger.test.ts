import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemKeyOf, sequenceOf } from '../../../server/bank/item-key.ts';
import { Ledger } from '../../../server/bank/ledger.ts';
import type { LedgerRow } from '../../../server/bank/model.ts';
import { addDays, type BankDate } from '../../../server/bank/time.ts';

const FIRST_DAY: BankDate = '2026-01-01';

interface Booking {
  day: number;
  type: '1' | '2';
  amount: bigint;
}

const booking: fc.Arbitrary<Booking> = fc.record({
  day: fc.integer({ min: 0, max: 40 }),
  type: fc.constantFrom('1', '2'),
  amount: fc.bigInt({ min: 0n, max: 10n ** 15n }),
});

/** Something that happens to a statement: a row comes, or the nth of those there goes. */
const step = fc.oneof(
  fc.record({ insert: booking }),
  fc.record({ remove: fc.nat(50) }),
  fc.record({ read: fc.nat(50) }),
);

function rowOf({ day, type, amount }: Booking, sequence: number): LedgerRow {
  const date = addDays(FIRST_DAY, day);
  return { itemKey: itemKeyOf(date, sequence), transactionDate: date, transactionType: type, amount };
}

function runningBalances(opening: bigint, rows: readonly LedgerRow[]): bigint[] {
  let balance = opening;
  return rows.map(({ transactionType, amount }) => (balance += transactionType === '1' ? amount : -amount));
}

const everything = { from: '0000-01-01', to: '9999-12-31', limit: 10_000 } as const;

describe('a ledger', () => {
  it('shows the running balance of its rows, whatever came and went in whatever order', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -1000n, max: 1000n }),
        fc.array(step, { maxLength: 60 }),
        (opening, steps) => {
          const ledger = new Ledger(opening);
          const model = new Map<string, LedgerRow>();
          let sequence = 0;
          const keyAt = (index: number) => [...model.keys()].sort()[index % model.size];
          for (const action of steps) {
            if ('insert' in action) {
              const row = rowOf(action.insert, ++sequence);
              model.set(row.itemKey, row);
              ledger.insert(row);
            } else if (model.size > 0 && 'remove' in action) {
              const key = keyAt(action.remove) ?? '';
              model.delete(key);
              ledger.remove(key);
            } else if (model.size > 0 && 'read' in action) {
              // Reading in between leaves balances behind that a later change must not believe.
              ledger.booked(keyAt(action.read) ?? '');
            }
          }
          const expected = [...model.values()].sort((a, b) => (a.itemKey < b.itemKey ? -1 : 1));
          const balances = runningBalances(opening, expected);
          const { rows } = ledger.page(everything);
          expect(rows.map(({ itemKey }) => itemKey)).toEqual(expected.map(({ itemKey }) => itemKey));
          expect(rows.map(({ balance }) => balance)).toEqual(balances);
          expect(ledger.balance()).toBe(balances.at(-1) ?? opening);
          for (const day of [-1, 0, 10, 20, 40]) {
            const date = addDays(FIRST_DAY, day);
            const upTo = expected.filter(({ transactionDate }) => transactionDate <= date);
            expect(ledger.closingBalance(date)).toBe(runningBalances(opening, upTo).at(-1) ?? opening);
          }
        },
      ),
    );
  });

  it('stays right far from its end, where balances are added up from the front and kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.record({ insert: booking }), fc.record({ read: fc.nat(900) })), {
          minLength: 1,
          maxLength: 20,
        }),
        (steps) => {
          const ledger = new Ledger(0n);
          let sequence = 0;
          for (; sequence < 900; sequence++) {
            ledger.insert(rowOf({ day: sequence % 41, type: '1', amount: BigInt(sequence) }, sequence + 1));
          }
          for (const action of steps) {
            if ('insert' in action) ledger.insert(rowOf(action.insert, ++sequence));
            else ledger.booked(ledger.rows()[action.read]?.itemKey ?? '');
            const at = 'read' in action ? action.read : 450;
            const expected = runningBalances(0n, ledger.rows());
            expect(ledger.booked(ledger.rows()[at]?.itemKey ?? '')?.balance ?? expected[at]).toBe(
              expected[at],
            );
            expect(ledger.balance()).toBe(expected.at(-1));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('neither repeats nor skips a row when others come and go between two pages', () => {
    fc.assert(
      fc.property(
        fc.array(booking, { minLength: 1, maxLength: 60 }),
        fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        (first, between, limit) => {
          const ledger = new Ledger(0n);
          let sequence = 0;
          for (const each of first) ledger.insert(rowOf(each, ++sequence));
          const untouched = new Set(ledger.rows().map(({ itemKey }) => itemKey));
          const seen: string[] = [];
          let afterItemKey: string | undefined;
          for (let page = 0; ; page++) {
            const { rows, hasNext } = ledger.page({
              from: FIRST_DAY,
              to: addDays(FIRST_DAY, 40),
              limit,
              ...(afterItemKey !== undefined && { afterItemKey }),
            });
            seen.push(...rows.map(({ itemKey }) => itemKey));
            if (!hasNext) break;
            afterItemKey = rows.at(-1)?.itemKey;
            for (const action of between[page] ?? []) {
              if ('insert' in action) ledger.insert(rowOf(action.insert, ++sequence));
              else if ('remove' in action && ledger.size > 0) {
                const key = ledger.rows()[action.remove % ledger.size]?.itemKey ?? '';
                ledger.remove(key);
                untouched.delete(key);
              }
            }
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen).toEqual([...seen].sort());
          expect([...untouched].filter((key) => !seen.includes(key))).toEqual([]);
        },
      ),
    );
  });

  it('reads backwards what it reads forwards', () => {
    const ledger = new Ledger(5n);
    for (let i = 1; i <= 7; i++) ledger.insert(rowOf({ day: i % 3, type: '1', amount: BigInt(i) }, i));
    const forwards = ledger.page(everything).rows;
    const newest = ledger.pageBackwards({ limit: 3 });
    const rest = ledger.pageBackwards({ limit: 10, beforeItemKey: newest.rows.at(-1)?.itemKey ?? '' });
    expect(newest.hasNext).toBe(true);
    expect(rest.hasNext).toBe(false);
    expect([...newest.rows, ...rest.rows].reverse()).toEqual(forwards);
  });

  it('passes over rows that are not asked for, and still knows whether more follow', () => {
    const ledger = new Ledger(0n);
    for (let i = 1; i <= 6; i++) {
      ledger.insert(rowOf({ day: 0, type: i % 2 === 0 ? '1' : '2', amount: 1n }, i));
    }
    const only = (row: LedgerRow) => row.transactionType === '1';
    const first = ledger.page({ ...everything, limit: 2, only });
    expect(first.rows.map(({ itemKey }) => sequenceOf(itemKey))).toEqual([2, 4]);
    expect(first.hasNext).toBe(true);
    const last = ledger.page({ ...everything, limit: 2, only, afterItemKey: first.rows[1]?.itemKey ?? '' });
    expect(last.rows.map(({ itemKey }) => sequenceOf(itemKey))).toEqual([6]);
    expect(last.hasNext).toBe(false);
  });

  it('puts a row in the past behind the others of its day', () => {
    const ledger = new Ledger(0n);
    ledger.insert(rowOf({ day: 1, type: '1', amount: 100n }, 1));
    ledger.insert(rowOf({ day: 2, type: '1', amount: 10n }, 2));
    expect(ledger.balance()).toBe(110n);
    ledger.insert(rowOf({ day: 1, type: '2', amount: 30n }, 3));
    expect(ledger.page(everything).rows.map(({ balance }) => balance)).toEqual([100n, 70n, 80n]);
  });
});
