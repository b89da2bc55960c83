import Check from 'lucide-react/icons/check';
import Ban from 'lucide-react/icons/ban';
import { useTranslation } from 'react-i18next';
import type { LogEntry } from '../log/log-entry.ts';
import { mapSteps, stepNames, type FlowProgress, type MapStep } from './flow-progress.ts';
import classes from './training.module.css';

interface StepMapProps {
  progress: FlowProgress<LogEntry> | undefined;
  selected: MapStep;
  onSelect: (step: MapStep) => void;
}

/** The linkage from left to right; each step lights up when the bank has seen it. */
export function StepMap({ progress, selected, onSelect }: StepMapProps) {
  const { t } = useTranslation();
  return (
    <ol className={classes.map} aria-label={t('training.map')}>
      {mapSteps.map((step) => {
        const state = progress?.states[step] ?? 'ahead';
        return (
          <li key={step}>
            <button
              type="button"
              className={classes.mapStep}
              data-state={state}
              aria-current={state === 'current' ? 'step' : undefined}
              aria-pressed={step === selected}
              onClick={() => onSelect(step)}
            >
              <span className={classes.mapNumber}>
                {state === 'done' ? <Check size={13} aria-hidden /> : null}
                {state === 'refused' ? <Ban size={13} aria-hidden /> : null}
                {step}
                <span className={classes.mapState} data-state={state}>
                  {t(`training.state.${state}`)}
                </span>
              </span>
              <strong>{t(`training.step.${stepNames[step]}.name`)}</strong>
              <span>{t(`training.step.${stepNames[step]}.where`)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
