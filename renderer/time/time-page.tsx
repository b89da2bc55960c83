import { Alert, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { advanceClock, setClock } from '../../server/control/operations/clock.ts';
import { useChange } from '../app/control-context.tsx';
import { bankDateTime, bankDay, bankTime, clockOffset } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { useBankClock, useStatus } from '../app/use-status.ts';
import { EffectList } from '../ui/effect-list.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { GrantEnd } from './grant-end.tsx';
import classes from './time-page.module.css';

type Advanced = OperationResult<typeof advanceClock>;
const presets = ['PT1H', 'P1D', 'P7D', 'P89D', 'P90D'] as const;

/** The bank's clock: how it runs, moving it on, and what happened on the way. */
export function TimePage(): ReactNode {
  const { t } = useTranslation();
  const status = useStatus();
  const advance = useChange(advanceClock);
  const set = useChange(setClock);
  const outcome = advance.data ?? set.data;
  const error = advance.error ?? set.error;
  const move = (body: Parameters<typeof advance.mutate>[0]['body']) => {
    set.reset();
    advance.mutate({ body });
  };
  return (
    <Page title={t('time.title')} lead={t('time.lead')}>
      <Loaded query={status}>
        {({ clock }) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <Card>
                <ClockFace />
                <div className={classes.section}>
                  <SegmentedControl
                    size="sm"
                    aria-label={t('time.mode')}
                    value={clock.mode}
                    disabled={set.isPending}
                    onChange={(mode) => {
                      advance.reset();
                      set.mutate({ body: { mode } });
                    }}
                    data={(['real', 'offset', 'frozen'] as const).map((value) => ({
                      value,
                      label: t(`time.modeText.${value}`),
                    }))}
                  />
                  <p className={classes.soft}>{t(`time.modeHint.${clock.mode}`)}</p>
                </div>
              </Card>
              <Card title={t('time.advance')}>
                <div className={classes.buttons}>
                  {presets.map((by) => (
                    <Button
                      key={by}
                      variant="default"
                      size="sm"
                      loading={advance.isPending}
                      onClick={() => move({ by })}
                    >
                      {t('time.by', { time: t(`time.presets.${by}`) })}
                    </Button>
                  ))}
                </div>
                <AdvanceTo pending={advance.isPending} onMove={(to) => move({ to })} />
              </Card>
              <GrantEnd pending={advance.isPending} onMove={move} />
            </div>
            <Card title={t('time.effects')}>
              {error ? (
                <Alert color="red" role="alert" title={t('time.refused')} mb="sm">
                  {error.message}
                </Alert>
              ) : null}
              {outcome ? (
                <Outcome outcome={outcome} />
              ) : (
                <p className={classes.soft}>{t('time.effectsHint')}</p>
              )}
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function ClockFace() {
  const { t, i18n } = useTranslation();
  const clock = useBankClock();
  if (!clock) return null;
  const offset = clockOffset(clock.bankNow, clock.realNow, i18n.language as Language);
  return (
    <>
      <p className={classes.soft}>{t('time.now')}</p>
      <p className={classes.clock}>
        {bankDay(clock.bankNow)} {bankTime(clock.bankNow)}
      </p>
      <p className={classes.soft}>
        {t('time.real')} {bankDateTime(clock.realNow)}{' '}
        {offset ? <span className={classes.offset}>{offset}</span> : t('time.same')}
      </p>
    </>
  );
}

function AdvanceTo({ pending, onMove }: { pending: boolean; onMove: (to: string) => void }) {
  const { t } = useTranslation();
  const [date, setDate] = useState('');
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        // The field gives minutes without a zone; the bank is in Tokyo.
        if (date) onMove(`${date.length === 16 ? `${date}:00` : date}+09:00`);
      }}
    >
      <TextInput
        type="datetime-local"
        label={`${t('time.toDate')} — ${t('time.date')}`}
        value={date}
        onChange={(event) => setDate(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" disabled={!date} loading={pending}>
        {t('time.go')}
      </Button>
    </form>
  );
}

function Outcome({ outcome }: { outcome: Pick<Advanced, 'now' | 'effects'> }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <p>
        <strong>{t('time.moved', { now: bankDateTime(outcome.now) })}</strong>
      </p>
      {outcome.effects.length > 0 ? (
        <EffectList effects={outcome.effects} />
      ) : (
        <p className={classes.soft}>{t('time.effectsNone')}</p>
      )}
    </div>
  );
}
