import type { ReactNode } from 'react';
import { fillIn } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { institutionName } from '../shared/page.tsx';
import { aboutTexts } from '../texts/pages.ts';
import { linkTo, type Visit } from '../visit.ts';

/** What somebody is told who opens the bank's address in a browser: what this is, and where to go on. */
export function AboutPage({ visit, issuer }: { visit: Visit; issuer: string }): ReactNode {
  const texts = aboutTexts[visit.language];
  return (
    <article className="card document">
      <h1>{texts.title}</h1>
      <p className="lead">{fillIn(texts.lead, { institution: institutionName(visit) })}</p>
      <p className="sandbox-note">{texts.what}</p>
      <p className="paragraph">{texts.customers}</p>
      <section>
        <h2>{texts.developers}</h2>
        <ul className="notes">
          <li>
            {texts.issuer}: <code>{issuer}</code>
          </li>
          <li>
            <a href="/.well-known/oauth-authorization-server">{texts.metadata}</a>
          </li>
          <li>
            <a href="/openapi.json">{texts.openapi}</a>
          </li>
          <li>
            <a href={linkTo(screenPaths.terms, visit.carried)}>{texts.terms}</a>
          </li>
        </ul>
        <p className="paragraph">{texts.console}</p>
      </section>
    </article>
  );
}
