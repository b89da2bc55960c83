import { Button, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { endLogin, listLogins } from '../../server/control/operations/logins.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import { DataTable } from '../ui/data-table.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import classes from './settings.module.css';
import type { FieldsProps } from './settings-page.tsx';

/** What is offered to somebody who switches it on, in minutes. */
const USUAL_MINUTES = 30;
const MOST_LOGINS = 100;

/** Whether a login stays at the browser (off: each linkage begins with one), and those that stand. */
export function LoginSessionFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { policies } = values;
  const minutes = policies.loginSession ?? 'off';
  const change = (loginSession: number | 'off') => set('policies', { ...policies, loginSession });
  return (
    <Card title={t('settings.loginSession')}>
      <div className={classes.fields}>
        <Switch
          className={classes.wide ?? ''}
          label={t('settings.loginSessionOn')}
          description={t('settings.loginSessionHint')}
          checked={minutes !== 'off'}
          onChange={(event) => change(event.currentTarget.checked ? USUAL_MINUTES : 'off')}
        />
        {minutes === 'off' ? null : (
          <NumberField
            label={t('settings.loginSessionMinutes')}
            value={minutes}
            error={messageOf('policies.loginSession')}
            onChange={change}
          />
        )}
      </div>
      {minutes === 'off' ? null : <StandingLogins />}
    </Card>
  );
}

function StandingLogins() {
  const { t } = useTranslation();
  const query = useOperation(listLogins, { query: { limit: MOST_LOGINS } }, { refetchInterval: 5000 });
  const end = useChange(endLogin);
  return (
    <Loaded query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('settings.noLogins')} />
        ) : (
          <DataTable
            label={t('settings.standingLogins')}
            rows={items}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'customer',
                header: t('settings.loginOf'),
                cell: ({ customerId, loginId }) => (
                  <Link to="/customers" search={{ customer: customerId }}>
                    {loginId}
                  </Link>
                ),
              },
              {
                key: 'since',
                header: t('settings.loginSince'),
                cell: ({ authTime }) => bankDateTime(authTime),
              },
              {
                key: 'until',
                header: t('settings.loginUntil'),
                cell: ({ expiresAt }) => bankDateTime(expiresAt),
              },
              {
                key: 'end',
                header: t('app.action.actions'),
                cell: ({ id, loginId }) => (
                  <Button
                    variant="default"
                    aria-label={t('settings.endLoginOf', { loginId })}
                    loading={end.isPending && end.variables.params.id === id}
                    onClick={() =>
                      end.mutate(
                        { params: { id } },
                        {
                          onError: (error) => notifications.show({ color: 'red', message: error.message }),
                        },
                      )
                    }
                  >
                    {t('settings.endLogin')}
                  </Button>
                ),
              },
            ]}
          />
        )
      }
    </Loaded>
  );
}
