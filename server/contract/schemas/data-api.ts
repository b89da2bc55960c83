import { z } from 'zod';
import { accountTypeCodes, accountTypes } from '../../bank/account-types.ts';

/*
 * What the data API answers (wire format: resources). Amounts, counts and rates are text there. A member
 * that has no value is not sent, so most are optional; what is required is always there.
 */

const text = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const optionalText = (description: string, example: string) => text(description, example).exactOptional();

const amountPattern = /^-?\d+(?:\.\d{1,4})?$/;
const amount = (description: string, example: string) =>
  z
    .string()
    .regex(amountPattern)
    .meta({ description: `${description}: decimal text in the account’s currency`, examples: [example] });
const day = (description: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .meta({ description: `${description}: YYYY-MM-DD, JST`, examples: ['2027-02-20'] });
const timeOfDay = (description: string) =>
  z
    .string()
    .regex(/^\d{2}:\d{2}:\d{2}\+09:00$/)
    .meta({ description: `${description}: hh:mm:ss+09:00`, examples: ['13:04:05+09:00'] });

const accountId = text('口座ID: branch 3, type 2, number 7 digits', '001011000001');
const accountTypeCode = z.enum(accountTypeCodes as [string, ...string[]]).meta({
  description: `口座種別: ${accountTypeCodes.map((code) => `${code} ${accountTypes[code].name}`).join(', ')}`,
  examples: ['01'],
});
const accountTypeName = text('口座種別名', '普通預金');
const currencyCode = text('ISO 4217', 'JPY');
const currencyName = text('通貨名', '日本円');
const baseDate = day('基準日');
const baseTime = timeOfDay('基準時刻');

export const account = z
  .strictObject({
    accountId,
    branchCode: optionalText('支店コード', '001'),
    branchName: optionalText('支店名', '本店営業部'),
    accountTypeCode,
    accountTypeName,
    accountNumber: optionalText('口座番号, 7 digits', '1000001'),
    primaryAccountCode: z.enum(['1', '2']).meta({ description: '1: 代表口座, 2: 追加口座', examples: ['1'] }),
    primaryAccountCodeName: text('代表口座 or 追加口座', '代表口座'),
    accountName: optionalText('口座名義', 'サンプル　太郎'),
    accountNameKana: optionalText('口座名義カナ', 'ｻﾝﾌﾟﾙ ﾀﾛｳ'),
    currencyCode,
    currencyName,
    transferLimitAmount: amount('振込限度額', '1000000').exactOptional(),
  })
  .meta({ id: 'Account', description: '口座. Branch, number, names and limit are told of deposits only.' });

export const accountsResponse = z
  .strictObject({ baseDate, baseTime, accounts: z.array(account) })
  .meta({ id: 'AccountsResponse' });

export const balance = z
  .strictObject({
    accountId,
    accountTypeCode,
    accountTypeName,
    balance: amount('現在高', '1234567'),
    baseDate,
    baseTime,
    withdrawableAmount: amount('支払可能残高', '1234567').exactOptional(),
    previousDayBalance: amount('前日残高', '1230000').exactOptional(),
    previousMonthBalance: amount('前月末残高', '1200000').exactOptional(),
    currencyCode,
    currencyName,
    fcyTotalBalance: amount('外貨残高合計; 外貨普通預金 only', '1234.56').exactOptional(),
    ttb: optionalText('Yen for one unit; 外貨普通預金 only', '148.25'),
    baseRateDate: day('レート基準日').exactOptional(),
    baseRateTime: timeOfDay('レート基準時刻').exactOptional(),
    yenEquivalent: amount('円換算額', '183023').exactOptional(),
  })
  .meta({ id: 'Balance', description: '残高' });

export const balancesResponse = z
  .strictObject({ balances: z.array(balance) })
  .meta({ id: 'BalancesResponse' });

const movement = {
  transactionDate: day('取引日'),
  valueDate: day('起算日'),
  transactionType: z.enum(['1', '2']).meta({ description: '1: 入金, 2: 出金', examples: ['1'] }),
  amount: amount('取引金額', '250000'),
  remarks: optionalText('摘要', '給与　ｶ)ｻﾝﾌﾟﾙ'),
};
const itemKey = text('明細キー: unchanged and ascending within a grant', '202702200000000001');

export const transaction = z
  .strictObject({ ...movement, balance: amount('取引後残高', '1234567'), itemKey })
  .meta({ id: 'Transaction', description: '入出金明細' });

export const paymentArrival = z
  .strictObject({
    ...movement,
    applicantName: optionalText('振込依頼人名', 'ｶ)ﾄﾘﾋｷｻｷ'),
    paymentBankName: optionalText('仕向銀行名', 'ﾐﾎﾝ'),
    paymentBranchName: optionalText('仕向支店名', 'ﾎﾝﾃﾝ'),
    ediInfo: optionalText('EDI情報', '12345678901234567890'),
    itemKey,
  })
  .meta({ id: 'PaymentArrival', description: '振込入金明細' });

const page = {
  dateFrom: day('対象期間自'),
  dateTo: day('対象期間至'),
  baseDate,
  baseTime,
  hasNext: z.boolean().meta({ description: 'Whether another page follows', examples: [true] }),
  nextItemKey: z
    .string()
    .regex(/^[0-9]{1,24}$/)
    .exactOptional()
    .meta({ description: '次明細キー; with hasNext only', examples: ['202702200000000001'] }),
  count: z
    .string()
    .regex(/^\d+$/)
    .meta({ description: 'Rows on this page, as text', examples: ['1'] }),
};

export const transactionsResponse = z
  .strictObject({ accountId, currencyCode, currencyName, ...page, transactions: z.array(transaction) })
  .meta({ id: 'TransactionsResponse', description: 'One page, oldest first' });

export const depositTransactionsResponse = z
  .strictObject({ accountId, ...page, paymentArrivals: z.array(paymentArrival) })
  .meta({ id: 'DepositTransactionsResponse', description: 'One page, oldest first' });

export const dataApiError = z
  .strictObject({
    errorCode: text('wire format: errors', 'WG_ERR_105'),
    errorMessage: text('In the bank’s language', 'アクセストークンの有効期限が切れています。'),
  })
  .meta({ id: 'DataApiError' });

const optionalQuery = (description: string) => z.string().exactOptional().meta({ description });

export const balancesQuery = z.object({
  accountId: optionalQuery('One account; without or empty: all of them'),
});

export const statementQuery = z.object({
  accountId: z.string().meta({ description: 'An account of the grant' }),
  dateFrom: optionalQuery('YYYY-MM-DD, JST; without both dates: today. May be empty'),
  dateTo: optionalQuery('YYYY-MM-DD, JST. May be empty'),
  nextItemKey: optionalQuery(
    'From the page before; everything else as in that request. Empty: the first page',
  ),
});
