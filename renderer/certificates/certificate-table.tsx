import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import type { listCustomerCertificates } from '../../server/control/operations/certificates.ts';
import { bankDateTime } from '../app/formats.ts';
import { DataTable } from '../ui/data-table.tsx';
import { ToneBadge, type Tone } from '../ui/tone-badge.tsx';
import classes from './certificates.module.css';

/** What certificates of customers and of clients have in common. */
export type IssuedCertificate = OperationResult<typeof listCustomerCertificates>['items'][number];

const tones: Record<IssuedCertificate['state'], Tone> = {
  valid: 'done',
  expiring: 'changed',
  expired: 'refused',
  revoked: 'refused',
  not_yet_valid: 'plain',
};

interface CertificateTableProps<Certificate extends IssuedCertificate> {
  label: string;
  certificates: readonly Certificate[];
  /** Left out where the sandbox has no copy of the key. */
  onExport?: (certificate: Certificate) => void;
  onRevoke: (certificate: Certificate) => void;
}

/** Certificates with where they stand by the bank's clock, the newest first. */
export function CertificateTable<Certificate extends IssuedCertificate>({
  label,
  certificates,
  onExport,
  onRevoke,
}: CertificateTableProps<Certificate>) {
  const { t } = useTranslation();
  const newestFirst = certificates.toSorted((a, b) => Date.parse(b.notBefore) - Date.parse(a.notBefore));
  return (
    <DataTable
      label={label}
      rows={newestFirst}
      rowKey={({ serialNumber }) => serialNumber}
      columns={[
        {
          key: 'serial',
          header: t('certificates.serialNumber'),
          cell: ({ serialNumber, subject }) => (
            <span className="mono" title={subject}>
              {serialNumber}
            </span>
          ),
        },
        {
          key: 'state',
          header: t('certificates.state'),
          cell: ({ state }) => (
            <ToneBadge tone={tones[state]}>{t(`certificates.stateText.${state}`)}</ToneBadge>
          ),
        },
        {
          key: 'from',
          header: t('certificates.notBefore'),
          cell: ({ notBefore }) => <span className={classes.figures}>{bankDateTime(notBefore)}</span>,
        },
        {
          key: 'to',
          header: t('certificates.notAfter'),
          cell: ({ notAfter }) => <span className={classes.figures}>{bankDateTime(notAfter)}</span>,
        },
        {
          key: 'revoked',
          header: t('certificates.revokedAt'),
          cell: ({ revokedAt }) =>
            revokedAt ? <span className={classes.figures}>{bankDateTime(revokedAt)}</span> : '—',
        },
        {
          key: 'actions',
          header: <span className="visually-hidden">{t('app.action.actions')}</span>,
          align: 'end',
          cell: (certificate) => {
            const { serialNumber, state } = certificate;
            return (
              <>
                {onExport ? (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-label={t('certificates.exportOf', { serialNumber })}
                    onClick={() => onExport(certificate)}
                  >
                    {t('certificates.export')}
                  </Button>
                ) : null}
                {state === 'revoked' ? null : (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    c="var(--refused)"
                    aria-label={t('certificates.revokeOf', { serialNumber })}
                    onClick={() => onRevoke(certificate)}
                  >
                    {t('certificates.revoke')}
                  </Button>
                )}
              </>
            );
          },
        },
      ]}
    />
  );
}
