import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import {
  exportCertificate,
  issueCertificate,
  listCustomerCertificates,
  revokeCertificate,
} from '../../server/control/operations/certificates.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import { useStatus } from '../app/use-status.ts';
import type { Customer } from '../customers/customer-list.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import { CertificateTable, type IssuedCertificate } from './certificate-table.tsx';
import classes from './certificates.module.css';
import { IssueDialog } from './issue-dialog.tsx';
import { Pkcs12Dialog } from './pkcs12-dialog.tsx';

/** 電子証明書 of one customer: issued, handed out as a file, and taken out of service. */
export function CustomerCertificates({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [issuing, setIssuing] = useState(false);
  const [revoking, setRevoking] = useState<IssuedCertificate>();
  const [file, setFile] = useState<OperationResult<typeof exportCertificate>>();
  const params = { id: customer.id };
  const query = useOperation(listCustomerCertificates, { params });
  const issue = useChange(issueCertificate);
  const take = useChange(exportCertificate);
  const revoke = useChange(revokeCertificate);
  const issueButton = (
    <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={() => setIssuing(true)}>
      {t('certificates.issue')}
    </Button>
  );
  return (
    <div className={classes.card}>
      <Card title={t('certificates.customer.title')} actions={issueButton} padded={false}>
        <Loaded query={query} rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title={t('certificates.customer.empty')}
                detail={t('certificates.customer.emptyHint')}
              />
            ) : (
              <CertificateTable
                label={t('certificates.customer.title')}
                certificates={items}
                onRevoke={setRevoking}
                onExport={({ serialNumber }) =>
                  take.mutate(
                    { params: { ...params, serialNumber } },
                    {
                      onSuccess: setFile,
                      onError: (error) => notifications.show({ color: 'red', message: error.message }),
                    },
                  )
                }
              />
            )
          }
        </Loaded>
        <Notes login={customer.login} />
      </Card>
      <IssueDialog
        opened={issuing}
        pending={issue.isPending}
        error={issue.error}
        onClose={() => setIssuing(false)}
        onIssue={(kind) =>
          issue.mutate(
            { params, body: { kind } },
            {
              onSuccess: ({ pkcs12 }) => {
                setIssuing(false);
                setFile(pkcs12);
              },
            },
          )
        }
      />
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
        {t('certificates.revokeCustomer')}
      </ConfirmDialog>
      <Pkcs12Dialog file={file} onClose={() => setFile(undefined)} />
    </div>
  );
}

/** What stands in the way of using a certificate, and how to use a wrong one. */
function Notes({ login }: { login: Customer['login'] }) {
  const { t } = useTranslation();
  const addresses = useStatus().data?.addresses;
  return (
    <div className={classes.notes}>
      {login === 'password' ? (
        <p className={classes.warning}>{t('certificates.customer.passwordOnly')}</p>
      ) : null}
      {addresses?.httpsIssuer === null ? <p>{t('certificates.customer.simulated')}</p> : null}
      <p>{t('certificates.bankClock')}</p>
      <details>
        <summary>{t('certificates.customer.another')}</summary>
        <p>{t('certificates.customer.anotherText')}</p>
      </details>
    </div>
  );
}
