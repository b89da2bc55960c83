import type { ReactNode } from 'react';
import { fillIn, type Refusal } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { StepForm } from '../shared/form.tsx';
import { ForDevelopers, messageFor, type Occurrence } from '../shared/problem.tsx';
import { Unbroken } from '../shared/unbroken.tsx';
import { errorTexts } from '../texts/pages.ts';
import { isCustomerRefusal, titleFor } from '../texts/refusals.ts';
import { linkTo, type Visit } from '../visit.ts';

/** What the 窓口 can do something about. */
const answeredByDesk: ReadonlySet<string> = new Set(['customer_locked', 'customer_stopped']);

/**
 * The end of the road: the customer's words first, the integrator's below. Where the interaction is
 * still alive the customer is led back to the partner, as キャンセル would.
 */
export function ErrorPage(props: {
  readonly visit: Visit;
  readonly refusal: Refusal;
  readonly occurrence: Occurrence;
  /** Given when the customer can still be sent back. */
  readonly csrf: string | undefined;
}): ReactNode {
  const { visit, refusal, occurrence, csrf } = props;
  const texts = errorTexts[visit.language];
  const { name: desk, hours, phone } = visit.institution.supportDesk;
  const forIntegrators = !isCustomerRefusal(refusal.code);
  // Nobody can go on from here, and the cause is what a reader looks for: it stands within the first screen.
  const endsHere = csrf === undefined && forIntegrators;
  const cause = (
    <ForDevelopers visit={visit} refusal={refusal} occurrence={occurrence} open={forIntegrators} />
  );
  return (
    <section className="card" id="error-page">
      <h1>{titleFor(refusal.code)[visit.language]}</h1>
      <div className="problem">
        <p role="alert" className="problem-message">
          {messageFor(visit, refusal)}
        </p>
      </div>
      {answeredByDesk.has(refusal.code) ? (
        <p className="ask-desk">
          <Unbroken part={phone}>{fillIn(texts.desk, { desk, hours, phone })}</Unbroken>
        </p>
      ) : null}
      {endsHere ? cause : null}
      {csrf === undefined ? (
        <p>{refusal.code === 'endpoint_unknown' ? <AboutLink visit={visit} /> : texts.stopped}</p>
      ) : (
        <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
          <div className="actions">
            <button
              type="submit"
              id="action-cancel"
              name="action"
              value="cancel"
              className="button secondary"
            >
              {texts.back}
            </button>
          </div>
        </StepForm>
      )}
      {endsHere ? null : cause}
    </section>
  );
}

/** Whoever came to a wrong address is in no procedure; what this place is helps them on. */
function AboutLink({ visit }: { visit: Visit }): ReactNode {
  return <a href={linkTo(screenPaths.about, { lang: visit.language })}>{errorTexts[visit.language].about}</a>;
}
