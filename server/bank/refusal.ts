import { refusalEntry, type RefusalCode, type RefusalEntry } from './catalogue/index.ts';

/** Values for the `{placeholders}` of a catalogue text. Never a secret: they reach the log. */
export type RefusalDetails = Readonly<Record<string, string | number>>;

/**
 * A request the bank does not fulfil, as a code of the catalogue. Thrown by domain operations and
 * handlers alike; the origin that receives it decides how to write it down (page, redirect, JSON).
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  #details: RefusalDetails;
  /**
   * True when what the operation changed before refusing must stay changed: a wrong password is
   * counted, a replayed code ends its grant (RFC 9700 §4.5.2). Otherwise everything is undone.
   */
  readonly keepsChanges: boolean;

  constructor(code: RefusalCode, details: RefusalDetails = {}, options: { keepsChanges?: boolean } = {}) {
    super(fillIn(refusalEntry(code).message.en, details));
    this.name = 'Refusal';
    this.code = code;
    this.#details = details;
    this.keepsChanges = options.keepsChanges ?? false;
  }

  get details(): RefusalDetails {
    return this.#details;
  }

  /**
   * Takes secrets out of what the refusal quotes, before it is told to anybody: a value put into the
   * sentence, never the sentence.
   */
  withholdSecrets(hide: (text: string) => string): void {
    this.#details = Object.fromEntries(
      Object.entries(this.#details).map(([name, value]) => [
        name,
        typeof value === 'string' ? hide(value) : value,
      ]),
    );
    this.message = fillIn(this.entry.message.en, this.#details);
  }

  get entry(): RefusalEntry {
    return refusalEntry(this.code);
  }
}

/** A catalogue text with its `{placeholders}` replaced; an unknown one is left visible. */
export function fillIn(template: string, details: RefusalDetails): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = details[name];
    return value === undefined ? placeholder : String(value);
  });
}
