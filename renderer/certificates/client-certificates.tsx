import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import {
  issuePartnerCertificate,
  listPartnerCertificates,
  revokePartnerCertificate,
} from '../../server/control/operations/certificates.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import { useStatus } from '../app/use-status.ts';
import type { RegisteredClient } from '../clients/clients-page.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import { CertificateTable, type IssuedCertificate } from './certificate-table.tsx';
import classes from './certificates.module.css';
import { IssueDialog } from './issue-dialog.tsx';
import { Pkcs12Dialog } from './pkcs12-dialog.tsx';

type Issued = OperationResult<typeof issuePartnerCertificate>;

/** Client certificates of one partner: issued with their key, told once, and taken out of service. */
export function ClientCertificates({ client }: { client: RegisteredClient }) {
  const { t } = useTranslation();
  const [issuing, setIssuing] = useState(false);
  const [subject, setSubject] = useState('');
  const [revoking, setRevoking] = useState<IssuedCertificate>();
  const [issued, setIssued] = useState<Issued>();
  const params = { client_id: client.client_id };
  const query = useOperation(listPartnerCertificates, { params });
  const issue = useChange(issuePartnerCertificate);
  const revoke = useChange(revokePartnerCertificate);
  const issueButton = (
    <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => setIssuing(true)}>
      {t('certificates.issue')}
    </Button>
  );
  return (
    <div className={classes.card}>
      <Card title={t('certificates.client.title')} actions={issueButton} padded={false}>
        <Loaded query={query} rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title={t('certificates.client.empty')}
                detail={t('certificates.client.emptyHint')}
              />
            ) : (
              <CertificateTable
                label={t('certificates.client.title')}
                certificates={items}
                onRevoke={setRevoking}
              />
            )
          }
        </Loaded>
        <Notes method={client.token_endpoint_auth_method} />
      </Card>
      <IssueDialog
        opened={issuing}
        pending={issue.isPending}
        error={issue.error}
        fields={['subject']}
        onClose={() => setIssuing(false)}
        onIssue={(kind) =>
          issue.mutate(
            { params, body: { kind, ...(subject ? { subject } : {}) } },
            {
              onSuccess: (made) => {
                setIssuing(false);
                setSubject('');
                setIssued(made);
              },
            },
          )
        }
      >
        <TextInput
          label={t('certificates.subject')}
          description={t('certificates.client.subjectHint')}
          value={subject}
          error={fieldMessages(issue.error).subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </IssueDialog>
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t('certificates.revokeTitle')}
        confirmLabel={t('certificates.revoke')}
        danger
        pending={revoke.isPending}
        error={revoke.error}
        onClose={() => setRevoking(undefined)}
        onConfirm={() => {
          if (!revoking) return;
          revoke.mutate(
            { params: { ...params, serialNumber: revoking.serialNumber } },
            {
              onSuccess: () => {
                setRevoking(undefined);
                notifications.show({ message: t('certificates.revoked') });
              },
            },
          );
        }}
      >
        {t('certificates.revokeClient')}
      </ConfirmDialog>
      <IssuedFiles issued={issued} onClose={() => setIssued(undefined)} />
    </div>
  );
}

function IssuedFiles({ issued, onClose }: { issued: Issued | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const name = issued?.pkcs12.fileName.replace(/\.p12$/, '') ?? '';
  const pemFiles = issued
    ? [
        { label: t('certificates.file.saveKey'), fileName: `${name}-key.pem`, pem: issued.privateKey },
        {
          label: t('certificates.file.saveCertificate'),
          fileName: `${name}-certificate.pem`,
          pem: issued.certificate,
        },
        { label: t('certificates.file.saveCa'), fileName: 'ib-link-sandbox-ca.pem', pem: issued.ca },
      ]
    : [];
  return <Pkcs12Dialog file={issued?.pkcs12} pemFiles={pemFiles} onClose={onClose} />;
}

function Notes({ method }: { method: RegisteredClient['token_endpoint_auth_method'] }) {
  const { t } = useTranslation();
  const addresses = useStatus().data?.addresses;
  return (
    <div className={classes.notes}>
      {addresses?.httpsIssuer === null ? (
        <p className={classes.warning}>{t('certificates.client.tlsOff')}</p>
      ) : null}
      {method === 'self_signed_tls_client_auth' ? <p>{t('certificates.client.selfSigned')}</p> : null}
      <p>{t('certificates.bankClock')}</p>
    </div>
  );
}
