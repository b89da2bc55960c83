import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import type { createGrant } from '../../server/control/operations/grants.ts';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';

export type IssuedGrant = OperationResult<typeof createGrant>;

/** The tokens of a grant made without screens, shown once. */
export function TokensDialog({ issued, onClose }: { issued: IssuedGrant | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={issued !== undefined}
      onClose={onClose}
      closeOnClickOutside={false}
      size="lg"
      title={
        <Text component="span" fw={650}>
          {t('grants.tokensTitle')}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      <Text size="sm" mb="sm">
        {t('grants.tokensOnce')}
      </Text>
      <CopyLines>
        <CopyLine name="access_token" value={issued?.access_token} />
        {issued?.refresh_token ? <CopyLine name="refresh_token" value={issued.refresh_token} /> : null}
        <CopyLine name="grant_id" value={issued?.grant_id} />
      </CopyLines>
      <Group justify="flex-end" mt="lg">
        <Button size="sm" onClick={onClose}>
          {t('app.action.close')}
        </Button>
      </Group>
    </Modal>
  );
}
