/** Currencies of 外貨預金 the sandbox knows, with the number of decimals of their minor unit (ISO 4217). */
const currencies: Readonly<Record<string, { name: string; decimals: number }>> = {
  JPY: { name: '日本円', decimals: 0 },
  USD: { name: '米ドル', decimals: 2 },
  EUR: { name: 'ユーロ', decimals: 2 },
  AUD: { name: '豪ドル', decimals: 2 },
  NZD: { name: 'NZドル', decimals: 2 },
  GBP: { name: '英ポンド', decimals: 2 },
  CHF: { name: 'スイスフラン', decimals: 2 },
  CNY: { name: '人民元', decimals: 2 },
};

export const currencyCodes = Object.keys(currencies);

/** The Japanese name of a currency; its code where the sandbox knows none. */
export function currencyName(code: string): string {
  return currencies[code]?.name ?? code;
}

/** How many decimals the minor unit of a currency has. */
export function decimalsOf(code: string): number {
  return currencies[code]?.decimals ?? 2;
}

/** An amount in minor units; a number only where that is exact, because it is so much quicker to write. */
export type MinorUnits = bigint | number;

/** An amount in minor units as decimal text: `123456n` USD is `1234.56`, `-5n` JPY is `-5`. */
export function formatAmount(minorUnits: MinorUnits, currencyCode: string): string {
  const decimals = currencyCode === 'JPY' ? 0 : decimalsOf(currencyCode);
  if (decimals === 0) return minorUnits.toString();
  const negative = minorUnits < 0;
  const digits = (negative ? -minorUnits : minorUnits).toString().padStart(decimals + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Decimal text as an amount in minor units, or undefined when it is none in this currency. */
export function parseAmount(text: string, currencyCode: string): bigint | undefined {
  const decimals = decimalsOf(currencyCode);
  const parts = /^(-?)(\d{1,18})(?:\.(\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (fraction.length > decimals) return undefined;
  const amount = BigInt(whole + fraction.padEnd(decimals, '0'));
  return sign === '-' ? -amount : amount;
}

/**
 * What the bank would pay in yen: the amount times TTB (yen for one unit), rounded down as banks do
 * in their own favour.
 */
export function yenEquivalent(minorUnits: bigint, currencyCode: string, ttb: string): bigint {
  const [whole = '0', fraction = ''] = ttb.split('.');
  const rate = BigInt(whole + fraction);
  const divisor = 10n ** BigInt(decimalsOf(currencyCode) + fraction.length);
  return (minorUnits * rate) / divisor;
}
