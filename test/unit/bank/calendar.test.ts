import { describe, expect, it } from 'vitest';
import {
  bankingDayOnOrAfter,
  bankingDayOnOrBefore,
  dayOfMonth,
  isBankingDay,
  nextBankingDay,
  previousBankingDay,
  previousMonthEnd,
} from '../../../server/bank/calendar.ts';

describe('the banking calendar', () => {
  it.each([
    ['2026-11-24', true, 'an ordinary Tuesday'],
    ['2026-11-23', false, '勤労感謝の日'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-12-30', true, 'the last day before the turn of the year'],
    ['2026-12-31', false, 'New Year’s Eve'],
    ['2027-01-02', false, '2 January'],
    ['2025-01-03', false, '3 January, a Friday and no national holiday'],
    ['2027-01-04', true, '4 January'],
    ['2025-05-06', false, 'a substitute holiday (振替休日)'],
    ['2026-09-22', false, 'a day between two holidays (国民の休日)'],
  ] as const)('%s: open %s, %s', (date, open, _why) => {
    expect(isBankingDay(date)).toBe(open);
  });

  it('moves over holidays both ways', () => {
    expect(bankingDayOnOrAfter('2026-11-21')).toBe('2026-11-24');
    expect(bankingDayOnOrBefore('2026-11-23')).toBe('2026-11-20');
    expect(nextBankingDay('2026-12-30')).toBe('2027-01-04');
    expect(previousBankingDay('2027-01-04')).toBe('2026-12-30');
    expect(bankingDayOnOrAfter('2026-11-24')).toBe('2026-11-24');
  });

  it('knows the ends of months', () => {
    expect(previousMonthEnd('2028-03-31')).toBe('2028-02-29');
    expect(previousMonthEnd('2027-01-01')).toBe('2026-12-31');
    expect(dayOfMonth('2027-02-01', 31)).toBe('2027-02-28');
    expect(dayOfMonth('2026-12-25', 31)).toBe('2026-12-31');
  });
});
