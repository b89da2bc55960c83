import type { ReactNode } from 'react';
import { outcomeEntry } from '../../bank/catalogue/index.ts';
import { fillIn, type Refusal, type RefusalDetails } from '../../bank/refusal.ts';
import { errorTexts } from '../texts/pages.ts';
import { frameTexts } from '../texts/frame.ts';
import { customerMessageFor } from '../texts/refusals.ts';
import { inWords } from '../dates.ts';
import { isCorporate, type Visit } from '../visit.ts';

/** Where and when a refusal is found in the request log. */
export interface Occurrence {
  /** In words, JST. */
  readonly at: string;
  /** The exchange's id. */
  readonly reference: string;
}

/** The customer's words for a refusal; points in time in it are spelled out. */
export function messageFor(visit: Visit, refusal: Refusal): string {
  const details = Object.entries(refusal.details).map(([name, value]) => [
    name,
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value)
      ? inWords(Date.parse(value), visit.language)
      : value,
  ]);
  const message = customerMessageFor(refusal.code, isCorporate(visit));
  return fillIn(message[visit.language], Object.fromEntries(details) as RefusalDetails);
}

/** A refusal that leaves the customer on the page, announced at once (WAI-ARIA alert). */
export function Problem(props: {
  readonly visit: Visit;
  readonly refusal: Refusal | undefined;
  readonly occurrence: Occurrence;
}): ReactNode {
  const { visit, refusal, occurrence } = props;
  if (!refusal) return null;
  return (
    <div className="problem">
      <p role="alert" id="problem" className="problem-message">
        {messageFor(visit, refusal)}
      </p>
      <ForDevelopers visit={visit} refusal={refusal} occurrence={occurrence} />
    </div>
  );
}

/** The same refusal as the request log tells it: what a real bank would never print here. */
export function ForDevelopers(props: {
  readonly visit: Visit;
  readonly refusal: Refusal;
  readonly occurrence: Occurrence;
  readonly open?: boolean;
}): ReactNode {
  const { visit, refusal, occurrence, open = false } = props;
  const texts = errorTexts[visit.language];
  const entry = outcomeEntry(refusal.code);
  return (
    <details className="developer" open={open}>
      <summary>{frameTexts[visit.language].developer}</summary>
      <dl>
        <dt>{texts.code}</dt>
        <dd>
          <code>{refusal.code}</code>
        </dd>
        <dt>{texts.what}</dt>
        <dd>{fillIn(entry.message[visit.language], refusal.details)}</dd>
        {entry.hint ? (
          <>
            <dt>{texts.hint}</dt>
            <dd>{fillIn(entry.hint[visit.language], refusal.details)}</dd>
          </>
        ) : null}
        {entry.spec ? (
          <>
            <dt>{texts.spec}</dt>
            <dd>{entry.spec}</dd>
          </>
        ) : null}
        <dt>{texts.at}</dt>
        <dd>{occurrence.at}</dd>
        <dt>{texts.reference}</dt>
        <dd>
          <code>{occurrence.reference}</code>
        </dd>
      </dl>
    </details>
  );
}
