import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import Undo2 from 'lucide-react/icons/undo-2';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { advanceClock, setClock } from '../../server/control/operations/clock.ts';
import { useChange } from '../app/control-context.tsx';
import { bankDateTime, bankDay, bankTime, clockOffset } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { useBankClock, useStatus } from '../app/use-status.ts';
import { openOutside } from '../app/desktop-bridge.ts';
import { DateField, instantOf } from '../ui/date-field.tsx';
import { EffectList } from '../ui/effect-list.tsx';
import { FormProblem } from '../ui/form-drawer.tsx';
import { useUndoNotice } from '../ui/use-undo-notice.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { GrantEnd } from './grant-end.tsx';
import classes from './time-page.module.css';

type Moved = Pick<OperationResult<typeof advanceClock>, 'now' | 'effects' | 'undo'>;

/** Two readings of two clocks never fall on the same millisecond. */
const slackMs = 2_000;

const presets = ['PT1H', 'P1D', 'P7D', 'P89D', 'P90D'] as const;

/** The bank's clock: how it runs, moving it on, and what happened on the way. */
export function TimePage(): ReactNode {
  const { t } = useTranslation();
  const status = useStatus();
  const advance = useChange(advanceClock);
  const set = useChange(setClock);
  // What happened stays in view when a later wish is refused.
  const [outcome, setOutcome] = useState<Moved | undefined>();
  const error = advance.error ?? set.error;
  const { tell } = useUndoNotice();
  const clock = useBankClock();
  const ahead = clock !== undefined && clock.bankNow - clock.realNow > slackMs;
  const onSuccess = (moved: Moved) => {
    setOutcome(moved);
    tell(t('time.moved', { now: bankDateTime(moved.now) }), moved.undo);
  };
  const move = (body: Parameters<typeof advance.mutate>[0]['body']) => {
    set.reset();
    advance.mutate({ body }, { onSuccess });
  };
  return (
    <Page title={t('time.title')} lead={t('time.lead')}>
      <Loaded query={status}>
        {({ clock: { mode }, addresses }) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <Card>
                <ClockFace />
                <div className={classes.section}>
                  <SegmentedControl
                    size="sm"
                    aria-label={t('time.mode')}
                    value={mode}
                    disabled={set.isPending}
                    onChange={(wanted) => {
                      advance.reset();
                      set.mutate({ body: { mode: wanted } }, { onSuccess });
                    }}
                    data={(['real', 'offset', 'frozen'] as const).map((value) => ({
                      value,
                      label: t(`time.modeText.${value}`),
                      disabled: value === 'real' && mode !== 'real' && ahead,
                    }))}
                  />
                  <p className={classes.soft}>{t(`time.modeHint.${mode}`)}</p>
                  {mode !== 'real' && ahead ? (
                    <p className={classes.soft}>
                      {t('time.realImpossible')}{' '}
                      <Link to="/scenarios" search={{ ask: 'reset' }}>
                        {t('time.toScenarios')}
                      </Link>
                    </p>
                  ) : null}
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
                <AdvanceTo
                  pending={advance.isPending}
                  bankNow={clock?.bankNow ?? 0}
                  onMove={(to) => move({ to })}
                />
              </Card>
              <GrantEnd pending={advance.isPending} onMove={move} />
            </div>
            <Card title={t('time.effects')}>
              <FormProblem error={error} fields={[]} title={t('time.refused')} />
              {outcome ? (
                <Outcome
                  outcome={outcome}
                  partner={addresses.partner}
                  onUndone={() => setOutcome(undefined)}
                />
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

function AdvanceTo({
  pending,
  bankNow,
  onMove,
}: {
  pending: boolean;
  bankNow: number;
  onMove: (to: string) => void;
}) {
  const { t } = useTranslation();
  const [date, setDate] = useState('');
  const at = instantOf(date);
  const past = at !== undefined && at <= bankNow;
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        if (at !== undefined && !past) onMove(new Date(at).toISOString());
      }}
    >
      <DateField
        withTime
        label={`${t('time.toDate')} — ${t('time.date')}`}
        value={date}
        error={past ? t('time.past') : undefined}
        onChange={setDate}
      />
      <Button type="submit" size="sm" disabled={at === undefined || past} loading={pending}>
        {t('time.go')}
      </Button>
    </form>
  );
}

function Outcome({ outcome, partner, onUndone }: { outcome: Moved; partner: string; onUndone: () => void }) {
  const { t } = useTranslation();
  const { goBack, pending } = useUndoNotice();
  const { undo } = outcome;
  return (
    <div role="status">
      <p>
        <strong>{t('time.moved', { now: bankDateTime(outcome.now) })}</strong>
      </p>
      <div className={classes.buttons}>
        {undo === undefined ? null : (
          <Button
            variant="default"
            leftSection={<Undo2 size={14} aria-hidden />}
            loading={pending}
            onClick={() => {
              goBack(undo);
              onUndone();
            }}
          >
            {t('app.undo.button')}
          </Button>
        )}
        <Button variant="default" onClick={() => openOutside(partner)}>
          {t('time.openPartner')}
        </Button>
      </div>
      <p className={classes.soft}>{t('time.atPartner')}</p>
      {outcome.effects.length > 0 ? (
        <EffectList effects={outcome.effects} />
      ) : (
        <p className={classes.soft}>{t('time.effectsNone')}</p>
      )}
    </div>
  );
}
