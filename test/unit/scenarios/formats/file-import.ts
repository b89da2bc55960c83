import { prepareBooking } from '../../../../server/bank/booking-in-slices.ts';
import { sampleInstitution } from '../../../../server/bank/institution-profiles.ts';
import { InvalidInput, type InputFault } from '../../../../server/bank/invalid-input.ts';
import type { Account } from '../../../../server/bank/model.ts';
import { csvHeading } from '../../../../server/scenarios/formats/statement-csv.ts';
import { readStatement } from '../../../../server/scenarios/formats/statement-file.ts';
import { writeStatementZengin } from '../../../../server/scenarios/formats/write-zengin.ts';
import { atOnce } from '../../../../server/slices.ts';
import { TARO, TestBank } from '../../../harness/test-bank.ts';
import { cashRow, statementWith, transferRow } from './statement-fixture.ts';

type Source = Partial<Parameters<typeof readStatement>[3]>;

/** The account that {@link statementWith} writes of, without a row. */
const ACCOUNT: Account = { ...statementWith([]).account, customerId: TARO.id };

/** What comes of a file that is booked on an account that begins with nothing. @throws InvalidInput for a file at fault. */
export function importFile(file: string | Uint8Array, source: Source = {}, account: Partial<Account> = {}) {
  const bank = new TestBank();
  bank.state.accounts.put(ACCOUNT.accountId, { ...ACCOUNT, ...account });
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  const { accountId } = ACCOUNT;
  const given = { format: 'csv' as const, account: 'same' as const, ...source, bytes };
  const { rows, ...told } = atOnce(readStatement(bank.state, bank.now, accountId, given));
  const { after, booked } = atOnce(prepareBooking(bank.state, accountId, rows));
  const all = { from: '0000-01-01', to: '9999-12-31', limit: Infinity } as const;
  return { ...told, ...booked, rows: after.page(all).rows };
}

/** What is wrong with the file; nothing for one that is booked. */
export function faultsIn(file: string | Uint8Array, source: Source = {}): readonly InputFault[] {
  try {
    importFile(file, source);
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
  return [];
}

export interface CsvCells {
  account?: string;
  date?: string;
  value?: string;
  out?: string;
  in?: string;
  balance?: string;
  kind?: string;
  mark?: string;
  remarks?: string;
}

/** One line of CSV; what is left out is empty, but for the day. */
export function csvLine(cells: CsvCells): string {
  const { account = 'x', date = '2026-05-07', value = '', out = '', balance = '', kind = '' } = cells;
  const { mark = '', remarks = '' } = cells;
  return [account, '1', date, value, out, cells.in ?? '', '', balance, kind, mark, '', '', remarks].join(',');
}

export const HEADING = csvHeading('JPY').join(',');

/** Lines of a CSV, with its heading. */
export function csvFile(...lines: (CsvCells | string)[]): string {
  const texts = lines.map((line) => (typeof line === 'string' ? line : csvLine(line)));
  return [HEADING, ...texts].join('\r\n');
}

/** The records of a sound 全銀 file: header, a transfer in, cash out, trailer, end. */
export const zenginRecords: readonly string[] = Array.from({ length: 5 }, (_, index) =>
  writeStatementZengin(
    { ...statementWith([transferRow, cashRow], { balanceBefore: 100_000n }), institution: sampleInstitution },
    'none',
  ).slice(index * 200, (index + 1) * 200),
);

/** Those records, each on a line, one of them changed from a column (counted from 1) on. */
export function zenginFile(change?: { line: number; column: number; text: string }): string {
  return zenginRecords
    .map((record, index) => {
      if (!change || index !== change.line - 1) return record;
      const { column, text } = change;
      return record.slice(0, column - 1) + text + record.slice(column - 1 + text.length);
    })
    .join('\r\n');
}
