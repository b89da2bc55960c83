import type { ReactNode } from 'react';
import { practiceLoginTexts } from '../texts/practice-logins.ts';
import type { PracticeLogin } from '../practice-logins.ts';
import type { Visit } from '../visit.ts';

/** Told by the sandbox and not by the bank, and looks so: whom one can log in as. */
export function PracticeLogins(props: {
  readonly visit: Visit;
  readonly logins: readonly PracticeLogin[] | undefined;
}): ReactNode {
  const { visit, logins = [] } = props;
  if (logins.length === 0) return null;
  const texts = practiceLoginTexts[visit.language];
  return (
    <details className="practice">
      <summary>{texts.title}</summary>
      <p>{texts.lead}</p>
      <ul>
        {logins.map(({ loginId, password, name, note }) => (
          <li key={loginId}>
            <dl>
              <div>
                <dt>{texts.id}</dt>
                <dd>
                  <code>{loginId}</code>
                </dd>
              </div>
              <div>
                <dt>{texts.password}</dt>
                <dd>
                  <code>{password}</code>
                </dd>
              </div>
            </dl>
            <p lang={visit.language === 'ja' ? undefined : 'ja'}>{name}</p>
            {note === '' ? null : <p>{note}</p>}
          </li>
        ))}
      </ul>
      <p>{texts.hide}</p>
    </details>
  );
}
