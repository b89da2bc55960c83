import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import KeyRound from 'lucide-react/icons/key-round';
import Pencil from 'lucide-react/icons/pencil';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteClient, getClient, rotateClientSecret } from '../../server/control/operations/clients.ts';
import { ClientCertificates } from '../certificates/client-certificates.tsx';
import { useChange, useOperation } from '../app/control-context.tsx';
import { clientName } from '../app/names.ts';
import type { Language } from '../app/i18n.ts';
import detailClasses from '../customers/details.module.css';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { Card, Page } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { localizedNames } from './client-draft.ts';
import { ClientForm } from './client-form.tsx';
import type { RegisteredClient } from './clients-page.tsx';
import { ClientVerdicts } from './client-verdicts.tsx';
import { ProfileDifference } from './profile-difference.tsx';
import { SecretDialog } from './secret-dialog.tsx';

const route = getRouteApi('/clients');

/** One registration, with what may be done to it. */
export function ClientDetails({ clientId }: { clientId: string }) {
  const { t, i18n } = useTranslation();
  const query = useOperation(getClient, { params: { client_id: clientId } });
  return (
    <Page
      title={query.data ? clientName(query.data, i18n.language) : clientId}
      lead={query.data?.sandbox_note?.[i18n.language as Language]}
      actions={query.data ? <ClientActions client={query.data} /> : null}
    >
      <Link to="/clients" className={detailClasses.back}>
        <ArrowLeft size={14} aria-hidden />
        {t('clients.title')}
      </Link>
      <Loaded query={query}>{(client) => <Registration client={client} />}</Loaded>
    </Page>
  );
}

function Registration({ client }: { client: RegisteredClient }) {
  const { t } = useTranslation();
  const { sandbox_refresh_rotation: rotation } = client;
  return (
    <>
      <Card title={t('clients.members')}>
        <CopyLines>
          <CopyLine name={t('clients.id')} value={client.client_id} />
          {client.redirect_uris.map((uri) => (
            <CopyLine key={uri} name={t('clients.redirectUris')} value={uri} />
          ))}
          <CopyLine name={t('clients.method')}>
            <span className="mono">{client.token_endpoint_auth_method}</span>{' '}
            {t(`clients.methodText.${client.token_endpoint_auth_method}`)}
          </CopyLine>
          <CopyLine name={t('clients.scope')} value={client.scope} />
          <CopyLine name="grant_types" value={client.grant_types.join(' ')} />
          {client.authorization_details_types ? (
            <CopyLine name="authorization_details_types">
              {client.authorization_details_types.length > 0 ? (
                <span className="mono">{client.authorization_details_types.join(' ')}</span>
              ) : (
                t('clients.detailsTypesText.none')
              )}
            </CopyLine>
          ) : null}
          <CopyLine name={t('clients.customerKind')}>
            {t(`clients.kind.${client.sandbox_customer_kind}`)}
          </CopyLine>
          <CopyLine name={t('clients.profile')}>
            {t(`clients.profileText.${client.sandbox_profile}`)}
          </CopyLine>
          <CopyLine name={t('clients.consent')}>
            {t(`clients.consentText.${client.sandbox_consent}`)}
          </CopyLine>
          <CopyLine name={t('clients.applicationType')}>{t(`clients.${client.application_type}`)}</CopyLine>
          {rotation && rotation !== 'default' ? (
            <CopyLine name={t('clients.refreshRotation')}>
              {t(`settings.refreshRotationText.${rotation}`)}
            </CopyLine>
          ) : null}
          {localizedNames.map((member) =>
            client[member] ? (
              <CopyLine key={member} name={t(`clients.localizedName.${member}`)} value={client[member]} />
            ) : null,
          )}
          {client.sandbox_company ? (
            <CopyLine name={t('clients.company')}>{client.sandbox_company}</CopyLine>
          ) : null}
          {client.sandbox_service ? (
            <CopyLine name={t('clients.service')}>{client.sandbox_service}</CopyLine>
          ) : null}
          {client.sandbox_allowed_origins.map((origin) => (
            <CopyLine key={origin} name={t('clients.origins')} value={origin} />
          ))}
        </CopyLines>
      </Card>
      <div className={detailClasses.links}>
        <Link to="/grants" search={{ client: client.client_id }}>
          {t('clients.grants')}
        </Link>
        <Link to="/log" search={{ filter: `client:${client.client_id}` }}>
          {t('clients.requests')}
        </Link>
      </div>
      <ClientCertificates client={client} />
      <ClientVerdicts clientId={client.client_id} />
      <ProfileDifference own={client.sandbox_profile} />
    </>
  );
}

function ClientActions({ client }: { client: RegisteredClient }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [issued, setIssued] = useState<RegisteredClient | undefined>();
  const rotate = useChange(rotateClientSecret);
  const remove = useChange(deleteClient);
  const params = { client_id: client.client_id };
  return (
    <>
      {client.token_endpoint_auth_method.startsWith('client_secret') ? (
        <Button
          variant="default"
          leftSection={<KeyRound size={14} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('clients.rotate')}
        </Button>
      ) : null}
      <Button
        variant="default"
        leftSection={<Pencil size={14} aria-hidden />}
        onClick={() => setEditing(true)}
      >
        {t('app.action.edit')}
      </Button>
      <DeleteButton
        title={t('clients.deleteTitle', { name: client.client_name })}
        text={t('clients.deleteText')}
        pending={remove.isPending}
        error={remove.error}
        onDelete={() =>
          remove.mutate({ params }, { onSuccess: () => void navigate({ to: '/clients', search: {} }) })
        }
      />
      <ConfirmDialog
        opened={asking}
        title={t('clients.rotateTitle')}
        confirmLabel={t('clients.rotate')}
        pending={rotate.isPending}
        error={rotate.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          rotate.mutate(
            { params },
            {
              onSuccess: (rotated) => {
                setAsking(false);
                setIssued(rotated);
              },
            },
          )
        }
      >
        {t('clients.rotateText')}
      </ConfirmDialog>
      <SecretDialog client={issued} onClose={() => setIssued(undefined)} />
      <ClientForm
        opened={editing}
        client={client}
        onClose={() => setEditing(false)}
        onSaved={() => setEditing(false)}
      />
    </>
  );
}
