import type { Customer } from './model.ts';
import type { BankState } from './state.ts';

/** The contract a customer acts under: a 利用者 has none but that of the 管理者. */
export function contractOf(customer: Pick<Customer, 'id' | 'userOf'>): string {
  return customer.userOf?.customerId ?? customer.id;
}

/** The 利用者 of a contract. */
export function usersOf(state: BankState, contractId: string): Customer[] {
  return state.customers.where('contract', contractId);
}

/**
 * Whether the bank serves this customer no longer: stopped themselves, or together with the contract
 * they act under. A locked 管理者 locks nobody else.
 */
export function isStopped(state: BankState, customer: Customer): boolean {
  if (customer.status === 'stopped') return true;
  if (!customer.userOf) return false;
  const contract = state.customers.get(customer.userOf.customerId);
  return !contract || contract.status === 'stopped';
}
