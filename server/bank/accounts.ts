import { accountIdOf } from './account-types.ts';
import { contractOf } from './contract.ts';
import { currencyCodes, parseAmount } from './currency.ts';
import { settingsOf } from './grants.ts';
import { refuseFaults, type InputFault } from './invalid-input.ts';
import { toBankKana } from './kana.ts';
import { Refusal } from './refusal.ts';
import { isBankDate } from './time.ts';
import type { Account, AccountTypeCode, Customer } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** What may change about an account that exists; its branch, type, number and currency stay. */
export interface AccountChange {
  accountName?: string;
  accountNameKana?: string;
  primary?: boolean;
  /** Decimal, in the account's currency. */
  overdraftLimit?: string;
  transferLimitAmount?: string;
  maturityDate?: string;
  ttb?: string;
}

export interface AccountInput extends AccountChange {
  customerId: string;
  /** To be given only where it agrees with branch, type and number. */
  accountId?: string;
  branchCode?: string;
  accountTypeCode: AccountTypeCode;
  accountNumber?: string;
  currencyCode?: string;
  /** What is on the account before its first row; decimal, in the account's currency. */
  balance: string;
}

/** The accounts this customer may inquire about, the first opened first. */
export function accountsOpenTo(state: BankState, customer: Customer): Account[] {
  const accounts = state.accounts.where('customerId', contractOf(customer));
  return customer.userOf?.accountIds ? accounts.filter((account) => isOpenTo(customer, account)) : accounts;
}

/** Whether this customer may inquire about that account. */
export function isOpenTo(customer: Customer, account: Pick<Account, 'accountId' | 'customerId'>): boolean {
  const { accountIds } = customer.userOf ?? {};
  return account.customerId === contractOf(customer) && (accountIds?.includes(account.accountId) ?? true);
}

/** 1–48 on the wire: `accountName` and `accountNameKana`. */
const LONGEST_NAME = 48;

/** Numbers given by the bank itself begin here, clear of those a scenario writes down. */
const FIRST_NUMBER = 1_000_001;

/** @throws Refusal `account_not_found`. */
export function accountOf(state: BankState, accountId: string): Account {
  const account = state.accounts.get(accountId);
  if (!account) throw new Refusal('account_not_found', { accountId });
  return account;
}

/**
 * Opens an account. What is left out is filled in: the first branch, the next free number, the
 * holder's name, 代表口座 where it is the customer's first.
 *
 * @throws InvalidInput with every fault; Refusal `account_exists`.
 */
export function openAccount(tx: Transaction, input: AccountInput): Account {
  const customer = tx.state.customers.get(input.customerId);
  const faults: InputFault[] = [];
  if (!customer) faults.push(unknownCustomer(input.customerId));

  const { accountTypeCode } = input;
  const { branches } = settingsOf(tx.state).institution;
  const branchCode = input.accountId?.slice(0, 3) ?? input.branchCode ?? branches[0]?.code ?? '001';
  if (!branches.some(({ code }) => code === branchCode)) {
    faults.push(unknownBranch(branchCode, branches.map(({ code }) => code).join(', ')));
  }
  const accountNumber =
    input.accountNumber ??
    input.accountId?.slice(5) ??
    nextAccountNumber(tx.state, branchCode, accountTypeCode);
  const accountId = accountIdOf({ branchCode, accountTypeCode, accountNumber });
  if (input.accountId !== undefined && input.accountId !== accountId) {
    faults.push({
      path: 'accountId',
      message: {
        ja: `accountId は店番・種別・番号から決まり、この口座では ${accountId} です。省くか、合わせてください。`,
        en: `The accountId follows from branch, type and number and is ${accountId} here; leave it out or make them agree.`,
      },
    });
  }
  const currencyCode = input.currencyCode ?? (accountTypeCode === '51' ? 'USD' : 'JPY');
  faults.push(...currencyFaults(accountTypeCode, currencyCode));
  const balance = parseAmount(input.balance, currencyCode);
  if (balance === undefined) faults.push(notAnAmount('balance', input.balance, currencyCode));

  const holder = holderOf(input, customer, faults);
  const others = membersOf(input, currencyCode, faults);
  refuseFaults(faults);
  if (tx.state.accounts.has(accountId)) throw new Refusal('account_exists', { accountId });

  const siblings = tx.state.accounts.where('customerId', input.customerId);
  const account: Account = {
    accountId,
    customerId: input.customerId,
    branchCode,
    accountTypeCode,
    accountNumber,
    ...holder,
    currencyCode,
    primary: input.primary ?? siblings.length === 0,
    openingBalance: (balance ?? 0n).toString(),
    ...others,
  };
  if (account.primary) demoteOthers(tx, account);
  tx.put('accounts', accountId, account);
  tx.report('account.opened', { accountId, customerId: account.customerId });
  return account;
}

/** @throws Refusal `account_not_found`; InvalidInput with every fault. */
export function changeAccount(tx: Transaction, accountId: string, change: AccountChange): Account {
  const before = accountOf(tx.state, accountId);
  const faults: InputFault[] = [];
  const holder = holderOf({ ...before, ...change }, undefined, faults);
  const others = membersOf(change, before.currencyCode, faults);
  refuseFaults(faults);
  const after: Account = {
    ...before,
    ...(change.primary === undefined ? {} : { primary: change.primary }),
    ...(change.accountName === undefined ? {} : { accountName: holder.accountName }),
    ...(change.accountNameKana === undefined ? {} : { accountNameKana: holder.accountNameKana }),
    ...others,
  };
  if (after.primary && !before.primary) demoteOthers(tx, after);
  tx.put('accounts', accountId, after);
  tx.report('account.changed', { accountId, members: Object.keys(change) });
  return after;
}

/** Closes an account with its statement. @throws Refusal `account_not_found`. */
export function closeAccount(tx: Transaction, accountId: string): void {
  const { customerId } = accountOf(tx.state, accountId);
  const rows = tx.state.ledger(accountId).size;
  tx.delete('accounts', accountId);
  tx.report('account.closed', { accountId, customerId, transactions: rows });
}

/** A customer has one 代表口座. */
function demoteOthers(tx: Transaction, primary: Account): void {
  for (const other of tx.state.accounts.where('customerId', primary.customerId)) {
    if (other.accountId !== primary.accountId && other.primary) {
      tx.put('accounts', other.accountId, { ...other, primary: false });
    }
  }
}

function nextAccountNumber(state: BankState, branchCode: string, accountTypeCode: AccountTypeCode): string {
  for (let number = FIRST_NUMBER; ; number++) {
    const accountNumber = String(number).padStart(7, '0');
    if (!state.accounts.has(accountIdOf({ branchCode, accountTypeCode, accountNumber })))
      return accountNumber;
  }
}

/** The holder's name in the two forms a bank prints: full-width, and half-width kana. */
function holderOf(
  given: { accountName?: string; accountNameKana?: string },
  customer: Customer | undefined,
  faults: InputFault[],
): { accountName: string; accountNameKana: string } {
  const accountName = toFullWidth(given.accountName ?? customer?.name ?? '');
  if (accountName.length > LONGEST_NAME) faults.push(tooLong('accountName', accountName.length));
  const kana = given.accountNameKana ?? customer?.nameKana ?? '';
  const accountNameKana = toBankKana(kana);
  if (accountNameKana === undefined) {
    faults.push({
      path: 'accountNameKana',
      message: {
        ja: `「${kana}」は半角カナに直せません。カナ・英数字・( ) - . と空白で書いてください。`,
        en: `${JSON.stringify(kana)} has no half-width kana form; write kana, A-Z, digits, ( ) - . and spaces.`,
      },
    });
  } else if (accountNameKana.length > LONGEST_NAME) {
    faults.push(tooLong('accountNameKana', accountNameKana.length));
  }
  return { accountName, accountNameKana: accountNameKana ?? '' };
}

/** Full-width as banks print it: ASCII letters and signs, and the space, in their wide forms. */
function toFullWidth(text: string): string {
  return text
    .replaceAll(' ', '\u3000')
    .replace(/[\x21-\x7E]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

function membersOf(
  change: AccountChange,
  currencyCode: string,
  faults: InputFault[],
): Pick<Account, 'overdraftLimit' | 'transferLimitAmount' | 'maturityDate' | 'ttb'> {
  const { overdraftLimit, transferLimitAmount, maturityDate, ttb } = change;
  const limit = overdraftLimit === undefined ? undefined : parseAmount(overdraftLimit, currencyCode);
  if (overdraftLimit !== undefined && (limit === undefined || limit < 0n)) {
    faults.push(notAnAmount('overdraftLimit', overdraftLimit, currencyCode));
  }
  return {
    ...(limit === undefined ? {} : { overdraftLimit: limit.toString() }),
    ...(transferLimitAmount === undefined ? {} : { transferLimitAmount }),
    ...(maturityDate !== undefined && isBankDate(maturityDate) ? { maturityDate } : {}),
    ...(ttb === undefined ? {} : { ttb }),
  };
}

function currencyFaults(accountTypeCode: AccountTypeCode, currencyCode: string): InputFault[] {
  const foreign = accountTypeCode === '51';
  const known = currencyCodes.filter((code) => (code !== 'JPY') === foreign);
  if (known.includes(currencyCode)) return [];
  return [
    {
      path: 'currencyCode',
      message: {
        ja: `種別 ${accountTypeCode} の通貨は ${known.join('・')} です（「${currencyCode}」ではありません）。`,
        en: `An account of type ${accountTypeCode} is kept in ${known.join(', ')}, not in ${currencyCode}.`,
      },
    },
  ];
}

function unknownCustomer(customerId: string): InputFault {
  return {
    path: 'customerId',
    message: {
      ja: `契約者「${customerId}」はいません。GET /customers の id を書いてください。`,
      en: `There is no customer ${customerId}; write an id of GET /customers.`,
    },
  };
}

function unknownBranch(branchCode: string, known: string): InputFault {
  return {
    path: 'branchCode',
    message: {
      ja: `店番「${branchCode}」はありません。使えるのは ${known} です（設定 institution.branches）。`,
      en: `There is no branch ${branchCode}; there are ${known} (institution.branches in the settings).`,
    },
  };
}

function notAnAmount(path: string, text: string, currencyCode: string): InputFault {
  return {
    path,
    message: {
      ja: `「${text}」は ${currencyCode} の金額として読めません。`,
      en: `${text} is not an amount of ${currencyCode}.`,
    },
  };
}

function tooLong(path: string, length: number): InputFault {
  return {
    path,
    message: {
      ja: `${LONGEST_NAME}文字以内にしてください（いまは${length}文字）。`,
      en: `At most ${LONGEST_NAME} characters; it has ${length}.`,
    },
  };
}
