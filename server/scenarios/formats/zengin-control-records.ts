import { branchNameOf } from '../../bank/institution-profiles.ts';
import type { Account, AccountTypeCode, Institution } from '../../bank/model.ts';
import type { BankDate } from '../../bank/time.ts';
import type { FileFaults } from './file-faults.ts';
import { fromEraDate } from './japanese-era.ts';
import {
  endFields,
  headerFields,
  parseRecord,
  trailerFields,
  zenginField,
  type ValuesOf,
} from './zengin-layout.ts';
import type { NumberedRecord } from './zengin-records.ts';

/*
 * Header, trailer and end record: what a file says of its rows. A file that contradicts itself was cut,
 * joined or edited on the way, and none of its rows is to be trusted.
 */

/** 預金種目 of 全銀 files, which know other codes than the data API. */
export const depositKinds: Readonly<Record<AccountTypeCode, '1' | '2' | '4' | '9'>> = {
  '01': '1',
  '02': '1',
  '11': '9',
  '21': '2',
  '22': '4',
  '23': '9',
  '31': '9',
  '51': '9',
  '71': '9',
};

/** Those with the data record of 普通・当座・貯蓄. 納税準備 is 3 at some banks and 9 at others. */
const readableKinds = ['1', '2', '3', '4', '9'];
const namesOfOtherKinds: Readonly<Record<string, string>> = {
  '5': '通知預金',
  '6': '定期預金',
  '7': '積立定期預金',
  '8': '定期積金',
};

/** The account the rows go to. */
export interface TargetAccount {
  readonly account: Account;
  readonly institution: Institution;
}

/** What a header says of the rows behind it. */
export interface StatedPeriod {
  readonly line: number;
  readonly from?: BankDate;
  readonly to?: BankDate;
  /** 取引前残高; undefined where it can't be read. */
  readonly balanceBefore: bigint | undefined;
}

/** @param target the account it has to name; left out: any. */
export function readHeader(
  { line, text }: NumberedRecord,
  today: BankDate,
  target: TargetAccount | undefined,
  faults: FileFaults,
): StatedPeriod {
  const values = parseRecord(headerFields, text);
  const at = (member: keyof typeof values) => placeOf(line, headerFields, member);
  const { kind, codeClass, accountType } = values;
  if (kind !== '03') faults.add(at('kind'), 'zengin_kind', { kind });
  if (codeClass !== '0') faults.add(at('codeClass'), 'zengin_code_class', { found: codeClass });
  if (!readableKinds.includes(accountType)) {
    const name = namesOfOtherKinds[accountType] ?? '?';
    faults.add(at('accountType'), 'zengin_layout', { found: accountType, name });
  } else if (target) {
    compareAccount(values, target, line, faults);
  }
  const dayOf = (member: 'from' | 'to') => {
    const found = values[member];
    if (isBlank(found)) return {};
    const date = fromEraDate(found, today);
    if (date === undefined) faults.add(at(member), 'zengin_date', { found });
    return date === undefined ? {} : { [member]: date };
  };
  const balanceBefore = readBalance(values.balanceSign, values.balanceBefore, (member, code, found) => {
    faults.add(at(member === 'sign' ? 'balanceSign' : 'balanceBefore'), code, { found });
  });
  return { line, ...dayOf('from'), ...dayOf('to'), balanceBefore };
}

function compareAccount(
  values: ValuesOf<typeof headerFields>,
  { account, institution }: TargetAccount,
  line: number,
  faults: FileFaults,
): void {
  const { accountTypeCode, branchCode } = account;
  const isTaxReserve = accountTypeCode === '23' && values.accountType === '3';
  const expected = {
    bankCode: institution.code,
    branchCode,
    accountType: isTaxReserve ? '3' : depositKinds[accountTypeCode],
    accountNumber: account.accountNumber.padStart(10, '0'),
  };
  const names = {
    bankCode: institution.name,
    branchCode: branchNameOf(institution, branchCode),
    accountType: '',
    accountNumber: '',
  };
  for (const member of ['bankCode', 'branchCode', 'accountType', 'accountNumber'] as const) {
    if (values[member] === expected[member]) continue;
    faults.add(placeOf(line, headerFields, member), 'zengin_account', {
      found: values[member],
      expected: `${expected[member]} ${names[member]}`.trimEnd(),
    });
  }
}

type Total = 'deposits' | 'deposited' | 'withdrawals' | 'withdrawn' | 'dataRecords';

/** Counts the data records, and compares what the trailer and the end record say of them. */
export class StatedTotals {
  readonly #found: Record<Total, bigint> = {
    deposits: 0n,
    deposited: 0n,
    withdrawals: 0n,
    withdrawn: 0n,
    dataRecords: 0n,
  };

  count(transactionType: string, amount: string): void {
    const value = numberIn(amount) ?? 0n;
    this.#found.dataRecords += 1n;
    if (transactionType === '1') {
      this.#found.deposits += 1n;
      this.#found.deposited += value;
    } else {
      this.#found.withdrawals += 1n;
      this.#found.withdrawn += value;
    }
  }

  /** @returns 取引後残高, where it can be read. */
  checkTrailer(
    { line, text }: NumberedRecord,
    header: StatedPeriod | undefined,
    faults: FileFaults,
  ): bigint | undefined {
    const values = parseRecord(trailerFields, text);
    const at = (member: keyof typeof values) => placeOf(line, trailerFields, member);
    for (const [name, computed] of Object.entries(this.#found) as [Total, bigint][]) {
      if (numberIn(values[name]) === computed) continue;
      faults.add(at(name), 'zengin_total', { stated: values[name], computed: String(computed) });
    }
    const stated = readBalance(values.balanceSign, values.balanceAfter, (member, code, found) => {
      faults.add(at(member === 'sign' ? 'balanceSign' : 'balanceAfter'), code, { found });
    });
    if (stated === undefined || header?.balanceBefore === undefined) return stated;
    const { balanceBefore, line: before } = header;
    const computed = balanceBefore + this.#found.deposited - this.#found.withdrawn;
    if (stated !== computed) {
      faults.add(at('balanceAfter'), 'zengin_balance', {
        stated: String(stated),
        before,
        balanceBefore: String(balanceBefore),
        computed: String(computed),
      });
    }
    return stated;
  }
}

/** The end record counts every record up to itself. A second account is refused where it begins. */
export function checkEnd({ line, text }: NumberedRecord, faults: FileFaults): void {
  const values = parseRecord(endFields, text);
  const found = { records: line, accounts: 1 };
  for (const member of ['records', 'accounts'] as const) {
    if (numberIn(values[member]) === BigInt(found[member])) continue;
    const details = { stated: values[member], computed: found[member] };
    faults.add(placeOf(line, endFields, member), 'zengin_end_count', details);
  }
}

/** 貸越区分 says whether the balance, which has no sign, is negative. */
function readBalance(
  sign: string,
  digits: string,
  fault: (member: 'sign' | 'digits', code: 'zengin_sign' | 'zengin_number', found: string) => void,
): bigint | undefined {
  const balance = numberIn(digits);
  if (balance === undefined) fault('digits', 'zengin_number', digits);
  if (sign !== '1' && sign !== '2') fault('sign', 'zengin_sign', sign);
  if (balance === undefined || (sign !== '1' && sign !== '2')) return undefined;
  return sign === '2' ? -balance : balance;
}

/** A number of the layout, or undefined where something else stands in its place. */
export function numberIn(digits: string): bigint | undefined {
  return /^\d+$/.test(digits) ? BigInt(digits) : undefined;
}

/** A day that is left out. */
export function isBlank(digits: string): boolean {
  return /^[0 ]*$/.test(digits);
}

/** Where a field stands, by its name in the layout. */
export function placeOf(line: number, fields: Parameters<typeof zenginField>[0], member: string) {
  return { line, member, column: zenginField(fields, member)[1] };
}
