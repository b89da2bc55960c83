import { describe, expect, it } from 'vitest';
import { bankDateTime, bankDay, clockOffset, duration, money } from '../../../renderer/app/formats.ts';

const day = 86_400_000;

describe('bank time', () => {
  it('is Tokyo time whatever the zone of the computer', () => {
    expect(bankDateTime('2027-02-20T13:04:01.000Z')).toBe('2027-02-20 22:04:01');
    expect(bankDay('2026-12-31T15:00:00Z')).toBe('2027-01-01');
    expect(bankDateTime('2026-12-31T15:00:00Z')).toBe('2027-01-01 00:00:00');
  });
});

describe('money', () => {
  it('groups without passing through a floating point number', () => {
    expect(money('9007199254740993')).toBe('9,007,199,254,740,993円');
  });

  it('writes a negative balance with a minus sign', () => {
    expect(money('-52000', 'JPY', 'en')).toBe('−¥52,000');
  });

  it('names a foreign currency and leaves alone what is no amount', () => {
    expect(money('123456', 'USD')).toBe('123,456 USD');
    expect(money('n/a')).toBe('n/a');
  });
});

describe('durations', () => {
  it('uses the largest unit that fits', () => {
    expect(duration(90 * day, 'ja')).toBe('90日');
    expect(duration(2 * 3_600_000, 'en')).toBe('2 hours');
  });

  it('tells how far the bank is ahead, and nothing where it is not', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(clockOffset(now + 90 * day - 40, now, 'ja')).toBe('+90日');
    expect(clockOffset(now + 900, now, 'ja')).toBeUndefined();
  });
});
