import { z } from 'zod';
import { amount, amountInput, bankDate, partialOf, says } from './common.ts';

export const accountTypeCode = z.enum(['01', '02', '11', '21', '22', '23', '31', '51', '71']).meta({
  description:
    '01 普通, 02 普通（決済用）, 11 円定期, 21 当座, 22 貯蓄, 23 納税準備, 31 定期積金, 51 外貨普通, 71 カードローン',
});

const digits = (count: number) =>
  z
    .string()
    .regex(
      new RegExp(`^\\d{${count}}$`),
      says(`${count}桁の数字を文字列で書いてください。`, `Write ${count} digits, as text.`),
    );
const branchCode = digits(3);
const accountNumber = digits(7);
const currencyCode = z
  .string()
  .regex(
    /^[A-Z]{3}$/,
    says('JPY のような3文字の通貨コードにしてください。', 'Write a three-letter code, such as JPY.'),
  );
const yenLimit = z
  .union([
    z
      .string()
      .regex(/^\d{1,12}$/, says('1〜12桁の数字（円）にしてください。', 'Write yen in 1 to 12 digits.')),
    z.int().min(0).max(999_999_999_999),
  ])
  .transform(String);
const rate = z
  .string()
  .regex(
    /^\d{1,6}(?:\.\d{1,4})?$/,
    says('「145.23」のような10進数の文字列にしてください。', 'Write decimal text, such as "145.23".'),
  );

const editable = {
  accountName: z.string().trim().min(1).max(48).meta({
    description: '口座名義, full-width as the bank prints it; half-width letters are stored full-width.',
  }),
  accountNameKana: z.string().trim().min(1).max(96).meta({
    description:
      'Half-width kana without small kana, A-Z, digits, ( ) - . and space, 1-48; full-width katakana is converted.',
  }),
  primary: z.boolean().meta({ description: '代表口座; the others are 追加.' }),
  overdraftLimit: amountInput.meta({ description: 'How far the account may be overdrawn.' }),
  transferLimitAmount: yenLimit.meta({ description: '振込限度額 in yen.' }),
  maturityDate: bankDate.meta({ description: 'Maturity of a time deposit.' }),
  ttb: rate.meta({ description: 'For 51: yen the bank pays for one unit of the currency.' }),
};

const optionalInAnswers = {
  overdraftLimit: z.string().exactOptional(),
  transferLimitAmount: z.string().exactOptional(),
  maturityDate: z.string().exactOptional(),
  ttb: z.string().exactOptional(),
};

export const account = z
  .strictObject({
    accountId: z.string().meta({ description: 'Branch 3 + type 2 + number 7; never changes.' }),
    customerId: z.string(),
    branchCode,
    accountTypeCode,
    accountNumber,
    accountName: editable.accountName,
    accountNameKana: z.string(),
    currencyCode,
    balance: amount.meta({ description: 'The present balance, as decimal text.' }),
    primary: editable.primary,
    ...optionalInAnswers,
  })
  .meta({ id: 'Account' });
export type AccountView = z.output<typeof account>;

export const newAccount = z
  .strictObject({
    accountId: digits(12).exactOptional(),
    customerId: z.string().min(1),
    branchCode: branchCode.exactOptional(),
    accountTypeCode: accountTypeCode.default('01'),
    accountNumber: accountNumber.exactOptional(),
    accountName: editable.accountName.exactOptional(),
    accountNameKana: editable.accountNameKana.exactOptional(),
    currencyCode: currencyCode.exactOptional(),
    balance: amountInput.default('0').meta({ description: 'What is on the account before its first row.' }),
    primary: editable.primary.exactOptional(),
    overdraftLimit: editable.overdraftLimit.exactOptional(),
    transferLimitAmount: editable.transferLimitAmount.exactOptional(),
    maturityDate: editable.maturityDate.exactOptional(),
    ttb: editable.ttb.exactOptional(),
  })
  .meta({ id: 'AccountInput' });
export type NewAccount = z.output<typeof newAccount>;

export const accountPatch = partialOf(editable).meta({ id: 'AccountPatch' });
export type AccountPatch = z.output<typeof accountPatch>;
