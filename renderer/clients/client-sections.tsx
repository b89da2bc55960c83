import { Checkbox, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  authenticationMethods,
  certificateNames,
  grantTypes,
  localizedNames,
  profileNames,
  refreshRotations,
} from './client-draft.ts';
import { AddressField, AlgorithmField, Choice, Duty, type FieldProps } from './client-fields.tsx';

export type SectionName = 'basics' | 'names' | 'authentication' | 'security' | 'tokens' | 'others';

interface SectionProps extends FieldProps {
  isNew: boolean;
}

interface Section {
  name: SectionName;
  /** Whose messages this section shows. */
  members: readonly string[];
  Fields: (props: SectionProps) => ReactNode;
}

/** The members of a registration in six groups, from what everybody fills in to what few need. */
export const clientSections: readonly Section[] = [
  {
    name: 'basics',
    members: [
      'client_id',
      'client_name',
      'redirect_uris',
      'sandbox_company',
      'sandbox_service',
      'sandbox_customer_kind',
      'sandbox_consent',
    ],
    Fields: BasicFields,
  },
  { name: 'names', members: localizedNames, Fields: NameFields },
  {
    name: 'authentication',
    members: [
      'token_endpoint_auth_method',
      'token_endpoint_auth_signing_alg',
      'client_secret',
      'jwks',
      'jwks_uri',
      'sandbox_trusts_any_certificate',
      ...certificateNames,
    ],
    Fields: AuthenticationFields,
  },
  {
    name: 'security',
    members: [
      'sandbox_profile',
      'require_pushed_authorization_requests',
      'request_object_signing_alg',
      'authorization_signed_response_alg',
      'dpop_bound_access_tokens',
      'tls_client_certificate_bound_access_tokens',
    ],
    Fields: SecurityFields,
  },
  {
    name: 'tokens',
    members: [
      'id_token_signed_response_alg',
      'subject_type',
      'sector_identifier_uri',
      'userinfo_signed_response_alg',
      'introspection_signed_response_alg',
      'sandbox_access_token_format',
      'sandbox_refresh_rotation',
    ],
    Fields: TokenFields,
  },
  {
    name: 'others',
    members: [
      'scope',
      'grant_types',
      'authorization_details_types',
      'application_type',
      'sandbox_allowed_origins',
    ],
    Fields: OtherFields,
  },
];

function BasicFields({ values, set, messages, isNew }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <TextInput
        label={t('clients.name')}
        description={t('clients.nameHint')}
        value={values.client_name}
        error={messages.client_name}
        onChange={(event) => set('client_name', event.currentTarget.value)}
        data-autofocus
      />
      {isNew ? (
        <TextInput
          label={t('clients.id')}
          description={t('clients.idHint')}
          value={values.client_id}
          error={messages.client_id}
          onChange={(event) => set('client_id', event.currentTarget.value)}
          autoComplete="off"
        />
      ) : null}
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
      <TextInput
        label={t('clients.company')}
        value={values.sandbox_company}
        error={messages.sandbox_company}
        onChange={(event) => set('sandbox_company', event.currentTarget.value)}
      />
      <TextInput
        label={t('clients.service')}
        description={t('clients.serviceHint')}
        value={values.sandbox_service}
        error={messages.sandbox_service}
        onChange={(event) => set('sandbox_service', event.currentTarget.value)}
      />
      <Choice
        label={t('clients.customerKind')}
        error={messages.sandbox_customer_kind}
        value={values.sandbox_customer_kind}
        onChange={(kind) => set('sandbox_customer_kind', kind)}
        data={(['any', 'personal', 'corporate'] as const).map((value) => ({
          value,
          label: t(`clients.kind.${value}`),
        }))}
      />
      <Choice
        label={t('clients.consent')}
        description={t('clients.consentHint')}
        error={messages.sandbox_consent}
        value={values.sandbox_consent}
        onChange={(consent) => set('sandbox_consent', consent)}
        data={(['screen', 'auto', 'deny'] as const).map((value) => ({
          value,
          label: t(`clients.consentText.${value}`),
        }))}
      />
    </Stack>
  );
}

/** Japanese and English side by side. */
function NameFields({ values, set, messages }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {t('clients.namesHint')}
      </Text>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
        {localizedNames.map((member) => (
          <TextInput
            key={member}
            label={t(`clients.localizedName.${member}`)}
            value={values[member]}
            error={messages[member]}
            onChange={(event) => set(member, event.currentTarget.value)}
            autoComplete="off"
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

/** Only what the chosen method needs is asked for. */
function AuthenticationFields({ values, set, messages }: SectionProps) {
  const { t } = useTranslation();
  const method = values.token_endpoint_auth_method;
  const signsAssertions = method === 'private_key_jwt' || method === 'client_secret_jwt';
  return (
    <Stack gap="sm">
      <Select
        label={t('clients.method')}
        value={method}
        error={messages.token_endpoint_auth_method ?? messages.client_secret}
        onChange={(chosen) => chosen && set('token_endpoint_auth_method', chosen)}
        data={authenticationMethods.map((value) => ({
          value,
          label: `${value} — ${t(`clients.methodText.${value}`)}`,
        }))}
      />
      {signsAssertions ? (
        <AlgorithmField
          member="token_endpoint_auth_signing_alg"
          unset={t('clients.anyAlgorithm')}
          {...{ values, set, messages }}
        />
      ) : null}
      {method === 'tls_client_auth' ? (
        <>
          <Select
            label={t('clients.certificateName')}
            description={t('clients.certificateNameHint')}
            value={values.certificateName}
            onChange={(name) => name && set('certificateName', name)}
            data={certificateNames.map((value) => ({
              value,
              label: `${t(`clients.certificateNameText.${value}`)} — ${value}`,
            }))}
          />
          <TextInput
            label={t(`clients.certificateNameText.${values.certificateName}`)}
            placeholder={t(`clients.certificateNameExample.${values.certificateName}`)}
            value={values.certificateNameValue}
            error={certificateNames.map((name) => messages[name]).find(Boolean)}
            onChange={(event) => set('certificateNameValue', event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </>
      ) : null}
      <Textarea
        label={t('clients.jwks')}
        description={t(
          method === 'self_signed_tls_client_auth' ? 'clients.jwksHintCertificate' : 'clients.jwksHint',
        )}
        value={values.jwks}
        error={messages.jwks}
        onChange={(event) => set('jwks', event.currentTarget.value)}
        classNames={{ input: 'mono' }}
        placeholder={'{ "keys": [ … ] }'}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
      />
      <AddressField member="jwks_uri" {...{ values, set, messages }} />
      <Duty member="sandbox_trusts_any_certificate" {...{ values, set, messages }} />
    </Stack>
  );
}

function SecurityFields({ values, set, messages }: SectionProps) {
  const { t } = useTranslation();
  const shared = { values, set, messages };
  return (
    <Stack gap="sm">
      <Select
        label={t('clients.profile')}
        description={t('clients.profileHint')}
        value={values.sandbox_profile}
        error={messages.sandbox_profile}
        onChange={(profile) => profile && set('sandbox_profile', profile)}
        data={profileNames.map((value) => ({ value, label: t(`clients.profileText.${value}`) }))}
      />
      <Duty member="require_pushed_authorization_requests" {...shared} />
      <Duty member="dpop_bound_access_tokens" {...shared} />
      <Duty member="tls_client_certificate_bound_access_tokens" {...shared} />
      <AlgorithmField member="request_object_signing_alg" unset={t('clients.anyAlgorithm')} {...shared} />
      <AlgorithmField
        member="authorization_signed_response_alg"
        unset={t('clients.bankAlgorithm')}
        {...shared}
      />
    </Stack>
  );
}

function TokenFields({ values, set, messages, isNew }: SectionProps) {
  const { t } = useTranslation();
  const shared = { values, set, messages };
  return (
    <Stack gap="sm">
      <AlgorithmField
        member="id_token_signed_response_alg"
        unset={isNew ? t('clients.profileAlgorithm') : undefined}
        {...shared}
      />
      <Choice
        label={t('clients.subjectType')}
        description={t('clients.subjectTypeHint')}
        error={messages.subject_type}
        value={values.subject_type}
        onChange={(type) => set('subject_type', type)}
        data={(['public', 'pairwise'] as const).map((value) => ({
          value,
          label: t(`clients.subjectTypeText.${value}`),
        }))}
      />
      {values.subject_type === 'pairwise' || values.sector_identifier_uri !== '' ? (
        <AddressField member="sector_identifier_uri" {...shared} />
      ) : null}
      <Choice
        label={t('clients.accessTokenFormat')}
        description={t('clients.accessTokenFormatHint')}
        error={messages.sandbox_access_token_format}
        value={values.sandbox_access_token_format}
        onChange={(format) => set('sandbox_access_token_format', format)}
        data={(['opaque', 'jwt'] as const).map((value) => ({
          value,
          label: t(`clients.accessTokenFormatText.${value}`),
        }))}
      />
      <Select
        label={t('clients.refreshRotation')}
        description={t('clients.refreshRotationHint')}
        value={values.sandbox_refresh_rotation}
        error={messages.sandbox_refresh_rotation}
        allowDeselect={false}
        onChange={(rotation) => rotation && set('sandbox_refresh_rotation', rotation)}
        data={refreshRotations.map((value) => ({
          value,
          label:
            value === 'default'
              ? t('clients.refreshRotationDefault')
              : t(`settings.refreshRotationText.${value}`),
        }))}
      />
      <AlgorithmField member="userinfo_signed_response_alg" unset={t('clients.unsigned')} {...shared} />
      <AlgorithmField member="introspection_signed_response_alg" unset={t('clients.unsigned')} {...shared} />
    </Stack>
  );
}

function OtherFields({ values, set, messages }: SectionProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <TextInput
        label={t('clients.scope')}
        value={values.scope}
        error={messages.scope}
        onChange={(event) => set('scope', event.currentTarget.value)}
        spellCheck={false}
      />
      <Checkbox.Group
        label={t('clients.grantTypes')}
        description={t('clients.grantTypesHint')}
        value={values.grant_types}
        error={messages.grant_types}
        onChange={(types) => set('grant_types', types)}
      >
        <Stack gap={6} mt={4}>
          {grantTypes.map((value) => (
            <Checkbox key={value} value={value} label={t(`clients.grantType.${value}`)} description={value} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Choice
        label={t('clients.detailsTypes')}
        description={t('clients.detailsTypesHint')}
        error={messages.authorization_details_types}
        value={values.authorization_details_types}
        onChange={(types) => set('authorization_details_types', types)}
        data={(['any', 'account_information', 'none'] as const).map((value) => ({
          value,
          label: t(`clients.detailsTypesText.${value}`),
        }))}
      />
      <Choice
        label={t('clients.applicationType')}
        error={messages.application_type}
        value={values.application_type}
        onChange={(type) => set('application_type', type)}
        data={(['web', 'native'] as const).map((value) => ({ value, label: t(`clients.${value}`) }))}
      />
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
    </Stack>
  );
}
