import type { ReactNode } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import { CustomerDetails } from './customer-details.tsx';
import { CustomerList } from './customer-list.tsx';
import { StatementPage } from './statement-page.tsx';

const route = getRouteApi('/customers');

/** Customers; one of them with the accounts; one account with its statement. */
export function CustomersPage(): ReactNode {
  const { customer, account } = route.useSearch();
  if (account) return <StatementPage key={account} accountId={account} />;
  if (customer) return <CustomerDetails key={customer} customerId={customer} />;
  return <CustomerList />;
}
