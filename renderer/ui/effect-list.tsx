import { useTranslation } from 'react-i18next';
import { bankDateTime } from '../app/formats.ts';
import classes from '../log/entry-pane.module.css';

export interface Effect {
  at: string;
  type: string;
  [member: string]: unknown;
}

/** What changed at the bank, in order and in words. */
export function EffectList({ effects }: { effects: readonly Effect[] }) {
  const words = useEffectWords();
  return (
    <ol className={classes.effects}>
      {effects.map(({ at, type, ...members }, index) => (
        <li key={index}>
          <time dateTime={at}>{bankDateTime(at)}</time>
          {words(type)}
          <dl>
            {Object.entries(members)
              .filter(([, value]) => value !== undefined)
              .map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{Array.isArray(value) ? value.join(' ') : String(value)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

/** An effect's type in words; one that is not known yet is shown as it is. */
function useEffectWords(): (type: string) => string {
  const { i18n } = useTranslation();
  return (type) => {
    const words: unknown = i18n.getResource(i18n.language, 'translation', `app.effect.${type}`);
    return typeof words === 'string' ? words : type;
  };
}
