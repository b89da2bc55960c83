import type { ReactNode } from 'react';
import { screenPaths } from '../paths.ts';
import { Accounts } from '../shared/account-parts.tsx';
import {
  CancelButton,
  CancelForm,
  Permissions,
  Terms,
  Validity,
  WhoAsks,
  type ConsentContent,
} from '../shared/consent-parts.tsx';
import { ActionButton, Heading, StepForm } from '../shared/form.tsx';
import { Problem } from '../shared/problem.tsx';
import { Term } from '../shared/term.tsx';
import { frameTexts } from '../texts/frame.ts';

/** seed: 個人IBスマートフォンの画面例, right. */
export function SmartphoneConsent(content: ConsentContent): ReactNode {
  const { visit, csrf, refusal, occurrence } = content;
  return (
    <section className="card">
      <p className="overline">
        <Term visit={visit} name="webBanking" />
      </p>
      <Heading visit={visit} name="accessPermission" />
      <WhoAsks {...content} />
      <Problem visit={visit} refusal={refusal} occurrence={occurrence} />
      <StepForm visit={visit} action={screenPaths.consent} csrf={csrf}>
        <Permissions {...content} />
        <Accounts {...content} />
        <Validity {...content} />
        <Terms {...content} />
        <div className="actions stacked">
          <ActionButton visit={visit} name="allow" value="allow" look="primary" />
          <CancelButton {...content} />
        </div>
      </StepForm>
      <CancelForm {...content} />
      <p className="after">{frameTexts[visit.language].returning}</p>
    </section>
  );
}
