import { Button, Group, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import ClipboardCheck from 'lucide-react/icons/clipboard-check';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { listClients } from '../../server/control/operations/clients.ts';
import { useOperation } from '../app/control-context.tsx';
import { SuiteDialog } from '../conformance/suite-dialog.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, Loaded, NoMatchState, TooMuchNotice } from '../ui/state-panel.tsx';
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
  const query = useOperation(listClients, { query: { limit: 1000 } });
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
          {({ items, next }) => {
            const typed = q.toLowerCase();
            const matching = items.filter(({ client_id, client_name, sandbox_company = '' }) =>
              `${client_id} ${client_name} ${sandbox_company}`.toLowerCase().includes(typed),
            );
            if (items.length === 0) {
              return (
                <EmptyState title={t('clients.empty')} detail={t('clients.emptyHint')}>
                  {registerButton}
                </EmptyState>
              );
            }
            if (matching.length === 0)
              return <NoMatchState onClear={() => void navigate({ to: '/clients', search: {} })} />;
            return (
              <>
                <ClientTable
                  clients={matching}
                  onOpen={({ client_id }) => void navigate({ to: '/clients', search: { client: client_id } })}
                />
                {next ? <TooMuchNotice shown={items.length} /> : null}
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
  onOpen,
}: {
  clients: readonly RegisteredClient[];
  onOpen: (client: RegisteredClient) => void;
}) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('clients.title')}
      rows={clients}
      rowKey={({ client_id }) => client_id}
      onOpen={onOpen}
      columns={[
        { key: 'name', header: t('clients.name'), width: 240, cell: ({ client_name }) => client_name },
        {
          key: 'id',
          header: t('clients.id'),
          cell: ({ client_id }) => <span className="mono">{client_id}</span>,
        },
        {
          key: 'company',
          header: t('clients.company'),
          cell: ({ sandbox_company }) => sandbox_company ?? '',
        },
        {
          key: 'method',
          header: t('clients.method'),
          cell: ({ token_endpoint_auth_method }) => (
            <span className="mono">{token_endpoint_auth_method}</span>
          ),
        },
        {
          key: 'kind',
          header: t('clients.customerKind'),
          cell: ({ sandbox_customer_kind }) => t(`clients.kind.${sandbox_customer_kind}`),
        },
        {
          key: 'profile',
          header: t('clients.profile'),
          cell: ({ sandbox_profile }) => <span className="mono">{sandbox_profile}</span>,
        },
        {
          key: 'consent',
          header: t('clients.consent'),
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
