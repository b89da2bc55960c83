import type { ReactNode } from 'react';
import { frameTexts } from '../texts/frame.ts';
import { Callouts } from './callouts.tsx';
import { LoginBar } from './login-bar.tsx';
import { isCorporate, linkTo, type Visit } from '../visit.ts';

/** Addresses of the stylesheets, by content, so that browsers may keep them. */
export interface Stylesheets {
  readonly screens: string;
  readonly institution: string;
}

interface PageProps {
  readonly visit: Visit;
  readonly stylesheets: Stylesheets;
  readonly title: string;
  /** 1 login, 2 consent; left out on pages beside the way. */
  readonly step?: 1 | 2;
  readonly children: ReactNode;
}

/** The document every screen stands in: ribbon, header, the three steps, the page, the footer. */
export function Page({ visit, stylesheets, title, step, children }: PageProps): ReactNode {
  const texts = frameTexts[visit.language];
  return (
    <html lang={visit.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${title} | ${institutionName(visit)} (${texts.titleSuffix})`}</title>
        {visit.preview ? (
          // Safe: the stylesheets are the sandbox's own; nobody's text stands in them.
          <style nonce={visit.preview.nonce} dangerouslySetInnerHTML={{ __html: visit.preview.css }} />
        ) : (
          <>
            <link rel="stylesheet" href={stylesheets.screens} />
            <link rel="stylesheet" href={stylesheets.institution} />
          </>
        )}
      </head>
      <body className={visit.variant} inert={visit.preview !== undefined}>
        <aside className="ribbon" aria-label={texts.titleSuffix}>
          {visit.preview ? <strong>{`${visit.preview.mark} · `}</strong> : null}
          {texts.ribbon}
          <span className="ribbon-other" lang={visit.language === 'ja' ? 'en' : 'ja'}>
            {texts.ribbonOther}
          </span>
        </aside>
        <Header visit={visit} />
        <LoginBar visit={visit} />
        <div className="column">
          {step === undefined ? null : <Steps visit={visit} current={step} />}
          <main>{children}</main>
          {visit.preview ? <Callouts preview={visit.preview} /> : null}
          <footer className="footer">{texts.footer}</footer>
        </div>
      </body>
    </html>
  );
}

/** The institution in the page's language. */
export function institutionName(visit: Visit): string {
  return visit.language === 'ja' ? visit.institution.name : visit.institution.nameEn;
}

/** A name's first letter, for the emblem: the sandbox shows nobody's logo. */
function firstLetter(name: string): string | undefined {
  return Array.from(name)[0];
}

function Header({ visit }: { visit: Visit }): ReactNode {
  const texts = frameTexts[visit.language];
  const name = institutionName(visit);
  return (
    <header className="header">
      <div className="header-row">
        <p className="institution">
          {isCorporate(visit) ? null : (
            <span className="emblem" aria-hidden="true">
              {firstLetter(visit.institution.shortName) ?? firstLetter(name)}
            </span>
          )}
          <span className="institution-name">{name}</span>
          {isCorporate(visit) ? <span className="service">{texts.service}</span> : null}
        </p>
        <div className="header-end">
          <span className="service">{isCorporate(visit) ? texts.corporateService : texts.service}</span>
          <nav className="languages" aria-label={texts.language}>
            <LanguageLink visit={visit} language="ja" name="日本語" />
            <LanguageLink visit={visit} language="en" name="English" />
          </nav>
        </div>
      </div>
    </header>
  );
}

function LanguageLink(props: { visit: Visit; language: 'ja' | 'en'; name: string }): ReactNode {
  const { visit, language, name } = props;
  return (
    <a
      href={linkTo(visit.path, visit.carried, { lang: language })}
      lang={language}
      hrefLang={language}
      aria-current={visit.language === language ? 'true' : undefined}
    >
      {name}
    </a>
  );
}

function Steps({ visit, current }: { visit: Visit; current: 1 | 2 }): ReactNode {
  const texts = frameTexts[visit.language];
  const steps = [texts.step1, texts.step2, texts.step3];
  return (
    <nav aria-label={texts.steps}>
      <ol className="steps">
        {steps.map((name, index) => {
          const number = index + 1;
          const state = number < current ? 'past' : number === current ? 'current' : 'ahead';
          return (
            <li
              key={name}
              className={`step ${state}`}
              aria-current={state === 'current' ? 'step' : undefined}
            >
              <span className="step-number">{number}</span>
              <span className="step-name">{name}</span>
              {state === 'past' ? <span className="visually-hidden">{` (${texts.done})`}</span> : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
