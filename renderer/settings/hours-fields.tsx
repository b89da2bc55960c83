import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslation } from 'react-i18next';
import { useBankClock } from '../app/use-status.ts';
import { bankInstant, InstantField } from '../ui/date-field.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState } from '../ui/state-panel.tsx';
import { OpeningOutlook } from './opening-outlook.tsx';
import classes from './settings.module.css';
import type { BankSettings, FieldsProps } from './settings-page.tsx';

type Window = BankSettings['maintenance'][number];

const HOUR = 3_600_000;

/** When the bank is open: hours, days of rest, maintenance. */
export function HoursFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { serviceHours } = values;
  return (
    <>
      <Card title={t('settings.hours')}>
        <OpeningOutlook serviceHours={serviceHours} maintenance={values.maintenance} />
        <div className={classes.fields}>
          {(['from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              placeholder="HH:MM"
              inputMode="numeric"
              label={t(`settings.${name}`)}
              value={serviceHours[name]}
              error={messageOf(`serviceHours.${name}`)}
              onChange={(event) =>
                set('serviceHours', { ...serviceHours, [name]: event.currentTarget.value })
              }
            />
          ))}
          <Select
            label={t('settings.closedOn')}
            value={serviceHours.closedOn ?? 'never'}
            onChange={(closedOn) => closedOn && set('serviceHours', { ...serviceHours, closedOn })}
            data={(['never', 'weekends', 'holidays'] as const).map((value) => ({
              value,
              label: t(`settings.closedOnText.${value}`),
            }))}
          />
        </div>
        <p className={classes.soft}>{t('settings.hoursHint')}</p>
      </Card>
      <Maintenance {...{ values, set, messageOf }} />
    </>
  );
}

function Maintenance({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const clock = useBankClock();
  const { maintenance } = values;
  const change = (at: number, members: Partial<Window>) =>
    set(
      'maintenance',
      maintenance.map((window, index) => (index === at ? { ...window, ...members } : window)),
    );
  const add = () => {
    const begin = Math.ceil((clock?.bankNow ?? Date.now()) / HOUR) * HOUR;
    set('maintenance', [...maintenance, { from: bankInstant(begin), to: bankInstant(begin + 2 * HOUR) }]);
  };
  return (
    <Card
      title={t('settings.maintenance')}
      actions={
        <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={add}>
          {t('settings.addMaintenance')}
        </Button>
      }
    >
      {maintenance.length === 0 ? (
        <EmptyState title={t('settings.noMaintenance')} detail={t('settings.noMaintenanceHint')} />
      ) : (
        <ol className={classes.windows}>
          {maintenance.map((window, at) => {
            const row = at + 1;
            const path = `maintenance[${String(at)}]`;
            return (
              <li key={at}>
                {(['from', 'to'] as const).map((name) => (
                  <InstantField
                    key={name}
                    label={t(`settings.window.${name}`)}
                    name={t(`settings.windowOf.${name}`, { row })}
                    value={window[name]}
                    error={messageOf(`${path}.${name}`)}
                    onChange={(instant) => change(at, { [name]: instant })}
                  />
                ))}
                <TextInput
                  className={classes.grow ?? ''}
                  label={t('settings.window.message')}
                  aria-label={t('settings.windowOf.message', { row })}
                  value={window.message ?? ''}
                  error={messageOf(`${path}.message`)}
                  onChange={(event) => change(at, { message: event.currentTarget.value })}
                />
                <ActionIcon
                  size={28}
                  mb={4}
                  aria-label={t('settings.removeMaintenance', { row })}
                  onClick={() =>
                    set(
                      'maintenance',
                      maintenance.filter((_, index) => index !== at),
                    )
                  }
                >
                  <Trash2 size={14} aria-hidden />
                </ActionIcon>
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}
