import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addDuration,
  addMonths,
  bankDateOf,
  bankTimeOf,
  DAY,
  isBankDate,
  startOfBankDate,
  toJstTimestamp,
  weekdayOf,
  type BankDate,
} from '../../../server/bank/time.ts';

const instant = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2200, 0, 1) });

describe('the banking day', () => {
  it('is Tokyo’s: nine hours ahead of UTC, at either edge', () => {
    expect(bankDateOf(Date.parse('2027-02-19T14:59:59.999Z'))).toBe('2027-02-19');
    expect(bankDateOf(Date.parse('2027-02-19T15:00:00Z'))).toBe('2027-02-20');
    expect(bankTimeOf(Date.parse('2027-02-19T15:00:00Z'))).toBe('00:00:00+09:00');
  });

  it('begins before every instant in it and ends after', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const start = startOfBankDate(bankDateOf(at));
        expect(start).toBeLessThanOrEqual(at);
        expect(at).toBeLessThan(start + DAY);
        expect(Date.parse(toJstTimestamp(at))).toBe(Math.floor(at / 1000) * 1000);
      }),
    );
  });

  it.each(['2027-02-29', '2027-13-01', '2027-00-10', '2027-2-3', '20270203', '', '2027-02-28T00:00'])(
    '%s is none',
    (text) => {
      expect(isBankDate(text)).toBe(false);
    },
  );

  it('knows leap years and weekdays', () => {
    expect(isBankDate('2028-02-29')).toBe(true);
    expect(weekdayOf('2027-02-20')).toBe(6);
  });
});

describe('moving a day', () => {
  it('forth and back is where it was', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -40_000, max: 40_000 }), (at, days) => {
        const date = bankDateOf(at);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });

  it.each([
    ['2027-01-31', 1, '2027-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2027-03-31', -1, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2027-05-15', -17, '2025-12-15'],
  ] as [BankDate, number, BankDate][])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });
});

describe('addDuration', () => {
  const at = Date.parse('2027-01-31T23:30:00+09:00');

  it.each([
    ['P90D', 90 * DAY],
    ['P2W', 14 * DAY],
    ['PT1M', 60_000],
    ['P1DT1H1M1S', DAY + 3_661_000],
    ['PT0S', 0],
  ])('%s is exact', (duration, length) => {
    expect(addDuration(at, duration)).toBe(at + length);
  });

  it('moves months by Tokyo’s calendar and keeps the time of day', () => {
    expect(addDuration(at, 'P1M')).toBe(Date.parse('2027-02-28T23:30:00+09:00'));
    expect(addDuration(at, 'P1Y1D')).toBe(Date.parse('2028-02-01T23:30:00+09:00'));
  });

  it.each(['', 'P', 'PT', '90D', 'P-1D', 'P1.5D', 'P1H', 'p1d', 'P1DT', ' P1D'])('%j is none', (text) => {
    expect(addDuration(at, text)).toBeUndefined();
  });
});
