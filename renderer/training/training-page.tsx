import { Button, SegmentedControl, Select } from '@mantine/core';
import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import Frame from 'lucide-react/icons/frame';
import Printer from 'lucide-react/icons/printer';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Type from 'lucide-react/icons/type';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { listClients } from '../../server/control/operations/clients.ts';
import type { OperationResult } from '../../server/control/operation.ts';
import { useOperation } from '../app/control-context.tsx';
import { openOutside } from '../app/desktop-bridge.ts';
import { clientName } from '../app/names.ts';
import { useStatus } from '../app/use-status.ts';
import { useFeedSnapshot, useLogFeed } from '../log/log-feed-context.tsx';
import { Page } from '../ui/page.tsx';
import { FailedState } from '../ui/state-panel.tsx';
import { flowProgress, mapSteps, stepNames, type MapStep } from './flow-progress.ts';
import { HandoutDialog } from './handout-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { SampleFrame, variants, type Variant } from './sample-frame.tsx';
import { StepMap } from './step-map.tsx';
import classes from './training.module.css';
import { WirePanel } from './wire-panel.tsx';

/** A trainer's stage: the linkage on a map that lights up, the screens, and the wire in plain words. */
export function TrainingPage(): ReactNode {
  const { t } = useTranslation();
  const feed = useLogFeed();
  const { entries, state, error } = useFeedSnapshot();
  const status = useStatus();
  const [begin, setBegin] = useLocalStorage({ key: 'training-begins-after', defaultValue: '' });
  const clients = useOperation(listClients, { query: { limit: 1000 } }).data?.items ?? [];
  const [chosen, setChosen] = useState<MapStep | undefined>();
  const [partner, setPartner] = useState<string | undefined>();
  const [device, setDevice] = useState<Variant | 'all'>('all');
  const [frames, setFrames] = useState(true);
  const [large, setLarge] = useState(false);
  const [open, setOpen] = useState<'reset' | 'handout' | undefined>();

  // The map needs every row, whatever the log's page was narrowed to before.
  useEffect(() => {
    feed.setFilter('');
    feed.resume();
  }, [feed]);

  // What the log no longer has came before all it has.
  const progress = flowProgress(entries, entries.find(({ id }) => id === begin)?.seq);
  const step = chosen ?? progress?.current ?? 1;
  const clientId = partner ?? progress?.clientId;
  const offered = variantsFor(clients.find(({ client_id }) => client_id === clientId)?.sandbox_customer_kind);
  const start = () => {
    if (status.data) openOutside(status.data.addresses.partner);
  };
  const move = (by: number) => setChosen(mapSteps[Math.min(Math.max(step - 1 + by, 0), mapSteps.length - 1)]);
  useHotkeys([
    ['r', () => setOpen('reset')],
    ['f', () => setFrames((on) => !on)],
    ['t', () => setLarge((on) => !on)],
    ['ArrowRight', () => move(1)],
    ['ArrowLeft', () => move(-1)],
    ['Escape', () => setChosen(undefined)],
  ]);

  return (
    <div data-large={large} className={classes.stage}>
      <Page
        title={t('training.title')}
        lead={t('training.lead')}
        actions={
          <div className={classes.tools}>
            <PartnerChoice
              clients={clients}
              value={clientId ?? clients[0]?.client_id}
              onChange={setPartner}
            />
            <Button
              variant="default"
              aria-pressed={frames}
              leftSection={<Frame size={14} aria-hidden />}
              onClick={() => setFrames(!frames)}
            >
              {t(frames ? 'training.framesOn' : 'training.framesOff')}
            </Button>
            <Button
              variant="default"
              aria-pressed={large}
              leftSection={<Type size={14} aria-hidden />}
              onClick={() => setLarge(!large)}
            >
              {t(large ? 'training.sizeLarge' : 'training.sizeNormal')}
            </Button>
            <Button
              variant="default"
              leftSection={<RotateCcw size={14} aria-hidden />}
              onClick={() => setOpen('reset')}
            >
              {t('training.restart')}
            </Button>
            <Button leftSection={<Printer size={14} aria-hidden />} onClick={() => setOpen('handout')}>
              {t('training.handout')}
            </Button>
          </div>
        }
      >
        {state === 'failed' && error ? (
          <FailedState error={error} onRetry={() => feed.reload()} />
        ) : (
          <>
            <StepMap progress={progress} selected={step} onSelect={setChosen} />
            <p className={classes.now}>
              <span role="status">
                {progress
                  ? t(`training.now.${progress.states[progress.current]}`, {
                      step: t(`training.step.${stepNames[progress.current]}.name`),
                    })
                  : t('training.notBegun')}
              </span>{' '}
              {chosen === undefined ? null : (
                <button type="button" className={classes.follow} onClick={() => setChosen(undefined)}>
                  {t('training.follow')}
                </button>
              )}
              <span className={classes.keys}>{t('training.keys')}</span>
            </p>
            <div className={classes.columns}>
              <div>
                <Screens
                  step={step}
                  device={device}
                  offered={offered}
                  frames={frames}
                  largest={large ? 1.3 : 1}
                  clientId={clientId}
                >
                  <SegmentedControl
                    aria-label={t('training.device')}
                    value={device === 'all' || offered.includes(device) ? device : 'all'}
                    onChange={setDevice}
                    data={(['all', ...offered] as const).map((value) => ({
                      value,
                      label: t(`training.variant.${value}`),
                    }))}
                  />
                </Screens>
              </div>
              <WirePanel step={step} entries={progress?.entries[step] ?? []} onStart={start} />
            </div>
          </>
        )}
      </Page>
      <ResetDialog
        opened={open === 'reset'}
        onClose={() => setOpen(undefined)}
        clientId={clientId ?? clients[0]?.client_id}
        onReset={() => {
          setBegin(entries.at(-1)?.id ?? '');
          setChosen(undefined);
        }}
      />
      <HandoutDialog
        opened={open === 'handout'}
        clientId={clientId}
        device={device}
        onClose={() => setOpen(undefined)}
      />
    </div>
  );
}

type Clients = OperationResult<typeof listClients>['items'];

/** The screens a partner's customers can meet; a corporate one has no personal customers. */
function variantsFor(kind: Clients[number]['sandbox_customer_kind'] | undefined): readonly Variant[] {
  if (kind === undefined || kind === 'any') return variants;
  return variants.filter((variant) => (variant === 'corporate') === (kind === 'corporate'));
}

/** On whose behalf the sample screens ask. */
function PartnerChoice({
  clients,
  value,
  onChange,
}: {
  clients: Clients;
  value: string | undefined;
  onChange: (clientId: string) => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <Select
      size="xs"
      w={190}
      aria-label={t('training.partner')}
      value={value ?? null}
      onChange={(clientId) => clientId && onChange(clientId)}
      data={clients.map((each) => ({
        value: each.client_id,
        label: clientName(each, i18n.language),
      }))}
    />
  );
}

function Screens(props: {
  step: MapStep;
  device: Variant | 'all';
  /** Those the partner's customers can meet. */
  offered: readonly Variant[];
  frames: boolean;
  largest: number;
  clientId: string | undefined;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { step, offered, frames, largest, clientId } = props;
  const device = props.device === 'all' || offered.includes(props.device) ? props.device : 'all';
  const screen = step <= 3 ? 'login' : 'consent';
  return (
    <section aria-labelledby="training-screens">
      <div className={classes.screensHead}>
        <h2 id="training-screens">{t(`training.screen.${screen}`)}</h2>
        {props.children}
      </div>
      {step === 1 || step === 6 ? <p className={classes.elsewhere}>{t('training.elsewhere')}</p> : null}
      <div className={classes.samples} data-device={device} data-count={offered.length}>
        {offered
          .filter((variant) => device === 'all' || device === variant)
          .map((variant) => (
            <SampleFrame
              key={variant}
              variant={variant}
              step={screen}
              frames={frames}
              beside={device !== 'all'}
              largest={largest}
              clientId={clientId}
            />
          ))}
      </div>
    </section>
  );
}
