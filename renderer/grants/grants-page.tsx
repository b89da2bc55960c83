import { ButtonLink } from '../ui/button-link.tsx';
import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import Search from 'lucide-react/icons/search';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import { getCustomer } from '../../server/control/operations/customers.ts';
import { listGrants } from '../../server/control/operations/grants.ts';
import { getSettings } from '../../server/control/operations/settings.ts';
import { useOperation } from '../app/control-context.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Pager, PAGE_SIZE, usePaging } from '../ui/pager.tsx';
import { EmptyState, Loaded, NoMatchState } from '../ui/state-panel.tsx';
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
  const { grant, client, customer, status, add, q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [issued, setIssued] = useState<IssuedGrant | undefined>();
  const settings = useOperation(getSettings, {});
  const chosen = isStatus(status) ? status : undefined;
  const party = { ...(client ? { client } : {}), ...(customer ? { customer } : {}) };
  const kept = { ...party, ...(chosen ? { status: chosen } : {}), ...(q ? { q } : {}) };
  const [typed] = useDebouncedValue(q, 200);
  const [sort, setSort] = useState<string | undefined>();
  const paging = usePaging(JSON.stringify([client, customer, chosen, typed, sort]));
  const query = useOperation(
    listGrants,
    {
      query: {
        limit: PAGE_SIZE,
        count: '1',
        ...paging.cursor,
        ...(typed ? { q: typed } : {}),
        ...(isSort(sort) ? { sort } : {}),
        ...(client ? { clientId: client } : {}),
        ...(customer ? { customerId: customer } : {}),
        ...(chosen ? { status: chosen } : {}),
      },
    },
    { keepPrevious: true, refetchInterval: 15_000 },
  );
  const customerName = useCustomerName(customer);
  const narrowed = client ?? customerName;
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
        <TextInput
          w={300}
          aria-label={t('grants.search')}
          placeholder={t('grants.search')}
          leftSection={<Search size={14} aria-hidden />}
          value={q}
          onChange={(event) => {
            const { q: _before, ...others } = kept;
            const value = event.currentTarget.value;
            void navigate({
              to: '/grants',
              search: { ...others, ...(value ? { q: value } : {}) },
              replace: true,
            });
          }}
        />
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
          {({ items, next, total }) => {
            if (items.length === 0 && (chosen || narrowed || typed)) {
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
                  sort={sort}
                  onSort={setSort}
                  selectedId={grant}
                  onOpen={({ grantId }) =>
                    void navigate({ to: '/grants', search: { ...kept, grant: grantId }, resetScroll: false })
                  }
                />
                <Pager paging={paging} shown={items.length} total={total} next={next} />
              </>
            );
          }}
        </Loaded>
      </Card>
      <GrantDetails
        grantId={grant}
        onClose={() => void navigate({ to: '/grants', search: kept, resetScroll: false })}
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

/** Whose grants are shown: an id says nothing to a reader. */
function useCustomerName(customerId: string | undefined): string | undefined {
  const { data } = useOperation(
    getCustomer,
    { params: { id: customerId ?? '' } },
    { enabled: customerId !== undefined },
  );
  return customerId === undefined ? undefined : (data?.name ?? customerId);
}

type Sort = NonNullable<OperationInput<typeof listGrants>['query']['sort']>;

/** A table knows its columns by text; only those that say what they sort by ever come back. */
function isSort(sort: string | undefined): sort is Sort {
  return sort !== undefined;
}
