import { formatAmount } from '../../bank/currency.ts';
import type { TransactionInput } from '../../bank/posting.ts';
import type { BankDate } from '../../bank/time.ts';
import { proveOrder, type OrderProof } from './balance-order.ts';
import { readRecords, textOfCell, type CsvRecord } from './csv-cells.ts';
import { isNoAmount, readDay, readNumber, type Reading } from './csv-values.ts';
import { Steps, type Sliced } from '../../slices.ts';
import { quoted, type FileFaults, type FilePlace } from './file-faults.ts';
import {
  checkRowCount,
  LONGEST_REMARKS,
  refusedStatement,
  type ReadRow,
  type ReadStatement,
} from './statement.ts';
import { csvColumns, csvHeading } from './statement-csv.ts';

/** Of an amount, decimals included: rows move less than 10^15 of the minor unit. */
const AMOUNT_DIGITS = 15;

/** Of a balance, which many rows may have made. */
const BALANCE_DIGITS = 18;

/** 明細区分 of a row that undoes another: it is the opposite of what its columns say. */
const CANCELLED = '取消';

/**
 * Reads a CSV of the 13 columns {@link csvColumns} describes, with its heading or without. Cells may
 * go without quotes, days be written 2027/2/20, 2027-02-20 or 20270220, amounts with ¥ and commas.
 * The 残高 of the rows tell their order, and are held to be true: where they don't follow from each
 * other a row is missing or wrong.
 *
 * @param faults takes what is wrong, by line and column; a row at fault is left out.
 */
export function* readStatementCsv(
  text: string,
  currencyCode: string,
  faults: FileFaults,
): Sliced<ReadStatement> {
  const read: CsvRow[] = [];
  const steps = new Steps();
  for (const record of yield* rowsOf(yield* readRecords(text), currencyCode, faults)) {
    const row = readRow(record, currencyCode, faults);
    if (row) read.push(row);
    if (steps.fillSlice()) yield;
  }
  checkRowCount(read.length, faults);
  // With a row left out the balances can't agree, and its own fault says enough.
  if (faults.count > 0) return refusedStatement;
  const proof = proveOrder(read);
  tellContradictions(proof, currencyCode, faults);
  const { rows, order, balances } = proof;
  return { rows, order, ...(balances && { balances }) };
}

interface CsvRow extends ReadRow {
  readonly date: BankDate;
  readonly change: bigint;
  readonly balance?: bigint;
  readonly cancelled: boolean;
}

/** The records that hold rows: sound ones of one account, without the heading. */
function* rowsOf(
  records: readonly CsvRecord[],
  currencyCode: string,
  faults: FileFaults,
): Sliced<CsvRecord[]> {
  const headingAt = Math.max(0, records.findIndex(isHeading));
  const heading = records[headingAt];
  const before = records.slice(0, headingAt);
  const [first] = before;
  const joined = before.some(({ cells }) => cells.length === csvColumns.length);
  if (heading && first) {
    if (joined) faults.add({ line: heading.line }, 'csv_second_heading');
    else faults.add({ line: first.line }, 'csv_title_lines', { heading: heading.line });
  }
  const rows: CsvRecord[] = [];
  const steps = new Steps();
  for (const record of joined ? records : records.slice(headingAt)) {
    if (steps.fillSlice()) yield;
    if (!isSound(record, faults)) continue;
    if (record === heading && isHeading(record)) checkHeading(record, currencyCode, faults);
    else if (isHeading(record)) faults.add({ line: record.line }, 'csv_second_heading');
    else rows.push(record);
  }
  checkAccounts(rows, faults);
  return rows;
}

function isSound({ line, cells, fault }: CsvRecord, faults: FileFaults): boolean {
  if (fault !== undefined) {
    faults.add({ line }, fault === 'quote_open' ? 'csv_quote_open' : 'csv_quote_inside');
    return false;
  }
  if (cells.length === csvColumns.length) return true;
  faults.add({ line }, 'csv_columns', {
    found: cells.length,
    expected: csvColumns.length,
    columns: csvColumns.join('、'),
  });
  return false;
}

function isHeading({ cells }: CsvRecord): boolean {
  return cells.length > 1 && cells[0]?.trim() === csvColumns[0];
}

/** A heading is compared without its brackets, which banks write in either width. */
function checkHeading({ line, cells }: CsvRecord, currencyCode: string, faults: FileFaults): void {
  const plain = (cell: string) => cell.normalize('NFKC').replace(/[()\s]/g, '');
  for (const [index, expected] of csvHeading(currencyCode).entries()) {
    const found = cells[index] ?? '';
    if (plain(found) === plain(expected)) continue;
    faults.add({ line, column: csvColumns[index] ?? '' }, 'csv_heading', {
      number: index + 1,
      found: quoted(found),
      expected,
    });
  }
}

/** 照会口座 is in the bank's own words, so it is compared with that of the first row and nothing else. */
function checkAccounts(rows: readonly CsvRecord[], faults: FileFaults): void {
  const [first] = rows;
  const expected = first?.cells[0]?.trim() ?? '';
  const other = rows.find(({ cells }) => cells[0]?.trim() !== expected);
  if (!first || !other) return;
  faults.add({ line: other.line, column: csvColumns[0] }, 'csv_second_account', {
    found: quoted(other.cells[0] ?? ''),
    first: first.line,
    expected: quoted(expected),
  });
}

function readRow({ line, cells }: CsvRecord, currencyCode: string, faults: FileFaults): CsvRow | undefined {
  const [, , date = '', value = '', , , , stated = '', , , ...texts] = cells;
  const [bank = '', branch = '', remarks = ''] = texts.map(textOfCell);
  const take = <Value>(reading: Reading<Value>, place: FilePlace): Value | undefined => {
    if ('value' in reading) return reading.value;
    faults.add(place, reading.code, reading.details);
    return undefined;
  };
  const transactionDate = take(readDay(date), { line, member: 'transactionDate', column: '勘定日' });
  const valuePlace = { line, member: 'valueDate', column: '(起算日)' };
  const valueDate = value.trim() === '' ? undefined : take(readDay(value), valuePlace);
  if (transactionDate && valueDate && valueDate > transactionDate) {
    faults.add(valuePlace, 'value_date_later', { valueDate, transactionDate });
  }
  const moved = readMoved(cells, line, currencyCode, faults);
  const balance =
    stated.trim() === ''
      ? undefined
      : take(readNumber(stated, currencyCode, BALANCE_DIGITS), { line, member: 'balance', column: '残高' });
  if (remarks.length > LONGEST_REMARKS) {
    const place = { line, member: 'remarks', column: '摘要' };
    faults.add(place, 'remarks_too_long', { found: remarks.length, limit: LONGEST_REMARKS });
  }
  if (!transactionDate || !moved) return undefined;
  const { transactionType, amount, cancelled } = moved;
  const transfer = transactionType === '1' && !cancelled ? transferOf(bank, branch, remarks) : undefined;
  return {
    line,
    date: transactionDate,
    change: transactionType === '1' ? amount : -amount,
    ...(balance !== undefined && { balance }),
    cancelled,
    input: {
      transactionDate,
      ...(valueDate && { valueDate }),
      transactionType,
      amount: formatAmount(amount, currencyCode),
      ...(remarks !== '' && { remarks }),
      ...(transfer && { transfer }),
    },
  };
}

interface Moved {
  readonly transactionType: '1' | '2';
  readonly amount: bigint;
  readonly cancelled: boolean;
}

/** One of the two columns has the amount; an empty one may also be written 0. */
function readMoved(
  cells: readonly string[],
  line: number,
  currencyCode: string,
  faults: FileFaults,
): Moved | undefined {
  const [, , , , withdrawn = '', deposited = '', , , kind = '', mark = ''] = cells;
  const place = { line, member: 'amount' };
  if (isNoAmount(withdrawn) === isNoAmount(deposited)) {
    const code = isNoAmount(withdrawn) ? 'amount_missing' : 'amount_twice';
    const details = { withdrawn: quoted(withdrawn), deposited: quoted(deposited) };
    faults.add({ ...place, column: '出金金額・入金金額' }, code, details);
    return undefined;
  }
  const isDeposit = isNoAmount(withdrawn);
  const [column, opposite] = isDeposit ? ['入金金額', '出金金額'] : ['出金金額', '入金金額'];
  const reading = readNumber(isDeposit ? deposited : withdrawn, currencyCode, AMOUNT_DIGITS);
  if ('code' in reading) {
    faults.add({ ...place, column }, reading.code, reading.details);
    return undefined;
  }
  if (reading.value < 0n) {
    const found = quoted(isDeposit ? deposited : withdrawn);
    faults.add({ ...place, column }, 'amount_negative', { found, column: opposite });
    return undefined;
  }
  const cancelled = mark.trim() === CANCELLED || kind.trim() === CANCELLED;
  if (!cancelled && mark.trim() !== '') {
    faults.add({ line, column: '明細区分' }, 'row_marked', { mark: quoted(mark.trim()) });
    return undefined;
  }
  return { transactionType: isDeposit === cancelled ? '2' : '1', amount: reading.value, cancelled };
}

function tellContradictions(proof: OrderProof<CsvRow>, currencyCode: string, faults: FileFaults): void {
  const text = (amount: bigint) => formatAmount(amount, currencyCode);
  for (const { row, stated, computed, from } of proof.contradictions) {
    const details = { stated: text(stated), computed: text(computed), before: from };
    const { line } = row;
    if (row.cancelled) {
      const change = text(-row.change);
      faults.add({ line, column: '明細区分' }, 'mark_contradicts_balance', { ...details, change });
    } else {
      faults.add({ line, member: 'balance', column: '残高' }, 'balance_contradicts', details);
    }
  }
  if (!proof.balances || proof.contradictions.length > 0) return;
  for (const { row, before } of proof.backwards) {
    const place = { line: row.line, member: 'transactionDate', column: '勘定日' };
    const details = { date: row.date, before: before.line, beforeDate: before.date };
    faults.add(place, 'balance_order_contradicts_dates', details);
  }
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
