import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyCodes, formatAmount, parseAmount, yenEquivalent } from '../../../server/bank/currency.ts';

describe('amounts', () => {
  it('come back from their text unchanged', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.constantFrom(...currencyCodes),
        (amount, currency) => {
          expect(parseAmount(formatAmount(amount, currency), currency)).toBe(amount);
        },
      ),
    );
  });

  it.each([
    [5n, 'USD', '0.05'],
    [-5n, 'USD', '-0.05'],
    [123_456n, 'EUR', '1234.56'],
    [-1n, 'JPY', '-1'],
    [3_200_000_000n, 'JPY', '3200000000'],
  ] as const)('%s %s is written %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });

  it.each(['', '-', '1.', '.5', '1e3', '１', '1,000', ' 1', '1.234'])(
    '%j is no amount of dollars',
    (text) => {
      expect(parseAmount(text, 'USD')).toBeUndefined();
    },
  );

  it('turns dollars into yen, rounded down', () => {
    expect(yenEquivalent(100_00n, 'USD', '148.25')).toBe(14_825n);
    expect(yenEquivalent(1n, 'USD', '148.25')).toBe(1n);
    expect(yenEquivalent(447_722n, 'USD', '148')).toBe(662_628n);
  });
});
