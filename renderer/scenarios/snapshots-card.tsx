import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationResult } from '../../server/control/operation.ts';
import {
  deleteSnapshot,
  listSnapshots,
  restoreSnapshot,
  saveSnapshot,
} from '../../server/control/operations/snapshots.ts';
import { fieldMessages, useChange, useOperation } from '../app/control-context.tsx';
import { bankDateTime, count } from '../app/formats.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { FormProblem } from '../ui/form-drawer.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import classes from './scenarios.module.css';

type Snapshot = OperationResult<typeof listSnapshots>['items'][number];

/** States kept under a name: the one way back in time. */
export function SnapshotsCard() {
  const { t } = useTranslation();
  const query = useOperation(listSnapshots, {});
  const [wanted, setWanted] = useState<Snapshot | undefined>();
  return (
    <div className={classes.snapshots}>
      <Card title={t('scenarios.snapshots')} padded={false}>
        <SaveForm />
        <Loaded query={query} rows={3}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={t('scenarios.snapshotsEmpty')} detail={t('scenarios.snapshotsHint')} />
            ) : (
              <DataTable
                label={t('scenarios.snapshots')}
                rows={items.toReversed()}
                rowKey={({ name }) => name}
                columns={[
                  { key: 'name', header: t('scenarios.snapshotName'), cell: ({ name }) => name },
                  {
                    key: 'savedAt',
                    header: t('scenarios.snapshotSavedAt'),
                    cell: ({ savedAt }) => <span className="figures">{bankDateTime(savedAt)}</span>,
                  },
                  {
                    key: 'bytes',
                    header: t('scenarios.snapshotSize'),
                    align: 'end',
                    cell: ({ bytes }) => `${count(Math.ceil(bytes / 1024))} KB`,
                  },
                  {
                    key: 'actions',
                    header: '',
                    align: 'end',
                    cell: (snapshot) => (
                      <Group gap={6} justify="flex-end" wrap="nowrap">
                        <Button variant="default" onClick={() => setWanted(snapshot)}>
                          {t('scenarios.snapshotRestore')}
                        </Button>
                        <DeleteSnapshot name={snapshot.name} />
                      </Group>
                    ),
                  },
                ]}
              />
            )
          }
        </Loaded>
        <RestoreDialog snapshot={wanted} onClose={() => setWanted(undefined)} />
      </Card>
    </div>
  );
}

function SaveForm() {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const save = useChange(saveSnapshot);
  return (
    <form
      noValidate
      className={classes.save}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { body: { name: name.trim() } },
          {
            onSuccess: (saved) => {
              setName('');
              notifications.show({ message: t('scenarios.snapshotSaved', { name: saved.name }) });
            },
          },
        );
      }}
    >
      <TextInput
        label={t('scenarios.snapshotName')}
        description={t('scenarios.snapshotNameHint')}
        value={name}
        error={fieldMessages(save.error).name}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" variant="default" loading={save.isPending}>
        {t('scenarios.snapshotSave')}
      </Button>
      <FormProblem error={save.error} fields={['name']} />
    </form>
  );
}

function DeleteSnapshot({ name }: { name: string }) {
  const { t } = useTranslation();
  const remove = useChange(deleteSnapshot);
  return (
    <DeleteButton
      title={t('scenarios.snapshotDeleteTitle', { name })}
      text={t('scenarios.snapshotDeleteText')}
      pending={remove.isPending}
      error={remove.error}
      onDelete={() => remove.mutate({ params: { name } })}
    />
  );
}

function RestoreDialog({ snapshot, onClose }: { snapshot: Snapshot | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const restore = useChange(restoreSnapshot);
  const name = snapshot?.name ?? '';
  return (
    <ConfirmDialog
      opened={snapshot !== undefined}
      title={t('scenarios.snapshotRestoreTitle', { name })}
      confirmLabel={t('scenarios.snapshotRestore')}
      danger
      pending={restore.isPending}
      error={restore.error}
      onClose={onClose}
      onConfirm={() =>
        restore.mutate(
          { params: { name } },
          {
            onSuccess: ({ now }) => {
              onClose();
              notifications.show({
                message: t('scenarios.snapshotRestored', { name, now: bankDateTime(now) }),
              });
            },
          },
        )
      }
    >
      {t('scenarios.snapshotRestoreText')}
    </ConfirmDialog>
  );
}
