import { Button } from '@mantine/core';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface DeleteButtonProps {
  title: string;
  text: ReactNode;
  label?: string;
  pending: boolean;
  error: Error | null;
  onDelete: () => void;
}

/** Deletes after asking. */
export function DeleteButton({ title, text, label, pending, error, onDelete }: DeleteButtonProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const words = label ?? t('app.action.delete');
  return (
    <>
      <Button
        variant="default"
        c="var(--refused)"
        leftSection={<Trash2 size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {words}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={title}
        confirmLabel={words}
        danger
        pending={pending}
        error={error}
        onClose={() => setAsking(false)}
        onConfirm={onDelete}
      >
        {text}
      </ConfirmDialog>
    </>
  );
}
