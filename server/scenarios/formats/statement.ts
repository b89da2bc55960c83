import type { BookedRow } from '../../bank/ledger.ts';
import type { Account, Institution } from '../../bank/model.ts';
import type { TransactionInput } from '../../bank/posting.ts';
import type { BankDate } from '../../bank/time.ts';
import type { RowOrder } from './balance-order.ts';
import type { FileFaults } from './file-faults.ts';

/** Part of an account's statement, to be written into a file. */
export interface Statement {
  readonly account: Account;
  readonly institution: Institution;
  readonly createdOn: BankDate;
  readonly from: BankDate;
  readonly to: BankDate;
  /** The balance before the first row, in the currency's minor unit. */
  readonly balanceBefore: bigint;
  readonly rows: readonly BookedRow[];
}

/** A row read from a file, and the line it stood on. */
export interface ReadRow {
  readonly line: number;
  readonly input: TransactionInput;
}

/** What a file says. */
export interface ReadStatement {
  /** The oldest first. */
  readonly rows: readonly ReadRow[];
  /** How they stood in the file. */
  readonly order: RowOrder;
  /**
   * What the file says stood before its first row and behind its last, in the currency's minor unit.
   * Left out where it says nothing.
   */
  readonly balances?: { readonly before: bigint; readonly after: bigint };
}

/** As many rows as one file takes in, like one POST. */
const ROWS_IN = 10_000;

/** Notes where a file has more rows than are taken. */
export function checkRowCount(found: number, faults: FileFaults): void {
  if (found > ROWS_IN) faults.addOfFile('file_too_many_rows', { found, limit: ROWS_IN });
}

/** What comes of a file at fault: nothing of it counts. */
export const refusedStatement: ReadStatement = { rows: [], order: 'oldest-first' };

/** wire format: 1–255 characters. */
export const LONGEST_REMARKS = 255;

/** 取引区分: by the codes of 全銀 files, and as ANSER's CSV words them. */
export const transactionKinds = {
  cash: { code: '10', name: '現金' },
  transfer: { code: '11', name: '振込' },
  clearing: { code: '13', name: '交換' },
  entry: { code: '14', name: '振替' },
  other: { code: '18', name: 'その他' },
  correction: { code: '19', name: '訂正' },
} as const;

/** The statement keeps no 取引区分 of its own; its 摘要 begins with one. */
export function transactionKindOf({ transfer, remarks = '' }: BookedRow): keyof typeof transactionKinds {
  if (remarks.startsWith('訂正')) return 'correction';
  if (transfer || /^(?:振込|給与振込|総合振込)/.test(remarks)) return 'transfer';
  if (/^(?:ATM|現金)/.test(remarks)) return 'cash';
  if (/^(?:小切手|手形)/.test(remarks)) return 'clearing';
  if (/^(?:口座振替|振替|税金|デビット|電子記録債権|カード)/.test(remarks)) return 'entry';
  return 'other';
}
