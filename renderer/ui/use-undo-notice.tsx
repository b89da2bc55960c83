import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Undo2 from 'lucide-react/icons/undo-2';
import { useTranslation } from 'react-i18next';
import { restoreSnapshot } from '../../server/control/operations/snapshots.ts';
import { useChange } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';

/** Long enough to read what was done, and to think better of it. */
const SHOWN_MS = 20_000;

interface UndoNotice {
  /** Says what was done, with the way back where there is one. */
  tell: (message: string, undo: string | undefined) => void;
  /** Takes a change back by the state that was kept before it. */
  goBack: (undo: string) => void;
  pending: boolean;
}

/** Tells of a change that only a kept state takes back, and offers that at once. */
export function useUndoNotice(): UndoNotice {
  const { t } = useTranslation();
  const restore = useChange(restoreSnapshot);
  const goBack = (undo: string) =>
    restore.mutate(
      { params: { name: undo } },
      {
        onSuccess: ({ now }) =>
          notifications.show({ message: t('app.undo.done', { now: bankDateTime(now) }) }),
        onError: (error) => notifications.show({ color: 'red', message: error.message }),
      },
    );
  const tell = (message: string, undo: string | undefined) => {
    if (undo === undefined) {
      notifications.show({ message });
      return;
    }
    notifications.show({
      id: undo,
      autoClose: SHOWN_MS,
      message: (
        <Group gap="sm" justify="space-between">
          <Text size="sm">{message}</Text>
          <Button
            variant="default"
            leftSection={<Undo2 size={14} aria-hidden />}
            onClick={() => {
              notifications.hide(undo);
              goBack(undo);
            }}
          >
            {t('app.undo.button')}
          </Button>
        </Group>
      ),
    });
  };
  return { tell, goBack, pending: restore.isPending };
}
