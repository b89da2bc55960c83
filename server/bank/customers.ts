import { isStopped, usersOf } from './contract.ts';
import { endGrantsOfCustomer, settingsOf } from './grants.ts';
import { newId } from './identifiers.ts';
import { InvalidInput, refuseFaults } from './invalid-input.ts';
import { mergePatched, type MergePatch } from './merge-patch.ts';
import { Refusal } from './refusal.ts';
import type { Customer } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** What a new contract says; identifiers and counters are the bank's. */
export type CustomerInput = Omit<
  Customer,
  'id' | 'nameKana' | 'failedLogins' | 'lockedAt' | 'certificates'
> & {
  /** Left out: the name itself. */
  nameKana?: string;
};

export type CustomerChange = MergePatch<
  Omit<Customer, 'id' | 'password' | 'failedLogins' | 'lockedAt' | 'certificates'>
> & { password?: string };

/** @throws Refusal `customer_not_found`. */
export function customerOf(state: BankState, id: string): Customer {
  const customer = state.customers.get(id);
  if (!customer) throw new Refusal('customer_not_found', { id });
  return customer;
}

/**
 * Makes a contract.
 *
 * @throws Refusal `login_id_taken`; InvalidInput when a password is asked for at login and none is given.
 */
export function registerCustomer(tx: Transaction, input: CustomerInput): Customer {
  refuseTakenLogin(tx.state, input.loginId);
  const customer: Customer = {
    ...input,
    id: newId('cust'),
    nameKana: input.nameKana ?? input.name,
    failedLogins: 0,
    ...(input.status === 'locked' ? { lockedAt: tx.now } : {}),
  };
  refuseMissingPassword(customer);
  refuseUserOfNobody(tx.state, customer);
  tx.put('customers', customer.id, customer);
  tx.report('customer.created', { customerId: customer.id, loginId: customer.loginId });
  return customer;
}

/**
 * Changes a contract. A new password ends the customer's grants where the policy says so, stopping
 * the contract always does, and with it those of its 利用者. Making a customer active again forgets
 * the wrong entries.
 *
 * @throws Refusal `customer_not_found`, `login_id_taken`; InvalidInput as on registration.
 */
export function changeCustomer(tx: Transaction, id: string, change: CustomerChange): Customer {
  const before = customerOf(tx.state, id);
  if (change.loginId !== undefined) refuseTakenLogin(tx.state, change.loginId, id);
  const after = withStatus(tx, before, mergePatched<Customer>(before, change));
  refuseMissingPassword(after);
  refuseUserOfNobody(tx.state, after);
  refuseToAbandonUsers(tx.state, after);
  tx.put('customers', id, after);
  // The password's name is told, its value never.
  tx.report('customer.changed', { customerId: id, members: Object.keys(change) });

  const passwordChanged = change.password !== undefined && change.password !== before.password;
  if (passwordChanged && settingsOf(tx.state).policies.endGrantsOnPasswordChange) {
    endGrantsOfCustomer(tx, id, 'password_changed');
  }
  for (const stopped of [after, ...usersOf(tx.state, id)].filter((one) => isStopped(tx.state, one))) {
    endGrantsOfCustomer(tx, stopped.id, 'customer_stopped');
  }
  return after;
}

/**
 * Ends a contract with its accounts, statements and 利用者; the grants end and stay on record.
 *
 * @throws Refusal `customer_not_found`.
 */
export function removeCustomer(tx: Transaction, id: string): void {
  for (const user of usersOf(tx.state, id)) removeCustomer(tx, user.id);
  const { certificates = [] } = customerOf(tx.state, id);
  endGrantsOfCustomer(tx, id, 'customer_deleted');
  const accounts = tx.state.accounts.where('customerId', id);
  for (const account of accounts) tx.delete('accounts', account.accountId);
  for (const { serialNumber } of certificates) tx.delete('secrets', certificateSecret(serialNumber));
  tx.delete('customers', id);
  tx.report('customer.deleted', { customerId: id, accounts: accounts.length });
}

/** Where the key table keeps a customer's certificate with its private key. */
export function certificateSecret(serialNumber: string): string {
  return `certificate:${serialNumber}`;
}

function withStatus(tx: Transaction, before: Customer, after: Customer): Customer {
  if (after.status === before.status) return after;
  const { lockedAt: _lockedAt, ...rest } = after;
  switch (after.status) {
    case 'locked':
      tx.report('customer.locked', { customerId: after.id, failedLogins: after.failedLogins });
      return { ...rest, lockedAt: tx.now };
    case 'active':
      if (before.status === 'locked') tx.report('customer.unlocked', { customerId: after.id });
      return { ...rest, failedLogins: 0 };
    case 'stopped':
      return rest;
  }
}

/** A 利用者 belongs to a corporate contract of somebody else, which has no 管理者 above it. */
function refuseUserOfNobody(state: BankState, { id, kind, userOf }: Customer): void {
  if (!userOf) return;
  const contract = state.customers.get(userOf.customerId);
  if (kind === 'corporate' && contract?.kind === 'corporate' && !contract.userOf && contract.id !== id)
    return;
  throw new InvalidInput([
    {
      path: 'userOf.customerId',
      message: {
        ja: '利用者は、法人の別の契約者（管理者）の id を指定してください。',
        en: 'Name the id of another corporate customer, the administrator of the contract.',
      },
    },
  ]);
}

/** A contract with 利用者 stays a corporate one of its own. */
function refuseToAbandonUsers(state: BankState, { id, kind, userOf }: Customer): void {
  const users = usersOf(state, id).map(({ loginId }) => loginId);
  if (users.length === 0) return;
  const message = {
    ja: `この契約には利用者がいます（${users.join('、')}）。先に利用者を移すか削除してください。`,
    en: `The contract has users (${users.join(', ')}); move or delete them first.`,
  };
  refuseFaults([
    ...(kind === 'corporate' ? [] : [{ path: 'kind', message }]),
    ...(userOf ? [{ path: 'userOf.customerId', message }] : []),
  ]);
}

function refuseTakenLogin(state: BankState, loginId: string, except?: string): void {
  const [holder] = state.customers.where('loginId', loginId).filter(({ id }) => id !== except);
  if (holder) throw new Refusal('login_id_taken', { loginId, id: holder.id });
}

function refuseMissingPassword({ login, password }: Customer): void {
  if (login === 'certificate' || password !== undefined) return;
  throw new InvalidInput([
    {
      path: 'password',
      message: {
        ja: `login が ${login} の契約者には password が必要です。`,
        en: `A customer whose login is ${login} needs a password; give one, or make login certificate.`,
      },
    },
  ]);
}
