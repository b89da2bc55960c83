import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/page.tsx';
import { NumberField } from '../ui/number-field.tsx';
import classes from './settings.module.css';
import type { FieldsProps } from './settings-page.tsx';

/** How long what the bank gives out holds. */
export function LifetimeFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { lifetimes } = values;
  const names = [
    'grantDays',
    'accessTokenSeconds',
    'codeSeconds',
    'interactionSeconds',
    'refreshGraceSeconds',
  ] as const;
  return (
    <Card title={t('settings.lifetimes')}>
      <div className={classes.fields}>
        {names.map((name) => (
          <NumberField
            key={name}
            label={t(`settings.${name}`)}
            value={lifetimes[name]}
            error={messageOf(`lifetimes.${name}`)}
            onChange={(value) => set('lifetimes', { ...lifetimes, [name]: value })}
          />
        ))}
      </div>
      <p className={classes.soft}>{t('settings.lifetimesHint')}</p>
    </Card>
  );
}

/** What the data API gives at most. */
export function DataApiFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.dataApi')}>
      <div className={classes.fields}>
        <NumberField
          label={t('settings.pageSize')}
          value={values.pageSize}
          error={messageOf('pageSize')}
          onChange={(value) => set('pageSize', value)}
        />
        <NumberField
          label={t('settings.rateLimit')}
          description={t('settings.zeroUnlimited')}
          value={values.rateLimitPerMinute}
          error={messageOf('rateLimitPerMinute')}
          onChange={(value) => set('rateLimitPerMinute', value)}
        />
      </div>
    </Card>
  );
}

/** In which language the bank speaks, and which terms it asks its customers to agree to. */
export function WordsFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.others')}>
      <div className={classes.fields}>
        <Select
          label={t('settings.language')}
          value={values.language}
          onChange={(language) => language && set('language', language)}
          data={[
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
        />
        <TextInput
          label={t('settings.termsVersion')}
          description={t('settings.termsHint')}
          value={values.termsVersion}
          error={messageOf('termsVersion')}
          onChange={(event) => set('termsVersion', event.currentTarget.value)}
        />
      </div>
    </Card>
  );
}
