import { useTranslation } from 'react-i18next';
import { listLog } from '../../server/control/operations/log.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { Loaded } from '../ui/state-panel.tsx';
import classes from './entry-pane.module.css';
import { flowStep, lanes } from './flow-lanes.ts';
import { toneOf, type LogEntry } from './log-entry.ts';
import { formatTerm } from './filter-terms.ts';

interface FlowDiagramProps {
  flowId: string;
  currentId: string;
  onSelect: (id: string) => void;
}

/** One linkage from start to end: who spoke to whom, in order. */
export function FlowDiagram({ flowId, currentId, onSelect }: FlowDiagramProps) {
  const { t } = useTranslation();
  const query = useOperation(listLog, {
    query: { filter: formatTerm({ key: 'flow', value: flowId, negated: false }), limit: 200 },
  });
  return (
    <Loaded query={query} rows={5}>
      {({ items }) => (
        <>
          <div className={classes.lanes} aria-hidden>
            {lanes.map((lane) => (
              <span key={lane}>{t(`log.lane.${lane}`)}</span>
            ))}
          </div>
          <ol className={classes.flow}>
            {items
              .toSorted((a, b) => a.seq - b.seq)
              .map((entry) => (
                <li key={entry.id}>
                  <Step entry={entry} current={entry.id === currentId} onSelect={onSelect} />
                </li>
              ))}
          </ol>
        </>
      )}
    </Loaded>
  );
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
  const message = entry.outcome.message[i18n.language as Language];
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
