import { formatAmount, type MinorUnits } from '../bank/currency.ts';
import { shiftedItemKey } from '../bank/drill.ts';
import type { LedgerPage } from '../bank/ledger-page.ts';
import type { LedgerRow } from '../bank/model.ts';
import type { PageTexts } from '../bank/page-texts.ts';
import type { ByteText } from './byte-text.ts';

/** Adds the row at a place as JSON. @param balance after the row, in minor units. */
export type WriteRow = (out: ByteText, page: LedgerPage, at: number, balance: MinorUnits) => void;

/** @param keyShift as {@link shiftedItemKey}: how this grant is told item keys. */
export type RowWriter = (currencyCode: string, keyShift: number) => WriteRow;

/**
 * Rows of `transactions`, straight from the columns of the ledger: they are the longest answer of all, and
 * the most frequent long one. What is the same in the rows of a day is written once a day.
 */
export const transactionOnWire: RowWriter = (currencyCode, keyShift) => {
  let day = 0;
  let date = '';
  let digits = '';
  let opening = Buffer.alloc(0);
  return (out, page, at, balance) => {
    const { days, sequences, amounts, textIndexes, texts } = page.contents;
    const words = wordsAt(texts, textIndexes[at] ?? 0);
    if (!words || keyShift !== 0) {
      out.text(wholeRow(page.rowAt(at), balance, currencyCode, keyShift));
      return;
    }
    if (day !== days[at]) {
      day = days[at] ?? 0;
      date = page.dateAt(at);
      digits = date.replaceAll('-', '');
      opening = Buffer.from(`{"transactionDate":"${date}","valueDate":"${date}","transactionType":"`);
    }
    if (words.valueDate === undefined) out.bytes(opening);
    else out.ascii(`{"transactionDate":"${date}","valueDate":"${words.valueDate}","transactionType":"`);
    const signed = amounts[at] ?? 0;
    out.ascii(signed < 0 ? '2","amount":"' : '1","amount":"');
    out.ascii(formatAmount(Math.abs(signed), currencyCode));
    out.bytes(words.remarks);
    out.ascii('"balance":"');
    out.ascii(formatAmount(balance, currencyCode));
    out.ascii('","itemKey":"');
    out.ascii(digits);
    // Eight digits, with the noughts before them.
    out.ascii(String(100_000_000 + (sequences[at] ?? 0)), 1);
    out.ascii('"}');
  };
};

/** Rows of `paymentArrivals`: who paid from where. */
export const paymentArrivalOnWire: RowWriter = (currencyCode, keyShift) => (out, page, at) => {
  const row = page.rowAt(at);
  const { applicantName, paymentBankName, paymentBranchName, ediInfo } = row.transfer ?? {};
  const itemKey = shiftedItemKey(row.itemKey, row.transactionDate, keyShift);
  // JSON.stringify leaves out what is undefined.
  const transfer = JSON.stringify({ applicantName, paymentBankName, paymentBranchName, ediInfo, itemKey });
  out.text(`{${movement(row, currencyCode)},${transfer.slice(1)}`);
};

function wholeRow(row: LedgerRow, balance: MinorUnits, currencyCode: string, keyShift: number): string {
  const itemKey = shiftedItemKey(row.itemKey, row.transactionDate, keyShift);
  return `{${movement(row, currencyCode)},"balance":"${formatAmount(balance, currencyCode)}","itemKey":"${itemKey}"}`;
}

/** What moved, as JSON text; only free text can need escaping. */
function movement(row: LedgerRow, currencyCode: string): string {
  let text = `"transactionDate":"${row.transactionDate}","valueDate":"${row.valueDate ?? row.transactionDate}"`;
  text += `,"transactionType":"${row.transactionType}","amount":"${formatAmount(row.amount, currencyCode)}"`;
  if (row.remarks !== undefined) text += `,"remarks":${JSON.stringify(row.remarks)}`;
  return text;
}

/** What a row has beside its columns, as far as a statement tells it. */
interface Words {
  /** Where it is another than the day of the transaction. */
  readonly valueDate: string | undefined;
  /** JSON between the amount's digits and the next member. */
  readonly remarks: Buffer;
}

const NO_WORDS: Words = { valueDate: undefined, remarks: Buffer.from('",') };

/** By the places of a page's texts, each of which stays what it is. */
const knownWords = new WeakMap<PageTexts, (Words | undefined)[]>();

/** @returns undefined for a row with a value that fits no column. */
function wordsAt(texts: PageTexts, place: number): Words | undefined {
  if (place === 0) return NO_WORDS;
  let known = knownWords.get(texts);
  if (!known) knownWords.set(texts, (known = []));
  return (known[place] ??= wordsOf(texts, place));
}

function wordsOf(texts: PageTexts, place: number): Words | undefined {
  const text = texts.at(place);
  const details = typeof text === 'string' ? { remarks: text } : (text ?? {});
  if ('itemKey' in details || 'amount' in details) return undefined;
  const { valueDate, remarks } = details;
  if (remarks === undefined) return { ...NO_WORDS, valueDate };
  return { valueDate, remarks: Buffer.from(`","remarks":${JSON.stringify(remarks)},`) };
}
