import type { ReactNode } from 'react';
import { versionInWords } from '../dates.ts';
import { fillIn } from '../../bank/refusal.ts';
import { institutionName } from '../shared/page.tsx';
import { Unbroken } from '../shared/unbroken.tsx';
import { termsTexts } from '../texts/terms.ts';
import type { Visit } from '../visit.ts';

/** しんきんAPIサービス利用規定, in the sandbox's own words. */
export function TermsPage(props: { visit: Visit; version: string; grantDays: number }): ReactNode {
  const { visit, version, grantDays } = props;
  const texts = termsTexts[visit.language];
  const { name: desk, hours, phone } = visit.institution.supportDesk;
  const details = { institution: institutionName(visit), days: grantDays, desk, hours, phone };
  return (
    <article className="card document">
      <h1 lang="ja">{texts.title}</h1>
      <p className="lead">{fillIn(texts.version, { version: versionInWords(version, visit.language) })}</p>
      <p className="sandbox-note">{texts.notice}</p>
      {texts.articles.map(({ heading, body }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          <p>
            <Unbroken part={phone}>{fillIn(body, details)}</Unbroken>
          </p>
        </section>
      ))}
    </article>
  );
}
