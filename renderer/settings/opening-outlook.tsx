import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { previewOpening } from '../../server/control/operations/settings.ts';
import { useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import { ToneBadge } from '../ui/tone-badge.tsx';
import classes from './settings.module.css';
import type { BankSettings } from './settings-page.tsx';

type Hours = Pick<BankSettings, 'serviceHours' | 'maintenance'>;

/** Whether the bank would be open now under these hours, and when that changes: the engine's own words. */
export function OpeningOutlook({ serviceHours, maintenance }: Hours) {
  const { t } = useTranslation();
  const [body] = useDebouncedValue({ serviceHours, maintenance }, 250);
  const { data, error } = useOperation(
    previewOpening,
    { body },
    { refetchInterval: 5000, keepPrevious: true },
  );
  if (error) return <p className={classes.outlook}>{t('settings.outlook.unknown')}</p>;
  if (!data) return <p className={classes.outlook}>{t('app.state.loading')}</p>;
  const { now, open, cause, changesAt } = data;
  const next = open ? 'closes' : 'opens';
  return (
    <p className={classes.outlook} role="status">
      <span>{t('settings.outlook.now', { now: bankDateTime(now) })}</span>
      <ToneBadge tone={open ? 'done' : 'changed'}>
        {t(cause ? `settings.outlook.closed.${cause}` : 'settings.outlook.open')}
      </ToneBadge>
      <span>
        {changesAt
          ? t(`settings.outlook.${next}`, { at: bankDateTime(changesAt) })
          : t(`settings.outlook.never.${next}`)}
      </span>
    </p>
  );
}
