import type { CookieOptions, Request, Response } from 'express';
import { appNames, type AppName } from './partner-apps.ts';
import type { Session, SessionStore } from './session-store.ts';

export type Language = 'ja' | 'en';

/** What a request says of itself: who, as which of the services, in which language. */
export interface Visit {
  readonly key: string;
  readonly session: Session;
  readonly app: AppName;
  readonly language: Language;
  /** Whom the bank's login page is to name beforehand (OpenID Connect Core §3.1.2.1, `login_hint`). */
  readonly loginHint?: string;
}

/** `partner_`, because cookies know no ports and the bank is on the same host. */
const COOKIE = 'partner_session';
/** The language chosen last, for the next visit to begin with. */
const LANGUAGE_COOKIE = 'partner_language';
const COOKIE_OPTIONS: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 90 * 86_400_000 };

/** Recognises the browser by its cookie, or gives it one. */
export function visitOf(store: SessionStore, request: Request, response: Response): Visit {
  const cookies = request.headers.cookie ?? '';
  const found = store.find(readCookie(cookies, COOKIE));
  const wanted = textOf(request.body, 'app') ?? textOf(request.query, 'app');
  const app = appNames.find((name) => name === wanted) ?? 'kakeibo';
  const remembered = languageOf(readCookie(cookies, LANGUAGE_COOKIE));
  const chosen = languageOf(textOf(request.body, 'lang') ?? textOf(request.query, 'lang'));
  const language = chosen ?? remembered ?? 'ja';
  if (chosen !== undefined && chosen !== (remembered ?? 'ja')) {
    response.cookie(LANGUAGE_COOKIE, chosen, COOKIE_OPTIONS);
  }
  const hint = textOf(request.body, 'login_hint') ?? textOf(request.query, 'login_hint') ?? '';
  const wish = { app, language, ...(/^[\w.-]{1,64}$/.test(hint) && { loginHint: hint }) };
  if (found) return { ...found, ...wish };
  const { key, session, cookie } = store.create();
  response.cookie(COOKIE, cookie, COOKIE_OPTIONS);
  return { key, session, ...wish };
}

function languageOf(text: string | undefined): Language | undefined {
  return text === 'ja' || text === 'en' ? text : undefined;
}

/** What belongs to one linkage of one browser. */
export function slotOf({ key, app }: Pick<Visit, 'key' | 'app'>): string {
  return `${key}/${app}`;
}

/** The address of a page in the same service and language. */
export function addressOf(path: string, { app, language }: Visit): string {
  const parameters = new URLSearchParams({
    ...(app === 'kakeibo' ? {} : { app }),
    ...(language === 'ja' ? {} : { lang: language }),
  }).toString();
  return parameters === '' ? path : `${path}?${parameters}`;
}

/** How much of a statement is shown until more is asked for. */
export const ROWS_AT_FIRST = 30;
const MOST_ROWS = 5_000;

/** How many rows of the statement the address asks for. */
export function rowsWanted(request: Request): number {
  const rows = Number(textOf(request.query, 'rows') ?? ROWS_AT_FIRST);
  return Number.isInteger(rows) && rows > 0 ? Math.min(rows, MOST_ROWS) : ROWS_AT_FIRST;
}

/** One value of a query or form field; a repeated one counts as absent. */
export function textOf(source: unknown, name: string): string | undefined {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  const value: unknown = (source as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
