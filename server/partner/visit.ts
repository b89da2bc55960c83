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
}

/** `partner_`, because cookies know no ports and the bank is on the same host. */
const COOKIE = 'partner_session';
const COOKIE_OPTIONS: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 90 * 86_400_000 };

/** Recognises the browser by its cookie, or gives it one. */
export function visitOf(store: SessionStore, request: Request, response: Response): Visit {
  const found = store.find(readCookie(request.headers.cookie ?? ''));
  const wanted = textOf(request.body, 'app') ?? textOf(request.query, 'app');
  const app = appNames.find((name) => name === wanted) ?? 'kakeibo';
  const language = (textOf(request.body, 'lang') ?? textOf(request.query, 'lang')) === 'en' ? 'en' : 'ja';
  if (found) return { ...found, app, language };
  const { key, session, cookie } = store.create();
  response.cookie(COOKIE, cookie, COOKIE_OPTIONS);
  return { key, session, app, language };
}

/** What belongs to one linkage of one browser. */
export function slotOf({ key, app }: Visit): string {
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

function readCookie(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === COOKIE) return pair.slice(at + 1).trim();
  }
  return undefined;
}
