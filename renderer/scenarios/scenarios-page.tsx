import { Alert, Button, Checkbox, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { getRouteApi } from '@tanstack/react-router';
import Download from 'lucide-react/icons/download';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Upload from 'lucide-react/icons/upload';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationInput, OperationResult } from '../../server/control/operation.ts';
import { exportScenario, loadScenario, resetScenario } from '../../server/control/operations/scenario.ts';
import { useChange, useControl } from '../app/control-context.tsx';
import { clockOffset, count } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { useBankClock, useStatus, type SandboxStatus } from '../app/use-status.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { FormProblem } from '../ui/form-drawer.tsx';
import { Card, Page } from '../ui/page.tsx';
import { saveFile } from '../ui/save-file.ts';
import { Loaded } from '../ui/state-panel.tsx';
import { useUndoNotice } from '../ui/use-undo-notice.tsx';
import classes from './scenarios.module.css';
import { SnapshotsCard } from './snapshots-card.tsx';

const route = getRouteApi('/scenarios');
type LoadBody = OperationInput<typeof loadScenario>['body'];

/** Loading, returning to, and exporting whole sets of data. */
export function ScenariosPage(): ReactNode {
  const { t } = useTranslation();
  const status = useStatus();
  const [wanted, setWanted] = useState<{ title: string; body: LoadBody } | undefined>();
  const [notJson, setNotJson] = useState(false);
  const load = useChange(loadScenario);
  const { tell } = useUndoNotice();
  const offset = useOffsetWords();
  const [realTime, setRealTime] = useState(true);
  const query = { clock: offset && realTime ? ('real' as const) : ('keep' as const) };

  const chooseFile = async (file: File | null) => {
    if (!file) return;
    setNotJson(false);
    load.reset();
    try {
      setWanted({ title: file.name, body: JSON.parse(await file.text()) as LoadBody });
    } catch {
      setNotJson(true);
    }
  };
  const ask = (title: string, body: LoadBody) => {
    load.reset();
    setWanted({ title, body });
  };

  return (
    <Page title={t('scenarios.title')} lead={t('scenarios.lead')}>
      <Loaded query={status} rows={3}>
        {(data) => <CurrentScenario status={data} />}
      </Loaded>
      {notJson ? (
        <Alert color="red" role="alert" mt="md">
          {t('scenarios.notJson')}
        </Alert>
      ) : null}
      <div className={classes.grid}>
        {(['demo', 'blank'] as const).map((name) => (
          <Card key={name} title={t(`scenarios.${name}`)}>
            <div className={classes.choice}>
              <p>{t(`scenarios.${name}Text`)}</p>
              <div>
                <Button variant="default" onClick={() => ask(t(`scenarios.${name}`), { name })}>
                  {t('scenarios.load')}
                </Button>
              </div>
            </div>
          </Card>
        ))}
        <Card title={t('scenarios.file')}>
          <div className={classes.choice}>
            <p>{t('scenarios.fileText')}</p>
            <div>
              <FileButton accept="application/json,.json" onChange={(file) => void chooseFile(file)}>
                {(props) => (
                  <Button {...props} variant="default" leftSection={<Upload size={14} aria-hidden />}>
                    {t('scenarios.choose')}
                  </Button>
                )}
              </FileButton>
            </div>
          </div>
        </Card>
      </div>
      <SnapshotsCard />
      <ConfirmDialog
        opened={wanted !== undefined}
        title={t('scenarios.loadTitle', { name: wanted?.title ?? '' })}
        confirmLabel={t('scenarios.load')}
        pending={load.isPending}
        onClose={() => setWanted(undefined)}
        onConfirm={() => {
          if (!wanted) return;
          load.mutate(
            { query, body: wanted.body },
            {
              onSuccess: (loaded) => {
                setWanted(undefined);
                tell(t('scenarios.loaded', countsOf(loaded)), loaded.undo);
              },
            },
          );
        }}
      >
        {t('scenarios.loadText')}
        <RealTimeChoice offset={offset} checked={realTime} onChange={setRealTime} />
        <FormProblem error={load.error} fields={[]} />
      </ConfirmDialog>
    </Page>
  );
}

/** How far the bank's time is from real time, in words; `undefined` where they agree. */
function useOffsetWords(): string | undefined {
  const { i18n } = useTranslation();
  const clock = useBankClock();
  return clock && clockOffset(clock.bankNow, clock.realNow, i18n.language as Language);
}

/** Offered where the bank's time is another than the computer's; on, for most mean to begin anew. */
function RealTimeChoice({
  offset,
  checked,
  onChange,
}: {
  offset: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const { t } = useTranslation();
  if (offset === undefined) return null;
  return (
    <Checkbox
      mt="md"
      label={t('scenarios.realTime')}
      description={t('scenarios.realTimeHint', { offset })}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

function countsOf({ customers, accounts, clients }: OperationResult<typeof loadScenario>) {
  return { customers, accounts, clients };
}

function CurrentScenario({ status }: { status: SandboxStatus }) {
  const { t } = useTranslation();
  const client = useControl();
  const { ask } = route.useSearch();
  const navigate = route.useNavigate();
  const reset = useChange(resetScenario);
  const { tell } = useUndoNotice();
  const offset = useOffsetWords();
  const [realTime, setRealTime] = useState(true);
  const query = { clock: offset && realTime ? ('real' as const) : ('keep' as const) };
  const asking = ask === 'reset';
  const setAsking = (open: boolean) =>
    void navigate({ to: '/scenarios', search: open ? { ask: 'reset' } : {}, replace: true });

  const exportNow = async () => {
    try {
      const document = await client.call(exportScenario);
      saveFile('scenario.json', new Blob([JSON.stringify(document, null, 2)], { type: 'application/json' }));
    } catch (error) {
      notifications.show({ color: 'red', message: error instanceof Error ? error.message : String(error) });
    }
  };

  return (
    <Card title={`${t('scenarios.current')}: ${status.scenario.name ?? t('scenarios.own')}`}>
      <dl className={classes.counts}>
        {(['customers', 'accounts', 'transactions', 'clients'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`scenarios.${name}`)}</dt>
            <dd>{count(status.counts[name])}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.buttons}>
        <Button
          variant="default"
          leftSection={<RotateCcw size={14} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('scenarios.reset')}
        </Button>
        <Button
          variant="default"
          leftSection={<Download size={14} aria-hidden />}
          onClick={() => void exportNow()}
        >
          {t('scenarios.export')}
        </Button>
      </div>
      <p className={classes.soft}>{t('scenarios.exportHint')}</p>
      <ConfirmDialog
        opened={asking}
        title={t('scenarios.resetTitle')}
        confirmLabel={t('scenarios.reset')}
        danger
        pending={reset.isPending}
        error={reset.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          reset.mutate(
            { query },
            {
              onSuccess: (loaded) => {
                setAsking(false);
                tell(t('scenarios.loaded', countsOf(loaded)), loaded.undo);
              },
            },
          )
        }
      >
        {t('scenarios.resetText')}
        <RealTimeChoice offset={offset} checked={realTime} onChange={setRealTime} />
      </ConfirmDialog>
    </Card>
  );
}
