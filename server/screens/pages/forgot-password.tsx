import type { ReactNode } from 'react';
import { fillIn } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { frameTexts } from '../texts/frame.ts';
import { forgotPasswordTexts } from '../texts/pages.ts';
import { linkTo, type Visit } from '../visit.ts';

/** Where こちら leads: whom to call, and when (seed: 本件にかかるお問い合わせ先). */
export function ForgotPasswordPage({ visit }: { visit: Visit }): ReactNode {
  const texts = forgotPasswordTexts[visit.language];
  const { name, hours, phone } = visit.institution.supportDesk;
  return (
    <section className="card">
      <h1>{texts.title}</h1>
      <p className="lead">{fillIn(texts.lead, { service: visit.institution.serviceName })}</p>
      <dl className="desk">
        <dt>{texts.desk}</dt>
        <dd lang="ja">{name}</dd>
        <dt>{texts.phone}</dt>
        <dd className="phone">{phone}</dd>
        <dt>{texts.hours}</dt>
        <dd lang="ja">{hours}</dd>
      </dl>
      <ul className="notes">
        {texts.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <p className="sandbox-note">{texts.sandbox}</p>
      {visit.carried.i === undefined ? null : (
        <div className="actions">
          <a className="button secondary" href={linkTo(screenPaths.login, visit.carried)}>
            {frameTexts[visit.language].backToLogin}
          </a>
        </div>
      )}
    </section>
  );
}
