import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Language } from '../app/i18n.ts';
import { toneOf, type LogEntry } from '../log/log-entry.ts';
import { stepNames, type MapStep } from './flow-progress.ts';
import classes from './training.module.css';
import { plainExchange, type WireWord } from './wire-words.ts';

/** Told per step: what was sent is what counts, and repetitions only tire. */
const shown = 3;

interface WirePanelProps {
  step: MapStep;
  entries: readonly LogEntry[];
  onStart: () => void;
}

/** What goes over the wire at a step, in plain words, taken from the request log. */
export function WirePanel({ step, entries, onStart }: WirePanelProps) {
  const { t } = useTranslation();
  // A form that was sent tells more than the page that was fetched before it.
  const posted = entries.filter(({ method }) => method === 'POST');
  const telling = (step !== 6 && posted.length > 0 ? posted : entries).slice(-shown);
  return (
    <section className={classes.wire} aria-labelledby="training-wire">
      <h2 id="training-wire">{t(`training.step.${stepNames[step]}.wireTitle`)}</h2>
      <p>{t(`training.step.${stepNames[step]}.wireText`)}</p>
      {telling.map((entry) => (
        <Exchange key={entry.id} entry={entry} answerOnly={step === 5 && entry.path.startsWith('/ib/')} />
      ))}
      {telling.length === 0 && step !== 1 ? (
        <p className={classes.wireEmpty}>{t('training.wireEmpty')}</p>
      ) : null}
      {step === 1 || (telling.length === 0 && step === 6) ? (
        <Button variant="white" size="sm" onClick={onStart}>
          {t('training.start')}
        </Button>
      ) : null}
    </section>
  );
}

function Exchange({ entry, answerOnly }: { entry: LogEntry; answerOnly: boolean }) {
  const { t, i18n } = useTranslation();
  const { request, sent, answered } = plainExchange(entry);
  return (
    <article className={classes.exchange} data-tone={toneOf(entry)}>
      <h3>
        <Link to="/log" search={{ entry: entry.id }}>
          {answerOnly ? t('training.redirect') : request}
        </Link>
      </h3>
      {answerOnly ? null : <Words words={sent} />}
      {answered.length > 0 && !answerOnly ? <p className={classes.answer}>{t('training.answer')}</p> : null}
      <Words words={answered} />
      <p className={classes.outcome}>{entry.outcome.message[i18n.language as Language]}</p>
    </article>
  );
}

function Words({ words }: { words: readonly WireWord[] }) {
  const { t } = useTranslation();
  if (words.length === 0) return null;
  return (
    <dl className={classes.words}>
      {words.map(({ name, value }, index) => (
        <div key={`${name}-${String(index)}`}>
          <dt>
            {t(`training.word.${name}`)} <code>{name}</code>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
