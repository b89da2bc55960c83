import { accountOf } from '../../bank/accounts.ts';
import { settingsOf } from '../../bank/grants.ts';
import { InvalidInput } from '../../bank/invalid-input.ts';
import type { BookedRow } from '../../bank/ledger.ts';
import { postTransactions } from '../../bank/posting.ts';
import { Refusal } from '../../bank/refusal.ts';
import type { BankState } from '../../bank/state.ts';
import { bankDateOf, type BankDate, type Instant } from '../../bank/time.ts';
import type { Transaction } from '../../bank/transaction.ts';
import { FileFaults } from './file-faults.ts';
import { decodeText, encodeText } from './file-text.ts';
import type { FileEncoding, RecordSeparator, StatementFormat } from './format-names.ts';
import { readStatementCsv } from './read-csv.ts';
import { readStatementZengin } from './read-zengin.ts';
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
  const lastDate = ledger.rows().at(-1)?.transactionDate ?? today;
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

/**
 * Books the rows of a file on an account, in the file's order. They are always added: a file imported
 * twice is booked twice, because two rows alike in everything are quite ordinary at a bank.
 *
 * @param source.encoding left out: as the bytes look.
 * @throws Refusal `account_not_found`, `format_yen_only`; InvalidInput with every fault by line and
 *   column, and then nothing is booked.
 */
export function importStatement(
  tx: Transaction,
  accountId: string,
  source: { bytes: Uint8Array; format: StatementFormat; encoding?: FileEncoding },
): BookedRow[] {
  const { currencyCode } = accountOf(tx.state, accountId);
  if (source.format === 'zengin' && currencyCode !== 'JPY') {
    throw new Refusal('format_yen_only', { currencyCode });
  }
  const text = textOf(source.bytes, source.encoding);
  const faults = new FileFaults();
  const rows =
    source.format === 'csv'
      ? readStatementCsv(text, currencyCode, faults)
      : readStatementZengin(text, bankDateOf(tx.now), faults);
  if (rows.length > ROWS_IN) {
    faults.addOfFile(
      `明細が ${rows.length} 件あります。一度に取り込めるのは ${ROWS_IN} 件までです。ファイルを分けてください。`,
      `It has ${rows.length} rows; ${ROWS_IN} is the most at once. Divide the file.`,
    );
  }
  faults.refuse();
  return postTransactions(
    tx,
    accountId,
    rows.map(({ input }) => input),
    (index) => `lines[${rows[index]?.line ?? 0}]`,
  );
}

/** @throws InvalidInput for bytes that are no text of that encoding. */
function textOf(bytes: Uint8Array, encoding: FileEncoding | undefined): string {
  const text = decodeText(bytes, encoding);
  if (text !== undefined) return text;
  const message =
    encoding === undefined
      ? {
          ja: '文字コードが Shift_JIS でも UTF-8 でもありません。保存し直してください。',
          en: 'The bytes are neither Shift_JIS nor UTF-8; save the file in one of them.',
        }
      : {
          ja: `文字コードが指定された ${encoding} ではありません。保存し直すか、encoding を合わせてください。`,
          en: `The bytes are not ${encoding}; save the file anew, or name the encoding it has.`,
        };
  throw new InvalidInput([{ path: '', message }], 'statement_file_faulty');
}
