import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/page.tsx';
import { NumberField } from '../ui/number-field.tsx';
import classes from './settings.module.css';
import type { BankSettings, FieldsProps } from './settings-page.tsx';

type Policies = BankSettings['policies'];

/** The rules in which real banks differ from each other. */
export function PolicyFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { policies } = values;
  const change = (members: Partial<Policies>) => set('policies', { ...policies, ...members });
  return (
    <Card title={t('settings.policies')}>
      <div className={classes.fields}>
        <Select
          className={classes.wide ?? ''}
          label={t('settings.grantPolicy')}
          value={policies.grantPolicy}
          onChange={(grantPolicy) => grantPolicy && change({ grantPolicy })}
          data={(['one-per-client', 'one-per-customer', 'many'] as const).map((value) => ({
            value,
            label: t(`settings.grantPolicyText.${value}`),
          }))}
        />
        <Select
          className={classes.wide ?? ''}
          label={t('settings.refreshRotation')}
          value={policies.refreshRotation}
          onChange={(refreshRotation) => refreshRotation && change({ refreshRotation })}
          data={(['none', 'rotate', 'rotate-grace', 'rotate-strict'] as const).map((value) => ({
            value,
            label: t(`settings.refreshRotationText.${value}`),
          }))}
        />
        <Switch
          className={classes.wide ?? ''}
          label={t('settings.endGrantsOnPasswordChange')}
          checked={policies.endGrantsOnPasswordChange}
          onChange={(event) => change({ endGrantsOnPasswordChange: event.currentTarget.checked })}
        />
        <Switch
          className={classes.wide ?? ''}
          label={t('settings.acceptAnyMount')}
          checked={policies.acceptAnyMount}
          onChange={(event) => change({ acceptAnyMount: event.currentTarget.checked })}
        />
        <Switch
          className={classes.wide ?? ''}
          label={t('settings.showPracticeLogins')}
          checked={policies.showPracticeLogins ?? true}
          onChange={(event) => change({ showPracticeLogins: event.currentTarget.checked })}
        />
        <NumberField
          label={t('settings.maxFailedLogins')}
          value={policies.maxFailedLogins}
          error={messageOf('policies.maxFailedLogins')}
          onChange={(maxFailedLogins) => change({ maxFailedLogins })}
        />
        <NumberField
          label={t('settings.unlockAfterMinutes')}
          description={t('settings.unlockHint')}
          value={policies.unlockAfterMinutes}
          error={messageOf('policies.unlockAfterMinutes')}
          onChange={(unlockAfterMinutes) => change({ unlockAfterMinutes })}
        />
        <NumberField
          label={t('settings.historyDays')}
          description={t('settings.zeroUnlimited')}
          value={policies.historyDays}
          error={messageOf('policies.historyDays')}
          onChange={(historyDays) => change({ historyDays })}
        />
      </div>
    </Card>
  );
}
