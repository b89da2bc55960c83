import type { ReactNode } from 'react';
import { fillIn } from '../../bank/refusal.ts';
import type { OfferedAccount } from '../accounts-asked.ts';
import { consentTexts } from '../texts/consent.ts';
import type { ConsentContent } from './consent-parts.tsx';
import { describedBy, Term } from './term.tsx';

/**
 * Where the partner asks account by account: what each permission is for, and, where it is left open,
 * the accounts to be handed over, all ticked to begin with (RFC 9396 §3.1, §7.1).
 */
export function Accounts({ visit, accounts, refusal }: ConsentContent): ReactNode {
  if (!accounts) return null;
  const texts = consentTexts[visit.language].accounts;
  const invalid = refusal?.code === 'no_account_chosen' || refusal?.code === 'account_not_offered';
  return (
    <section className="accounts" aria-labelledby="accounts-heading">
      <h2 id="accounts-heading">{texts.heading}</h2>
      <dl className="account-lines">
        {accounts.lines.map(({ permission, everyAccount, chosenOnes, named }) => (
          <div key={permission}>
            <dt>
              <Term visit={visit} name={permission} />
            </dt>
            {everyAccount ? <dd>{texts.every}</dd> : null}
            {chosenOnes ? <dd>{texts.chosen}</dd> : null}
            {named.map((name) => (
              <dd key={name} lang="ja">
                {name}
              </dd>
            ))}
          </div>
        ))}
      </dl>
      {accounts.locations.length === 0 ? null : (
        <p className="account-note">
          {fillIn(texts.locations, { locations: accounts.locations.join(' , ') })}
        </p>
      )}
      {accounts.open ? (
        <fieldset className="account-choice" {...describedBy(invalid && 'problem', 'account-choice-note')}>
          <legend>{texts.choose}</legend>
          <p id="account-choice-note" className="account-note">
            {accounts.offered.length === 0 ? texts.none : texts.chooseNote}
          </p>
          {accounts.offered.map((account, index) => (
            <AccountTick
              key={account.accountId}
              account={account}
              checked={accounts.chosen.includes(account.accountId)}
              invalid={invalid}
              focus={invalid && index === 0}
            />
          ))}
        </fieldset>
      ) : null}
    </section>
  );
}

function AccountTick(props: {
  readonly account: OfferedAccount;
  readonly checked: boolean;
  readonly invalid: boolean;
  readonly focus: boolean;
}): ReactNode {
  const { account, checked, invalid, focus } = props;
  const id = `account-${account.accountId}`;
  return (
    <div className="agreement">
      <input
        type="checkbox"
        id={id}
        name="account"
        value={account.accountId}
        defaultChecked={checked}
        autoFocus={focus}
        aria-invalid={invalid ? 'true' : undefined}
        {...describedBy(invalid && 'problem')}
      />
      <label htmlFor={id} lang="ja">
        {account.name}
      </label>
    </div>
  );
}
