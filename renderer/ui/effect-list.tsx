import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bankDateTime } from '../app/formats.ts';
import classes from '../log/entry-pane.module.css';

export interface Effect {
  at: string;
  type: string;
  [member: string]: unknown;
}

/** What is said in words of its own, and not as a member. */
const SPOKEN = new Set(['at', 'type', 'ja', 'en']);

/** What changed at the bank, in order and in words, with the way to what it is about. */
export function EffectList({ effects }: { effects: readonly Effect[] }) {
  const { i18n } = useTranslation();
  const words = useEffectWords();
  return (
    <ol className={classes.effects}>
      {effects.map((effect, index) => {
        const explanation = effect[i18n.language];
        return (
          <li key={index}>
            <time dateTime={effect.at}>{bankDateTime(effect.at)}</time>
            {words('effect', effect.type)}
            {typeof explanation === 'string' ? <p className={classes.soft}>{explanation}</p> : null}
            <dl>
              {Object.entries(effect)
                .filter(([name, value]) => !SPOKEN.has(name) && value !== undefined)
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{words('member', name)}</dt>
                    <dd>
                      <MemberValue name={name} value={value} />
                    </dd>
                  </div>
                ))}
            </dl>
          </li>
        );
      })}
    </ol>
  );
}

function MemberValue({ name, value }: { name: string; value: unknown }): ReactNode {
  const { i18n } = useTranslation();
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  switch (name) {
    case 'customerId':
      return (
        <Link to="/customers" search={{ customer: text }}>
          {text}
        </Link>
      );
    case 'clientId':
      return (
        <Link to="/clients" search={{ client: text }}>
          {text}
        </Link>
      );
    case 'grantId':
      return (
        <Link to="/grants" search={{ grant: text }}>
          {text}
        </Link>
      );
    case 'faultId':
      return <Link to="/faults">{text}</Link>;
    case 'reason': {
      const reason: unknown = i18n.getResource(i18n.language, 'translation', `grants.reason.${text}`);
      return typeof reason === 'string' ? reason : text;
    }
    default:
      return /^\d{4}-\d{2}-\d{2}T/.test(text) ? bankDateTime(text) : text;
  }
}

/** A kind of effect or a member in words; one that is not known yet is shown as it is. */
function useEffectWords(): (of: 'effect' | 'member', name: string) => string {
  const { i18n } = useTranslation();
  return (of, name) => {
    const words: unknown = i18n.getResource(i18n.language, 'translation', `app.${of}.${name}`);
    return typeof words === 'string' ? words : name;
  };
}
