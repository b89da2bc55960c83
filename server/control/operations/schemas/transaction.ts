import { z } from 'zod';
import { rowOrders } from '../../../scenarios/formats/balance-order.ts';
import {
  fileEncodings,
  namedAccounts,
  recordSeparators,
  statementFormats,
} from '../../../scenarios/formats/format-names.ts';
import { generatorProfiles } from '../../../scenarios/generators/profile-names.ts';
import { amount, bankDate, says } from './common.ts';

const itemKey = z.string().meta({ description: 'Ascending, the same for ever, never given twice.' });
const transactionType = z.enum(['1', '2']).meta({ description: '1 入金, 2 出金' });
const remarks = z.string().min(1).max(255).meta({ description: '摘要' });

const transfer = z
  .strictObject({
    applicantName: z.string().min(1).max(48),
    paymentBankName: z.string().min(1).max(30),
    paymentBranchName: z.string().min(1).max(30),
    ediInfo: z.string().min(1).max(20).exactOptional(),
  })
  .meta({ description: 'Incoming transfers: 振込依頼人 and where it came from.' });

/** A row as the control API shows it. */
export const transaction = z
  .strictObject({
    itemKey,
    transactionDate: bankDate,
    valueDate: bankDate.exactOptional().meta({ description: '起算日, where it differs from the 取引日.' }),
    transactionType,
    amount,
    remarks: remarks.exactOptional(),
    balance: amount.meta({ description: '取引後残高' }),
    transfer: transfer.exactOptional(),
  })
  .meta({ id: 'Transaction' });
export type TransactionView = z.output<typeof transaction>;

export const newTransaction = z
  .strictObject({
    transactionDate: bankDate,
    valueDate: bankDate.exactOptional(),
    transactionType,
    amount: z
      .union([z.string().max(20), z.int().positive()])
      .transform(String)
      .meta({ description: "More than nothing, decimal text in the account's currency." }),
    remarks: remarks.exactOptional(),
    transfer: transfer.exactOptional(),
  })
  .meta({ id: 'TransactionInput' });

export const newTransactions = z
  .union([newTransaction, z.array(newTransaction).min(1).max(10_000)])
  .meta({ id: 'TransactionsInput' });

/** The rows posted; a single one is also spelled out beside `items`, so that nobody needs an index for it. */
export const postedTransactions = z
  .strictObject({ items: z.array(transaction), ...partial(transaction.shape) })
  .meta({ id: 'PostedTransactions' });

export const generation = z
  .strictObject({
    months: z.int().min(1).max(120).meta({ description: 'How far back from today.' }),
    seed: z
      .union([z.string().max(100), z.int()])
      .transform(String)
      .exactOptional()
      .meta({ description: 'The same seed and day give the same rows. Left out: the accountId.' }),
    profile: z
      .enum(generatorProfiles)
      .exactOptional()
      .meta({ description: 'Left out: what fits the account.' }),
    rows: z
      .int()
      .min(1)
      .max(100_000)
      .exactOptional()
      .meta({ description: 'Exactly so many rows, where the profile can make that many.' }),
  })
  .meta({ id: 'Generation' });

/** What came of many rows booked at once. */
export const bookedRows = z.strictObject({
  count: z.int(),
  dateFrom: bankDate.exactOptional(),
  dateTo: bankDate.exactOptional(),
  balance: amount.meta({ description: 'The balance after them.' }),
});

/** What came of a file, and what the file itself said of balances. */
export const importedRows = z.strictObject({
  ...bookedRows.shape,
  order: z
    .enum(rowOrders)
    .meta({ description: 'How the rows stood in the file, as its balances and days prove.' }),
  balanceBefore: amount
    .exactOptional()
    .meta({ description: "The account's balance before the first of the rows." }),
  file: z
    .strictObject({
      balanceBefore: amount.meta({ description: 'What the file says stood before its first row.' }),
      balanceAfter: amount.meta({ description: 'The same behind its last.' }),
    })
    .exactOptional()
    .meta({ description: 'Left out where the file has no balances.' }),
});

const format = z.enum(statementFormats).default('csv').meta({
  description: 'csv: 13 columns in the style of ANSER; zengin: 全銀 入出金取引明細, 200 bytes a record.',
});

export const importQuery = z.strictObject({
  format,
  encoding: z.enum(fileEncodings).exactOptional().meta({ description: 'Left out: as the bytes look.' }),
  account: z.enum(namedAccounts).default('same').meta({
    description: 'same: a zengin file has to name this account in its header; any: or another.',
  }),
});

/** A file of rows, as bytes: its encoding is a matter of the format, not of HTTP. */
export const statementFile = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array,
  says('取り込むファイルの中身を本文として送ってください。', 'Send the content of the file as the body.'),
);

export const exportQuery = z
  .strictObject({
    format,
    from: bankDate.exactOptional().meta({ description: 'Left out: from the first row.' }),
    to: bankDate.exactOptional().meta({ description: 'Left out: to the last row, or today if later.' }),
    encoding: z
      .enum(fileEncodings)
      .default('shift_jis')
      .meta({ description: 'Of a CSV file; 全銀 files have one encoding.' }),
    separator: z
      .enum(recordSeparators)
      .default('none')
      .meta({ description: 'Between the records of a 全銀 file: nothing, or CR LF behind each.' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    message: says('from は to 以前の日にしてください。', 'It has to be no later than to.'),
  });

function partial<Shape extends Record<string, z.ZodType>>(shape: Shape) {
  const members = Object.entries(shape).map(([name, schema]) => [name, z.exactOptional(schema)]);
  return Object.fromEntries(members) as { [Name in keyof Shape]: z.ZodExactOptional<Shape[Name]> };
}
