import type { ReactNode } from 'react';
import { fillIn } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { ActionButton, StepForm } from '../shared/form.tsx';
import { Asking } from '../shared/login-parts.tsx';
import type { Asker } from '../shared/asker.tsx';
import { kindChoiceTexts } from '../texts/pages.ts';
import { linkTo, type Visit } from '../visit.ts';

/** 個人 or 法人, where the partner serves both. */
export function KindChoice(props: { visit: Visit; csrf: string; asker: Asker }): ReactNode {
  const { visit, csrf, asker } = props;
  const texts = kindChoiceTexts[visit.language];
  return (
    <section className="card">
      <h1>{texts.title}</h1>
      <p className="lead">{fillIn(texts.lead, { service: visit.institution.serviceName })}</p>
      <Asking visit={visit} asker={asker} />
      <ul className="kinds">
        <li>
          <a className="kind" href={linkTo(screenPaths.login, visit.carried, { kind: 'personal' })}>
            <strong>{texts.personal}</strong>
            <span>{texts.personalNote}</span>
          </a>
        </li>
        <li>
          <a className="kind" href={linkTo(screenPaths.login, visit.carried, { kind: 'corporate' })}>
            <strong>{texts.corporate}</strong>
            <span>{texts.corporateNote}</span>
          </a>
        </li>
      </ul>
      <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
        <div className="actions">
          <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" />
        </div>
      </StepForm>
    </section>
  );
}
