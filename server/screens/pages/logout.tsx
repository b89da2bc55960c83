import type { ReactNode } from 'react';
import { fillIn } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { logoutTexts } from '../texts/logout.ts';
import type { Visit } from '../visit.ts';

/** Asks whether to log out where somebody is logged in; else says that nobody is. */
export function LogoutPage(props: {
  readonly visit: Visit;
  /** What the client asked for, to go along with the answer. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}): ReactNode {
  const { visit, fields } = props;
  const texts = logoutTexts[visit.language];
  const { login } = visit;
  if (!login) {
    return (
      <section className="card" id="logged-out">
        <h1>{texts.done}</h1>
        <p className="lead">{texts.close}</p>
      </section>
    );
  }
  return (
    <section className="card" id="logout">
      <h1>{texts.title}</h1>
      <p className="lead">{fillIn(texts.ask, { name: login.name })}</p>
      <form method="post" action={screenPaths.logout}>
        {fields.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="csrf" value={login.csrf} />
        <div className="actions">
          <button type="submit" id="action-logout" className="button primary">
            {texts.button}
          </button>
        </div>
      </form>
    </section>
  );
}
