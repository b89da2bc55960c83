import type { Request } from 'express';
import type { CustomerKind, Institution } from '../bank/model.ts';
import type { Preview } from './preview.ts';

export type Language = 'ja' | 'en';

/** The three sets of screens the seed shows. */
export type Variant = 'personal-pc' | 'personal-smartphone' | 'corporate';

/** What goes along from page to page in queries and hidden fields. */
export interface CarriedParameters {
  /** The interaction. */
  readonly i?: string | undefined;
  readonly lang?: Language | undefined;
  /** A variant asked for by hand: training, tests, screenshots. */
  readonly ui?: ForcedVariant | undefined;
  /** 個人 or 法人, picked by the customer where the client serves both. */
  readonly kind?: CustomerKind | undefined;
}

/** Everything a page needs to know besides its own content. */
export interface Visit {
  readonly language: Language;
  readonly variant: Variant;
  readonly institution: Institution;
  readonly carried: CarriedParameters;
  /** Where the customer is, for the link to the same page in the other language. */
  readonly path: string;
  /** Who is logged in at this browser, where logins are kept, and the token of the form that logs out. */
  readonly login?: { readonly name: string; readonly csrf: string };
  /** The page is a picture for trainers. */
  readonly preview?: Preview;
}

const forcedVariants = {
  personal: 'personal-pc',
  smartphone: 'personal-smartphone',
  corporate: 'corporate',
} as const satisfies Record<string, Variant>;
export type ForcedVariant = keyof typeof forcedVariants;

/** One value of a query or form field; a repeated one counts as absent. */
export function fieldOf(source: unknown, name: string): string | undefined {
  const value: unknown =
    typeof source === 'object' && source !== null && Object.hasOwn(source, name)
      ? (source as Record<string, unknown>)[name]
      : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** All values of a field that may be ticked more than once. */
export function fieldsOf(source: unknown, name: string): string[] {
  const value: unknown =
    typeof source === 'object' && source !== null && Object.hasOwn(source, name)
      ? (source as Record<string, unknown>)[name]
      : undefined;
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Reads the carried parameters from the form of a POST, else from the query. Unknown values are dropped. */
export function carriedBy(request: Request): CarriedParameters {
  const read = (name: string) => fieldOf(request.body, name) ?? fieldOf(request.query, name);
  const lang = read('lang');
  const ui = read('ui');
  const kind = read('kind');
  return {
    i: read('i'),
    lang: lang === 'ja' || lang === 'en' ? lang : undefined,
    ui: ui !== undefined && Object.hasOwn(forcedVariants, ui) ? (ui as ForcedVariant) : undefined,
    kind: kind === 'personal' || kind === 'corporate' ? kind : undefined,
  };
}

/** The carried parameters that have a value, by name. */
export function carriedEntries(carried: CarriedParameters): [name: string, value: string][] {
  return Object.entries({ ...carried }).filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** `path` with the carried parameters; `changes` replaces some of them (undefined drops one). */
export function linkTo(path: string, carried: CarriedParameters, changes: CarriedParameters = {}): string {
  const parameters = carriedEntries({ ...carried, ...changes });
  return parameters.length === 0 ? path : `${path}?${new URLSearchParams(parameters).toString()}`;
}

/** The variant for a kind of customer on this device, unless one was asked for by hand. */
export function variantFor(request: Request, carried: CarriedParameters, kind: CustomerKind): Variant {
  if (carried.ui) return forcedVariants[carried.ui];
  if (kind === 'corporate') return 'corporate';
  return isSmartphone(request) ? 'personal-smartphone' : 'personal-pc';
}

/** Of what a browser calls itself no more is looked at. */
const LONGEST_NAME = 500;

/**
 * By client hint where the browser sends one, else by its name; either will do, because an emulated
 * phone often changes only one of the two. Tablets get the PC's screens, as at most banks.
 */
function isSmartphone(request: Request): boolean {
  if (request.get('sec-ch-ua-mobile') === '?1') return true;
  const name = (request.get('user-agent') ?? '').slice(0, LONGEST_NAME);
  return /iPhone|iPod|Android[^\n]{0,200}Mobile|Mobile[^\n]{0,200}Firefox/.test(name);
}

/**
 * The page's language: the customer's own choice, else what the partner asked for (`ui_locales`,
 * OpenID Connect Core §3.1.2.1, in order of preference), else the sandbox's setting.
 */
export function languageFor(
  carried: CarriedParameters,
  uiLocales: string | undefined,
  setting: Language,
): Language {
  if (carried.lang) return carried.lang;
  for (const tag of uiLocales?.split(' ') ?? []) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'ja' || primary === 'en') return primary;
  }
  return setting;
}

export function isCorporate(visit: Visit): boolean {
  return visit.variant === 'corporate';
}
