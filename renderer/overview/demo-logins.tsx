import { ButtonLink } from '../ui/button-link.tsx';
import { useTranslation } from 'react-i18next';
import { listCustomers } from '../../server/control/operations/customers.ts';
import type { OperationResult } from '../../server/control/operation.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import { demoPassword } from './demo-credentials.ts';
import classes from './overview.module.css';

type Customer = OperationResult<typeof listCustomers>['items'][number];
const shownAtMost = 12;

/** Who can sign in at the bank's screens, and what each of them is there to show. */
export function DemoLogins({ scenario }: { scenario: string | undefined }) {
  const { t, i18n } = useTranslation();
  const customers = useOperation(listCustomers, { query: { limit: shownAtMost } });
  const language = i18n.language as Language;

  const passwordOf = (customer: Customer) => {
    const password = demoPassword(scenario, customer.loginId);
    if (password) return <Copyable value={password} what={`${t('overview.password')} ${customer.loginId}`} />;
    if (customer.login === 'certificate')
      return <span className={classes.soft}>{t('overview.certificate')}</span>;
    return <span className={classes.soft}>••••••••</span>;
  };

  return (
    <Card
      title={t('overview.logins')}
      padded={false}
      actions={
        <>
          <span className={classes.soft}>{t('overview.loginsHint')}</span>
          <ButtonLink variant="default" to="/customers">
            {t('overview.allCustomers')}
          </ButtonLink>
        </>
      }
    >
      <Loaded query={customers} rows={6}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('overview.noLogins')} />
          ) : (
            <DataTable
              label={t('overview.logins')}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'login',
                  header: t('overview.login'),
                  width: 170,
                  cell: ({ loginId }) => (
                    <Copyable value={loginId} what={`${t('overview.login')} ${loginId}`} />
                  ),
                },
                { key: 'password', header: t('overview.password'), width: 170, cell: passwordOf },
                {
                  key: 'name',
                  header: t('overview.name'),
                  width: 210,
                  cell: ({ name, kind }) => (
                    <>
                      {name} <span className={classes.soft}>{t(`overview.${kind}`)}</span>
                    </>
                  ),
                },
                {
                  key: 'note',
                  header: t('overview.note'),
                  wrap: true,
                  cell: ({ note }) => note?.[language] ?? '',
                },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

function Copyable({ value, what }: { value: string; what: string }) {
  return (
    <span className={classes.copyCell}>
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
