import type { ReactNode } from 'react';
import { screenPaths } from '../paths.ts';
import { ActionButton, Heading, StepForm } from '../shared/form.tsx';
import { certificateTexts } from '../texts/pages.ts';
import { frameTexts } from '../texts/frame.ts';
import { linkTo, type Visit } from '../visit.ts';

/** Where 電子証明書認証 leads while the sandbox has no certificates to choose from: it says so. */
export function CertificatePage({ visit, csrf }: { visit: Visit; csrf: string }): ReactNode {
  const texts = certificateTexts[visit.language];
  return (
    <section className="card">
      <Heading visit={visit} name="certificate" />
      <div className="problem">
        <p role="alert" className="problem-message">
          {texts.missing}
        </p>
      </div>
      <p>{texts.missingNote}</p>
      <p className="sandbox-note">{texts.sandbox}</p>
      <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
        <div className="actions apart">
          <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" />
          <a className="button primary" href={linkTo(screenPaths.login, visit.carried)}>
            {frameTexts[visit.language].backToLogin}
          </a>
        </div>
      </StepForm>
    </section>
  );
}
