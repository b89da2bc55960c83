import type { ReactNode } from 'react';
import { screenPaths } from '../paths.ts';
import { ActionButton, CredentialField, Heading, StepForm } from '../shared/form.tsx';
import {
  Asking,
  Certified,
  corporateLead,
  ForgotPassword,
  isAboutCredentials,
  KindAgain,
  type LoginContent,
} from '../shared/login-parts.tsx';
import { institutionName } from '../shared/page.tsx';
import { Problem } from '../shared/problem.tsx';
import { Term } from '../shared/term.tsx';
import { frameTexts } from '../texts/frame.ts';
import { loginTexts } from '../texts/login.ts';

/** seed: 法人WEB-FBサービスの画面例, APIサービス認証. Two methods side by side, then 注意事項. */
export function CorporateLogin({
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
    <>
      <Heading visit={visit} name="corporateLogin" />
      <p className="lead">{corporateLead(visit, institutionName(visit))}</p>
      <Asking visit={visit} asker={asker} />
      <Certified visit={visit} subject={certified} />
      <Problem visit={visit} refusal={refusal} occurrence={occurrence} />
      <KindAgain visit={visit} choosesKind={choosesKind} />
      <div className="methods">
        <section className="card" aria-labelledby="password-method">
          <h2 id="password-method">
            <Term visit={visit} name="passwordMethod" />
          </h2>
          <p>{texts.corporatePassword}</p>
          <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
            <div className="fields">
              <CredentialField
                visit={visit}
                name="customerId"
                field="loginId"
                value={loginId}
                invalid={invalid}
                focus={!invalid && loginId === ''}
              />
              <CredentialField
                visit={visit}
                name="loginPassword"
                field="password"
                invalid={invalid}
                focus={invalid || loginId !== ''}
              />
            </div>
            <div className="actions stacked">
              <ActionButton visit={visit} name="authenticate" value="login" look="primary" />
            </div>
          </StepForm>
        </section>
        <section className="card" aria-labelledby="certificate-method">
          <h2 id="certificate-method">
            <Term visit={visit} name="certificateMethod" />
          </h2>
          <p>{texts.corporateCertificate}</p>
          <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
            <div className="actions stacked">
              <ActionButton visit={visit} name="certificate" value="certificate" look="primary" />
            </div>
          </StepForm>
        </section>
      </div>
      <section className="card" aria-labelledby="notes">
        <h2 id="notes">
          <Term visit={visit} name="notes" />
        </h2>
        <ul className="notes marked">
          <li>
            <ForgotPassword visit={visit} corporate />
          </li>
          <li>{texts.corporateCase}</li>
          <li>{frameTexts[visit.language].returningFromLogin}</li>
        </ul>
      </section>
      <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
        <div className="actions">
          <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" />
        </div>
      </StepForm>
    </>
  );
}
