import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { updateSettings } from '../../server/control/operations/settings.ts';
import { useChange } from '../app/control-context.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import classes from './settings.module.css';
import type { BankSettings } from './settings-page.tsx';

const profiles = ['sample', 'hamashin'] as const;
type Profile = (typeof profiles)[number];

/** Which institution is played, and the ready-made ones to change to. */
export function ProfileChoice({
  profile,
  onApplied,
}: {
  profile: string;
  onApplied: (institution: BankSettings['institution']) => void;
}) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Profile>();
  const update = useChange(updateSettings);
  const known = profiles.find((name) => name === profile);
  const nameOf = (name: Profile) => t(`settings.profileText.${name}`);
  return (
    <div className={classes.profile}>
      <p>
        {t('settings.profile')}: <strong>{known ? nameOf(known) : t('settings.profileText.own')}</strong>
      </p>
      {profiles.map((name) => (
        <Button
          key={name}
          variant="default"
          size="compact-sm"
          disabled={name === known}
          onClick={() => setAsking(name)}
        >
          {t('settings.useProfile', { name: nameOf(name) })}
        </Button>
      ))}
      <ConfirmDialog
        opened={asking !== undefined}
        title={t('settings.useProfileTitle', { name: asking ? nameOf(asking) : '' })}
        confirmLabel={t('settings.useProfileConfirm')}
        pending={update.isPending}
        error={update.error}
        onClose={() => setAsking(undefined)}
        onConfirm={() => {
          if (!asking) return;
          update.mutate(
            { body: { institution: { profile: asking } } },
            {
              onSuccess: ({ institution }) => {
                onApplied(institution);
                setAsking(undefined);
                notifications.show({ message: t('app.action.saved') });
              },
            },
          );
        }}
      >
        {t('settings.useProfileText')}
      </ConfirmDialog>
    </div>
  );
}
