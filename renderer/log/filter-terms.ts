import { isLogFilterField, logFilterFields, type LogFilterField } from '../../server/log/filter-fields.ts';

export type FilterKey = LogFilterField;

/** One condition of the log's filter language: `status:>=400`, `"free text"`, `-word`. */
export interface FilterTerm {
  /** `undefined` for free text. */
  key?: FilterKey;
  value: string;
  negated: boolean;
  /** It may hold in place of the one before it. */
  or?: true;
}

/** A term: an optional minus, an optional `key:`, and a word or a quoted text. */
const termPattern = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi;

/** Takes a filter apart. A key the language does not know makes the whole word free text. */
export function parseFilter(filter: string): FilterTerm[] {
  const terms: FilterTerm[] = [];
  let joins = false;
  for (const [, minus = '', word, quoted, bare] of filter.matchAll(termPattern)) {
    if (word === undefined && minus === '' && bare === 'OR') {
      joins = terms.length > 0;
      continue;
    }
    const value = quoted ?? bare ?? '';
    if (!value) continue;
    const shared = { negated: minus === '-', ...(joins && { or: true as const }) };
    joins = false;
    const key = word?.toLowerCase();
    if (key === undefined) terms.push({ value, ...shared });
    else if (isLogFilterField(key)) terms.push({ key, value, ...shared });
    else terms.push({ value: `${word ?? ''}:${value}`, ...shared });
  }
  return terms;
}

export function formatTerm({ key, value, negated }: FilterTerm): string {
  // A bare word that reads like a condition, or holds a space, only stays free text inside quotes.
  const mustQuote =
    /[\s"]/.test(value) || (key === undefined && (/^-|^OR$/.test(value) || /^[a-z]+:/i.test(value)));
  const shown = mustQuote ? `"${value.replaceAll('"', '')}"` : value;
  return `${negated ? '-' : ''}${key ? `${key}:` : ''}${shown}`;
}

export function formatFilter(terms: readonly FilterTerm[]): string {
  return terms.map((term, at) => `${term.or && at > 0 ? 'OR ' : ''}${formatTerm(term)}`).join(' ');
}

/** Adds a condition; one that is already there is not doubled, one turned round replaces its opposite. */
export function withTerm(filter: string, term: FilterTerm): string {
  const others = parseFilter(filter).filter(({ key, value }) => key !== term.key || value !== term.value);
  return formatFilter([...others, term]);
}

/** What the field may offer for the word being typed: keys first, then values already seen under a key. */
export function suggestTerms(
  typed: string,
  seen: Readonly<Partial<Record<FilterKey, readonly string[]>>>,
  limit = 8,
): string[] {
  const word = typed.trimStart();
  const minus = word.startsWith('-') ? '-' : '';
  const rest = word.slice(minus.length);
  const colon = rest.indexOf(':');
  if (colon < 0) {
    return logFilterFields
      .filter((key) => key.startsWith(rest.toLowerCase()))
      .map((key) => `${minus}${key}:`);
  }
  const key = rest.slice(0, colon).toLowerCase();
  const begun = rest.slice(colon + 1).toLowerCase();
  if (!isLogFilterField(key)) return [];
  const values = [...(usualValues[key] ?? []), ...(seen[key] ?? [])];
  return [...new Set(values)]
    .filter((value) => value.toLowerCase().includes(begun) && value.toLowerCase() !== begun)
    .slice(0, limit)
    .map((value) => `${minus}${formatTerm({ key, value, negated: false })}`);
}

const usualValues: Partial<Record<FilterKey, readonly string[]>> = {
  status: ['>=400', '2xx', '3xx', '4xx', '5xx', '400', '401', '403'],
  method: ['GET', 'POST', 'DELETE', 'EVENT'],
  path: ['/oauth2/authorize', '/oauth2/token', '/ib/login', '/ib/consent', '/ib/v1/accounts', '/control'],
  origin: ['bank', 'control', 'outgoing'],
  since: ['5m', '1h', '1d'],
  ms: ['>10', '>100', '>1000'],
};
