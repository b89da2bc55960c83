import { Modal, Radio, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DrawerForm } from '../ui/form-drawer.tsx';

const kinds = ['valid', 'expiring', 'expired'] as const;
export type CertificateKind = (typeof kinds)[number];

interface IssueDialogProps {
  opened: boolean;
  pending: boolean;
  error: Error | null;
  /** Fields that show their own message. */
  fields?: readonly string[];
  onIssue: (kind: CertificateKind) => void;
  onClose: () => void;
  /** What else the certificate is to say. */
  children?: ReactNode;
}

/** Asks how long a new certificate is to hold. */
export function IssueDialog({ opened, onClose, ...props }: IssueDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<Text fw={650}>{t('certificates.issueTitle')}</Text>}
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <IssueFields {...props} onClose={onClose} />
    </Modal>
  );
}

function IssueFields({
  pending,
  error,
  fields = [],
  onIssue,
  onClose,
  children,
}: Omit<IssueDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<CertificateKind>('valid');
  return (
    <DrawerForm
      onCancel={onClose}
      onSubmit={() => onIssue(kind)}
      pending={pending}
      error={error}
      fields={fields}
      submitLabel={t('certificates.issue')}
    >
      <Radio.Group
        label={t('certificates.validity')}
        description={t('certificates.bankClock')}
        value={kind}
        onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'valid')}
      >
        <Stack gap="xs" my="xs">
          {kinds.map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`certificates.kind.${value}`)}
              description={t(`certificates.kindHint.${value}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {children}
    </DrawerForm>
  );
}
