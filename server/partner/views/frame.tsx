import type { ReactNode } from 'react';
import { unnamedBank } from '../banks.ts';
import { lessonTexts } from '../lessons/texts.ts';
import { fill, partnerTexts, type PartnerLanguage } from '../texts.ts';
import { timeLeft } from '../time-left.ts';
import { longDate } from '../figures.ts';
import type { PageContent } from './render.tsx';

/** The document: ribbon, header with how long the linkage still lasts, footer. */
export function Frame({ content, children }: { content: PageContent; children: ReactNode }): ReactNode {
  const { app, language, stylesheet } = content;
  const texts = partnerTexts[language];
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{titleOf(content)}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>
        <aside className="ribbon" aria-label={texts.ribbon}>
          {texts.ribbon}
          <span className="ribbon-other" lang={language === 'ja' ? 'en' : 'ja'}>
            {texts.ribbonOther}
          </span>
        </aside>
        <div className="column">
          <header className="header">
            <p className="app">
              <span className="mark" aria-hidden="true">
                {app.mark}
              </span>
              {app.name[language]}
            </p>
            <div className="header-end">
              <LinkState content={content} />
              <nav className="languages" aria-label={texts.language}>
                <LanguageLink content={content} to="ja" name="日本語" />
                <LanguageLink content={content} to="en" name="English" />
              </nav>
            </div>
          </header>
          <main>{children}</main>
          <footer className="footer">
            <p>{texts.footer}</p>
            {app.company === undefined ? null : (
              <p>{fill(texts.borrowedName, { company: app.company[language] })}</p>
            )}
            {content.lessons ? null : (
              <p>
                <a href={pageLink(content, '/lessons')}>{lessonTexts[language].open}</a>
              </p>
            )}
          </footer>
        </div>
      </body>
    </html>
  );
}

/** Which page of the service this is, a failure first: what a screen reader speaks before all else. */
function titleOf({ app, language, lessons, link, notice }: PageContent): string {
  const texts = partnerTexts[language];
  const page = lessons ? lessonTexts[language].title : link ? texts.accounts : texts.chooseBank;
  const failure =
    notice?.kind === 'failed'
      ? texts.during[notice.during]
      : notice?.kind === 'not_found' || notice?.kind === 'nothing_pending'
        ? texts[notice.kind]
        : undefined;
  return `${failure ?? page} | ${app.name[language]}`;
}

/** 「サンプル信用金庫と連携中・あと6日（2027年2月20日まで）」 */
function LinkState({ content }: { content: PageContent }): ReactNode {
  const { link, holdings, language } = content;
  if (!link || link.ended) return null;
  const texts = partnerTexts[language];
  const expiresAt = link.tokens.grantExpiresAt;
  const left = timeLeft(expiresAt, holdings?.at, texts);
  return (
    <p className="link-state">
      {fill(texts.linkedWith, { bank: (link.bank ?? unnamedBank)[language] })}
      {left && expiresAt !== undefined ? (
        <>
          <span className="dot">{' ・ '}</span>
          <strong>{fill(texts.left, { left: left.text, until: longDate(expiresAt, language) })}</strong>
        </>
      ) : null}
    </p>
  );
}

function LanguageLink(props: { content: PageContent; to: PartnerLanguage; name: string }): ReactNode {
  const { content, to, name } = props;
  return (
    <a
      href={(content.lessons ? '/lessons' : '/') + homeLink(content, { lang: to }).slice(1)}
      lang={to}
      hrefLang={to}
      aria-current={content.language === to ? 'true' : undefined}
    >
      {name}
    </a>
  );
}

/** The address of another page in the same service and language. */
export function pageLink(content: PageContent, path: string): string {
  return path + homeLink(content).slice(1);
}

/** The address of the home page with app, language and whatever is changed. */
export function homeLink(
  content: PageContent,
  changes: { app?: string; lang?: string; account?: string; rows?: number } = {},
): string {
  const all = {
    app: content.appName === 'kakeibo' ? undefined : content.appName,
    lang: content.language === 'ja' ? undefined : content.language,
    ...changes,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? '/'
    : `/?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** A form with one button; what it does is in its address. */
export function ButtonForm(props: {
  readonly content: PageContent;
  readonly action: string;
  readonly look: 'primary' | 'secondary' | 'quiet';
  readonly children: ReactNode;
}): ReactNode {
  const { content, action, look, children } = props;
  return (
    <form method="post" action={action}>
      <Carried content={content} />
      <button type="submit" className={`button ${look}`}>
        {children}
      </button>
    </form>
  );
}

export function Carried({ content }: { content: PageContent }): ReactNode {
  return (
    <>
      <input type="hidden" name="app" value={content.appName} />
      <input type="hidden" name="lang" value={content.language} />
      {content.loginHint === undefined ? null : (
        <input type="hidden" name="login_hint" value={content.loginHint} />
      )}
    </>
  );
}
