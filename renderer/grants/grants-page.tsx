import { ButtonLink } from '../ui/button-link.tsx';
import { Button, Group, SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { listGrants } from '../../server/control/operations/grants.ts';
import { getSettings } from '../../server/control/operations/settings.ts';
import { useOperation } from '../app/control-context.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, Loaded, NoMatchState, TooMuchNotice } from '../ui/state-panel.tsx';
import { GrantDetails } from './grant-details.tsx';
import { GrantForm } from './grant-form.tsx';
import { GrantTable } from './grant-table.tsx';
import { TokensDialog, type IssuedGrant } from './tokens-dialog.tsx';

const route = getRouteApi('/grants');
export type Grant = OperationResult<typeof listGrants>['items'][number];
const statuses = ['active', 'expired', 'revoked', 'superseded'] as const satisfies readonly Grant['status'][];

function isStatus(text: string | undefined): text is Grant['status'] {
  return (statuses as readonly (string | undefined)[]).includes(text);
}

/** What customers allowed partners, how long it still lasts, and ending it. */
export function GrantsPage(): ReactNode {
  const { t } = useTranslation();
  const { grant, client, customer, status, add } = route.useSearch();
  const navigate = route.useNavigate();
  const [issued, setIssued] = useState<IssuedGrant | undefined>();
  const settings = useOperation(getSettings, {});
  const chosen = isStatus(status) ? status : undefined;
  const party = { ...(client ? { client } : {}), ...(customer ? { customer } : {}) };
  const kept = { ...party, ...(chosen ? { status: chosen } : {}) };
  const query = useOperation(
    listGrants,
    {
      query: {
        limit: 1000,
        ...(client ? { clientId: client } : {}),
        ...(customer ? { customerId: customer } : {}),
        ...(chosen ? { status: chosen } : {}),
      },
    },
    { keepPrevious: true, refetchInterval: 15_000 },
  );
  const nameOf = useCustomerNames();
  const narrowed = client ?? (customer === undefined ? undefined : nameOf(customer));
  const createButton = (
    <Button
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => void navigate({ to: '/grants', search: { add: 'grant' } })}
    >
      {t('grants.create')}
    </Button>
  );
  return (
    <Page
      title={t('grants.title')}
      lead={t('grants.lead', { days: settings.data?.lifetimes.grantDays ?? 90 })}
      actions={createButton}
    >
      <Group gap="sm" mb="sm">
        <SegmentedControl
          aria-label={t('grants.status')}
          value={chosen ?? 'all'}
          onChange={(value) =>
            void navigate({
              to: '/grants',
              search: { ...party, ...(isStatus(value) ? { status: value } : {}) },
            })
          }
          data={[
            { value: 'all', label: t('grants.all') },
            ...statuses.map((value) => ({ value, label: t(`grants.${value}`) })),
          ]}
        />
        {narrowed ? (
          <Button
            variant="light"
            rightSection={<X size={13} aria-hidden />}
            onClick={() => void navigate({ to: '/grants', search: chosen ? { status: chosen } : {} })}
          >
            {t('grants.filterShown', { what: narrowed })}
          </Button>
        ) : null}
      </Group>
      <Card padded={false}>
        <Loaded query={query}>
          {({ items, next }) => {
            if (items.length === 0 && (chosen || narrowed)) {
              return <NoMatchState onClear={() => void navigate({ to: '/grants', search: {} })} />;
            }
            if (items.length === 0) {
              return (
                <EmptyState title={t('grants.empty')} detail={t('grants.emptyHint')}>
                  {createButton}
                  <ButtonLink variant="default" to="/">
                    {t('app.nav.overview')}
                  </ButtonLink>
                </EmptyState>
              );
            }
            return (
              <>
                <GrantTable
                  grants={items}
                  nameOf={nameOf}
                  selectedId={grant}
                  onOpen={({ grantId }) =>
                    void navigate({ to: '/grants', search: { ...kept, grant: grantId } })
                  }
                />
                {next ? <TooMuchNotice shown={items.length} /> : null}
              </>
            );
          }}
        </Loaded>
      </Card>
      <GrantDetails
        grantId={grant}
        nameOf={nameOf}
        onClose={() => void navigate({ to: '/grants', search: kept })}
      />
      <GrantForm
        opened={add === 'grant'}
        onClose={() => void navigate({ to: '/grants', search: {} })}
        onSaved={(made) => {
          setIssued(made);
          void navigate({ to: '/grants', search: {} });
        }}
      />
      <TokensDialog issued={issued} onClose={() => setIssued(undefined)} />
    </Page>
  );
}

/** Customers by name: an id says nothing to a reader. */
function useCustomerNames(): (customerId: string) => string {
  const customers = useOperation(listCustomers, { query: { limit: 1000 } });
  return (customerId) => customers.data?.items.find(({ id }) => id === customerId)?.name ?? customerId;
}
