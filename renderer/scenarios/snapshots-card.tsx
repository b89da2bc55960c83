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
import { useUndoNotice } from '../ui/use-undo-notice.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import classes from './scenarios.module.css';

type Snapshot = OperationResult<typeof listSnapshots>['items'][number];

/** States kept under a name: the one way back in time. */
export function SnapshotsCard() {
  const { t } = useTranslation();
  const query = useOperation(listSnapshots, { query: { automatic: '1' } });
  const [wanted, setWanted] = useState<Snapshot | undefined>();
  return (
    <div className={classes.snapshots}>
      <Card title={t('scenarios.snapshots')} padded={false}>
        <SaveForm taken={query.data?.items.map(({ name }) => name) ?? []} />
        <Loaded query={query} rows={3}>
          {({ items }) => {
            const named = items.filter(({ before }) => before === undefined);
            return named.length === 0 ? (
              <EmptyState title={t('scenarios.snapshotsEmpty')} detail={t('scenarios.snapshotsHint')} />
            ) : (
              <SnapshotTable label={t('scenarios.snapshots')} snapshots={named} onRestore={setWanted} />
            );
          }}
        </Loaded>
      </Card>
      <AutomaticSnapshots
        snapshots={query.data?.items.filter(({ before }) => before !== undefined) ?? []}
        onRestore={setWanted}
      />
      <RestoreDialog snapshot={wanted} onClose={() => setWanted(undefined)} />
    </div>
  );
}

/** What to call a kept state: its name, or before what it was kept by itself. */
function useSnapshotWords(): (snapshot: Snapshot) => string {
  const { t } = useTranslation();
  return ({ name, before }) => (before ? t(`scenarios.before.${before}`) : name);
}

/** The way back from what was done without thinking of a snapshot. */
function AutomaticSnapshots({
  snapshots,
  onRestore,
}: {
  snapshots: readonly Snapshot[];
  onRestore: (snapshot: Snapshot) => void;
}) {
  const { t } = useTranslation();
  if (snapshots.length === 0) return null;
  return (
    <Card title={t('scenarios.automatic')} padded={false}>
      <p className={classes.automatic}>{t('scenarios.automaticHint')}</p>
      <SnapshotTable label={t('scenarios.automatic')} snapshots={snapshots} onRestore={onRestore} />
    </Card>
  );
}

function SnapshotTable({
  label,
  snapshots,
  onRestore,
}: {
  label: string;
  snapshots: readonly Snapshot[];
  onRestore: (snapshot: Snapshot) => void;
}) {
  const { t } = useTranslation();
  const words = useSnapshotWords();
  return (
    <DataTable
      label={label}
      rows={snapshots.toReversed()}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', header: t('scenarios.snapshotName'), cell: words },
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
          header: <span className="visually-hidden">{t('app.action.actions')}</span>,
          align: 'end',
          cell: (snapshot) => (
            <Group gap={6} justify="flex-end" wrap="nowrap">
              <Button variant="default" onClick={() => onRestore(snapshot)}>
                {t('scenarios.snapshotRestore')}
              </Button>
              <DeleteSnapshot name={snapshot.name} words={words(snapshot)} />
            </Group>
          ),
        },
      ]}
    />
  );
}

function SaveForm({ taken }: { taken: readonly string[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [replacing, setReplacing] = useState(false);
  const save = useChange(saveSnapshot);
  const wanted = name.trim();
  const send = () => {
    setReplacing(false);
    save.mutate(
      { body: { name: wanted } },
      {
        onSuccess: (saved) => {
          setName('');
          notifications.show({ message: t('scenarios.snapshotSaved', { name: saved.name }) });
        },
      },
    );
  };
  return (
    <form
      noValidate
      className={classes.save}
      onSubmit={(event) => {
        event.preventDefault();
        if (taken.includes(wanted)) setReplacing(true);
        else send();
      }}
    >
      <ConfirmDialog
        opened={replacing}
        title={t('scenarios.snapshotReplaceTitle', { name: wanted })}
        confirmLabel={t('scenarios.snapshotReplace')}
        danger
        onClose={() => setReplacing(false)}
        onConfirm={send}
      >
        {t('scenarios.snapshotReplaceText')}
      </ConfirmDialog>
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

function DeleteSnapshot({ name, words }: { name: string; words: string }) {
  const { t } = useTranslation();
  const remove = useChange(deleteSnapshot);
  return (
    <DeleteButton
      title={t('scenarios.snapshotDeleteTitle', { name: words })}
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
  const { tell } = useUndoNotice();
  const words = useSnapshotWords();
  const id = snapshot?.name ?? '';
  const name = snapshot ? words(snapshot) : '';
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
          { params: { name: id } },
          {
            onSuccess: ({ now, undo }) => {
              onClose();
              tell(t('scenarios.snapshotRestored', { name, now: bankDateTime(now) }), undo);
            },
          },
        )
      }
    >
      {t('scenarios.snapshotRestoreText')}
    </ConfirmDialog>
  );
}
