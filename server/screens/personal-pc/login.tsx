import type { ReactNode } from 'react';
import { screenPaths } from '../paths.ts';
import { ActionButton, CredentialField, Heading, StepForm } from '../shared/form.tsx';
import {
  Asking,
  Certified,
  ForgotPassword,
  isAboutCredentials,
  KindAgain,
  type LoginContent,
} from '../shared/login-parts.tsx';
import { Problem } from '../shared/problem.tsx';
import { frameTexts } from '../texts/frame.ts';
import { loginTexts } from '../texts/login.ts';

/** seed: 個人IBの画面例, left. */
export function PersonalPcLogin({
  visit,
  csrf,
  asker,
  loginId,
  certified,
  choosesKind,
  refusal,
  occurrence,
}: LoginContent): ReactNode {
  const texts = loginTexts[visit.language];
  const invalid = isAboutCredentials(refusal);
  return (
    <section className="card">
      <Heading visit={visit} name="login" />
      <p className="lead">{texts.lead}</p>
      <Asking visit={visit} asker={asker} />
      <Certified visit={visit} subject={certified} />
      <Problem visit={visit} refusal={refusal} occurrence={occurrence} />
      <KindAgain visit={visit} choosesKind={choosesKind} />
      <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
        <div className="fields">
          <CredentialField
            visit={visit}
            name="contractId"
            field="loginId"
            value={loginId}
            invalid={invalid}
            focus={!invalid && loginId === ''}
          />
          <CredentialField
            visit={visit}
            name="password"
            field="password"
            invalid={invalid}
            focus={invalid || loginId !== ''}
          />
        </div>
        <ul className="notes">
          <li>{texts.caseSensitive}</li>
          <li>
            <ForgotPassword visit={visit} corporate={false} />
          </li>
        </ul>
        <div className="actions login-actions">
          <ActionButton visit={visit} name="authenticate" value="login" look="primary" />
          <ActionButton visit={visit} name="certificate" value="certificate" look="secondary" />
          <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" />
        </div>
      </StepForm>
      <p className="after">{frameTexts[visit.language].returningFromLogin}</p>
    </section>
  );
}
