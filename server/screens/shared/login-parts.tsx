import type { ReactNode } from 'react';
import type { Refusal } from '../../bank/refusal.ts';
import { fillIn } from '../../bank/refusal.ts';
import { names } from '../texts/names.ts';
import { loginTexts } from '../texts/login.ts';
import { certificateTexts } from '../texts/pages.ts';
import type { PracticeLogin } from '../practice-logins.ts';
import { linkTo, type Visit } from '../visit.ts';
import { screenPaths } from '../paths.ts';
import { AskerName, type Asker } from './asker.tsx';
import type { Occurrence } from './problem.tsx';

/** What the login page of every variant shows. */
export interface LoginContent {
  readonly visit: Visit;
  readonly csrf: string;
  readonly asker: Asker;
  /** As typed before, or as the partner suggested (`login_hint`). */
  readonly loginId: string;
  /** The subject of the certificate that was shown first, where both are asked for. */
  readonly certified?: string | undefined;
  /** Whether 個人 or 法人 was the customer's own choice, to be taken back. */
  readonly choosesKind: boolean;
  readonly refusal: Refusal | undefined;
  readonly occurrence: Occurrence;
  /** Whom one can log in as; left out in pictures for trainers. */
  readonly practiceLogins?: readonly PracticeLogin[];
}

/** Whether the refusal is about what was typed. */
export function isAboutCredentials(refusal: Refusal | undefined): boolean {
  return refusal?.code === 'wrong_credentials';
}

/** On whose behalf the customer logs in, and what that service will not get. */
export function Asking({ visit, asker }: { visit: Visit; asker: Asker }): ReactNode {
  const texts = loginTexts[visit.language];
  const [before, after] = texts.asking.split('{client}');
  return (
    <div className="asking">
      <p>
        {before}
        <AskerName visit={visit} asker={asker} />
        {after}
      </p>
      <p className="not-handed-over">{texts.notHandedOver}</p>
    </div>
  );
}

/** What is done already where certificate and password are asked for together. */
export function Certified(props: { visit: Visit; subject: string | undefined }): ReactNode {
  const { visit, subject } = props;
  if (subject === undefined) return null;
  return (
    <p className="certified" role="status">
      {fillIn(certificateTexts[visit.language].certified, { subject })}
    </p>
  );
}

/** The way back to the choice of 個人 or 法人. */
export function KindAgain({ visit, choosesKind }: Pick<LoginContent, 'visit' | 'choosesKind'>): ReactNode {
  if (!choosesKind) return null;
  return (
    <p className="kind-again">
      <a href={linkTo(screenPaths.login, visit.carried, { kind: undefined })}>
        {loginTexts[visit.language].kindAgain}
      </a>
    </p>
  );
}

/** 「…の場合は、こちらをご覧ください。」 */
export function ForgotPassword({ visit, corporate }: { visit: Visit; corporate: boolean }): ReactNode {
  const texts = loginTexts[visit.language];
  return (
    <>
      {corporate ? texts.corporateForgot : texts.forgot}
      <a className="here" lang="ja" href={linkTo(screenPaths.forgotPassword, visit.carried)}>
        {names.here.ja}
      </a>
      {texts.forgotAfter}
    </>
  );
}

export function corporateLead(visit: Visit, institution: string): string {
  return fillIn(loginTexts[visit.language].corporateLead, { institution });
}
