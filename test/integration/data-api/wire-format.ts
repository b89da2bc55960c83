import { z } from 'zod';
import type { TestSandbox } from '../../harness/sandbox.ts';

/** The wire format, written down once more and independently of the code that makes it. */
const text = (shortest: number, longest: number) => z.string().min(shortest).max(longest);
const digits = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`));
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.string().regex(/^\d{2}:\d{2}:\d{2}\+09:00$/);
const amount = z
  .string()
  .max(20)
  .regex(/^-?\d+(\.\d{1,4})?$/);
const halfKana = z.string().regex(/^[A-Z0-9ｦｱ-ﾟ ().\-]+$/);

export const accountsAnswer = z.strictObject({
  baseDate: date,
  baseTime: time,
  accounts: z.array(
    z.strictObject({
      accountId: text(12, 29),
      branchCode: digits(3).optional(),
      branchName: text(1, 30).optional(),
      accountTypeCode: digits(2),
      accountTypeName: text(1, 10),
      accountNumber: digits(7).optional(),
      primaryAccountCode: z.enum(['1', '2']),
      primaryAccountCodeName: text(1, 10),
      accountName: text(1, 48).optional(),
      accountNameKana: halfKana.max(48).optional(),
      currencyCode: z.string().regex(/^[A-Z]{3}$/),
      currencyName: text(1, 10),
      transferLimitAmount: z
        .string()
        .regex(/^\d{1,12}$/)
        .optional(),
    }),
  ),
});

export const balancesAnswer = z.strictObject({
  balances: z.array(
    z.strictObject({
      accountId: text(12, 29),
      accountTypeCode: digits(2),
      accountTypeName: text(1, 10),
      balance: amount,
      baseDate: date,
      baseTime: time,
      withdrawableAmount: amount.optional(),
      previousDayBalance: amount.optional(),
      previousMonthBalance: amount.optional(),
      currencyCode: z.string(),
      currencyName: z.string(),
      fcyTotalBalance: amount.optional(),
      ttb: amount.optional(),
      baseRateDate: date.optional(),
      baseRateTime: time.optional(),
      yenEquivalent: amount.optional(),
    }),
  ),
});

const row = {
  transactionDate: date,
  valueDate: date,
  transactionType: z.enum(['1', '2']),
  amount,
  remarks: text(1, 255).optional(),
  itemKey: z.string().regex(/^\d{1,24}$/),
};

const page = {
  accountId: text(12, 29),
  dateFrom: date,
  dateTo: date,
  baseDate: date,
  baseTime: time,
  hasNext: z.boolean(),
  nextItemKey: z
    .string()
    .regex(/^\d{1,24}$/)
    .optional(),
  count: z.string().regex(/^\d+$/),
};

export const transactionsAnswer = z.strictObject({
  ...page,
  currencyCode: z.string(),
  currencyName: z.string(),
  transactions: z.array(z.strictObject({ ...row, balance: amount })),
});
export type TransactionsAnswer = z.output<typeof transactionsAnswer>;

export const depositsAnswer = z.strictObject({
  ...page,
  paymentArrivals: z.array(
    z.strictObject({
      ...row,
      transactionType: z.literal('1'),
      applicantName: halfKana.max(48),
      paymentBankName: text(1, 30),
      paymentBranchName: text(1, 30),
      ediInfo: text(1, 20).optional(),
    }),
  ),
});

export const errorAnswer = z.strictObject({
  errorCode: z.string().regex(/^[A-Za-z0-9_]{1,10}$/),
  errorMessage: text(1, 255),
});

const BOTH = ['account:balance', 'account:transaction'];

/** A partner that holds a grant of one customer. */
export class LinkedPartner {
  readonly token: string;
  readonly #sandbox: TestSandbox;

  constructor(sandbox: TestSandbox, token: string) {
    this.#sandbox = sandbox;
    this.token = token;
  }

  static async of(
    sandbox: TestSandbox,
    loginId: string,
    options: { clientId?: string; scopes?: string[] } = {},
  ): Promise<LinkedPartner> {
    const { access_token: token } = await sandbox.control<{ access_token: string }>('POST', '/grants', {
      clientId: options.clientId ?? 'moneyforward',
      loginId,
      scopes: options.scopes ?? BOTH,
    });
    return new LinkedPartner(sandbox, token);
  }

  get(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.#sandbox.issuer + path, {
      ...init,
      headers: { authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) },
    });
  }

  /** @throws when the answer is not of the schema or not 200. */
  async read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const response = await this.get(path);
    const body: unknown = await response.json();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return schema.parse(body);
  }

  /** Every page of a statement. */
  async pages(query: string): Promise<TransactionsAnswer[]> {
    const pages: TransactionsAnswer[] = [];
    for (let next = ''; ;) {
      const page = await this.read(`/ib/v1/accounts/transactions?${query}${next}`, transactionsAnswer);
      pages.push(page);
      if (page.nextItemKey === undefined) return pages;
      next = `&nextItemKey=${encodeURIComponent(page.nextItemKey)}`;
    }
  }
}
