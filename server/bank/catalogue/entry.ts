/** A text in the two languages of the product. `{name}` is replaced by the outcome's details. */
export interface Bilingual {
  readonly ja: string;
  readonly en: string;
}

/** What the log says of an exchange: what happened, by which rule, and what to do next. */
export interface OutcomeEntry {
  /** The clause at work, e.g. `RFC 7636 §4.6`, `seed: 有効期限`, `contract §4`. */
  readonly spec?: string;
  readonly message: Bilingual;
  readonly hint?: Bilingual;
}

/** One cause a request can be refused for: what goes over the wire, which rule it breaks, and the way out. */
export interface RefusalEntry extends OutcomeEntry {
  /** HTTP status of the refusal where the origin has no other rule (a redirect keeps its 303). */
  readonly status: number;
  /**
   * What the wire says: an OAuth `error` code at the authorization server, an `errorCode` at the
   * data API. Left out for control API problems, whose `type` is the catalogue code itself.
   */
  readonly wire?: string;
  readonly spec: string;
  /**
   * What happened, to the integrator. The English one becomes `error_description`, so it keeps to
   * RFC 6749 §5.2: ASCII, no `"` and no `\`.
   */
  readonly message: Bilingual;
  readonly hint: Bilingual;
}

/** Keeps the codes as literal types while checking each entry's shape. */
export function refusals<Code extends string>(
  record: Record<Code, RefusalEntry>,
): Readonly<Record<Code, RefusalEntry>> {
  return record;
}

/** Keeps the codes as literal types while checking each entry's shape. */
export function outcomes<Code extends string>(
  record: Record<Code, OutcomeEntry>,
): Readonly<Record<Code, OutcomeEntry>> {
  return record;
}
