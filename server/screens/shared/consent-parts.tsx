import type { ReactNode } from 'react';
import type { PermissionScope } from '../../bank/model.ts';
import { fillIn, type Refusal } from '../../bank/refusal.ts';
import type { AccountsAsked } from '../accounts-asked.ts';
import { screenPaths } from '../paths.ts';
import { versionInWords } from '../dates.ts';
import { consentTexts } from '../texts/consent.ts';
import { names } from '../texts/names.ts';
import { linkTo, type Visit } from '../visit.ts';
import { AskerMark, AskerName, type Asker } from './asker.tsx';
import { ActionButton, StepForm, Tick } from './form.tsx';
import type { Occurrence } from './problem.tsx';
import { describedBy, glossOf, Term } from './term.tsx';

/** What the consent page of every variant shows. */
export interface ConsentContent {
  readonly visit: Visit;
  readonly csrf: string;
  readonly asker: Asker;
  readonly customerName: string;
  /** What the partner asks for, and what is ticked now. */
  readonly requested: readonly PermissionScope[];
  readonly ticked: readonly PermissionScope[];
  /** Of which accounts, where that is asked (RFC 9396); undefined: of all, as by scope. */
  readonly accounts: AccountsAsked | undefined;
  readonly agreed: boolean;
  readonly grantDays: number;
  /** When the linkage would end if it were allowed now, in words, JST. */
  readonly until: string;
  readonly termsVersion: string;
  /** The version agreed to last time, where it was another one. */
  readonly termsAgreedBefore: string | undefined;
  readonly refusal: Refusal | undefined;
  readonly occurrence: Occurrence;
}

/** Who asks whom for what, and what is not handed over. */
export function WhoAsks({ visit, asker, customerName }: ConsentContent): ReactNode {
  const texts = consentTexts[visit.language];
  return (
    <div className="who-asks">
      <AskerMark asker={asker} />
      <div>
        <p className="who">
          <AskerName visit={visit} asker={asker} />
          {texts.askingBefore}
          <span className="customer-name">{customerName}</span>
          {texts.askingAfter}
        </p>
        <p className="not-handed-over">{texts.notHandedOver}</p>
      </div>
    </div>
  );
}

/** 外部サービスに許可する業務: only what was asked for can be ticked, each on its own (seed). */
export function Permissions({ visit, asker, requested, ticked, refusal }: ConsentContent): ReactNode {
  const texts = consentTexts[visit.language];
  const invalid = refusal?.code === 'no_permission_chosen';
  return (
    <fieldset className="permissions" {...describedBy(invalid && 'problem', glossOf(visit, 'permissions'))}>
      <legend>
        <Term visit={visit} name="permissions" />
      </legend>
      {requested.length === 0 ? <p>{fillIn(texts.nothingAsked, { client: asker.service })}</p> : null}
      {requested.map((scope, index) => (
        <Tick
          key={scope}
          visit={visit}
          name={scope}
          field="permission"
          value={scope}
          checked={ticked.includes(scope)}
          invalid={invalid}
          focus={invalid && index === 0}
          explanation={texts.explain[scope]}
        />
      ))}
    </fieldset>
  );
}

/** How long, and how to stop earlier (seed: 口座連携の有効期限). */
export function Validity({ visit, grantDays, until }: ConsentContent): ReactNode {
  const texts = consentTexts[visit.language];
  return (
    <ul className="notes">
      <li>
        {fillIn(texts.validity, { days: grantDays })}
        <span className="until">{fillIn(texts.until, { until })}</span>
      </li>
      <li>{texts.renew}</li>
      <li>{texts.stopping}</li>
    </ul>
  );
}

/** The terms to be read first, and the tick that says so. */
export function Terms({
  visit,
  termsVersion,
  termsAgreedBefore,
  agreed,
  refusal,
}: ConsentContent): ReactNode {
  const texts = consentTexts[visit.language];
  const invalid = refusal?.code === 'terms_not_agreed';
  return (
    <div className="terms">
      {termsAgreedBefore === undefined ? null : (
        <p className="terms-changed" id="terms-changed">
          {fillIn(texts.termsChanged, { before: versionInWords(termsAgreedBefore, visit.language) })}
        </p>
      )}
      <p className="terms-document">
        <a
          href={linkTo(screenPaths.terms, visit.carried, { i: undefined })}
          target="_blank"
          rel="noopener"
          {...describedBy(glossOf(visit, 'terms'), 'terms-note')}
        >
          {names.terms.ja}
        </a>
        {visit.language === 'ja' ? null : (
          <span id={glossOf(visit, 'terms')} className="gloss">
            {names.terms.en}
          </span>
        )}{' '}
        <span id="terms-note" className="terms-note">
          {fillIn(texts.termsNote, { version: versionInWords(termsVersion, visit.language) })}
        </span>
      </p>
      <p className="terms-lead">{texts.termsLead}</p>
      <Tick
        visit={visit}
        name="agreed"
        field="terms"
        value="agreed"
        checked={agreed}
        invalid={invalid}
        focus={invalid}
      />
    </div>
  );
}

const CANCEL_FORM = 'cancel-form';

/**
 * キャンセル stands before 許可, as in the seed, and Enter in a field presses the first button of its form
 * (HTML, implicit submission). It therefore belongs to {@link CancelForm}: Enter asks for 許可, which
 * demands the ticks, and never cancels.
 */
export function CancelButton({ visit }: ConsentContent): ReactNode {
  return <ActionButton visit={visit} name="cancel" value="cancel" look="secondary" form={CANCEL_FORM} />;
}

/** To be put behind the form of the consent, for forms do not stand in each other. */
export function CancelForm({ visit, csrf }: ConsentContent): ReactNode {
  return <StepForm visit={visit} action={screenPaths.consent} csrf={csrf} id={CANCEL_FORM} hidden />;
}
