import { useTranslation } from 'react-i18next';
import { bankDateTime, distance } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { useBankClock } from '../app/use-status.ts';
import { DataTable } from '../ui/data-table.tsx';
import { ToneBadge, type Tone } from '../ui/tone-badge.tsx';
import type { Grant } from './grants-page.tsx';

const soonMs = 14 * 86_400_000;

/** The colour of a grant's state: near its end is amber while it still holds. */
export function grantTone({ status, expiresAt }: Grant, bankNow: number): Tone {
  if (status === 'active') return Date.parse(expiresAt) - bankNow < soonMs ? 'changed' : 'done';
  return status === 'superseded' ? 'plain' : 'refused';
}

interface GrantTableProps {
  grants: readonly Grant[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  selectedId: string | undefined;
  onOpen: (grant: Grant) => void;
}

export function GrantTable({ grants, sort, onSort, selectedId, onOpen }: GrantTableProps) {
  const { t } = useTranslation();
  const bankNow = useBankClock()?.bankNow ?? 0;
  return (
    <DataTable
      label={t('grants.title')}
      rows={grants}
      sort={sort}
      onSort={onSort}
      rowKey={({ grantId }) => grantId}
      selectedKey={selectedId}
      onOpen={onOpen}
      columns={[
        {
          key: 'customer',
          header: t('grants.customer'),
          width: 200,
          cell: ({ customerId, customer }) => customer?.name ?? customerId,
        },
        {
          key: 'client',
          header: t('grants.client'),
          sort: 'clientId',
          cell: ({ clientId }) => <span className="mono">{clientId}</span>,
        },
        {
          key: 'status',
          header: t('grants.status'),
          sort: 'status',
          cell: (grant) => (
            <ToneBadge tone={grantTone(grant, bankNow)}>{t(`grants.${grant.status}`)}</ToneBadge>
          ),
        },
        {
          key: 'remaining',
          header: t('grants.remaining'),
          from: 620,
          cell: (grant) => <Remaining grant={grant} bankNow={bankNow} />,
        },
        {
          key: 'scopes',
          header: t('grants.scopes'),
          from: 1060,
          cell: (grant) =>
            permissionsOf(grant)
              .map((scope) => t(`grants.scope.${scope}`))
              .join('・'),
        },
        {
          key: 'created',
          header: t('grants.createdAt'),
          sort: 'createdAt',
          from: 860,
          cell: ({ createdAt }) => <span className="figures">{bankDateTime(createdAt)}</span>,
        },
        {
          key: 'expires',
          header: t('grants.expiresAt'),
          sort: 'expiresAt',
          cell: ({ expiresAt }) => <span className="figures">{bankDateTime(expiresAt)}</span>,
        },
      ]}
    />
  );
}

const permissions = [
  { scope: 'account:balance', action: 'read_balances' },
  { scope: 'account:transaction', action: 'read_transactions' },
] as const;

/** The two business permissions, for all accounts or for some, without the protocol's own scopes. */
export function permissionsOf({ scopes, authorizationDetails = [] }: Grant): Grant['scopes'] {
  return permissions
    .filter(
      ({ scope, action }) =>
        scopes.includes(scope) || authorizationDetails.some(({ actions }) => actions.includes(action)),
    )
    .map(({ scope }) => scope);
}

/** How long a grant still lasts, or since when it is over. */
export function Remaining({ grant, bankNow }: { grant: Grant; bankNow: number }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const end = Date.parse(grant.endedAt ?? grant.expiresAt);
  return (
    <span className="figures">
      {grant.status === 'active'
        ? t('grants.left', { time: distance(bankNow, end, language) })
        : t('grants.ago', { time: distance(end, bankNow, language) })}
    </span>
  );
}
