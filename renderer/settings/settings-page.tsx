import { Button, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import { getSettings, updateSettings } from '../../server/control/operations/settings.ts';
import { CaCertificate } from '../certificates/ca-certificate.tsx';
import { ControlError } from '../app/control-client.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import { FormProblem } from '../ui/form-drawer.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { HoursFields } from './hours-fields.tsx';
import { InstitutionFields } from './institution-fields.tsx';
import { DataApiFields, LifetimeFields, WordsFields } from './lifetime-fields.tsx';
import { LoginSessionFields } from './login-session-fields.tsx';
import { PolicyFields } from './policy-fields.tsx';
import { RetentionFields } from './retention-fields.tsx';
import classes from './settings.module.css';

const route = getRouteApi('/settings');
export type BankSettings = OperationResult<typeof getSettings>;

export interface FieldsProps {
  values: BankSettings;
  set: <Key extends keyof BankSettings>(key: Key, value: BankSettings[Key]) => void;
  /** The message of a dotted path, such as `lifetimes.grantDays`. */
  messageOf: (path: string) => string | undefined;
}

/** Each part of the form with the members whose messages it shows. */
const parts = {
  behaviour: ['lifetimes', 'policies', 'retention', 'pageSize', 'rateLimitPerMinute'],
  institution: ['institution', 'language', 'termsVersion'],
  hours: ['serviceHours', 'maintenance'],
} as const satisfies Record<string, readonly (keyof BankSettings)[]>;
const sections = ['behaviour', 'institution', 'hours', 'tls'] as const;

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
  const { section = 'behaviour' } = route.useSearch();
  const navigate = route.useNavigate();
  const { values, set, reset } = useDraft(settings);
  const [saved, setSaved] = useState(settings);
  const update = useChange(updateSettings);
  const changed = JSON.stringify(values) !== JSON.stringify(settings);
  if (saved !== settings) {
    // Changed from elsewhere: what nobody is editing here follows.
    if (JSON.stringify(values) === JSON.stringify(saved)) reset(settings);
    setSaved(settings);
  }
  const messages = update.error instanceof ControlError ? update.error.messagesByField() : {};
  const fields: FieldsProps = { values, set, messageOf: (path) => messages[path] };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate(
          { body: values },
          {
            onSuccess: (answer) => {
              reset(answer);
              notifications.show({ message: t('app.action.saved') });
            },
          },
        );
      }}
    >
      <Tabs
        value={sections.find((name) => name === section) ?? 'behaviour'}
        onChange={(next) => {
          if (next) void navigate({ to: '/settings', search: { section: next }, replace: true });
        }}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {sections.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`settings.section.${name}`)}{' '}
              {name !== 'tls' && parts[name].some((member) => member in messages) ? (
                <ToneBadge tone="refused">{t('settings.faulty')}</ToneBadge>
              ) : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="behaviour">
          <div className={classes.grid}>
            <div className={classes.column}>
              <LifetimeFields {...fields} />
              <DataApiFields {...fields} />
              <RetentionFields {...fields} />
            </div>
            <div className={classes.column}>
              <PolicyFields {...fields} />
              <LoginSessionFields {...fields} />
            </div>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="institution">
          <div className={classes.column}>
            <WordsFields {...fields} />
            <InstitutionFields {...fields} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="hours">
          <div className={classes.column}>
            <HoursFields {...fields} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="tls">
          <CaCertificate />
        </Tabs.Panel>
      </Tabs>
      <LeaveGuard unsaved={changed} />
      <FormProblem error={update.error} fields={Object.values(parts).flat()} />
      {section === 'tls' && !changed ? null : (
        <SaveBar
          changed={changed}
          pending={update.isPending}
          onDiscard={() => {
            update.reset();
            reset(settings);
          }}
        />
      )}
    </form>
  );
}

function SaveBar({
  changed,
  pending,
  onDiscard,
}: {
  changed: boolean;
  pending: boolean;
  onDiscard: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      {changed ? <span className={classes.unsaved}>{t('settings.unsaved')}</span> : null}
      {changed ? (
        <Button variant="default" size="sm" onClick={onDiscard}>
          {t('settings.discard')}
        </Button>
      ) : null}
      <Button type="submit" size="sm" disabled={!changed} loading={pending}>
        {t('settings.save')}
      </Button>
    </div>
  );
}
