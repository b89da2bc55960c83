import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listLog } from '../../server/control/operations/log.ts';
import { useOperation } from '../app/control-context.tsx';
import { count } from '../app/formats.ts';
import classes from './log-page.module.css';

/** From here on it is time to say that the oldest rows are about to go. */
const NEARLY_FULL = 0.9;
const MEGABYTE = 1024 * 1024;

/** How much is kept and may be, said before anything is dropped, and what was. */
export function CapacityNote() {
  const { t } = useTranslation();
  const capacity = useOperation(listLog, { query: { limit: 1 } }, { refetchInterval: 10_000 }).data?.capacity;
  if (!capacity) return null;
  const { entries, mostEntries, bytes, mostBytes, dropped } = capacity;
  const full = Math.max(entries / mostEntries, bytes / mostBytes);
  return (
    <p className={classes.capacity} role="status" data-full={full >= NEARLY_FULL || dropped > 0}>
      <span>
        {t('log.capacity.kept', {
          entries: count(entries),
          mostEntries: count(mostEntries),
          megabytes: (bytes / MEGABYTE).toFixed(1),
          mostMegabytes: count(Math.round(mostBytes / MEGABYTE)),
        })}
      </span>
      {dropped > 0 ? (
        <span>{t('log.capacity.dropped', { dropped: count(dropped) })}</span>
      ) : full >= NEARLY_FULL ? (
        <span>{t('log.capacity.nearlyFull')}</span>
      ) : null}
      <Link to="/settings" search={{ section: 'behaviour' }}>
        {t('log.capacity.change')}
      </Link>
    </p>
  );
}
