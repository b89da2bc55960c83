import { describe, expect, it } from 'vitest';
import { dateAndTime, longDate, money, shortDate } from '../../../server/partner/figures.ts';
import { partnerTexts } from '../../../server/partner/texts.ts';
import { timeLeft } from '../../../server/partner/time-left.ts';

describe('figures', () => {
  it.each([
    ['0', 'JPY', '¥ 0'],
    ['-1234567', 'JPY', '¥ −1,234,567'],
    ['99999999999999999999', 'JPY', '¥ 99,999,999,999,999,999,999'],
    ['1234.50', 'USD', '1,234.50 USD'],
    ['unknown', 'JPY', 'unknown'],
  ])('%s %s is shown as %s', (amount, currency, shown) => {
    expect(money(amount, currency)).toBe(shown);
  });

  it('are dated in Tokyo', () => {
    expect(longDate('2027-05-20T15:30:00.000Z', 'ja')).toBe('2027年5月21日');
    expect(dateAndTime('2027-02-20T23:04:00+09:00', 'ja')).toBe('2月20日 23:04');
    expect(shortDate('2026-12-31', '2027')).toBe('2026/12/31');
  });
});

describe('how long a linkage lasts', () => {
  const texts = partnerTexts.ja;
  const at = '2027-02-20T13:04:00+09:00';
  it.each([
    ['2027-05-21T13:04:00+09:00', '90日', false],
    ['2027-05-21T00:00:00+09:00', '90日', false],
    ['2027-05-20T23:59:59+09:00', '89日', false],
    ['2027-02-27T13:04:00+09:00', '7日', true],
    ['2027-02-21T12:04:00+09:00', '23時間', true],
    ['2027-02-20T13:05:00+09:00', '1分', true],
    ['2027-02-20T13:00:00+09:00', '0分', true],
  ])('until %s: %s', (until, text, soon) => {
    expect(timeLeft(until, at, texts)).toEqual({ text, soon });
  });

  it('is unknown where the bank does not say', () => {
    expect(timeLeft(undefined, at, texts)).toBeUndefined();
    expect(timeLeft('2027-05-21T13:04:00+09:00', undefined, texts)).toBeUndefined();
  });
});
