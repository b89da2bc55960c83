import { useDebouncedValue } from '@mantine/hooks';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import KeyRound from 'lucide-react/icons/key-round';
import Link2 from 'lucide-react/icons/link-2';
import ListTree from 'lucide-react/icons/list-tree';
import Users from 'lucide-react/icons/users';
import { useTranslation } from 'react-i18next';
import { listClients } from '../../../server/control/operations/clients.ts';
import { listCustomers } from '../../../server/control/operations/customers.ts';
import { listGrants } from '../../../server/control/operations/grants.ts';
import { listLog } from '../../../server/control/operations/log.ts';
import { formatTerm } from '../../log/filter-terms.ts';
import { useOperation } from '../control-context.tsx';
import { bankDateTime } from '../formats.ts';
import type { Language } from '../i18n.ts';
import { clientName } from '../names.ts';

/** As many of each kind as can be looked over. */
const MOST = 5;
/** One letter finds everything. */
const SHORTEST = 2;

/** What a search finds among customers, clients, grants and requests; the sandbox looks for it. */
export function useFound(typed: string): SpotlightActionGroupData[] {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [q] = useDebouncedValue(typed.trim(), 200);
  const enabled = q.length >= SHORTEST;
  const options = { enabled, keepPrevious: true };
  const customers = useOperation(listCustomers, { query: { q, limit: MOST } }, options);
  const clients = useOperation(listClients, { query: { q, limit: MOST } }, options);
  const grants = useOperation(listGrants, { query: { q, limit: MOST } }, options);
  const filter = formatTerm({ value: q, negated: false });
  const entries = useOperation(listLog, { query: { filter, limit: MOST } }, options);
  if (!enabled) return [];
  return [
    {
      group: t('app.nav.customers'),
      actions: (customers.data?.items ?? []).map((customer) => ({
        id: `customer ${customer.id}`,
        label: customer.name,
        description: customer.loginId,
        leftSection: <Users size={16} aria-hidden />,
        onClick: () => void navigate({ to: '/customers', search: { customer: customer.id } }),
      })),
    },
    {
      group: t('app.nav.clients'),
      actions: (clients.data?.items ?? []).map((client) => ({
        id: `client ${client.client_id}`,
        label: clientName(client, i18n.language),
        description: client.client_id,
        leftSection: <KeyRound size={16} aria-hidden />,
        onClick: () => void navigate({ to: '/clients', search: { client: client.client_id } }),
      })),
    },
    {
      group: t('app.nav.grants'),
      actions: (grants.data?.items ?? []).map(({ grantId, clientId, createdAt }) => ({
        id: `grant ${grantId}`,
        label: `${clientId} ・ ${bankDateTime(createdAt)}`,
        description: grantId,
        leftSection: <Link2 size={16} aria-hidden />,
        onClick: () => void navigate({ to: '/grants', search: { grant: grantId } }),
      })),
    },
    {
      group: t('app.nav.log'),
      actions: (entries.data?.items ?? []).toReversed().map((entry) => ({
        id: `entry ${entry.id}`,
        label: `${entry.method} ${entry.path} ${entry.status === 0 ? '' : String(entry.status)}`,
        description: entry.outcome.message[i18n.language as Language],
        leftSection: <ListTree size={16} aria-hidden />,
        onClick: () => void navigate({ to: '/log', search: { filter, entry: entry.id } }),
      })),
    },
  ]
    .filter(({ actions }) => actions.length > 0)
    .map(({ group, actions }) => ({
      group,
      // The palette filters by letters; what the sandbox found folds kana and width and stays.
      actions: actions.map((action) => ({ ...action, keywords: [typed] })),
    }));
}
