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
import { Term } from '../shared/term.tsx';
import { frameTexts } from '../texts/frame.ts';
import { loginTexts } from '../texts/login.ts';

/** seed: 個人IBスマートフォンの画面例, left. One column, buttons as wide as the hand is broad. */
export function SmartphoneLogin({
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
      <p className="overline">
        <Term visit={visit} name="webBanking" />
      </p>
      <Heading visit={visit} name="login" />
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
            focus={false}
          />
          <CredentialField
            visit={visit}
            name="loginPassword"
            field="password"
            invalid={invalid}
            focus={invalid}
          />
        </div>
        <div className="actions stacked">
          <ActionButton visit={visit} name="authenticate" value="login" look="primary" />
          <ActionButton visit={visit} name="certificate" value="certificate" look="secondary" />
          <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" />
        </div>
      </StepForm>
      <ul className="notes">
        <li>{texts.caseSensitive}</li>
        <li>
          <ForgotPassword visit={visit} corporate={false} />
        </li>
        <li>{frameTexts[visit.language].returningFromLogin}</li>
      </ul>
    </section>
  );
}
