import type { ReactNode } from 'react';
import { names, type Name } from '../texts/names.ts';
import { carriedEntries, type Visit } from '../visit.ts';
import { describedBy, glossOf, Term } from './term.tsx';

/** The form of a step: it carries the interaction, the CSRF token and how the page is to look. */
export function StepForm(props: {
  readonly visit: Visit;
  readonly action: string;
  readonly csrf: string;
  readonly id?: string;
  readonly hidden?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { visit, action, csrf, id, hidden, children } = props;
  if (visit.preview) return <form>{children}</form>;
  return (
    <form method="post" action={action} id={id} hidden={hidden} noValidate autoComplete="off">
      {carriedEntries(visit.carried).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="csrf" value={csrf} />
      {children}
    </form>
  );
}

/** ID or password. Named by the contract; an error is tied to it, and focus goes to where to begin again. */
export function CredentialField(props: {
  readonly visit: Visit;
  readonly name: Name;
  readonly field: 'loginId' | 'password';
  readonly value?: string;
  readonly invalid: boolean;
  readonly focus: boolean;
}): ReactNode {
  const { visit, name, field, value, invalid, focus } = props;
  const password = field === 'password';
  return (
    <div className="field">
      <label htmlFor={field}>
        <Term visit={visit} name={name} />
      </label>
      <input
        id={field}
        name={field}
        type={password ? 'password' : 'text'}
        defaultValue={value}
        autoComplete={password ? 'current-password' : 'username'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={password ? 64 : 32}
        required
        autoFocus={focus}
        aria-invalid={invalid ? 'true' : undefined}
        {...describedBy(invalid && 'problem', glossOf(visit, name))}
      />
    </div>
  );
}

/** A button that says to the bank which way to go: `action` = `value`, found by the same as its id. */
export function ActionButton(props: {
  readonly visit: Visit;
  readonly name: Name;
  readonly value: string;
  readonly look: 'primary' | 'secondary';
  /** The id of the form it belongs to, where that is not the one around it. */
  readonly form?: string;
}): ReactNode {
  const { visit, name, value, look, form } = props;
  return (
    <button
      type="submit"
      id={`action-${value}`}
      form={visit.preview ? undefined : form}
      name="action"
      value={value}
      className={`button ${look}`}
      {...describedBy(glossOf(visit, name))}
    >
      <Term visit={visit} name={name} />
    </button>
  );
}

/** A tick box whose accessible name is exactly the contract's, with its explanation as description. */
export function Tick(props: {
  readonly visit: Visit;
  readonly name: Name;
  readonly field: string;
  readonly value: string;
  readonly checked: boolean;
  readonly invalid: boolean;
  readonly focus: boolean;
  readonly explanation?: string;
}): ReactNode {
  const { visit, name, field, value, checked, invalid, focus, explanation } = props;
  const id = `${field}-${value.replace(':', '-')}`;
  return (
    <div className={explanation ? 'choice' : 'agreement'}>
      <input
        type="checkbox"
        id={id}
        name={field}
        value={value}
        defaultChecked={checked}
        autoFocus={focus}
        aria-invalid={invalid ? 'true' : undefined}
        {...describedBy(invalid && 'problem', explanation && `${id}-explanation`, glossOf(visit, name))}
      />
      <label htmlFor={id}>
        <Term visit={visit} name={name} />
      </label>
      {explanation ? (
        <p id={`${id}-explanation`} className="explanation">
          {explanation}
        </p>
      ) : null}
    </div>
  );
}

/** A heading of the contract, with its gloss on English pages. */
export function Heading({ visit, name }: { visit: Visit; name: Name }): ReactNode {
  return visit.language === 'ja' ? (
    <h1>{names[name].ja}</h1>
  ) : (
    <h1 {...describedBy(glossOf(visit, name))}>
      <Term visit={visit} name={name} />
    </h1>
  );
}
