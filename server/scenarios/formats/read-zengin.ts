import type { TransactionInput } from '../../bank/posting.ts';
import type { BankDate } from '../../bank/time.ts';
import { proveOrder } from './balance-order.ts';
import { Steps, type Sliced } from '../../slices.ts';
import { quoted, type FileFaults } from './file-faults.ts';
import { fromEraDate } from './japanese-era.ts';
import { checkRowCount, refusedStatement, type ReadRow, type ReadStatement } from './statement.ts';
import {
  checkEnd,
  isBlank,
  numberIn,
  placeOf,
  readHeader,
  StatedTotals,
  type StatedPeriod,
  type TargetAccount,
} from './zengin-control-records.ts';
import { dataFields, parseRecord, type ValuesOf } from './zengin-layout.ts';
import { isSoundRecord, splitRecords, type NumberedRecord } from './zengin-records.ts';

/**
 * Reads 全銀 入出金取引明細 of one account, its records one after the other or each on a line. What
 * the file says of itself is held to be true: the account and the period of its header, the counts,
 * sums and balances of its trailer, the counts of its end record.
 *
 * @param options.today tells which era a year belongs to.
 * @param options.target the account the header has to name; left out: any.
 * @param faults takes what is wrong, by line and field; a row at fault is left out.
 */
export function* readStatementZengin(
  text: string,
  options: { today: BankDate; target?: TargetAccount },
  faults: FileFaults,
): Sliced<ReadStatement> {
  const records = yield* splitRecords(text, faults);
  if (!records) return refusedStatement;
  const reader = new ZenginReader(options.today, options.target, faults);
  const steps = new Steps();
  for (const record of records) {
    reader.read(record);
    if (steps.fillSlice()) yield;
  }
  return reader.finish(records.length);
}

/** Which データ区分 may follow which. */
const followers: Readonly<Record<string, readonly string[]>> = {
  '1': ['2', '8'],
  '2': ['2', '8'],
  '8': ['9'],
  '9': [],
};

const recordNames: Readonly<Record<string, string>> = {
  '1': '1（ヘッダー）',
  '2': '2（データ）',
  '8': '8（トレーラ）',
  '9': '9（エンド）',
};

interface ZenginRow extends ReadRow {
  readonly date: BankDate;
  readonly change: bigint;
}

class ZenginReader {
  readonly #today: BankDate;
  readonly #target: TargetAccount | undefined;
  readonly #faults: FileFaults;
  readonly #rows: ZenginRow[] = [];
  readonly #totals = new StatedTotals();
  #expected: readonly string[] = ['1'];
  #header: StatedPeriod | undefined;
  #balanceAfter: bigint | undefined;

  constructor(today: BankDate, target: TargetAccount | undefined, faults: FileFaults) {
    this.#today = today;
    this.#target = target;
    this.#faults = faults;
  }

  read(record: NumberedRecord): void {
    if (!isSoundRecord(record, this.#faults)) return;
    const dataClass = record.text.charAt(0);
    if (!this.#expected.includes(dataClass)) {
      this.#misplaced(record, dataClass);
      // One record in the wrong place is one fault, not one for each that follows.
      if (!(dataClass in followers)) return;
    }
    this.#expected = followers[dataClass] ?? this.#expected;
    if (dataClass === '1') this.#header ??= readHeader(record, this.#today, this.#target, this.#faults);
    if (dataClass === '2') this.#readData(record);
    if (dataClass === '8') {
      this.#balanceAfter = this.#totals.checkTrailer(record, this.#header, this.#faults);
    }
    if (dataClass === '9') checkEnd(record, this.#faults);
  }

  finish(records: number): ReadStatement {
    const [expected] = this.#expected.slice(-1);
    if (expected !== undefined) this.#faults.add({ line: records + 1 }, 'zengin_unfinished', { expected });
    checkRowCount(this.#rows.length, this.#faults);
    if (this.#faults.count > 0) return refusedStatement;
    const { rows, order } = proveOrder(this.#rows);
    const before = this.#header?.balanceBefore;
    const after = this.#balanceAfter;
    return {
      rows,
      order,
      ...(before !== undefined && after !== undefined && { balances: { before, after } }),
    };
  }

  #misplaced({ line }: NumberedRecord, found: string): void {
    const place = { line, member: 'dataClass', column: 'データ区分' };
    if (found === '1' && this.#expected.length < 2) this.#faults.add(place, 'zengin_second_account');
    else if (this.#expected.length === 0) this.#faults.add(place, 'zengin_behind_end');
    else {
      const expected = this.#expected.map((one) => recordNames[one] ?? one).join(' / ');
      this.#faults.add(place, 'zengin_order', { found, expected });
    }
  }

  #readData({ line, text }: NumberedRecord): void {
    const values = parseRecord(dataFields, text);
    this.#totals.count(values.transactionType, values.amount);
    const row = this.#rowOf(values, line);
    if (row) this.#rows.push(row);
  }

  #rowOf(values: DataValues, line: number): ZenginRow | undefined {
    const faults = this.#faults;
    const at = (member: keyof DataValues) => placeOf(line, dataFields, member);
    const transactionDate = this.#dayOf(values, 'transactionDate', line);
    const valueDate = isBlank(values.valueDate) ? transactionDate : this.#dayOf(values, 'valueDate', line);
    if (transactionDate && valueDate && valueDate > transactionDate) {
      faults.add(at('valueDate'), 'value_date_later', { valueDate, transactionDate });
    }
    const { from = transactionDate, to = transactionDate } = this.#header ?? {};
    if (transactionDate && from && to && (transactionDate < from || transactionDate > to)) {
      faults.add(at('transactionDate'), 'zengin_date_outside', { date: transactionDate, from, to });
    }
    const { transactionType, remarks } = values;
    const isDirection = transactionType === '1' || transactionType === '2';
    if (!isDirection) faults.add(at('transactionType'), 'zengin_direction', { found: transactionType });
    const amount = numberIn(values.amount);
    if (!amount) faults.add(at('amount'), 'zengin_amount', { found: quoted(values.amount) });
    if (!transactionDate || !amount || !isDirection) return undefined;
    const transfer = transactionType === '1' ? transferOf(values) : undefined;
    return {
      line,
      date: transactionDate,
      change: transactionType === '1' ? amount : -amount,
      input: {
        transactionDate,
        ...(valueDate && valueDate !== transactionDate && { valueDate }),
        transactionType,
        amount: amount.toString(),
        ...(remarks !== '' && { remarks }),
        ...(transfer && { transfer }),
      },
    };
  }

  #dayOf(values: DataValues, member: 'transactionDate' | 'valueDate', line: number): BankDate | undefined {
    const date = fromEraDate(values[member], this.#today);
    if (date === undefined) {
      this.#faults.add(placeOf(line, dataFields, member), 'zengin_date', { found: values[member] });
    }
    return date;
  }
}

type DataValues = ValuesOf<typeof dataFields>;

function transferOf({
  applicantName,
  paymentBankName,
  paymentBranchName,
  ediInfo,
}: DataValues): TransactionInput['transfer'] {
  if (applicantName === '' || paymentBankName === '' || paymentBranchName === '') return undefined;
  return { applicantName, paymentBankName, paymentBranchName, ...(ediInfo !== '' && { ediInfo }) };
}
