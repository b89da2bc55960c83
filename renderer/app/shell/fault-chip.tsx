import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import X from 'lucide-react/icons/x';
import Zap from 'lucide-react/icons/zap';
import { useTranslation } from 'react-i18next';
import { listFaults, removeFaults } from '../../../server/control/operations/faults.ts';
import { useChange, useOperation } from '../control-context.tsx';
import { count } from '../formats.ts';
import classes from './shell.module.css';

/** More than this are counted as “this many and more”. */
const COUNTED = 100;

/** Faults at work, on every page: one that was forgotten looks like a defect of the partner. */
export function FaultChip() {
  const { t } = useTranslation();
  // Faults end by themselves, by count or by the clock.
  const { data } = useOperation(listFaults, { query: { limit: COUNTED } }, { refetchInterval: 5000 });
  const end = useChange(removeFaults);
  const number = data?.items.length ?? 0;
  if (number === 0) return null;
  return (
    <span className={classes.faults}>
      <Link
        to="/faults"
        className={`${classes.chip ?? ''} ${classes.fault ?? ''}`}
        aria-label={`${t('app.running.faults', { count: number })} · ${t('app.running.label')}`}
      >
        <Zap size={14} aria-hidden />
        <span className={classes.chipText}>
          <span className={classes.faultText}>{t('app.running.faults', { count: number })}</span>
          <span className={classes.faultNumber}>{count(number)}</span>
          {data?.next ? '+' : ''}
        </span>
      </Link>
      <Tooltip label={t('app.running.end')}>
        <ActionIcon
          className={classes.endFaults ?? ''}
          size={28}
          aria-label={t('app.running.end')}
          loading={end.isPending}
          onClick={() =>
            end.mutate(
              {},
              {
                onSuccess: () => notifications.show({ message: t('app.running.ended') }),
                onError: (error) => notifications.show({ color: 'red', message: error.message }),
              },
            )
          }
        >
          <X size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
