import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';
import type { RegisteredClient } from './clients-page.tsx';

/** Shows a fresh client_secret, once. Closed by its button only, so that no stray click loses it. */
export function SecretDialog({
  client,
  onClose,
}: {
  client: RegisteredClient | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={client !== undefined}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
      title={
        <Text component="span" fw={650}>
          {t('clients.secretTitle')}
        </Text>
      }
    >
      <Text size="sm" mb="sm">
        {t('clients.secretOnce')}
      </Text>
      <CopyLines>
        <CopyLine name={t('clients.id')} value={client?.client_id} />
        <CopyLine name={t('clients.secretTitle')} value={client?.client_secret} />
      </CopyLines>
      <Group justify="flex-end" mt="lg">
        <Button size="sm" onClick={onClose}>
          {t('clients.secretDone')}
        </Button>
      </Group>
    </Modal>
  );
}
