import { parseAmount } from '../../bank/currency.ts';
import { LARGEST_AMOUNT, type TransactionInput } from '../../bank/posting.ts';
import { isBankDate, type BankDate } from '../../bank/time.ts';
import { readRecords, type CsvRecord } from './csv-cells.ts';
import { quoted, type FileFaults, type FilePlace } from './file-faults.ts';
import { LONGEST_REMARKS, type ReadRow } from './statement.ts';
import { csvColumns, csvHeading } from './statement-csv.ts';

/**
 * Reads a CSV of the 13 columns {@link csvColumns} describes, with its heading or without. Cells may
 * go without quotes, days be written 2027/2/20, 2027-02-20 or 20270220, amounts with ¥ and commas.
 *
 * @param faults takes what is wrong, by line and column; a row at fault is left out.
 */
export function readStatementCsv(text: string, currencyCode: string, faults: FileFaults): ReadRow[] {
  const rows: ReadRow[] = [];
  for (const [index, record] of readRecords(text).entries()) {
    if (!isSound(record, faults)) continue;
    if (index === 0 && isHeading(record)) {
      checkHeading(record, currencyCode, faults);
      continue;
    }
    const input = readRow(record, currencyCode, faults);
    if (input) rows.push({ line: record.line, input });
  }
  return rows;
}

function isSound({ line, cells, fault }: CsvRecord, faults: FileFaults): boolean {
  if (fault === 'quote_open') {
    faults.add(
      { line },
      '引用符「"」が閉じていません。閉じるか、値の中の " を "" と書いてください。',
      'a quote is not closed; close it, or write a " within a value as "".',
    );
    return false;
  }
  if (fault === 'quote_inside') {
    faults.add(
      { line },
      '閉じた引用符「"」の後ろに文字があります。値の中の " は "" と書いてください。',
      'something follows a closing quote; write a " within a value as "".',
    );
    return false;
  }
  if (cells.length === csvColumns.length) return true;
  faults.add(
    { line },
    `列が ${cells.length} 個あります。${csvColumns.join('、')} の ${csvColumns.length} 列にしてください（値がない列も空で置きます）。`,
    `it has ${cells.length} columns; there are ${csvColumns.length} (${csvColumns.join(', ')}), empty ones included.`,
  );
  return false;
}

function isHeading({ cells }: CsvRecord): boolean {
  return cells[0]?.trim() === csvColumns[0];
}

/** A heading is compared without its brackets, which banks write in either width. */
function checkHeading({ line, cells }: CsvRecord, currencyCode: string, faults: FileFaults): void {
  const plain = (cell: string) => cell.normalize('NFKC').replace(/[()\s]/g, '');
  for (const [index, expected] of csvHeading(currencyCode).entries()) {
    const found = cells[index] ?? '';
    if (plain(found) === plain(expected)) continue;
    faults.add(
      { line, column: csvColumns[index] ?? '' },
      `${index + 1}列目の見出しは「${expected}」のはずですが「${quoted(found)}」です。列の順と通貨をそろえてください。`,
      `column ${index + 1} is headed "${quoted(found)}" and not "${expected}"; put the columns in order, in the account's currency.`,
    );
  }
}

function readRow(record: CsvRecord, currencyCode: string, faults: FileFaults): TransactionInput | undefined {
  const { line, cells } = record;
  const [, , date = '', value = '', out = '', into = '', , , , , bank = '', branch = '', remarks = ''] =
    cells;
  const transactionDate = readDate(date, { line, member: 'transactionDate', column: '勘定日' }, faults);
  const valuePlace = { line, member: 'valueDate', column: '(起算日)' };
  const valueDate = value.trim() === '' ? undefined : readDate(value, valuePlace, faults);
  if (transactionDate && valueDate && valueDate > transactionDate) {
    faults.add(
      valuePlace,
      `起算日 ${valueDate} が勘定日 ${transactionDate} より後です。勘定日以前の日にしてください。`,
      `the value date ${valueDate} is later than ${transactionDate}; it can only be that day or earlier.`,
    );
  }
  const moved = readAmount(out, into, line, currencyCode, faults);
  if (remarks.length > LONGEST_REMARKS) {
    faults.add(
      { line, member: 'remarks', column: '摘要' },
      `${remarks.length} 文字あります。${LONGEST_REMARKS} 文字までにしてください。`,
      `it has ${remarks.length} characters; ${LONGEST_REMARKS} is the most.`,
    );
  }
  if (!transactionDate || !moved) return undefined;
  const transfer = moved.transactionType === '1' ? transferOf(bank, branch, remarks) : undefined;
  return {
    transactionDate,
    ...(valueDate && { valueDate }),
    ...moved,
    ...(remarks !== '' && { remarks }),
    ...(transfer && { transfer }),
  };
}

const DATE = /^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/;

function readDate(text: string, place: FilePlace, faults: FileFaults): BankDate | undefined {
  const parts = DATE.exec(text.normalize('NFKC').replaceAll(' ', ''))?.slice(1).filter(Boolean) ?? [];
  const [year = '', month = '', day = ''] = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (isBankDate(date)) return date;
  faults.add(
    place,
    `「${quoted(text)}」は実在する日付ではありません。2027年02月20日 や 2027-02-20 の形で書いてください。`,
    `"${quoted(text)}" is no day that exists; write it as 2027年02月20日 or 2027-02-20.`,
  );
  return undefined;
}

/** One of the two columns has the amount; an empty one may also be written 0. */
function readAmount(
  out: string,
  into: string,
  line: number,
  currencyCode: string,
  faults: FileFaults,
): Pick<TransactionInput, 'transactionType' | 'amount'> | undefined {
  const [withdrawn, deposited] = [out, into].map((cell) =>
    cell.normalize('NFKC').replace(/[,\s¥\\円]/g, ''),
  ) as [string, string];
  const isEmpty = (cell: string) => /^0*$/.test(cell);
  const place = { line, member: 'amount' };
  if (isEmpty(withdrawn) === isEmpty(deposited)) {
    faults.add(
      { ...place, column: '出金金額・入金金額' },
      isEmpty(withdrawn)
        ? '出金金額も入金金額もありません。どちらか一方に金額を書いてください。'
        : '出金金額と入金金額の両方があります。どちらか一方だけにしてください。',
      isEmpty(withdrawn)
        ? 'neither has an amount; write one in one of them.'
        : 'both have an amount; leave one of them empty.',
    );
    return undefined;
  }
  const transactionType = isEmpty(withdrawn) ? '1' : '2';
  const [text, raw, column] =
    transactionType === '1' ? [deposited, into, '入金金額'] : [withdrawn, out, '出金金額'];
  const amount = parseAmount(text, currencyCode);
  if (amount !== undefined && amount > 0n && amount < LARGEST_AMOUNT) {
    return { transactionType, amount: text };
  }
  faults.add(
    { ...place, column },
    amount !== undefined && amount < 0n
      ? `「${quoted(raw)}」は負の数です。符号を取り、${transactionType === '1' ? '出金金額' : '入金金額'}の列に書いてください。`
      : `「${quoted(raw)}」は ${currencyCode} の金額として読めません。15桁までの数字で書いてください。`,
    amount !== undefined && amount < 0n
      ? `"${quoted(raw)}" is negative; write it without the sign in the column ${transactionType === '1' ? '出金金額' : '入金金額'}.`
      : `"${quoted(raw)}" can't be read as an amount of ${currencyCode}; write up to 15 digits.`,
  );
  return undefined;
}

/** 摘要 of an incoming transfer reads `振込　ｶ)…`: behind the first word stands who sent it. */
function transferOf(bank: string, branch: string, remarks: string): TransactionInput['transfer'] {
  const applicantName = (/^\S+\s+(.+)$/.exec(remarks)?.[1] ?? remarks).slice(0, 48);
  if (bank === '' || branch === '' || applicantName === '') return undefined;
  return {
    applicantName,
    paymentBankName: bank.slice(0, 30),
    paymentBranchName: branch.slice(0, 30),
  };
}
