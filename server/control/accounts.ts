import { accountOf, changeAccount, closeAccount, openAccount } from '../bank/accounts.ts';
import { formatAmount } from '../bank/currency.ts';
import type { Account } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import { implement } from './operation.ts';
import {
  createAccount,
  deleteAccount,
  getAccount,
  listAccounts,
  updateAccount,
} from './operations/accounts.ts';
import type { AccountView } from './operations/schemas/account.ts';
import { pageOf } from './page.ts';

export const implementedAccounts = [
  implement(listAccounts, ({ context: { state }, query }) => {
    const found =
      query.customerId === undefined
        ? [...state.accounts]
        : state.accounts.where('customerId', query.customerId);
    const { items, ...rest } = pageOf(found, query, ({ accountId }) => accountId);
    return { items: items.map((account) => accountView(state, account)), ...rest };
  }),

  implement(createAccount, async ({ context, body, exchange }) => {
    exchange.identify({ customerId: body.customerId });
    const account = await context.work.run((tx) => openAccount(tx, body), exchange.addEffects);
    return accountView(context.state, account);
  }),

  implement(getAccount, ({ context: { state }, params }) =>
    accountView(state, accountOf(state, params.accountId)),
  ),

  implement(updateAccount, async ({ context, params, body, exchange }) => {
    const account = await context.work.run(
      (tx) => changeAccount(tx, params.accountId, body),
      exchange.addEffects,
    );
    exchange.identify({ customerId: account.customerId });
    return accountView(context.state, account);
  }),

  implement(deleteAccount, async ({ context, params, exchange }) => {
    await context.work.run((tx) => {
      closeAccount(tx, params.accountId);
    }, exchange.addEffects);
  }),
];

/** The account with its present balance; amounts as decimal text of its currency. */
function accountView(state: BankState, account: Account): AccountView {
  const { openingBalance: _opening, overdraftLimit, ...members } = account;
  return {
    ...members,
    balance: formatAmount(state.ledger(account.accountId).balance(), account.currencyCode),
    ...(overdraftLimit === undefined
      ? {}
      : { overdraftLimit: formatAmount(BigInt(overdraftLimit), account.currencyCode) }),
  };
}
