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
import { consentTexts } from '../texts/consent.ts';
import { frameTexts } from '../texts/frame.ts';

/** seed: 個人IBの画面例, right. The two ways out stand far apart. */
export function PersonalPcConsent(content: ConsentContent): ReactNode {
  const { visit, csrf, refusal, occurrence } = content;
  return (
    <>
      <section className="card">
        <Heading visit={visit} name="accessPermission" />
        <p className="lead">{consentTexts[visit.language].lead}</p>
        <WhoAsks {...content} />
        <Problem visit={visit} refusal={refusal} occurrence={occurrence} />
        <StepForm visit={visit} action={screenPaths.consent} csrf={csrf}>
          <Permissions {...content} />
          <Accounts {...content} />
          <Validity {...content} />
          <Terms {...content} />
          <div className="actions apart">
            <CancelButton {...content} />
            <ActionButton visit={visit} name="allow" value="allow" look="primary" />
          </div>
        </StepForm>
        <CancelForm {...content} />
      </section>
      <p className="after">{frameTexts[visit.language].returning}</p>
    </>
  );
}
