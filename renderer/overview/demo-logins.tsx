import { ButtonLink } from '../ui/button-link.tsx';
import { useTranslation } from 'react-i18next';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { PracticePassword, usePracticePasswords } from '../customers/practice-password.tsx';
import { Copyable } from '../ui/copy-button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import classes from './overview.module.css';
import { FIRST_CUSTOMERS } from './use-demo-start.ts';

/** Who can sign in at the bank's screens, and what each of them is there to show. */
export function DemoLogins() {
  const { t, i18n } = useTranslation();
  const customers = useOperation(listCustomers, FIRST_CUSTOMERS);
  const language = i18n.language as Language;

  const passwords = usePracticePasswords(customers.data?.items ?? []);

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
                {
                  key: 'password',
                  header: t('overview.password'),
                  width: 170,
                  cell: (customer) => <PracticePassword customer={customer} passwords={passwords} />,
                },
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
