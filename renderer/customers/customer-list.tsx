import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { useTranslation } from 'react-i18next';
import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Pager, PAGE_SIZE, usePaging } from '../ui/pager.tsx';
import { EmptyState, Loaded, NoMatchState } from '../ui/state-panel.tsx';
import { ToneBadge, type Tone } from '../ui/tone-badge.tsx';
import { Copyable } from '../ui/copy-button.tsx';
import { CustomerForm } from './customer-form.tsx';
import { PracticePassword, usePracticePasswords } from './practice-password.tsx';

const route = getRouteApi('/customers');
export type Customer = OperationResult<typeof listCustomers>['items'][number];

export const customerTone: Record<Customer['status'], Tone> = {
  active: 'done',
  locked: 'refused',
  stopped: 'plain',
};

/** Every customer, to be searched and opened. */
export function CustomerList() {
  const { t } = useTranslation();
  const { q = '', add } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed] = useDebouncedValue(q, 200);
  const [sort, setSort] = useState<string | undefined>();
  const paging = usePaging(`${typed} ${sort ?? ''}`);
  const query = useOperation(
    listCustomers,
    {
      query: {
        limit: PAGE_SIZE,
        count: '1',
        ...paging.cursor,
        ...(typed ? { q: typed } : {}),
        ...(isSort(sort) ? { sort } : {}),
      },
    },
    { keepPrevious: true },
  );
  const addButton = (
    <Button
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => void navigate({ to: '/customers', search: { add: 'customer' } })}
    >
      {t('customers.add')}
    </Button>
  );
  return (
    <Page title={t('customers.title')} lead={t('customers.lead')} actions={addButton}>
      <TextInput
        mb="sm"
        maw={360}
        aria-label={t('customers.search')}
        placeholder={t('customers.search')}
        leftSection={<Search size={14} aria-hidden />}
        value={q}
        onChange={(event) => {
          const value = event.currentTarget.value;
          void navigate({ to: '/customers', search: value ? { q: value } : {}, replace: true });
        }}
      />
      <Card padded={false}>
        <Loaded query={query}>
          {({ items, next, total }) => {
            if (items.length === 0 && typed) {
              return (
                <NoMatchState
                  onClear={() => void navigate({ to: '/customers', search: {}, replace: true })}
                />
              );
            }
            if (items.length === 0) {
              return (
                <EmptyState title={t('customers.empty')} detail={t('customers.emptyHint')}>
                  {addButton}
                </EmptyState>
              );
            }
            return (
              <>
                <CustomerTable
                  customers={items}
                  sort={sort}
                  onSort={setSort}
                  onOpen={({ id }) => void navigate({ to: '/customers', search: { customer: id } })}
                />
                <Pager paging={paging} shown={items.length} total={total} next={next} />
              </>
            );
          }}
        </Loaded>
      </Card>
      <CustomerForm
        opened={add === 'customer'}
        onClose={() => void navigate({ to: '/customers', search: q ? { q } : {} })}
        onSaved={({ id }) => void navigate({ to: '/customers', search: { customer: id } })}
      />
    </Page>
  );
}

function CustomerTable({
  customers,
  sort,
  onSort,
  onOpen,
}: {
  customers: readonly Customer[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onOpen: (customer: Customer) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const passwords = usePracticePasswords(customers);
  return (
    <DataTable
      label={t('customers.title')}
      rows={customers}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      sort={sort}
      onSort={onSort}
      columns={[
        { key: 'name', header: t('customers.name'), width: 200, sort: 'name', cell: ({ name }) => name },
        {
          key: 'loginId',
          header: t('customers.loginId'),
          width: 150,
          sort: 'loginId',
          cell: ({ loginId }) => <Copyable value={loginId} what={`${t('customers.loginId')} ${loginId}`} />,
        },
        {
          key: 'password',
          header: t('customers.practicePassword'),
          width: 150,
          cell: (customer) => <PracticePassword customer={customer} passwords={passwords} />,
        },
        {
          key: 'kind',
          header: t('customers.kind'),
          width: 80,
          sort: 'kind',
          from: 780,
          cell: ({ kind }) => t(`customers.${kind}`),
        },
        {
          key: 'login',
          header: t('customers.login'),
          width: 150,
          sort: 'login',
          from: 1080,
          cell: ({ login }) => t(`customers.${loginTexts[login]}`),
        },
        {
          key: 'status',
          header: t('customers.status'),
          width: 100,
          sort: 'status',
          from: 560,
          cell: ({ status }) => <ToneBadge tone={customerTone[status]}>{t(`customers.${status}`)}</ToneBadge>,
        },
        {
          key: 'note',
          header: t('customers.note'),
          wrap: true,
          from: 660,
          cell: ({ note }) => note?.[language] ?? '',
        },
      ]}
    />
  );
}

export const loginTexts = { password: 'byPassword', certificate: 'byCertificate', both: 'byBoth' } as const;

type Sort = NonNullable<OperationInput<typeof listCustomers>['query']['sort']>;

/** A table knows its columns by text; only those that say what they sort by ever come back. */
function isSort(sort: string | undefined): sort is Sort {
  return sort !== undefined;
}
