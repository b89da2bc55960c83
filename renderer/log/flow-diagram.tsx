import { useTranslation } from 'react-i18next';
import { listLog } from '../../server/control/operations/log.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { FailedState, LoadingState } from '../ui/state-panel.tsx';
import classes from './entry-pane.module.css';
import { bankEventText } from './bank-event.ts';
import { flowStep, lanes } from './flow-lanes.ts';
import { isBankEvent, toneOf, type LogEntry } from './log-entry.ts';
import { formatTerm } from './filter-terms.ts';

interface FlowDiagramProps {
  entry: LogEntry;
  onSelect: (id: string) => void;
}

/** One linkage from start to end: the way to the consent, and everything done with its grant. */
export function FlowDiagram({ entry, onSelect }: FlowDiagramProps) {
  const { t } = useTranslation();
  const start = useEntriesOf('flow', entry.flowId);
  const grantId = entry.grantId ?? start.data?.items.find((other) => other.grantId)?.grantId;
  const use = useEntriesOf('grant', grantId);
  // A request that only knows its grant finds the flow that led to it among the grant's own requests.
  const earlierFlow = entry.flowId ? undefined : use.data?.items.find((other) => other.flowId)?.flowId;
  const earlier = useEntriesOf('flow', earlierFlow);
  const parts = [start, use, earlier];
  const failed = parts.find(({ error }) => error);
  if (failed?.error) return <FailedState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (parts.some(({ isLoading }) => isLoading)) return <LoadingState rows={5} />;
  const steps = inOrder([entry, ...parts.flatMap(({ data }) => data?.items ?? [])]);
  return (
    <>
      <div className={classes.lanes} aria-hidden>
        {lanes.map((lane) => (
          <span key={lane}>{t(`log.lane.${lane}`)}</span>
        ))}
      </div>
      <ol className={classes.flow}>
        {steps.map((step) => (
          <li key={step.id}>
            <Step entry={step} current={step.id === entry.id} onSelect={onSelect} />
          </li>
        ))}
      </ol>
    </>
  );
}

function useEntriesOf(key: 'flow' | 'grant', value: string | undefined) {
  const filter = value === undefined ? '' : formatTerm({ key, value, negated: false });
  return useOperation(listLog, { query: { filter, limit: 200 } }, { enabled: value !== undefined });
}

/** Each entry once, in the order in which answers went out. */
function inOrder(entries: readonly LogEntry[]): LogEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].toSorted((a, b) => a.seq - b.seq);
}

function Step({
  entry,
  current,
  onSelect,
}: {
  entry: LogEntry;
  current: boolean;
  onSelect: (id: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const message = isBankEvent(entry) ? bankEventText(entry, language) : entry.outcome.message[language];
  const step = flowStep(entry);
  const onClick = () => onSelect(entry.id);
  if (!step) {
    return (
      <button
        type="button"
        className={`${classes.step ?? ''} ${classes.eventStep ?? ''}`}
        onClick={onClick}
        aria-current={current}
      >
        {message}
      </button>
    );
  }
  // Each lane is two columns wide and its line runs through the middle.
  const from = lanes.indexOf(step.from) * 2 + 2;
  const to = lanes.indexOf(step.to) * 2 + 2;
  const label = `${entry.path.split('/').at(-1) ?? ''} ${String(entry.status)}`;
  const labelBefore = to >= 8;
  return (
    <button
      type="button"
      className={classes.step}
      onClick={onClick}
      aria-current={current}
      title={message}
      aria-label={`${entry.method} ${entry.path} ${String(entry.status)} ${t(`log.lane.${step.from}`)} → ${t(`log.lane.${step.to}`)}: ${message}`}
    >
      <span
        className={classes.arrow}
        data-tone={toneOf(entry)}
        style={{ gridColumn: `${String(from)} / ${String(to)}` }}
      />
      <span
        className={classes.stepLabel}
        style={{ gridColumn: labelBefore ? `1 / ${String(from)}` : `${String(to)} / 9` }}
        data-side={labelBefore && from > 2 ? 'before' : 'after'}
      >
        {labelBefore && from <= 2 ? '' : label}
      </span>
      {labelBefore && from <= 2 ? <FloatingLabel from={from} to={to} label={label} /> : null}
    </button>
  );
}

/** No room beside an arrow over the whole width: the words sit on it. */
function FloatingLabel({ from, to, label }: { from: number; to: number; label: string }) {
  return (
    <span
      className={classes.stepLabel}
      style={{ gridColumn: `${String(from)} / ${String(to)}`, alignSelf: 'start', textAlign: 'center' }}
    >
      {label}
    </span>
  );
}
