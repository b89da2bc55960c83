import { LedgerPage, ROWS_PER_PAGE } from './ledger-page.ts';
import { PageTexts, type RowDetails, type RowText } from './page-texts.ts';

/** A row's details as JSON. */
export type PersistedDetails = Omit<RowDetails, 'amount'> & { amount?: string };

/**
 * A page of rows as JSON: a few long lists of small numbers, which are read many times faster than as
 * many objects. All lists but the texts have a member for each row.
 */
export interface PersistedPage {
  /** The first 取引日 as a number, 20270220; then how much greater each is than the one before. */
  days: number[];
  /** The sequences of the item keys in the same way. */
  sequences: number[];
  /** In minor units, withdrawals negative; `null`: it stands in the details. */
  amounts: (number | null)[];
  /** Which of the texts each row has, from 1; 0: none. */
  textIndexes: number[];
  texts: (string | PersistedDetails)[];
}

/** A page as JSON, without the texts that no row has any more. */
export function persistPage(page: LedgerPage): PersistedPage {
  const { days, sequences, amounts, textIndexes, texts } = page.contents;
  const { size } = page;
  const places = new Map<number, number>([[0, 0]]);
  const persisted: PersistedPage = {
    days: differences(days, size),
    sequences: differences(sequences, size),
    amounts: Array.from(amounts.subarray(0, size), (amount) => (Number.isNaN(amount) ? null : amount)),
    textIndexes: [],
    texts: [],
  };
  for (let at = 0; at < size; at++) {
    const index = textIndexes[at] ?? 0;
    let place = places.get(index);
    if (place === undefined) {
      place = persisted.texts.push(persistText(texts.at(index)));
      places.set(index, place);
    }
    persisted.textIndexes.push(place);
  }
  return persisted;
}

/** @throws RangeError when the lists don't belong together. */
export function revivePage(persisted: PersistedPage): LedgerPage {
  const { days, sequences, amounts, textIndexes, texts } = persisted;
  const size = days.length;
  const alike = [sequences, amounts, textIndexes].every(({ length }) => length === size);
  if (!alike || size === 0 || size > ROWS_PER_PAGE) {
    throw new RangeError(
      `a page of rows has columns of ${[days, sequences, amounts, textIndexes].map(({ length }) => length).join(', ')}`,
    );
  }
  if (textIndexes.some((index) => index > texts.length)) {
    throw new RangeError('a page of rows refers to a text it does not have');
  }
  return LedgerPage.from({
    days: added(new Int32Array(size), days),
    sequences: added(new Uint32Array(size), sequences),
    amounts: Float64Array.from(amounts, (amount) => amount ?? Number.NaN),
    textIndexes: Uint16Array.from(textIndexes),
    texts: new PageTexts(texts.map(reviveText)),
  });
}

function differences(column: Int32Array | Uint32Array, size: number): number[] {
  let before = 0;
  return Array.from(column.subarray(0, size), (value) => {
    const difference = value - before;
    before = value;
    return difference;
  });
}

function added<Column extends Int32Array | Uint32Array>(
  column: Column,
  differences: readonly number[],
): Column {
  let value = 0;
  differences.forEach((difference, at) => {
    value += difference;
    column[at] = value;
  });
  return column;
}

function persistText(text: RowText): string | PersistedDetails {
  if (text === undefined || typeof text === 'string') return text ?? '';
  const { amount, ...others } = text;
  return amount === undefined ? others : { ...others, amount: amount.toString() };
}

function reviveText(text: string | PersistedDetails): RowText {
  if (typeof text === 'string') return text;
  const { amount, ...others } = text;
  return amount === undefined ? others : { ...others, amount: BigInt(amount) };
}
