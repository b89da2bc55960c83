import { Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { listClients } from '../../server/control/operations/clients.ts';
import { createFault, updateFault } from '../../server/control/operations/faults.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { draftOf, faultKinds, faultOf, methods, type Fault, type FaultDraft } from './fault-draft.ts';

interface FaultFormProps {
  /** Left out: a new one. */
  fault: Fault | undefined;
  onClose: () => void;
}

const fields = ['match', 'action', 'times', 'probability'];

/** Adds a fault or changes one. */
export function FaultForm({ opened, ...props }: FaultFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened={opened}
      title={props.fault ? t('faults.edit') : t('faults.add')}
      onClose={props.onClose}
    >
      <FaultFields key={props.fault?.id ?? 'new'} {...props} />
    </FormDrawer>
  );
}

function FaultFields({ fault, onClose }: FaultFormProps) {
  const { t } = useTranslation();
  const { values, set } = useDraft(() => draftOf(fault));
  const clients = useOperation(listClients, { query: { limit: 1000 } }).data?.items ?? [];
  const create = useChange(createFault);
  const update = useChange(updateFault);
  const change = fault ? update : create;
  const messages = fieldMessages(change.error);
  const onSuccess = () => {
    notifications.show({ message: t('app.action.saved') });
    onClose();
  };
  const submit = () => {
    const body = faultOf(values, fault);
    if (fault) update.mutate({ params: { id: fault.id }, body }, { onSuccess });
    else create.mutate({ body }, { onSuccess });
  };
  const textField = (name: keyof FaultDraft, error?: string, description?: string) => (
    <TextInput
      label={t(`faults.field.${name as 'path'}`)}
      description={description}
      value={values[name]}
      error={error}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  const any = { value: '', label: t('faults.field.any') };
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={change.isPending}
      error={change.error}
      fields={fields}
      submitLabel={fault ? t('app.action.save') : t('app.action.add')}
    >
      {textField('path', messages['match.path'] ?? messages.match, t('faults.field.pathHint'))}
      <Select
        label={t('faults.field.method')}
        value={values.method}
        onChange={(method) => set('method', method ?? '')}
        data={[any, ...methods.map((value) => ({ value, label: value }))]}
      />
      <Select
        label={t('faults.field.clientId')}
        value={values.clientId}
        onChange={(clientId) => set('clientId', clientId ?? '')}
        data={[any, ...clients.map(({ client_id }) => ({ value: client_id, label: client_id }))]}
      />
      {textField('loginId', messages['match.loginId'])}
      <Select
        label={t('faults.field.kind')}
        value={values.kind}
        error={
          messages['action.abort'] ??
          (messages.action === messages['action.status'] ? undefined : messages.action)
        }
        onChange={(kind) => kind && set('kind', kind)}
        data={faultKinds.map((value) => ({ value, label: t(`faults.kind.${value}`) }))}
      />
      {values.kind === 'error' ? (
        <>
          {textField('status', messages['action.status'])}
          {textField('oauthError', messages['action.oauthError'])}
          {textField('errorCode', messages['action.errorCode'])}
        </>
      ) : null}
      {textField('delayMs', messages['action.delayMs'])}
      {textField(
        'times',
        messages.times,
        t(fault?.times === undefined ? 'faults.field.timesHint' : 'faults.field.timesKept'),
      )}
      {textField('percent', messages.probability, t('faults.field.percentHint'))}
    </DrawerForm>
  );
}
