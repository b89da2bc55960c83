import { accountTypes } from '../bank/account-types.ts';
import { currencyName } from '../bank/currency.ts';
import { branchNameOf } from '../bank/institution-profiles.ts';
import type { Account, Institution } from '../bank/model.ts';
import type { Resource } from './inquiry.ts';

/** `GET /accounts`: the accounts of the customer who gave the permission. */
export const accountsResource: Resource = {
  scope: undefined,
  corporateOnly: false,
  answer(inquiry) {
    const accounts = inquiry.accounts();
    const { institution } = inquiry.settings;
    const body = JSON.stringify({
      baseDate: inquiry.day.today,
      baseTime: inquiry.baseTime,
      accounts: accounts.map((account) => accountOnWire(account, institution)),
    });
    return { body, outcome: 'accounts_returned', details: { count: accounts.length } };
  },
};

/** Branch, number, names and limit are told of deposits only; a member without a value is left out. */
function accountOnWire(account: Account, institution: Institution): Record<string, string> {
  const { name, deposit } = accountTypes[account.accountTypeCode];
  return {
    accountId: account.accountId,
    ...(deposit && {
      branchCode: account.branchCode,
      branchName: branchNameOf(institution, account.branchCode),
    }),
    accountTypeCode: account.accountTypeCode,
    accountTypeName: name,
    ...(deposit && { accountNumber: account.accountNumber }),
    primaryAccountCode: account.primary ? '1' : '2',
    primaryAccountCodeName: account.primary ? '代表口座' : '追加口座',
    ...(deposit && {
      ...(account.accountName !== '' && { accountName: account.accountName }),
      ...(account.accountNameKana !== '' && { accountNameKana: account.accountNameKana }),
    }),
    currencyCode: account.currencyCode,
    currencyName: currencyName(account.currencyCode),
    ...(deposit &&
      account.transferLimitAmount !== undefined && { transferLimitAmount: account.transferLimitAmount }),
  };
}
