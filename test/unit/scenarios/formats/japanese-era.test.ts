import { describe, expect, it } from 'vitest';
import { fromEraDate, toEraDate } from '../../../../server/scenarios/formats/japanese-era.ts';

describe('YYMMDD of the Japanese era', () => {
  it.each([
    ['2027-02-20', '090220'],
    ['2019-05-01', '010501'],
    ['2019-04-30', '310430'],
    ['1998-12-31', '101231'],
    ['1989-01-07', '640107'],
    ['1985-06-15', '600615'],
  ] as const)('%s is %s, and back', (date, text) => {
    expect(toEraDate(date)).toBe(text);
    expect(fromEraDate(text, '2027-02-20')).toBe(date);
  });

  it('reads a year of two eras as the later one, but not beyond a year from today', () => {
    expect(toEraDate('1990-03-01')).toBe('020301');
    expect(fromEraDate('020301', '2027-02-20')).toBe('2020-03-01');
    expect(fromEraDate('100220', '2027-02-20')).toBe('2028-02-20');
    expect(fromEraDate('100221', '2027-02-20')).toBe('1998-02-21');
  });

  it.each(['310501', '090229', '000101', '0902', '09022a', '640108', '      '])('%j is no day', (text) => {
    expect(fromEraDate(text, '2027-02-20')).toBeUndefined();
  });

  it.each(['1973-04-08', '2118-01-01'] as const)('%s cannot be written', (date) => {
    expect(toEraDate(date)).toBeUndefined();
  });
});
