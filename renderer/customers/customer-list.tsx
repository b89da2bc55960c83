import { Button, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, Loaded, NoMatchState, TooMuchNotice } from '../ui/state-panel.tsx';
import { ToneBadge, type Tone } from '../ui/tone-badge.tsx';
import { CustomerForm } from './customer-form.tsx';

const route = getRouteApi('/customers');
const listLimit = 1000;
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
  const query = useOperation(listCustomers, { query: { limit: listLimit } });
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
          {({ items, next }) => {
            const matching = items.filter((customer) => matches(customer, q));
            if (items.length === 0) {
              return (
                <EmptyState title={t('customers.empty')} detail={t('customers.emptyHint')}>
                  {addButton}
                </EmptyState>
              );
            }
            if (matching.length === 0) {
              return (
                <NoMatchState
                  onClear={() => void navigate({ to: '/customers', search: {}, replace: true })}
                />
              );
            }
            return (
              <>
                <CustomerTable
                  customers={matching}
                  onOpen={({ id }) => void navigate({ to: '/customers', search: { customer: id } })}
                />
                {next ? <TooMuchNotice shown={items.length} /> : null}
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
  onOpen,
}: {
  customers: readonly Customer[];
  onOpen: (customer: Customer) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  return (
    <DataTable
      label={t('customers.title')}
      rows={customers}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      columns={[
        { key: 'name', header: t('customers.name'), width: 220, cell: ({ name }) => name },
        {
          key: 'loginId',
          header: t('customers.loginId'),
          width: 150,
          cell: ({ loginId }) => <span className="mono">{loginId}</span>,
        },
        { key: 'kind', header: t('customers.kind'), width: 90, cell: ({ kind }) => t(`customers.${kind}`) },
        {
          key: 'login',
          header: t('customers.login'),
          width: 150,
          cell: ({ login }) => t(`customers.${loginTexts[login]}`),
        },
        {
          key: 'status',
          header: t('customers.status'),
          width: 100,
          cell: ({ status }) => <ToneBadge tone={customerTone[status]}>{t(`customers.${status}`)}</ToneBadge>,
        },
        { key: 'note', header: t('customers.note'), wrap: true, cell: ({ note }) => note?.[language] ?? '' },
      ]}
    />
  );
}

export const loginTexts = { password: 'byPassword', certificate: 'byCertificate', both: 'byBoth' } as const;

/** Whether a customer fits what is typed; every word must occur somewhere. */
function matches({ name, nameKana, loginId, note, id }: Customer, typed: string): boolean {
  const text = [name, nameKana, loginId, id, note?.ja, note?.en].join(' ').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
