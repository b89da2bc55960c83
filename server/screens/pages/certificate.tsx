import type { ReactNode } from 'react';
import type { CertificateState } from '../../bank/customer-certificates.ts';
import { fillIn, type Refusal } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { ActionButton, Heading, StepForm } from '../shared/form.tsx';
import { Problem, type Occurrence } from '../shared/problem.tsx';
import { certificateTexts } from '../texts/pages.ts';
import { frameTexts } from '../texts/frame.ts';
import { linkTo, type Visit } from '../visit.ts';

/** One certificate as the simulated chooser lists it. */
export interface CertificateChoice {
  readonly serialNumber: string;
  readonly holder: string;
  /** In words, JST. */
  readonly from: string;
  readonly until: string;
  readonly state: CertificateState;
}

export interface CertificatePageProps {
  readonly visit: Visit;
  readonly csrf: string;
  /** What there is to choose from; undefined over TLS, where the browser itself asks. */
  readonly choices: readonly CertificateChoice[] | undefined;
  readonly refusal: Refusal | undefined;
  readonly occurrence: Occurrence;
}

/**
 * 電子証明書認証: without TLS a chooser in place of the browser's own, labelled as a simulation; over
 * TLS what went wrong with the browser's choice.
 */
export function CertificatePage(props: CertificatePageProps): ReactNode {
  const { visit, csrf, choices, refusal, occurrence } = props;
  const texts = certificateTexts[visit.language];
  return (
    <section className="card">
      <Heading visit={visit} name="certificate" />
      <Problem visit={visit} refusal={refusal} occurrence={occurrence} />
      {choices ? (
        <Chooser visit={visit} csrf={csrf} choices={choices} />
      ) : (
        <>
          <p>{texts.remembered}</p>
          <StepForm visit={visit} action={screenPaths.certificate} csrf={csrf}>
            <div className="actions">
              <button type="submit" className="button primary">
                {texts.retry}
              </button>
            </div>
          </StepForm>
        </>
      )}
      <StepForm visit={visit} action={screenPaths.login} csrf={csrf}>
        <div className="actions apart">
          <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" />
          <a href={linkTo(screenPaths.login, visit.carried)}>{frameTexts[visit.language].backToLogin}</a>
        </div>
      </StepForm>
    </section>
  );
}

function Chooser(props: {
  readonly visit: Visit;
  readonly csrf: string;
  readonly choices: readonly CertificateChoice[];
}): ReactNode {
  const { visit, csrf, choices } = props;
  const texts = certificateTexts[visit.language];
  return (
    <>
      <p className="sandbox-note">
        <strong>{texts.simulation}</strong>
        {texts.why}
      </p>
      {choices.length === 0 ? <p>{texts.empty}</p> : null}
      <StepForm visit={visit} action={screenPaths.certificate} csrf={csrf}>
        <fieldset>
          <legend>{texts.lead}</legend>
          {choices.map(({ serialNumber, holder, from, until, state }, index) => (
            <Choice
              key={serialNumber}
              value={serialNumber}
              label={holder}
              state={{ name: state, text: texts.states[state] }}
              explanation={`No. ${serialNumber} · ${fillIn(texts.validity, { from, until })}`}
              checked={index === 0}
            />
          ))}
          <Choice
            value="none"
            label={texts.none}
            explanation={texts.noneNote}
            checked={choices.length === 0}
          />
        </fieldset>
        <div className="actions">
          <button type="submit" className="button primary">
            {texts.choose}
          </button>
        </div>
      </StepForm>
    </>
  );
}

function Choice(props: {
  readonly value: string;
  readonly label: string;
  readonly state?: { readonly name: CertificateState; readonly text: string };
  readonly explanation: string;
  readonly checked: boolean;
}): ReactNode {
  const { value, label, state, explanation, checked } = props;
  const id = `certificate-${value}`;
  return (
    <div className="choice">
      <input
        type="radio"
        id={id}
        name="certificate"
        value={value}
        defaultChecked={checked}
        aria-describedby={`${id}-explanation`}
      />
      <label htmlFor={id}>
        {label}
        {state ? (
          <>
            {' '}
            <span className={`certificate-state ${state.name}`}>{state.text}</span>
          </>
        ) : null}
      </label>
      <p id={`${id}-explanation`} className="explanation">
        {explanation}
      </p>
    </div>
  );
}
