import { useTranslation } from 'react-i18next';
import type { Language } from '../app/i18n.ts';
import { ToneBadge } from '../ui/tone-badge.tsx';
import type { LogEntry } from './log-entry.ts';
import classes from './entry-pane.module.css';

type Verdict = NonNullable<LogEntry['verdicts']>[number];

/** How many of the stricter profiles would have refused. */
export function failingProfiles(verdicts: readonly Verdict[] | undefined): number {
  return verdicts?.filter(({ passes }) => !passes).length ?? 0;
}

/** How a request that was answered would have fared under each stricter profile, and what to mend. */
export function VerdictList({ verdicts }: { verdicts: readonly Verdict[] }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  return (
    <ul className={classes.verdicts}>
      {verdicts.map(({ profile, passes, reasons }) => (
        <li key={profile}>
          <p className={classes.verdictHead}>
            <ToneBadge tone={passes ? 'done' : 'refused'}>
              {t(passes ? 'log.verdict.passes' : 'log.verdict.fails')}
            </ToneBadge>
            <strong>{t(`clients.profileText.${profile}`)}</strong>
          </p>
          {reasons.map(({ code, spec, message, hint }) => (
            <div key={code} className={classes.reason}>
              <p>{message[language]}</p>
              <p className={classes.clause}>{[spec, code].filter(Boolean).join(' ・ ')}</p>
              {hint ? (
                <p className={classes.hint}>
                  <strong>{t('log.howToFix')}</strong>
                  {hint[language]}
                </p>
              ) : null}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
