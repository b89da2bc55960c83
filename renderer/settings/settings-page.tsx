import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { getSettings, updateSettings } from '../../server/control/operations/settings.ts';
import { ControlError } from '../app/control-client.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import { FormProblem } from '../ui/form-drawer.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { InstitutionFields } from './institution-fields.tsx';
import { LifetimeFields, OtherFields } from './lifetime-fields.tsx';
import { PolicyFields } from './policy-fields.tsx';
import classes from './settings.module.css';

export type BankSettings = OperationResult<typeof getSettings>;

export interface FieldsProps {
  values: BankSettings;
  set: <Key extends keyof BankSettings>(key: Key, value: BankSettings[Key]) => void;
  /** The message of a dotted path, such as `lifetimes.grantDays`. */
  messageOf: (path: string) => string | undefined;
}

/** How the bank behaves. */
export function SettingsPage(): ReactNode {
  const { t } = useTranslation();
  const query = useOperation(getSettings, {});
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')}>
      <Loaded query={query}>{(settings) => <SettingsForm settings={settings} />}</Loaded>
    </Page>
  );
}

function SettingsForm({ settings }: { settings: BankSettings }) {
  const { t } = useTranslation();
  const { values, set, reset } = useDraft(settings);
  const update = useChange(updateSettings);
  const messages = update.error instanceof ControlError ? update.error.messagesByField() : {};
  const changed = JSON.stringify(values) !== JSON.stringify(settings);
  const fields: FieldsProps = { values, set, messageOf: (path) => messages[path] };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate(
          { body: values },
          {
            onSuccess: (saved) => {
              reset(saved);
              notifications.show({ message: t('app.action.saved') });
            },
          },
        );
      }}
    >
      <div className={classes.grid}>
        <div className={classes.column}>
          <LifetimeFields {...fields} />
          <PolicyFields {...fields} />
        </div>
        <div className={classes.column}>
          <InstitutionFields {...fields} />
          <OtherFields {...fields} />
        </div>
      </div>
      <FormProblem
        error={update.error}
        fields={[
          'institution',
          'lifetimes',
          'policies',
          'serviceHours',
          'pageSize',
          'rateLimitPerMinute',
          'termsVersion',
        ]}
      />
      <div className={classes.bar}>
        {changed ? <span className={classes.unsaved}>{t('settings.unsaved')}</span> : null}
        {changed ? (
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              update.reset();
              reset(settings);
            }}
          >
            {t('settings.discard')}
          </Button>
        ) : null}
        <Button type="submit" size="sm" disabled={!changed} loading={update.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}
