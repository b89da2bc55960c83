import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { previewRetention } from '../../server/control/operations/settings.ts';
import { useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import classes from './settings.module.css';
import type { BankSettings } from './settings-page.tsx';

/** What the bank will drop under the days in the form, before they are saved. */
export function RetentionOutlook({ retention }: Pick<BankSettings, 'retention'>) {
  const { t } = useTranslation();
  const { endedGrantDays, expiredTokenDays } = retention;
  const [body] = useDebouncedValue({ retention: { endedGrantDays, expiredTokenDays } }, 250);
  const { data } = useOperation(previewRetention, { body }, { keepPrevious: true });
  if (!data) return null;
  const { overdue, nextAt } = data;
  return (
    <p className={classes.outlook} role="status">
      <span>
        {t('settings.retentionOverdue', { grants: overdue.endedGrants, tokens: overdue.expiredTokens })}
      </span>
      {nextAt === undefined ? null : <span>{t('settings.retentionNext', { at: bankDateTime(nextAt) })}</span>}
    </p>
  );
}
