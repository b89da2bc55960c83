import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import ClipboardCheck from 'lucide-react/icons/clipboard-check';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import { listClients } from '../../server/control/operations/clients.ts';
import { useOperation } from '../app/control-context.tsx';
import { clientName } from '../app/names.ts';
import { SuiteDialog } from '../conformance/suite-dialog.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Pager, PAGE_SIZE, usePaging } from '../ui/pager.tsx';
import { EmptyState, Loaded, NoMatchState } from '../ui/state-panel.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { ClientDetails } from './client-details.tsx';
import { ClientForm } from './client-form.tsx';
import { SecretDialog } from './secret-dialog.tsx';

const route = getRouteApi('/clients');
export type RegisteredClient = OperationResult<typeof listClients>['items'][number];

/** The applications registered at the bank. */
export function ClientsPage(): ReactNode {
  const { t } = useTranslation();
  const { q = '', client: openId, add } = route.useSearch();
  const navigate = route.useNavigate();
  const [issued, setIssued] = useState<RegisteredClient | undefined>();
  const [testing, setTesting] = useState(false);
  const [typed] = useDebouncedValue(q, 200);
  const [sort, setSort] = useState<string | undefined>();
  const paging = usePaging(`${typed} ${sort ?? ''}`);
  const query = useOperation(
    listClients,
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
  if (openId) return <ClientDetails key={openId} clientId={openId} />;

  const registerButton = (
    <Button
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => void navigate({ to: '/clients', search: { add: 'client' } })}
    >
      {t('clients.register')}
    </Button>
  );
  const actions = (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<ClipboardCheck size={14} aria-hidden />}
        onClick={() => setTesting(true)}
      >
        {t('conformance.open')}
      </Button>
      {registerButton}
    </Group>
  );
  return (
    <Page title={t('clients.title')} lead={t('clients.lead')} actions={actions}>
      <TextInput
        mb="sm"
        maw={360}
        aria-label={t('clients.search')}
        placeholder={t('clients.search')}
        leftSection={<Search size={14} aria-hidden />}
        value={q}
        onChange={(event) => {
          const value = event.currentTarget.value;
          void navigate({ to: '/clients', search: value ? { q: value } : {}, replace: true });
        }}
      />
      <Card padded={false}>
        <Loaded query={query}>
          {({ items, next, total }) => {
            if (items.length === 0 && typed)
              return <NoMatchState onClear={() => void navigate({ to: '/clients', search: {} })} />;
            if (items.length === 0) {
              return (
                <EmptyState title={t('clients.empty')} detail={t('clients.emptyHint')}>
                  {registerButton}
                </EmptyState>
              );
            }
            return (
              <>
                <ClientTable
                  clients={items}
                  sort={sort}
                  onSort={setSort}
                  onOpen={({ client_id }) => void navigate({ to: '/clients', search: { client: client_id } })}
                />
                <Pager paging={paging} shown={items.length} total={total} next={next} />
              </>
            );
          }}
        </Loaded>
      </Card>
      <ClientForm
        opened={add === 'client'}
        onClose={() => void navigate({ to: '/clients', search: {} })}
        onSaved={(client) => {
          void navigate({ to: '/clients', search: {} });
          if (client.client_secret) setIssued(client);
          else void navigate({ to: '/clients', search: { client: client.client_id } });
        }}
      />
      <SuiteDialog opened={testing} onClose={() => setTesting(false)} />
      <SecretDialog client={issued} onClose={() => setIssued(undefined)} />
    </Page>
  );
}

function ClientTable({
  clients,
  sort,
  onSort,
  onOpen,
}: {
  clients: readonly RegisteredClient[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onOpen: (client: RegisteredClient) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <DataTable
      label={t('clients.title')}
      rows={clients}
      rowKey={({ client_id }) => client_id}
      onOpen={onOpen}
      sort={sort}
      onSort={onSort}
      columns={[
        {
          key: 'name',
          header: t('clients.name'),
          width: 220,
          sort: 'client_name',
          cell: (client) => clientName(client, i18n.language),
        },
        {
          key: 'id',
          header: t('clients.id'),
          sort: 'client_id',
          cell: ({ client_id }) => <span className="mono">{client_id}</span>,
        },
        {
          key: 'company',
          header: t('clients.company'),
          sort: 'sandbox_company',
          from: 900,
          cell: ({ sandbox_company }) => sandbox_company ?? '',
        },
        {
          key: 'method',
          header: t('clients.method'),
          from: 700,
          cell: ({ token_endpoint_auth_method }) => (
            <span className="mono">{token_endpoint_auth_method}</span>
          ),
        },
        {
          key: 'kind',
          header: t('clients.customerKind'),
          from: 1080,
          cell: ({ sandbox_customer_kind }) => t(`clients.kind.${sandbox_customer_kind}`),
        },
        {
          key: 'profile',
          header: t('clients.profile'),
          from: 560,
          cell: ({ sandbox_profile }) => <span className="mono">{sandbox_profile}</span>,
        },
        {
          key: 'consent',
          header: t('clients.consent'),
          from: 1180,
          cell: ({ sandbox_consent }) =>
            sandbox_consent === 'screen' ? (
              t('clients.consentText.screen')
            ) : (
              <ToneBadge tone="changed">{t(`clients.consentText.${sandbox_consent}`)}</ToneBadge>
            ),
        },
      ]}
    />
  );
}

type Sort = NonNullable<OperationInput<typeof listClients>['query']['sort']>;

/** A table knows its columns by text; only those that say what they sort by ever come back. */
function isSort(sort: string | undefined): sort is Sort {
  return sort !== undefined;
}
