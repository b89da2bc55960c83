import { accountOf } from '../../bank/accounts.ts';
import { settingsOf } from '../../bank/grants.ts';
import type { BookedRow } from '../../bank/ledger.ts';
import { postTransactions } from '../../bank/posting.ts';
import { Refusal } from '../../bank/refusal.ts';
import type { BankState } from '../../bank/state.ts';
import { bankDateOf, type BankDate, type Instant } from '../../bank/time.ts';
import type { Transaction } from '../../bank/transaction.ts';
import type { RowOrder } from './balance-order.ts';
import { FileFaults } from './file-faults.ts';
import { decodeText, encodeText } from './file-text.ts';
import type { FileEncoding, NamedAccount, RecordSeparator, StatementFormat } from './format-names.ts';
import { readStatementCsv } from './read-csv.ts';
import { readStatementZengin } from './read-zengin.ts';
import { recognizeBytes, recognizeText } from './recognition.ts';
import type { Statement } from './statement.ts';
import { writeStatementCsv } from './statement-csv.ts';
import { writeStatementZengin } from './write-zengin.ts';

/** As many rows as one file takes in, like one POST. */
const ROWS_IN = 10_000;

/** A file this long is some 20 MB; 全銀 files count their rows in six digits. */
const ROWS_OUT = 100_000;

/** A statement as a file to be downloaded. */
interface StatementFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly fileName: string;
}

/**
 * Writes an account's rows of a period into a file.
 *
 * @param wanted.from left out: from the first row; `to` left out: to the last row, or today if later.
 * @throws Refusal `account_not_found`, `statement_too_long`, `format_yen_only`, `format_value_too_large`.
 */
export function exportStatement(
  state: BankState,
  now: Instant,
  accountId: string,
  wanted: {
    format: StatementFormat;
    encoding: FileEncoding;
    separator: RecordSeparator;
    from?: BankDate;
    to?: BankDate;
  },
): StatementFile {
  const statement = statementOf(state, bankDateOf(now), accountId, wanted);
  const { format, encoding } = wanted;
  const name = `statement-${accountId}-${statement.from}-${statement.to}`.replaceAll(/[^\w-]/g, '_');
  if (format === 'zengin') {
    return {
      // JIS X 0201 is Shift_JIS without its two-byte characters.
      bytes: encodeText(writeStatementZengin(statement, wanted.separator), 'shift_jis'),
      contentType: 'text/plain; charset=Shift_JIS',
      fileName: `${name}.txt`,
    };
  }
  return {
    bytes: encodeText(writeStatementCsv(statement), encoding),
    contentType: `text/csv; charset=${encoding === 'utf-8' ? 'UTF-8' : 'Shift_JIS'}; header=present`,
    fileName: `${name}.csv`,
  };
}

function statementOf(
  state: BankState,
  today: BankDate,
  accountId: string,
  wanted: { from?: BankDate; to?: BankDate },
): Statement {
  const account = accountOf(state, accountId);
  const ledger = state.ledger(accountId);
  const lastDate = ledger.lastDate() ?? today;
  const to = wanted.to ?? (lastDate > today ? lastDate : today);
  const first = ledger.firstDate() ?? to;
  const from = wanted.from ?? (first < to ? first : to);
  const { rows, hasNext } = ledger.page({ from, to, limit: ROWS_OUT });
  if (hasNext) throw new Refusal('statement_too_long', { accountId, limit: ROWS_OUT });
  return {
    account,
    institution: settingsOf(state).institution,
    createdOn: today,
    from,
    to,
    balanceBefore: balanceBefore(rows[0]) ?? ledger.closingBalance(to),
    rows,
  };
}

function balanceBefore(first: BookedRow | undefined): bigint | undefined {
  return first && first.balance - (first.transactionType === '1' ? first.amount : -first.amount);
}

/** What came of a file. */
export interface ImportedStatement {
  /** In the order in which they were booked. */
  readonly rows: readonly BookedRow[];
  readonly order: RowOrder;
  /** What the file says stood before and behind its rows, in the currency's minor unit. */
  readonly balances?: { readonly before: bigint; readonly after: bigint };
  /** What the account had before the first of them; left out when there is none. */
  readonly balanceBefore?: bigint;
}

/**
 * Books the rows of a file on an account, the oldest first. They are always added: a file imported
 * twice is booked twice, because two rows alike in everything are quite ordinary at a bank.
 *
 * @param source.encoding left out: as the bytes look.
 * @param source.account `same`: a 全銀 file has to name this account in its header; `any`: or another.
 * @throws Refusal `account_not_found`, `format_yen_only`; InvalidInput with every fault by line and
 *   column, and then nothing is booked.
 */
export function importStatement(
  tx: Transaction,
  accountId: string,
  source: {
    bytes: Uint8Array;
    format: StatementFormat;
    account: NamedAccount;
    encoding?: FileEncoding;
  },
): ImportedStatement {
  const account = accountOf(tx.state, accountId);
  const { currencyCode } = account;
  if (source.format === 'zengin' && currencyCode !== 'JPY') {
    throw new Refusal('format_yen_only', { currencyCode });
  }
  const faults = new FileFaults();
  const text = textOf(source, faults);
  const target = { account, institution: settingsOf(tx.state).institution };
  const { rows, order, balances } =
    text === undefined
      ? { rows: [], order: 'oldest-first' as const, balances: undefined }
      : source.format === 'csv'
        ? readStatementCsv(text, currencyCode, faults)
        : readStatementZengin(
            text,
            { today: bankDateOf(tx.now), ...(source.account === 'same' && { target }) },
            faults,
          );
  if (rows.length > ROWS_IN) faults.addOfFile('file_too_many_rows', { found: rows.length, limit: ROWS_IN });
  faults.refuse();
  const booked = postTransactions(
    tx,
    accountId,
    rows.map(({ input }) => input),
    (index) => `lines[${rows[index]?.line ?? 0}]`,
  );
  const before = balanceBefore(firstOf(booked));
  return {
    rows: booked,
    order,
    ...(balances && { balances }),
    ...(before !== undefined && { balanceBefore: before }),
  };
}

/** The row that stands first in the ledger, whatever the order of booking. */
function firstOf(rows: readonly BookedRow[]): BookedRow | undefined {
  return rows.reduce<BookedRow | undefined>(
    (first, row) => (first && first.itemKey < row.itemKey ? first : row),
    undefined,
  );
}

/** The text to be read; undefined where what stands in its place was noted. */
function textOf(
  { bytes, format, encoding }: { bytes: Uint8Array; format: StatementFormat; encoding?: FileEncoding },
  faults: FileFaults,
): string | undefined {
  const recognized = recognizeBytes(bytes);
  if (recognized) {
    faults.addOfFile(recognized.code, recognized.details);
    return undefined;
  }
  const text = decodeText(bytes, encoding);
  if (text !== undefined) return recognizeText(text, format, faults);
  if (encoding === undefined) faults.addOfFile('file_encoding_unknown');
  else faults.addOfFile('file_encoding_other', { encoding });
  return undefined;
}
