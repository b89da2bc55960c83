import { SegmentedControl, Select, Textarea, TextInput, Input } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createClient, updateClient } from '../../server/control/operations/clients.ts';
import { fieldMessages, useChange } from '../app/control-context.tsx';
import { DrawerForm, FormDrawer } from '../ui/form-drawer.tsx';
import { useDraft } from '../ui/use-draft.ts';
import type { RegisteredClient } from './clients-page.tsx';

interface ClientFormProps {
  /** Left out: a new registration. */
  client?: RegisteredClient;
  onClose: () => void;
  onSaved: (client: RegisteredClient) => void;
}

const fields = [
  'client_id',
  'client_name',
  'redirect_uris',
  'token_endpoint_auth_method',
  'scope',
  'application_type',
  'jwks',
  'sandbox_company',
  'sandbox_customer_kind',
  'sandbox_profile',
  'sandbox_consent',
  'sandbox_allowed_origins',
];

const methods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const satisfies readonly RegisteredClient['token_endpoint_auth_method'][];
const profiles = [
  'compat',
  'oauth21',
  'fapi1-advanced',
  'fapi2-security',
  'fapi2-message-signing',
] as const satisfies readonly RegisteredClient['sandbox_profile'][];

interface ClientDraft {
  client_id: string;
  client_name: string;
  redirect_uris: string;
  token_endpoint_auth_method: RegisteredClient['token_endpoint_auth_method'];
  scope: string;
  application_type: RegisteredClient['application_type'];
  jwks: string;
  sandbox_company: string;
  sandbox_customer_kind: RegisteredClient['sandbox_customer_kind'];
  sandbox_profile: RegisteredClient['sandbox_profile'];
  sandbox_consent: RegisteredClient['sandbox_consent'];
  sandbox_allowed_origins: string;
}

function draftOf(client: RegisteredClient | undefined): ClientDraft {
  return {
    client_id: '',
    client_name: client?.client_name ?? '',
    redirect_uris: client?.redirect_uris.join('\n') ?? 'http://127.0.0.1/callback',
    token_endpoint_auth_method: client?.token_endpoint_auth_method ?? 'client_secret_basic',
    scope: client?.scope ?? 'account:balance account:transaction openid offline_access',
    application_type: client?.application_type ?? 'native',
    jwks: client?.jwks ? JSON.stringify(client.jwks, null, 2) : '',
    sandbox_company: client?.sandbox_company ?? '',
    sandbox_customer_kind: client?.sandbox_customer_kind ?? 'any',
    sandbox_profile: client?.sandbox_profile ?? 'compat',
    sandbox_consent: client?.sandbox_consent ?? 'screen',
    sandbox_allowed_origins: client?.sandbox_allowed_origins.join('\n') ?? '',
  };
}

/** A text of lines as a list, without the empty ones. */
function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function parsedKeys(text: string): { keys: Record<string, unknown>[] } | undefined | 'invalid' {
  if (!text.trim()) return undefined;
  try {
    return JSON.parse(text) as { keys: Record<string, unknown>[] };
  } catch {
    return 'invalid';
  }
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
  const [badKeys, setBadKeys] = useState(false);
  const create = useChange(createClient);
  const update = useChange(updateClient);
  const change = client ? update : create;
  const messages = fieldMessages(change.error);

  const submit = () => {
    const jwks = parsedKeys(values.jwks);
    setBadKeys(jwks === 'invalid');
    if (jwks === 'invalid') return;
    const { client_id, client_name, sandbox_company, ...members } = values;
    const body = {
      ...members,
      ...(client_name || client ? { client_name } : {}),
      redirect_uris: lines(values.redirect_uris),
      sandbox_allowed_origins: lines(values.sandbox_allowed_origins),
      ...(sandbox_company || client?.sandbox_company ? { sandbox_company } : {}),
    };
    const { jwks: _typed, ...rest } = body;
    const registration = { ...rest, ...(jwks ? { jwks } : {}) };
    const onSuccess = (saved: RegisteredClient) => {
      notifications.show({ message: t('app.action.saved') });
      onSaved(saved);
    };
    if (client) update.mutate({ params: { client_id: client.client_id }, body: registration }, { onSuccess });
    else create.mutate({ body: { ...registration, ...(client_id ? { client_id } : {}) } }, { onSuccess });
  };

  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={submit}
      pending={change.isPending}
      error={change.error}
      fields={fields}
      submitLabel={client ? t('app.action.save') : t('clients.save')}
    >
      <TextInput
        label={t('clients.name')}
        description={t('clients.nameHint')}
        value={values.client_name}
        error={messages.client_name}
        onChange={(event) => set('client_name', event.currentTarget.value)}
        data-autofocus
      />
      {client ? null : (
        <TextInput
          label={t('clients.id')}
          description={t('clients.idHint')}
          value={values.client_id}
          error={messages.client_id}
          onChange={(event) => set('client_id', event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      <Textarea
        label={t('clients.redirectUris')}
        description={t('clients.redirectUrisHint')}
        value={values.redirect_uris}
        error={messages.redirect_uris}
        onChange={(event) => set('redirect_uris', event.currentTarget.value)}
        autosize
        minRows={2}
        spellCheck={false}
      />
      <Select
        label={t('clients.method')}
        value={values.token_endpoint_auth_method}
        error={messages.token_endpoint_auth_method}
        onChange={(method) => method && set('token_endpoint_auth_method', method)}
        data={methods.map((value) => ({ value, label: `${value} — ${t(`clients.methodText.${value}`)}` }))}
      />
      <Select
        label={t('clients.profile')}
        value={values.sandbox_profile}
        error={messages.sandbox_profile}
        onChange={(profile) => profile && set('sandbox_profile', profile)}
        data={profiles.map((value) => ({ value, label: t(`clients.profileText.${value}`) }))}
      />
      <Input.Wrapper label={t('clients.customerKind')} error={messages.sandbox_customer_kind}>
        <div>
          <SegmentedControl
            aria-label={t('clients.customerKind')}
            value={values.sandbox_customer_kind}
            onChange={(kind) => set('sandbox_customer_kind', kind)}
            data={(['any', 'personal', 'corporate'] as const).map((value) => ({
              value,
              label: t(`clients.kind.${value}`),
            }))}
          />
        </div>
      </Input.Wrapper>
      <Input.Wrapper
        label={t('clients.consent')}
        description={t('clients.consentHint')}
        error={messages.sandbox_consent}
      >
        <div>
          <SegmentedControl
            mt={4}
            aria-label={t('clients.consent')}
            value={values.sandbox_consent}
            onChange={(consent) => set('sandbox_consent', consent)}
            data={(['screen', 'auto', 'deny'] as const).map((value) => ({
              value,
              label: t(`clients.consentText.${value}`),
            }))}
          />
        </div>
      </Input.Wrapper>
      <TextInput
        label={t('clients.company')}
        value={values.sandbox_company}
        error={messages.sandbox_company}
        onChange={(event) => set('sandbox_company', event.currentTarget.value)}
      />
      <TextInput
        label={t('clients.scope')}
        value={values.scope}
        error={messages.scope}
        onChange={(event) => set('scope', event.currentTarget.value)}
        spellCheck={false}
      />
      <Input.Wrapper label={t('clients.applicationType')} error={messages.application_type}>
        <div>
          <SegmentedControl
            aria-label={t('clients.applicationType')}
            value={values.application_type}
            onChange={(type) => set('application_type', type)}
            data={(['web', 'native'] as const).map((value) => ({ value, label: t(`clients.${value}`) }))}
          />
        </div>
      </Input.Wrapper>
      <Textarea
        label={t('clients.origins')}
        description={t('clients.originsHint')}
        value={values.sandbox_allowed_origins}
        error={messages.sandbox_allowed_origins}
        onChange={(event) => set('sandbox_allowed_origins', event.currentTarget.value)}
        autosize
        minRows={1}
        spellCheck={false}
      />
      <Textarea
        label={t('clients.jwks')}
        description={t('clients.jwksHint')}
        value={values.jwks}
        error={badKeys ? t('clients.jwksInvalid') : messages.jwks}
        onChange={(event) => set('jwks', event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
      />
    </DrawerForm>
  );
}
