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

/** seed: 法人WEB-FBサービスの画面例, アクセス許可. */
export function CorporateConsent(content: ConsentContent): ReactNode {
  const { visit, csrf, refusal, occurrence } = content;
  return (
    <>
      <Heading visit={visit} name="accessPermission" />
      <p className="lead">{consentTexts[visit.language].lead}</p>
      <WhoAsks {...content} />
      <Problem visit={visit} refusal={refusal} occurrence={occurrence} />
      <StepForm visit={visit} action={screenPaths.consent} csrf={csrf}>
        <div className="card">
          <Permissions {...content} />
          <Accounts {...content} />
          <Validity {...content} />
        </div>
        <div className="card">
          <Terms {...content} />
        </div>
        <div className="actions apart">
          <CancelButton {...content} />
          <ActionButton visit={visit} name="allow" value="allow" look="primary" />
        </div>
      </StepForm>
      <CancelForm {...content} />
      <p className="notes marked single">{frameTexts[visit.language].returning}</p>
    </>
  );
}
