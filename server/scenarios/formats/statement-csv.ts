import { accountTypes } from '../../bank/account-types.ts';
import { formatAmount } from '../../bank/currency.ts';
import { branchNameOf } from '../../bank/institution-profiles.ts';
import type { BookedRow } from '../../bank/ledger.ts';
import type { BankDate } from '../../bank/time.ts';
import { inertCell, writeRecord } from './csv-cells.ts';
import { transactionKindOf, transactionKinds, type Statement } from './statement.ts';

/**
 * 入出金明細 as CSV in the style of the files ANSER's web services hand out (入出金明細照会[ANSER],
 * whose 13 columns several banks publish). One heading, then one record for each row; every cell in
 * quotes, CR LF behind every record.
 *
 * | column | content | read back |
 * |---|---|---|
 * | 照会口座 | branch, type, number, holder | only that it is the same in every row: the account is the one imported to |
 * | 番号 | 00001, 00002, … within the file | no |
 * | 勘定日 | 取引日, `2027年02月20日` | yes |
 * | (起算日) | only where it differs from the 勘定日 | yes |
 * | 出金金額(円) | digits; empty on a deposit | yes |
 * | 入金金額(円) | digits; empty on a withdrawal | yes |
 * | 小切手区分 | empty | no |
 * | 残高(円) | 取引後残高, `-` before a negative one | they prove the order, and have to follow from the rows |
 * | 取引区分 | 現金, 振込, 交換, 振替, 訂正, その他 | no |
 * | 明細区分 | empty | 取消: the opposite row; another mark is refused |
 * | 金融機関名 | where an incoming transfer came from | yes, with the next |
 * | 支店名 | the same | yes |
 * | 摘要 | remarks | yes; of a transfer also the 振込依頼人, who stands behind the first word |
 *
 * A text that a spreadsheet program would run as a formula (`=`, `+`, `-` or `@` at its beginning) has
 * an apostrophe before it, which is taken away on reading.
 *
 * An account in another currency has its code in place of 円 and decimals.
 */
export const csvColumns = [
  '照会口座',
  '番号',
  '勘定日',
  '(起算日)',
  '出金金額',
  '入金金額',
  '小切手区分',
  '残高',
  '取引区分',
  '明細区分',
  '金融機関名',
  '支店名',
  '摘要',
] as const;

/** The heading as it is written for a currency. */
export function csvHeading(currencyCode: string): string[] {
  const unit = currencyCode === 'JPY' ? '円' : currencyCode;
  return csvColumns.map((column) => (/金額|残高/.test(column) ? `${column}(${unit})` : column));
}

/** The file as text. */
export function writeStatementCsv(statement: Statement): string {
  const { account, institution, rows } = statement;
  const inquired = [
    branchNameOf(institution, account.branchCode),
    accountTypes[account.accountTypeCode].name,
    account.accountNumber,
    account.accountName,
  ].join('　');
  const records = rows.map((row, index) =>
    writeRecord([
      inertCell(inquired),
      String(index + 1).padStart(5, '0'),
      ...cellsOf(row, account.currencyCode),
    ]),
  );
  return [writeRecord(csvHeading(account.currencyCode)), ...records].join('');
}

function cellsOf(row: BookedRow, currencyCode: string): string[] {
  const { transactionDate, valueDate, transactionType, transfer } = row;
  const amount = formatAmount(row.amount, currencyCode);
  return [
    inJapanese(transactionDate),
    valueDate === undefined ? '' : inJapanese(valueDate),
    transactionType === '2' ? amount : '',
    transactionType === '1' ? amount : '',
    '',
    formatAmount(row.balance, currencyCode),
    transactionKinds[transactionKindOf(row)].name,
    '',
    inertCell(transfer?.paymentBankName ?? ''),
    inertCell(transfer?.paymentBranchName ?? ''),
    inertCell(row.remarks ?? ''),
  ];
}

function inJapanese(date: BankDate): string {
  return `${date.slice(0, 4)}年${date.slice(5, 7)}月${date.slice(8)}日`;
}
