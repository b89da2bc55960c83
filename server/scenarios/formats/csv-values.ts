import { decimalsOf, parseAmount } from '../../bank/currency.ts';
import { isBankDate, type BankDate } from '../../bank/time.ts';
import type { RefusalDetails } from '../../bank/refusal.ts';
import { quoted } from './file-faults.ts';
import type { FileMessageCode } from './file-messages.ts';

/** What a cell holds, or why it can't be read. */
export type Reading<Value> =
  { readonly value: Value } | { readonly code: FileMessageCode; readonly details: RefusalDetails };

/**
 * Full-width ASCII as ASCII, and the signs that have a form of their own. Not NFKC, to which ① is a 1
 * and ㌀ a word: what nobody typed as a digit is none.
 */
export function foldWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('　', ' ')
    .replaceAll('￥', '¥')
    .replaceAll('−', '-');
}

const DAY = /^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/;
const ERA = /^(?:明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿]|[MTSHR]\.?\d)/i;
const SHORT_YEAR = /^\d{1,3}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/;

/** A day of the Gregorian calendar. */
export function readDay(text: string): Reading<BankDate> {
  const plain = foldWidth(text).replaceAll(' ', '');
  const details = { found: quoted(text) };
  const parts = DAY.exec(plain)?.slice(1).filter(Boolean);
  if (parts) {
    const [year = '', month = '', day = ''] = parts;
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isBankDate(date) ? { value: date } : { code: 'date_not_a_day', details };
  }
  if (ERA.test(plain)) return { code: 'date_in_era', details };
  return { code: SHORT_YEAR.test(plain) ? 'date_short_year' : 'date_unreadable', details };
}

/** Whether a cell of an amount holds none: empty, written 0 or crossed out. */
export function isNoAmount(text: string): boolean {
  return /^[¥\\]?[0,.]*円?$|^-$/.test(foldWidth(text).replaceAll(' ', ''));
}

/**
 * An amount in the currency's minor unit, with commas by thousands, ¥ or 円 around it, and a sign as
 * bookkeepers write it: -1,000, ▲1,000, △1,000 or (1,000).
 *
 * @param digits how many it may have, decimals included.
 */
export function readNumber(text: string, currencyCode: string, digits: number): Reading<bigint> {
  const details = { found: quoted(text) };
  const { plain, negative } = withoutSigns(foldWidth(text).replace(/\s/g, ''));
  const [character] = plain === '' ? [text] : (/[^\d,.]/u.exec(plain) ?? []);
  if (character !== undefined) return { code: 'amount_character', details: { ...details, character } };
  const [whole = '', ...fractions] = plain.split('.');
  const fraction = fractions.join('.');
  if (/[,.]/.test(fraction) || !/^(?:\d+|\d{1,3}(?:,\d{3})+)$/.test(whole)) {
    return { code: 'amount_commas', details };
  }
  const decimals = decimalsOf(currencyCode);
  if (fraction.length > decimals) {
    return { code: 'amount_decimals', details: { ...details, currencyCode, decimals } };
  }
  const value = parseAmount(`${whole.replaceAll(',', '')}${fraction && `.${fraction}`}`, currencyCode);
  if (value === undefined || value >= 10n ** BigInt(digits)) {
    return { code: 'amount_too_large', details: { ...details, digits } };
  }
  return { value: negative ? -value : value };
}

function withoutSigns(text: string): { plain: string; negative: boolean } {
  const inBrackets = text.startsWith('(') && text.endsWith(')');
  const amount = withoutYen(inBrackets ? text.slice(1, -1) : text);
  const signed = '-▲△'.includes(amount.charAt(0)) && amount !== '';
  return { plain: signed ? withoutYen(amount.slice(1)) : amount, negative: inBrackets || signed };
}

/** Shift_JIS has ¥ where ASCII has the backslash. */
function withoutYen(text: string): string {
  const amount = text.startsWith('¥') || text.startsWith('\\') ? text.slice(1) : text;
  return amount.endsWith('円') ? amount.slice(0, -1) : amount;
}
