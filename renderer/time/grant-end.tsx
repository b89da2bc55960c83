import { Button, Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput } from '../../server/control/operation.ts';
import type { advanceClock } from '../../server/control/operations/clock.ts';
import { listGrants } from '../../server/control/operations/grants.ts';
import { useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import { Card } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import classes from './time-page.module.css';

const route = getRouteApi('/time');
const minuteMs = 60_000;

interface GrantEndProps {
  pending: boolean;
  onMove: (body: OperationInput<typeof advanceClock>['body']) => void;
}

/** Jumps to either side of the instant at which a grant is over: 90 days to the second (seed: 有効期限). */
export function GrantEnd({ pending, onMove }: GrantEndProps) {
  const { t } = useTranslation();
  const { grant: wanted } = route.useSearch();
  const [chosen, setChosen] = useState<string | null>(wanted ?? null);
  const query = useOperation(listGrants, { query: { status: 'active', limit: 1000 } });
  return (
    <Card title={t('time.grantEnd')}>
      <Loaded query={query} rows={2}>
        {({ items }) => {
          const grant = items.find(({ grantId }) => grantId === chosen) ?? items[0];
          if (!grant) return <p className={classes.soft}>{t('time.noGrants')}</p>;
          const end = Date.parse(grant.expiresAt);
          return (
            <>
              <p className={classes.soft}>{t('time.grantEndHint')}</p>
              <Select
                mt="xs"
                mb="sm"
                label={t('time.grant')}
                value={grant.grantId}
                onChange={setChosen}
                data={items.map(({ grantId, clientId, expiresAt }) => ({
                  value: grantId,
                  label: `${clientId} ・ ${bankDateTime(expiresAt)} ・ ${grantId.slice(0, 10)}…`,
                }))}
              />
              <div className={classes.buttons}>
                <Button
                  variant="default"
                  size="sm"
                  loading={pending}
                  onClick={() => onMove({ to: { grantId: grant.grantId, before: 'PT1M' } })}
                >
                  {t('time.before')}
                </Button>
                <Button
                  variant="default"
                  size="sm"
                  loading={pending}
                  onClick={() => onMove({ to: new Date(end).toISOString() })}
                >
                  {t('time.at')}
                </Button>
                <Button
                  variant="default"
                  size="sm"
                  loading={pending}
                  onClick={() => onMove({ to: new Date(end + minuteMs).toISOString() })}
                >
                  {t('time.after')}
                </Button>
              </div>
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
