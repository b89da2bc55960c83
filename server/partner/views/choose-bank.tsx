import type { ReactNode } from 'react';
import { banks } from '../banks.ts';
import { partnerTexts } from '../texts.ts';
import { Carried, homeLink } from './frame.tsx';
import type { PageContent } from './render.tsx';

/** seed: 1. 外部企業の画面から、利用する金融機関を選択する. */
export function ChooseBank({ content }: { content: PageContent }): ReactNode {
  const { language, appName } = content;
  const texts = partnerTexts[language];
  const other = appName === 'kakeibo' ? 'kaikei' : 'kakeibo';
  return (
    <section className="card choose">
      <h1>{texts.welcome}</h1>
      <p className="soft">{texts.tagline[appName]}</p>
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
      <p className="other-app">
        <a href={homeLink(content, { app: other })}>{texts.otherApp[appName]}</a>
      </p>
    </section>
  );
}
