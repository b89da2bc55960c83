import { Button, Group, Input, Modal, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import {
  exportSuiteConfiguration,
  listSuitePlans,
} from '../../server/control/operations/conformance-suite.ts';
import { LOCAL_SUITE } from '../../server/control/operations/local-suite.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { useStatus } from '../app/use-status.ts';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';
import { DrawerForm } from '../ui/form-drawer.tsx';
import { saveFile } from '../ui/save-file.ts';
import { Loaded } from '../ui/state-panel.tsx';
import classes from './conformance.module.css';

type SuitePlan = OperationResult<typeof listSuitePlans>['items'][number];
type Exported = OperationResult<typeof exportSuiteConfiguration>;
type Wanted = OperationInput<typeof exportSuiteConfiguration>['body'];

/** Exports what the OpenID Foundation's conformance suite needs to test this bank. */
export function SuiteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={620}
      title={<Text fw={650}>{t('conformance.title')}</Text>}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <SuiteExport onClose={onClose} />
    </Modal>
  );
}

function SuiteExport({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const plans = useOperation(listSuitePlans, {});
  const status = useStatus();
  return (
    <Loaded query={status} rows={5}>
      {({ addresses }) =>
        addresses.httpsIssuer === null ? (
          <Note look="warning" title={t('conformance.tlsOff')}>
            <p>{t('conformance.tlsOffHint')}</p>
          </Note>
        ) : (
          <Loaded query={plans} rows={5}>
            {({ items }) => <SuiteForm plans={items} onClose={onClose} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

/** The parameters there is a choice of, by the words the suite has for them. */
const choices = ['client_auth_type', 'fapi_auth_request_method', 'sender_constrain', 'openid'] as const;

function SuiteForm({ plans, onClose }: { plans: readonly SuitePlan[]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [wanted, setWanted] = useState<Wanted & { variant: Record<string, string> }>({
    plan: 'oidcc-basic-certification-test-plan',
    variant: {},
    alias: 'ib-link-sandbox',
    suiteBase: LOCAL_SUITE,
  });
  const exporting = useChange(exportSuiteConfiguration);
  const messages = fieldMessages(exporting.error);
  const parameters = plans.find(({ plan }) => plan === wanted.plan)?.parameters ?? [];
  const set = (change: Partial<typeof wanted>) => setWanted((before) => ({ ...before, ...change }));
  if (exporting.data) return <Saved exported={exporting.data} onClose={onClose} />;
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={() =>
        exporting.mutate({ body: wanted }, { onSuccess: (made) => saveFile(fileNameOf(made), fileOf(made)) })
      }
      pending={exporting.isPending}
      error={exporting.error}
      fields={['alias', 'suiteBase']}
      submitLabel={t('conformance.save')}
    >
      <Text size="sm">{t('conformance.lead')}</Text>
      <Select
        label={t('conformance.plan')}
        value={wanted.plan}
        allowDeselect={false}
        onChange={(chosen) => {
          const plan = plans.find((each) => each.plan === chosen)?.plan;
          if (plan) set({ plan, variant: {} });
        }}
        data={plans.map(({ plan, title }) => ({ value: plan, label: title[i18n.language as Language] }))}
      />
      {choices.map((name) => {
        const values = parameters.find((parameter) => parameter.name === name)?.values ?? [];
        if (values.length < 2) return null;
        return (
          <Input.Wrapper key={name} label={t(`conformance.parameter.${name}`)} labelElement="div">
            <SegmentedControl
              size="xs"
              mt={4}
              display="flex"
              aria-label={t(`conformance.parameter.${name}`)}
              value={wanted.variant[name] ?? values[0] ?? ''}
              onChange={(value) => set({ variant: { ...wanted.variant, [name]: value } })}
              data={values}
            />
          </Input.Wrapper>
        );
      })}
      <TextInput
        label={t('conformance.alias')}
        description={t('conformance.aliasHint')}
        value={wanted.alias ?? ''}
        error={messages.alias}
        onChange={(event) => set({ alias: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        label={t('conformance.suiteBase')}
        description={t('conformance.suiteBaseHint')}
        value={wanted.suiteBase ?? ''}
        error={messages.suiteBase}
        onChange={(event) => set({ suiteBase: event.currentTarget.value.trim() })}
        autoComplete="off"
        spellCheck={false}
      />
    </DrawerForm>
  );
}

/** The file is saved; what it is handed over with, and what to put right first. */
function Saved({ exported, onClose }: { exported: Exported; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { argument, notes } = exported.ib_link_sandbox;
  return (
    <div role="status">
      <Note look="done" title={t('conformance.saved')}>
        <p>{t('conformance.savedHint')}</p>
      </Note>
      {notes.length === 0 ? null : (
        <Note look="warning" title={t('conformance.before')}>
          {notes.map((note) => (
            <p key={note.en}>{note[i18n.language as Language]}</p>
          ))}
        </Note>
      )}
      <CopyLines>
        <CopyLine name={t('conformance.file')} value={fileNameOf(exported)} />
        <CopyLine name={t('conformance.argument')} value={argument} />
      </CopyLines>
      <Group justify="flex-end" mt="lg">
        <Button size="sm" variant="default" onClick={onClose} data-autofocus>
          {t('app.action.close')}
        </Button>
      </Group>
    </div>
  );
}

function Note(props: { look: 'done' | 'warning'; title: string; children: ReactNode }) {
  return (
    <div className={`${classes.note ?? ''} ${classes[props.look] ?? ''}`}>
      <h3>{props.title}</h3>
      {props.children}
    </div>
  );
}

function fileNameOf({ alias, ib_link_sandbox: { plan } }: Exported): string {
  return `${alias}-${plan}.json`;
}

function fileOf(exported: Exported): Blob {
  return new Blob([JSON.stringify(exported, null, 2)], { type: 'application/json' });
}
