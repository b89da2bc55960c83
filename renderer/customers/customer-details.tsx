import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { getRouteApi, Link } from '@tanstack/react-router';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import LockOpen from 'lucide-react/icons/lock-open';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAccounts } from '../../server/control/operations/accounts.ts';
import { deleteCustomer, getCustomer, updateCustomer } from '../../server/control/operations/customers.ts';
import { CustomerCertificates } from '../certificates/customer-certificates.tsx';
import { useChange, useOperation } from '../app/control-context.tsx';
import { money } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import { AccountForm, accountTypeText } from './account-form.tsx';
import { CustomerForm } from './customer-form.tsx';
import { CustomerFacts } from './customer-facts.tsx';
import type { Customer } from './customer-list.tsx';
import classes from './details.module.css';

const route = getRouteApi('/customers');

/** One customer with the accounts. */
export function CustomerDetails({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const query = useOperation(getCustomer, { params: { id: customerId } });
  return (
    <Page
      title={query.data?.name ?? t('customers.title')}
      actions={query.data ? <CustomerActions customer={query.data} /> : null}
    >
      <Link to="/customers" className={classes.back}>
        <ArrowLeft size={14} aria-hidden />
        {t('customers.back')}
      </Link>
      <Loaded query={query}>
        {(customer) => (
          <>
            <CustomerFacts customer={customer} />
            {customer.userOf ? null : <CustomerAccounts customer={customer} />}
            <CustomerCertificates customer={customer} />
            <div className={classes.links}>
              <Link to="/grants" search={{ customer: customer.id }}>
                {t('customers.grants')}
              </Link>
              <Link to="/log" search={{ filter: `customer:${customer.id}` }}>
                {t('customers.requests')}
              </Link>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function CustomerActions({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [editing, setEditing] = useState(false);
  const update = useChange(updateCustomer);
  const remove = useChange(deleteCustomer);
  return (
    <>
      {customer.status === 'locked' ? (
        <Button
          leftSection={<LockOpen size={14} aria-hidden />}
          loading={update.isPending}
          onClick={() =>
            update.mutate(
              { params: { id: customer.id }, body: { status: 'active' } },
              {
                onSuccess: () => notifications.show({ message: t('customers.unlocked') }),
                onError: (error) => notifications.show({ color: 'red', message: error.message }),
              },
            )
          }
        >
          {t('customers.unlock')}
        </Button>
      ) : null}
      <Button
        variant="default"
        leftSection={<Pencil size={14} aria-hidden />}
        onClick={() => setEditing(true)}
      >
        {t('app.action.edit')}
      </Button>
      <DeleteButton
        title={t('customers.deleteTitle', { name: customer.name })}
        text={t('customers.deleteText')}
        pending={remove.isPending}
        error={remove.error}
        onDelete={() =>
          remove.mutate(
            { params: { id: customer.id } },
            { onSuccess: () => void navigate({ to: '/customers', search: {} }) },
          )
        }
      />
      <CustomerForm
        opened={editing}
        customer={customer}
        onClose={() => setEditing(false)}
        onSaved={() => setEditing(false)}
      />
    </>
  );
}

function CustomerAccounts({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation();
  const navigate = route.useNavigate();
  const [adding, setAdding] = useState(false);
  const query = useOperation(listAccounts, { query: { customerId: customer.id, limit: 1000 } });
  const addButton = (
    <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      {t('customers.addAccount')}
    </Button>
  );
  return (
    <Card title={t('customers.accounts')} actions={addButton} padded={false}>
      <Loaded query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('customers.noAccounts')} detail={t('customers.noAccountsHint')} />
          ) : (
            <DataTable
              label={t('customers.accounts')}
              rows={items}
              rowKey={({ accountId }) => accountId}
              onOpen={({ accountId }) =>
                void navigate({ to: '/customers', search: { customer: customer.id, account: accountId } })
              }
              columns={[
                {
                  key: 'id',
                  header: 'accountId',
                  cell: ({ accountId }) => <span className="mono">{accountId}</span>,
                },
                { key: 'branch', header: t('customers.branch'), cell: ({ branchCode }) => branchCode },
                {
                  key: 'type',
                  header: t('customers.type'),
                  cell: ({ accountTypeCode }) => t(accountTypeText(accountTypeCode)),
                },
                { key: 'number', header: t('customers.number'), cell: ({ accountNumber }) => accountNumber },
                { key: 'name', header: t('customers.accountName'), cell: ({ accountName }) => accountName },
                {
                  key: 'balance',
                  header: t('customers.balance'),
                  align: 'end',
                  cell: ({ balance, currencyCode }) => (
                    <span className={classes.money} data-negative={balance.startsWith('-')}>
                      {money(balance, currencyCode, i18n.language as Language)}
                    </span>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <AccountForm
        opened={adding}
        customerId={customer.id}
        onClose={() => setAdding(false)}
        onSaved={() => setAdding(false)}
      />
    </Card>
  );
}
