import { Checkbox, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listClients } from '../../server/control/operations/clients.ts';
import { listCustomers } from '../../server/control/operations/customers.ts';
import { createGrant } from '../../server/control/operations/grants.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import { clientName } from '../app/names.ts';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { useDraft } from '../ui/use-draft.ts';
import type { Grant } from './grants-page.tsx';
import type { IssuedGrant } from './tokens-dialog.tsx';

interface GrantFormProps {
  onClose: () => void;
  onSaved: (issued: IssuedGrant) => void;
}

const offered = [
  'account:balance',
  'account:transaction',
  'offline_access',
] as const satisfies Grant['scopes'];

/** Makes a grant the quick way, to prepare a test. */
export function GrantForm({ opened, ...props }: GrantFormProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <FormDrawer opened={opened} title={t('grants.createTitle')} onClose={props.onClose}>
      <GrantFields {...props} />
    </FormDrawer>
  );
}

function GrantFields({ onClose, onSaved }: GrantFormProps) {
  const { t, i18n } = useTranslation();
  const clients = useOperation(listClients, { query: { limit: 1000 } });
  const customers = useOperation(listCustomers, { query: { limit: 1000 } });
  const create = useChange(createGrant);
  const messages = fieldMessages(create.error);
  const { values, set } = useDraft({ clientId: '', loginId: '', scopes: [...offered] as string[] });
  const clientId = values.clientId || (clients.data?.items[0]?.client_id ?? '');
  const loginId = values.loginId || (customers.data?.items[0]?.loginId ?? '');
  const submit = () =>
    create.mutate(
      { body: { clientId, loginId, scopes: offered.filter((scope) => values.scopes.includes(scope)) } },
      { onSuccess: onSaved },
    );
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={create.isPending}
      error={create.error}
      fields={['clientId', 'loginId', 'scopes']}
      submitLabel={t('grants.make')}
    >
      <Text size="sm" c="dimmed">
        {t('grants.createHint')}
      </Text>
      <Select
        label={t('grants.client')}
        searchable
        value={clientId || null}
        error={messages.clientId}
        onChange={(value) => value && set('clientId', value)}
        data={(clients.data?.items ?? []).map((each) => ({
          value: each.client_id,
          label: `${clientName(each, i18n.language)}（${each.client_id}）`,
        }))}
      />
      <Select
        label={t('grants.login')}
        searchable
        value={loginId || null}
        error={messages.loginId}
        onChange={(value) => value && set('loginId', value)}
        data={(customers.data?.items ?? []).map(({ loginId: value, name }) => ({
          value,
          label: `${value} ${name}`,
        }))}
      />
      <Checkbox.Group
        label={t('grants.scopes')}
        value={values.scopes}
        error={messages.scopes}
        onChange={(scopes) => set('scopes', scopes)}
      >
        <Stack gap={6} mt={4}>
          {offered.map((scope) => (
            <Checkbox key={scope} value={scope} label={t(`grants.scope.${scope}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </DrawerForm>
  );
}
