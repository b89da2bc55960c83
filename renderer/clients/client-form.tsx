import { Accordion } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createClient, updateClient } from '../../server/control/operations/clients.ts';
import { fieldMessages, useChange } from '../app/control-context.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { changedRegistration, draftOf, newRegistration, pastedKeys } from './client-draft.ts';
import { clientSections, type SectionName } from './client-sections.tsx';
import type { RegisteredClient } from './clients-page.tsx';

interface ClientFormProps {
  /** Left out: a new registration. */
  client?: RegisteredClient;
  onClose: () => void;
  onSaved: (client: RegisteredClient) => void;
}

/** Registers an application or changes its registration. */
export function ClientForm({ opened, ...props }: ClientFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer
      opened={opened}
      title={props.client ? t('clients.edit') : t('clients.register')}
      onClose={props.onClose}
    >
      <ClientFields {...props} />
    </FormDrawer>
  );
}

function ClientFields({ client, onClose, onSaved }: ClientFormProps) {
  const { t } = useTranslation();
  const { values, set } = useDraft(() => draftOf(client));
  const [opened, setOpened] = useState<string[]>(['basics', 'authentication']);
  const [badKeys, setBadKeys] = useState(false);
  const create = useChange(createClient);
  const update = useChange(updateClient);
  const change = client ? update : create;
  const messages = {
    ...fieldMessages(change.error),
    ...(badKeys ? { jwks: t('clients.jwksInvalid') } : {}),
  };

  /** A refused field must not hide in a closed section. */
  const faulty = clientSections.filter(({ members }) => members.some((member) => member in messages));
  const faultyNames: SectionName[] = faulty.map(({ name }) => name);

  const submit = () => {
    let jwks;
    try {
      jwks = pastedKeys(values.jwks);
    } catch {
      setBadKeys(true);
      return;
    }
    setBadKeys(false);
    const onSuccess = (saved: RegisteredClient) => {
      notifications.show({ message: t('app.action.saved') });
      onSaved(saved);
    };
    if (client) {
      const body = changedRegistration(values, jwks, client);
      update.mutate({ params: { client_id: client.client_id }, body }, { onSuccess });
    } else {
      create.mutate({ body: newRegistration(values, jwks) }, { onSuccess });
    }
  };

  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={change.isPending}
      error={change.error}
      fields={clientSections.flatMap(({ members }) => members)}
      submitLabel={client ? t('app.action.save') : t('clients.save')}
    >
      <Accordion
        multiple
        order={3}
        value={[...new Set([...opened, ...faultyNames])]}
        onChange={setOpened}
        styles={{ content: { paddingInline: 2 }, control: { paddingInline: 2 } }}
      >
        {clientSections.map(({ name, Fields }) => (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              {t(`clients.section.${name}`)}{' '}
              {faultyNames.includes(name) ? (
                <ToneBadge tone="refused">{t('clients.faulty')}</ToneBadge>
              ) : null}
            </Accordion.Control>
            <Accordion.Panel>
              <Fields values={values} set={set} messages={messages} isNew={!client} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </DrawerForm>
  );
}
