import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { fillIn, type Refusal } from '../bank/refusal.ts';
import { CorporateConsent } from './corporate/consent.tsx';
import { CorporateLogin } from './corporate/login.tsx';
import { AboutPage } from './pages/about.tsx';
import { CertificatePage } from './pages/certificate.tsx';
import { ErrorPage } from './pages/error.tsx';
import { ForgotPasswordPage } from './pages/forgot-password.tsx';
import { KindChoice } from './pages/kind-choice.tsx';
import { LogoutPage } from './pages/logout.tsx';
import { TermsPage } from './pages/terms.tsx';
import { PersonalPcConsent } from './personal-pc/consent.tsx';
import { PersonalPcLogin } from './personal-pc/login.tsx';
import { SmartphoneConsent } from './personal-smartphone/consent.tsx';
import { SmartphoneLogin } from './personal-smartphone/login.tsx';
import type { ConsentContent } from './shared/consent-parts.tsx';
import type { LoginContent } from './shared/login-parts.tsx';
import { Page, type Stylesheets } from './shared/page.tsx';
import { frameTexts } from './texts/frame.ts';
import { logoutTexts } from './texts/logout.ts';
import { names, type Name } from './texts/names.ts';
import { aboutTexts, forgotPasswordTexts, kindChoiceTexts } from './texts/pages.ts';
import { titleFor } from './texts/refusals.ts';
import { PracticeLogins } from './shared/practice-logins.tsx';
import { isCorporate, type Variant, type Visit } from './visit.ts';

/*
 * The only door to React: imported when the first page is asked for, because its start-up time would
 * otherwise be everybody's. Everything here is a pure function of what it is given.
 */

const loginPages: Record<Variant, (content: LoginContent) => ReactNode> = {
  'personal-pc': PersonalPcLogin,
  'personal-smartphone': SmartphoneLogin,
  corporate: CorporateLogin,
};

const consentPages: Record<Variant, (content: ConsentContent) => ReactNode> = {
  'personal-pc': PersonalPcConsent,
  'personal-smartphone': SmartphoneConsent,
  corporate: CorporateConsent,
};

/** Props of a page beside the way. */
type PropsOf<Component extends (props: never) => ReactNode> = Parameters<Component>[0];

export function renderLogin(stylesheets: Stylesheets, content: LoginContent): string {
  const Login = loginPages[content.visit.variant];
  const name = isCorporate(content.visit) ? 'corporateLogin' : 'login';
  const title = titleWith(content, nameIn(content.visit, name));
  const page = (
    <>
      <Login {...content} />
      <PracticeLogins visit={content.visit} logins={content.practiceLogins} />
    </>
  );
  return documentOf(stylesheets, content.visit, title, page, 1);
}

export function renderConsent(stylesheets: Stylesheets, content: ConsentContent): string {
  const Consent = consentPages[content.visit.variant];
  const title = titleWith(content, nameIn(content.visit, 'accessPermission'));
  return documentOf(stylesheets, content.visit, title, <Consent {...content} />, 2);
}

export function renderKindChoice(stylesheets: Stylesheets, props: PropsOf<typeof KindChoice>): string {
  const title = kindChoiceTexts[props.visit.language].title;
  return documentOf(stylesheets, props.visit, title, <KindChoice {...props} />, 1);
}

export function renderCertificate(stylesheets: Stylesheets, props: PropsOf<typeof CertificatePage>): string {
  const title = titleWith(props, nameIn(props.visit, 'certificate'));
  return documentOf(stylesheets, props.visit, title, <CertificatePage {...props} />, 1);
}

export function renderTerms(stylesheets: Stylesheets, props: PropsOf<typeof TermsPage>): string {
  return documentOf(stylesheets, props.visit, nameIn(props.visit, 'terms'), <TermsPage {...props} />);
}

export function renderAbout(stylesheets: Stylesheets, props: PropsOf<typeof AboutPage>): string {
  return documentOf(
    stylesheets,
    props.visit,
    aboutTexts[props.visit.language].title,
    <AboutPage {...props} />,
  );
}

export function renderForgotPassword(
  stylesheets: Stylesheets,
  props: PropsOf<typeof ForgotPasswordPage>,
): string {
  const title = forgotPasswordTexts[props.visit.language].title;
  return documentOf(stylesheets, props.visit, title, <ForgotPasswordPage {...props} />);
}

export function renderLogout(stylesheets: Stylesheets, props: PropsOf<typeof LogoutPage>): string {
  const { title, done } = logoutTexts[props.visit.language];
  return documentOf(stylesheets, props.visit, props.visit.login ? title : done, <LogoutPage {...props} />);
}

export function renderError(stylesheets: Stylesheets, props: PropsOf<typeof ErrorPage>): string {
  const title = titleFor(props.refusal.code)[props.visit.language];
  return documentOf(stylesheets, props.visit, title, <ErrorPage {...props} />);
}

function documentOf(
  stylesheets: Stylesheets,
  visit: Visit,
  title: string,
  content: ReactNode,
  step?: 1 | 2,
): string {
  const page = (
    <Page visit={visit} stylesheets={stylesheets} title={title} {...(step === undefined ? {} : { step })}>
      {content}
    </Page>
  );
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

/** A step that was refused says so in the title: what a screen reader speaks first (WCAG 2.2 §2.4.2). */
function titleWith(
  { visit, refusal }: { visit: Visit; refusal: Refusal | undefined },
  title: string,
): string {
  return refusal ? fillIn(frameTexts[visit.language].titleOfProblem, { title }) : title;
}

function nameIn(visit: Visit, name: Name): string {
  return names[name][visit.language];
}
