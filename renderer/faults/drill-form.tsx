import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import { listClients } from '../../server/control/operations/clients.ts';
import { startDrill, type listDrills } from '../../server/control/operations/faults.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { EffectList } from '../ui/effect-list.tsx';
import { FormProblem } from '../ui/form-drawer.tsx';
import classes from './faults.module.css';

export type Drill = OperationResult<typeof listDrills>['items'][number];
type Started = OperationResult<typeof startDrill>;
type ParameterName = Drill['parameters'][number]['name'];

/** Starts a drill, asking for what it takes, and says how it will end. */
export function DrillDialog({ drill, onClose }: { drill: Drill | undefined; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const name = drill?.title[i18n.language as Language] ?? '';
  return (
    <Modal
      opened={drill !== undefined}
      onClose={onClose}
      size={520}
      title={<Text fw={650}>{t('faults.startTitle', { name })}</Text>}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      {drill ? <DrillFields key={drill.name} drill={drill} onClose={onClose} /> : null}
    </Modal>
  );
}

function DrillFields({ drill, onClose }: { drill: Drill; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [values, setValues] = useState<Partial<Record<ParameterName, string>>>({});
  const clients = useOperation(listClients, { query: { limit: 1000 } }).data?.items ?? [];
  const start = useChange(startDrill);
  const messages = fieldMessages(start.error);
  const set = (name: ParameterName, value: string) => setValues((before) => ({ ...before, [name]: value }));
  if (start.data) return <StartedDrill started={start.data} onClose={onClose} />;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ params: { name: drill.name }, body: bodyOf(values) });
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{drill.description[i18n.language as Language]}</Text>
        {drill.parameters.map(({ name, required, default: standard }) =>
          name === 'clientId' ? (
            <Select
              key={name}
              label={t('faults.field.clientId')}
              required={required}
              value={values.clientId ?? ''}
              error={messages.clientId}
              onChange={(clientId) => set('clientId', clientId ?? '')}
              data={[
                { value: '', label: t('faults.field.any') },
                ...clients.map(({ client_id }) => ({ value: client_id, label: client_id })),
              ]}
            />
          ) : (
            <TextInput
              key={name}
              label={t(`faults.field.${name}`)}
              required={required}
              placeholder={standard === undefined ? '' : String(standard)}
              value={values[name] ?? ''}
              error={messages[name]}
              autoComplete="off"
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          ),
        )}
      </Stack>
      <FormProblem error={start.error} fields={drill.parameters.map(({ name }) => name)} />
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" size="sm" onClick={onClose}>
          {t('app.action.cancel')}
        </Button>
        <Button type="submit" size="sm" color="violet.8" loading={start.isPending}>
          {t('faults.start')}
        </Button>
      </Group>
    </form>
  );
}

/** Only what was typed: the sandbox knows the rest. */
function bodyOf(values: Partial<Record<ParameterName, string>>): OperationInput<typeof startDrill>['body'] {
  const { clientId, loginId, ...numbers } = values;
  const typed = Object.entries(numbers).filter(([, value]) => value !== '');
  return {
    ...(clientId ? { clientId } : {}),
    ...(loginId ? { loginId: loginId.trim() } : {}),
    ...Object.fromEntries(typed.map(([name, value]) => [name, Number(value)])),
  };
}

function StartedDrill({ started, onClose }: { started: Started; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  return (
    <div role="status">
      <Alert color="violet" title={t('faults.started')} className={classes.started}>
        <strong>{t('faults.endsWhen')}</strong>
        <p>{started.endsWhen[i18n.language as Language]}</p>
        {started.endsAt ? <p>{t('faults.endsAt', { at: bankDateTime(started.endsAt) })}</p> : null}
      </Alert>
      {started.changed.length > 0 ? (
        <>
          <h3 className={classes.changed}>{t('faults.changed')}</h3>
          <EffectList effects={started.changed} />
        </>
      ) : null}
      <Group justify="flex-end" mt="lg">
        <Button size="sm" variant="default" onClick={onClose} data-autofocus>
          {t('app.action.close')}
        </Button>
      </Group>
    </div>
  );
}
