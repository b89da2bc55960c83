import { Button, Group, Modal, Text } from '@mantine/core';
import Download from 'lucide-react/icons/download';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import type { exportCertificate } from '../../server/control/operations/certificates.ts';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';
import { saveFile } from '../ui/save-file.ts';
import classes from './certificates.module.css';

type Pkcs12File = OperationResult<typeof exportCertificate>;

/** Text files that go with the PKCS#12 one, for programs that take PEM. */
interface PemFile {
  label: string;
  fileName: string;
  pem: string;
}

/** A certificate with its key, and the password, shown once. Closed by its button only, so that no stray click loses it. */
export function Pkcs12Dialog({
  file,
  pemFiles = [],
  onClose,
}: {
  file: Pkcs12File | undefined;
  pemFiles?: readonly PemFile[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={file !== undefined}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
      title={
        <Text component="span" fw={650}>
          {t('certificates.file.title')}
        </Text>
      }
    >
      <Text size="sm" mb="sm">
        {t('certificates.file.once')}
      </Text>
      <CopyLines>
        <CopyLine name={t('certificates.file.name')}>{file?.fileName}</CopyLine>
        <CopyLine name={t('certificates.file.password')} value={file?.password} />
      </CopyLines>
      <div className={classes.files}>
        <Button
          leftSection={<Download size={14} aria-hidden />}
          onClick={() => {
            if (file)
              saveFile(file.fileName, new Blob([bytesOf(file.data)], { type: 'application/x-pkcs12' }));
          }}
        >
          {t('certificates.file.save')}
        </Button>
        {pemFiles.map(({ label, fileName, pem }) => (
          <Button
            key={fileName}
            variant="default"
            leftSection={<Download size={14} aria-hidden />}
            onClick={() => saveFile(fileName, new Blob([pem], { type: 'application/x-pem-file' }))}
          >
            {label}
          </Button>
        ))}
      </div>
      <Group justify="flex-end" mt="lg">
        <Button size="sm" variant="default" onClick={onClose}>
          {t('certificates.file.done')}
        </Button>
      </Group>
    </Modal>
  );
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
