import { describe, expect, it } from 'vitest';
import { csvFile, faultsIn, importFile, type CsvCells } from './file-import.ts';

const day = (date: string, amount: number, balance?: number): CsvCells => ({
  date,
  ...(amount < 0 ? { out: String(-amount) } : { in: String(amount) }),
  ...(balance !== undefined && { balance: String(balance) }),
});

describe("a file's own balances", () => {
  it.each([
    [
      'newest first',
      [day('2026-05-07', -330, 999_670), day('2026-05-07', 1_000_000, 1_000_000)],
      'newest-first',
    ],
    [
      'oldest first',
      [day('2026-05-07', 1_000_000, 1_000_000), day('2026-05-07', -330, 999_670)],
      'oldest-first',
    ],
    [
      'the newest day first, each day as it went',
      [
        day('2026-05-08', 5, 999_675),
        day('2026-05-07', 1_000_000, 1_000_000),
        day('2026-05-07', -330, 999_670),
      ],
      'newest-day-first',
    ],
    [
      'the oldest day first, each day backwards',
      [
        day('2026-05-07', -330, 999_670),
        day('2026-05-07', 1_000_000, 1_000_000),
        day('2026-05-08', 5, 999_675),
      ],
      'newest-in-day-first',
    ],
    [
      'balances on some rows only',
      [day('2026-05-07', -330, 999_670), day('2026-05-07', 400_000), day('2026-05-07', 600_000, 600_000)],
      'newest-first',
    ],
  ])('prove the order: %s', (_case, lines, order) => {
    const { rows, ...told } = importFile(csvFile(...lines));
    expect(told.order).toBe(order);
    expect(told.balances?.before).toBe(0n);
    expect(told.balanceBefore).toBe(0n);
    const stated = lines.map(({ balance }) => balance).filter((balance) => balance !== undefined);
    expect(rows.map(({ balance }) => String(balance))).toEqual(expect.arrayContaining(stated));
    expect(rows.map(({ itemKey }) => itemKey)).toEqual(rows.map(({ itemKey }) => itemKey).sort());
    expect(told.balances?.after).toBe(rows.at(-1)?.balance);
  });

  it('are not needed: days that run backwards tell it too', () => {
    const { rows, order, balances } = importFile(
      csvFile(day('2026-05-08', 3), day('2026-05-08', 2), day('2026-05-07', 1)),
    );
    expect(order).toBe('newest-first');
    expect(rows.map(({ amount }) => amount)).toEqual([1n, 2n, 3n]);
    expect(balances).toBeUndefined();
  });

  it('leave the rows of one day as they are where nothing tells', () => {
    const { rows, order } = importFile(csvFile(day('2026-05-07', 3), day('2026-05-07', 2)));
    expect(order).toBe('oldest-first');
    expect(rows.map(({ amount }) => amount)).toEqual([3n, 2n]);
  });

  it('tell what the account should have begun with', () => {
    const { balances, balanceBefore } = importFile(
      csvFile(day('2026-05-07', -330, 999_670)),
      {},
      { openingBalance: '500' },
    );
    expect(balances).toEqual({ before: 1_000_000n, after: 999_670n });
    expect(balanceBefore).toBe(500n);
  });

  it.each([
    ['a row is missing', [100, 350, 400], 3, ['350', '150']],
    ['an amount was changed', [100, 151, 201], 3, ['151', '150']],
    ['one balance is wrong', [100, 999, 200], 3, ['999', '150']],
  ])('are refused with both numbers where %s', (_case, [first, second, third], line, numbers) => {
    const faults = faultsIn(
      csvFile(day('2026-05-07', 100, first), day('2026-05-08', 50, second), day('2026-05-09', 50, third)),
    );
    expect(faults).toMatchObject([{ path: `lines[${line}].balance`, code: 'balance_contradicts' }]);
    for (const text of [faults[0]?.message.ja, faults[0]?.message.en]) {
      for (const number of numbers) expect(text).toContain(number);
      expect(text).toContain('2');
    }
  });

  it('are refused where they prove another order than the days', () => {
    const faults = faultsIn(
      csvFile(day('2026-05-09', 100, 100), day('2026-05-08', 50, 150), day('2026-05-10', 50, 200)),
    );
    expect(faults).toMatchObject([
      { path: 'lines[3].transactionDate', code: 'balance_order_contradicts_dates' },
    ]);
  });

  it('may be negative, in every way that bookkeepers write it', () => {
    for (const balance of ['-330', '▲330', '△330', '(330)', '－３３０', '-¥330', '▲330円']) {
      const { balances } = importFile(csvFile({ out: '330', balance }));
      expect(balances).toEqual({ before: 0n, after: -330n });
    }
  });
});

describe('rows that the bank has marked', () => {
  it('取消 on a deposit is the withdrawal that undoes it', () => {
    const { rows } = importFile(
      csvFile({ in: '5000', balance: '5000' }, { in: '5000', mark: '取消', balance: '0', remarks: '振込' }),
    );
    expect(rows).toMatchObject([
      { transactionType: '1', amount: 5000n },
      { transactionType: '2', amount: 5000n, remarks: '振込', balance: 0n },
    ]);
  });

  it('取消 on a withdrawal is the deposit, and the mark may stand in 取引区分', () => {
    expect(importFile(csvFile({ out: '70', mark: '取消' })).rows).toMatchObject([{ transactionType: '1' }]);
    expect(importFile(csvFile({ out: '70', kind: '取消' })).rows).toMatchObject([{ transactionType: '1' }]);
  });

  it('取消 on the row that was undone is refused where the balances show it', () => {
    const faults = faultsIn(
      csvFile(
        { in: '9', balance: '9' },
        { in: '5', mark: '取消', balance: '14' },
        { out: '5', balance: '9' },
      ),
    );
    expect(faults).toMatchObject([{ path: 'lines[3]', code: 'mark_contradicts_balance' }]);
    expect(faults[0]?.message.ja).toContain('明細区分');
  });

  it.each(['訂正', '他店', '1'])('%s is refused by name', (mark) => {
    const faults = faultsIn(csvFile({ in: '5000', mark }));
    expect(faults).toMatchObject([{ path: 'lines[2]', code: 'row_marked' }]);
    expect(faults[0]?.message.ja).toContain(`「明細区分」: 「${mark}」`);
    expect(faults[0]?.message.en).toContain(`明細区分: a row marked "${mark}"`);
  });
});
