import { accountOf } from '../../bank/accounts.ts';
import { settingsOf } from '../../bank/grants.ts';
import type { BookedRow } from '../../bank/ledger.ts';
import type { HasRows, NewRow } from '../../bank/booking-in-slices.ts';
import { readInputs } from '../../bank/posting.ts';
import { Refusal } from '../../bank/refusal.ts';
import type { BankState } from '../../bank/state.ts';
import { bankDateOf, type BankDate, type Instant } from '../../bank/time.ts';
import type { Sliced } from '../../slices.ts';
import type { RowOrder } from './balance-order.ts';
import { FileFaults } from './file-faults.ts';
import { decodeText, encodeText } from './file-text.ts';
import type { FileEncoding, NamedAccount, RecordSeparator, StatementFormat } from './format-names.ts';
import { readStatementCsv } from './read-csv.ts';
import { readStatementZengin } from './read-zengin.ts';
import { recognizeBytes, recognizeText } from './recognition.ts';
import { refusedStatement, type Statement } from './statement.ts';
import { writeStatementCsv } from './statement-csv.ts';
import { writeStatementZengin } from './write-zengin.ts';

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

/** What a file says, ready to be booked. */
export interface StatementToImport extends HasRows {
  /** In the order in which they are to be booked. */
  readonly rows: readonly NewRow[];
  readonly order: RowOrder;
  /** What the file says stood before and behind its rows, in the currency's minor unit. */
  readonly balances?: { readonly before: bigint; readonly after: bigint };
}

/**
 * Reads the rows of a file for an account, the oldest first, in slices. They are always added: a file
 * imported twice is booked twice, because two rows alike in everything are quite ordinary at a bank.
 *
 * @param source.encoding left out: as the bytes look.
 * @param source.account `same`: a 全銀 file has to name this account in its header; `any`: or another.
 * @throws Refusal `account_not_found`, `format_yen_only`; InvalidInput with every fault by line and
 *   column.
 */
export function* readStatement(
  state: BankState,
  now: Instant,
  accountId: string,
  source: {
    bytes: Uint8Array;
    format: StatementFormat;
    account: NamedAccount;
    encoding?: FileEncoding;
  },
): Sliced<StatementToImport> {
  const account = accountOf(state, accountId);
  const { currencyCode } = account;
  if (source.format === 'zengin' && currencyCode !== 'JPY') {
    throw new Refusal('format_yen_only', { currencyCode });
  }
  const faults = new FileFaults();
  const text = yield* textOf(source, faults);
  const target = { account, institution: settingsOf(state).institution };
  const { rows, order, balances } =
    text === undefined
      ? refusedStatement
      : source.format === 'csv'
        ? yield* readStatementCsv(text, currencyCode, faults)
        : yield* readStatementZengin(
            text,
            { today: bankDateOf(now), ...(source.account === 'same' && { target }) },
            faults,
          );
  faults.refuse();
  return {
    rows: yield* readInputs(
      rows.map(({ input }) => input),
      currencyCode,
      (index) => `lines[${rows[index]?.line ?? 0}]`,
    ),
    order,
    ...(balances && { balances }),
  };
}

/** The text to be read; undefined where what stands in its place was noted. */
function* textOf(
  { bytes, format, encoding }: { bytes: Uint8Array; format: StatementFormat; encoding?: FileEncoding },
  faults: FileFaults,
): Sliced<string | undefined> {
  const recognized = recognizeBytes(bytes);
  if (recognized) {
    faults.addOfFile(recognized.code, recognized.details);
    return undefined;
  }
  const text = yield* decodeText(bytes, encoding);
  if (text !== undefined) return recognizeText(text, format, faults);
  if (encoding === undefined) faults.addOfFile('file_encoding_unknown');
  else faults.addOfFile('file_encoding_other', { encoding });
  return undefined;
}
