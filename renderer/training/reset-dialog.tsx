import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { endGrant, listGrants } from '../../server/control/operations/grants.ts';
import { useControl } from '../app/control-context.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface ResetDialogProps {
  opened: boolean;
  /** Whose linkages are ended; the bank's name, settings and customers stay as the trainer made them. */
  clientId: string | undefined;
  onClose: () => void;
  onReset: () => void;
}

/** Begins the demonstration anew: the partner's linkages end, and the map forgets what was. */
export function ResetDialog({ opened, clientId, onClose, onReset }: ResetDialogProps) {
  const { t } = useTranslation();
  const control = useControl();
  const queries = useQueryClient();
  const reset = useMutation({
    mutationFn: async () => {
      if (clientId === undefined) return;
      const query = { clientId, status: 'active', limit: 1000 } as const;
      const { items } = await control.call(listGrants, { query });
      for (const { grantId } of items) await control.call(endGrant, { params: { grantId } });
    },
    onSuccess: async () => {
      onReset();
      onClose();
      notifications.show({ message: t('training.wasReset') });
      await queries.invalidateQueries();
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={t('training.resetTitle')}
      confirmLabel={t('training.resetConfirm')}
      danger
      pending={reset.isPending}
      error={reset.error}
      onClose={onClose}
      onConfirm={() => reset.mutate()}
    >
      {t('training.resetText')}
    </ConfirmDialog>
  );
}
