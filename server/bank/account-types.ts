import type { AccountTypeCode } from './model.ts';

export interface AccountType {
  /** 科目 as the data API writes it, 1–10 characters. */
  readonly name: string;
  /** Money that can be drawn on demand: has a withdrawable amount and closing balances. */
  readonly current: boolean;
  /** Whether 入出金明細 can be asked for. 定期 and 積金 have certificates of deposit, not statements. */
  readonly statement: boolean;
  /** A deposit has a branch, a number and a holder's name of its own on the wire. */
  readonly deposit: boolean;
}

/**
 * 口座種別. Codes 01, 02, 11 and 51 are those of GMO Aozora Net Bank's published API; 21 and up,
 * 51 apart, are this sandbox's own. 全銀 files use other codes altogether.
 */
export const accountTypes: Readonly<Record<AccountTypeCode, AccountType>> = {
  '01': { name: '普通預金', current: true, statement: true, deposit: true },
  '02': { name: '普通預金（決済用）', current: true, statement: true, deposit: true },
  '11': { name: '円定期', current: false, statement: false, deposit: true },
  '21': { name: '当座預金', current: true, statement: true, deposit: true },
  '22': { name: '貯蓄預金', current: true, statement: true, deposit: true },
  '23': { name: '納税準備預金', current: true, statement: true, deposit: true },
  '31': { name: '定期積金', current: false, statement: false, deposit: true },
  '51': { name: '外貨普通預金', current: false, statement: true, deposit: true },
  '71': { name: 'カードローン', current: true, statement: true, deposit: false },
};

export const accountTypeCodes = Object.keys(accountTypes).sort() as AccountTypeCode[];

/** 口座ID: branch 3 + type 2 + number 7. Follows from the account alone, so it survives every grant. */
export function accountIdOf(account: {
  branchCode: string;
  accountTypeCode: AccountTypeCode;
  accountNumber: string;
}): string {
  return `${account.branchCode}${account.accountTypeCode}${account.accountNumber}`;
}
