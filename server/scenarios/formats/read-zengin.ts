import type { TransactionInput } from '../../bank/posting.ts';
import type { BankDate } from '../../bank/time.ts';
import { quoted, type FileFaults } from './file-faults.ts';
import { fromEraDate } from './japanese-era.ts';
import type { ReadRow } from './statement.ts';
import {
  dataFields,
  headerFields,
  parseRecord,
  RECORD_LENGTH,
  trailerFields,
  zenginField,
  type ValuesOf,
} from './zengin-layout.ts';

/** A record with the line it is on: the nth record where the file has no line breaks. */
interface NumberedRecord {
  readonly line: number;
  readonly text: string;
}

/** A character of JIS X 0201: ASCII or half-width kana, one byte. */
const NOT_SINGLE_BYTE = /[^\x20-\x7e｡-ﾟ]/;

/**
 * Reads 全銀 入出金取引明細 of one account, its records one after the other or each on a line. The
 * trailer's counts and sums are checked; the account and the balances named in it are not, because
 * the rows may go to any account and balances follow from the rows.
 *
 * @param today tells which era a year belongs to.
 * @param faults takes what is wrong, by line and field; a row at fault is left out.
 */
export function readStatementZengin(text: string, today: BankDate, faults: FileFaults): ReadRow[] {
  const rows: ReadRow[] = [];
  const totals = new Totals();
  let expected: readonly string[] = ['1'];
  let last: NumberedRecord | undefined;
  for (const record of split(text)) {
    last = record;
    if (!isSound(record, faults)) continue;
    const dataClass = record.text[0] ?? '';
    if (!expected.includes(dataClass)) {
      misplaced(record, dataClass, expected, faults);
      // One record in the wrong place is one fault, not one for each that follows.
      if (!(dataClass in followers)) continue;
    }
    expected = followers[dataClass] ?? expected;
    if (dataClass === '1') checkHeader(record, faults);
    if (dataClass === '8') totals.check(record, faults);
    if (dataClass !== '2') continue;
    const values = parseRecord(dataFields, record.text);
    const input = readRow(values, record.line, today, faults);
    totals.count(values);
    if (input) rows.push({ line: record.line, input });
  }
  if (!last || expected.length > 0) unfinished(last, expected, faults);
  return rows;
}

/** Which データ区分 may follow which. */
const followers: Readonly<Record<string, readonly string[]>> = {
  '1': ['2', '8'],
  '2': ['2', '8'],
  '8': ['9'],
  '9': [],
};

const recordNames: Readonly<Record<string, string>> = {
  '1': 'ヘッダー・レコード（1）',
  '2': 'データ・レコード（2）',
  '8': 'トレーラ・レコード（8）',
  '9': 'エンド・レコード（9）',
};

function split(text: string): NumberedRecord[] {
  // 1A ends a file as it did in CP/M and MS-DOS; transfer programs still write it.
  const content = text.replace(/[\r\n\x1a]+$/, '');
  if (content === '') return [];
  const texts = /[\r\n]/.test(content)
    ? content.split(/\r\n|\r|\n/)
    : Array.from({ length: Math.ceil(content.length / RECORD_LENGTH) }, (_, index) =>
        content.slice(index * RECORD_LENGTH, (index + 1) * RECORD_LENGTH),
      );
  return texts.map((record, index) => ({ line: index + 1, text: record }));
}

function isSound({ line, text }: NumberedRecord, faults: FileFaults): boolean {
  const stranger = NOT_SINGLE_BYTE.exec(text);
  if (stranger) {
    faults.add(
      { line },
      `${stranger.index + 1}文字目「${stranger[0]}」は使えません。半角のカナ・英数字・記号（JIS X 0201）だけで書いてください。`,
      `character ${stranger.index + 1}, "${stranger[0]}", is not of JIS X 0201; write half-width kana, letters, digits and signs only.`,
    );
    return false;
  }
  if (text.length === RECORD_LENGTH) return true;
  faults.add(
    { line },
    `${text.length} 桁あります。レコードは ${RECORD_LENGTH} 桁です（行末の空白が削られていないか確かめてください）。`,
    `it has ${text.length} characters; a record has ${RECORD_LENGTH} (see whether the blanks at its end were cut off).`,
  );
  return false;
}

function misplaced(
  { line }: NumberedRecord,
  dataClass: string,
  expected: readonly string[],
  faults: FileFaults,
): void {
  const wanted = expected.map((one) => recordNames[one] ?? one).join('か');
  const place = { line, member: 'dataClass', column: 'データ区分' };
  if (dataClass === '1' && expected.length < 2) {
    faults.add(
      place,
      '二つ目の口座のヘッダー・レコードです。口座ごとにファイルを分けてください。',
      'a second account begins here; put each account into a file of its own.',
    );
    return;
  }
  faults.add(
    place,
    expected.length === 0
      ? 'エンド・レコード（9）の後ろにレコードがあります。取り除いてください。'
      : `「${dataClass}」ですが、ここには${wanted}が来ます。レコードの順を直してください。`,
    expected.length === 0
      ? 'it stands behind the end record (9); take it away.'
      : `it is "${dataClass}" where ${expected.join(' or ')} has to stand; put the records in order.`,
  );
}

function unfinished(last: NumberedRecord | undefined, expected: readonly string[], faults: FileFaults): void {
  const wanted = recordNames[expected.at(-1) ?? '1'] ?? '';
  faults.add(
    { line: (last?.line ?? 0) + 1 },
    `${wanted}がありません。ヘッダー（1）、データ（2）、トレーラ（8）、エンド（9）の順にそろえてください。`,
    `there is no record ${expected.at(-1) ?? '1'}; a file has header (1), data (2), trailer (8) and end (9).`,
  );
}

function checkHeader({ line, text }: NumberedRecord, faults: FileFaults): void {
  const { kind, codeClass } = parseRecord(headerFields, text);
  if (kind !== '03') {
    faults.add(
      { line, member: 'kind', column: '種別コード' },
      `「${kind}」です。取り込めるのは 03（入出金取引明細）だけです。`,
      `it is "${kind}"; only 03 (入出金取引明細) can be imported.`,
    );
  }
  if (codeClass !== '0') {
    faults.add(
      { line, member: 'codeClass', column: 'コード区分' },
      `「${codeClass}」です。0（JIS）で作ってください。`,
      `it is "${codeClass}"; make the file in JIS (0).`,
    );
  }
}

type DataValues = ValuesOf<typeof dataFields>;

function readRow(
  values: DataValues,
  line: number,
  today: BankDate,
  faults: FileFaults,
): TransactionInput | undefined {
  const at = (member: keyof DataValues) => ({ line, member, column: zenginField(dataFields, member)[1] });
  const dayOf = (member: 'transactionDate' | 'valueDate') => {
    const date = fromEraDate(values[member], today);
    if (date !== undefined) return date;
    faults.add(
      at(member),
      `「${values[member]}」は実在する日付ではありません。和暦の YYMMDD（令和9年2月20日なら 090220）で書いてください。`,
      `"${values[member]}" is no day that exists; write YYMMDD of the era (090220 for 20 February of Reiwa 9).`,
    );
    return undefined;
  };
  const transactionDate = dayOf('transactionDate');
  const valueDate = /^[0 ]*$/.test(values.valueDate) ? transactionDate : dayOf('valueDate');
  if (transactionDate && valueDate && valueDate > transactionDate) {
    faults.add(
      at('valueDate'),
      `預入・払出日 ${valueDate} が勘定日 ${transactionDate} より後です。勘定日以前の日にしてください。`,
      `${valueDate} is later than the day of the booking, ${transactionDate}; it can only be that day or earlier.`,
    );
  }
  const { transactionType } = values;
  if (transactionType !== '1' && transactionType !== '2') {
    faults.add(
      at('transactionType'),
      `「${transactionType}」です。1（入金）か 2（出金）にしてください。`,
      `it is "${transactionType}"; it has to be 1 (deposit) or 2 (withdrawal).`,
    );
  }
  const amount = numberIn(values.amount);
  if (amount === undefined || amount === 0n) {
    faults.add(
      at('amount'),
      `「${quoted(values.amount)}」です。1 以上の金額を右詰め、前ゼロの12桁で書いてください。`,
      `it is "${quoted(values.amount)}"; write an amount of 1 or more with zeros before it, 12 digits.`,
    );
  }
  if (!transactionDate || !amount || (transactionType !== '1' && transactionType !== '2')) return undefined;
  const { remarks } = values;
  const transfer = transactionType === '1' ? transferOf(values) : undefined;
  return {
    transactionDate,
    ...(valueDate && valueDate !== transactionDate && { valueDate }),
    transactionType,
    amount: amount.toString(),
    ...(remarks !== '' && { remarks }),
    ...(transfer && { transfer }),
  };
}

function transferOf({
  applicantName,
  paymentBankName,
  paymentBranchName,
  ediInfo,
}: DataValues): TransactionInput['transfer'] {
  if (applicantName === '' || paymentBankName === '' || paymentBranchName === '') return undefined;
  return { applicantName, paymentBankName, paymentBranchName, ...(ediInfo !== '' && { ediInfo }) };
}

function numberIn(digits: string): bigint | undefined {
  return /^\d+$/.test(digits) ? BigInt(digits) : undefined;
}

type Total = 'deposits' | 'deposited' | 'withdrawals' | 'withdrawn' | 'dataRecords';

/** What the trailer has to say of the data records before it. */
class Totals {
  readonly #found: Record<Total, bigint> = {
    deposits: 0n,
    deposited: 0n,
    withdrawals: 0n,
    withdrawn: 0n,
    dataRecords: 0n,
  };

  count({ transactionType, amount }: DataValues): void {
    const value = numberIn(amount) ?? 0n;
    this.#found.dataRecords += 1n;
    if (transactionType === '1') {
      this.#found.deposits += 1n;
      this.#found.deposited += value;
    } else {
      this.#found.withdrawals += 1n;
      this.#found.withdrawn += value;
    }
  }

  check({ line, text }: NumberedRecord, faults: FileFaults): void {
    const stated = parseRecord(trailerFields, text);
    for (const [name, found] of Object.entries(this.#found) as [Total, bigint][]) {
      if (numberIn(stated[name]) === found) continue;
      const [, column] = zenginField(trailerFields, name);
      faults.add(
        { line, member: name, column },
        `「${stated[name]}」ですが、データ・レコードからは ${found} になります。欠けや重複がないか確かめ、そろえてください。`,
        `it says "${stated[name]}" where the data records make ${found}; look for records missing or doubled.`,
      );
    }
  }
}
