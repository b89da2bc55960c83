import { useTranslation } from 'react-i18next';
import { Card } from '../ui/page.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { RetentionOutlook } from './retention-outlook.tsx';
import classes from './settings.module.css';
import type { FieldsProps } from './settings-page.tsx';

/** How long what is over stays, before the bank drops it. */
export function RetentionFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { retention } = values;
  const names = ['endedGrantDays', 'expiredTokenDays', 'logEntries', 'logMegabytes'] as const;
  return (
    <Card title={t('settings.retention')}>
      <div className={classes.fields}>
        {names.map((name) => (
          <NumberField
            key={name}
            label={t(`settings.${name}`)}
            {...(name.endsWith('Days') && { description: t('settings.zeroForEver') })}
            value={retention[name]}
            error={messageOf(`retention.${name}`)}
            onChange={(value) => set('retention', { ...retention, [name]: value })}
          />
        ))}
      </div>
      <RetentionOutlook retention={retention} />
      <p className={classes.soft}>{t('settings.retentionHint')}</p>
    </Card>
  );
}
