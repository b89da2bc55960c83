import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listLog } from '../../server/control/operations/log.ts';
import { useOperation } from '../app/control-context.tsx';
import { latestVerdicts } from '../log/latest-verdicts.ts';
import { VerdictList } from '../log/verdict-list.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import classes from './clients.module.css';

/** Looked at for verdicts: enough for several linkages, little enough to read at once. */
const newest = 200;

/** How this client's newest requests would have fared under each stricter profile. */
export function ClientVerdicts({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const query = useOperation(listLog, { query: { filter: `client:${clientId}`, limit: newest } });
  return (
    <div className={classes.card}>
      <Card title={t('clients.verdicts')}>
        <Loaded query={query} rows={4}>
          {({ items }) => {
            const latest = latestVerdicts(items);
            if (latest.length === 0)
              return <EmptyState title={t('clients.verdictsEmpty')} detail={t('clients.verdictsHint')} />;
            return (
              <ul className={classes.requests}>
                {latest.map(({ request, entry, verdicts }) => (
                  <li key={request}>
                    <Link to="/log" search={{ filter: `client:${clientId}`, entry: entry.id }}>
                      <span className="mono">{request}</span> #{entry.seq}
                    </Link>
                    <VerdictList verdicts={verdicts} />
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
      </Card>
    </div>
  );
}
