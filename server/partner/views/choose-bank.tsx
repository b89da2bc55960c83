import type { ReactNode } from 'react';
import { appNames, partnerApps, type AppName } from '../partner-apps.ts';
import { partnerTexts } from '../texts.ts';
import { Carried, homeLink } from './frame.tsx';
import type { PageContent } from './render.tsx';

/** seed: 1. 外部企業の画面から、利用する金融機関を選択する. */
export function ChooseBank({ content }: { content: PageContent }): ReactNode {
  const { app, appName, banks = [], language } = content;
  const texts = partnerTexts[language];
  return (
    <section className="card choose">
      <h1>{texts.welcome}</h1>
      <p className="soft">{texts.tagline[app.trade]}</p>
      <form method="post" action="/connect">
        <Carried content={content} />
        <fieldset>
          <legend>{texts.chooseBank}</legend>
          {banks.map(({ id, name, available }, index) => (
            <label key={id} className={available ? 'bank' : 'bank later'}>
              <input type="radio" name="bank" value={id} defaultChecked={index === 0} disabled={!available} />
              <span>{name[language]}</span>
            </label>
          ))}
        </fieldset>
        <p className="soft small">{texts.welcomeNote}</p>
        <button type="submit" className="button primary wide">
          {texts.connect}
        </button>
      </form>
      <ul className="promises">
        <li>{texts.promise}</li>
        <li>{texts.bankNote}</li>
      </ul>
      <nav className="other-app" aria-label={texts.otherApps}>
        <details>
          <summary>{texts.otherApps}</summary>
          <ul>
            {appNames
              .filter((name) => name !== appName)
              .map((name) => (
                <li key={name}>
                  <OtherApp content={content} name={name} />
                </li>
              ))}
          </ul>
          <p className="small">{texts.otherAppsNote}</p>
        </details>
      </nav>
    </section>
  );
}

function OtherApp({ content, name }: { content: PageContent; name: AppName }): ReactNode {
  const other = partnerApps[name];
  return (
    <>
      <a href={homeLink(content, { app: name })}>{other.name[content.language]}</a>
      {other.company === undefined ? null : (
        <span className="small">{` ${other.company[content.language]}`}</span>
      )}
    </>
  );
}
