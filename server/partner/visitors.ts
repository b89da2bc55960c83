import { createHash } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { BankConnection, type TokenKeeper } from './bank-connection.ts';
import { BankFailure, failureOf } from './bank-failure.ts';
import { readHoldings, type Holdings } from './holdings.ts';
import { appNames, partnerApps, type AppName } from './partner-apps.ts';
import type { PartnerOptions } from './app.ts';
import { SessionStore, type FailureNote, type Link, type Session } from './session-store.ts';
import { stylesheet } from './stylesheet.ts';
import { renderPage, type Notice, type PageContent } from './views/render.tsx';

type Language = 'ja' | 'en';

/** What a request says of itself: who, which of the two apps, in which language. */
interface Visit {
  readonly key: string;
  readonly session: Session;
  readonly app: AppName;
  readonly language: Language;
}

/** `partner_`, because cookies know no ports and the bank is on the same host. */
const COOKIE = 'partner_session';
const COOKIE_OPTIONS: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 90 * 86_400_000 };
const sheetName = `partner.${createHash('sha256').update(stylesheet).digest('hex').slice(0, 10)}.css`;
const ROWS_AT_FIRST = 30;
const MOST_ROWS = 5_000;

/** The partner's pages and what their buttons do. */
export class Visitors {
  readonly #options: PartnerOptions;
  readonly #store: SessionStore;
  readonly #banks = new Map<AppName, Promise<BankConnection>>();
  /** What was last read, by session and app. In memory: it can be read again. */
  readonly #holdings = new Map<string, Holdings>();
  /** What to tell on the next page, once. */
  readonly #notices = new Map<string, Notice>();

  private constructor(options: PartnerOptions, store: SessionStore) {
    this.#options = options;
    this.#store = store;
  }

  static async open(options: PartnerOptions): Promise<Visitors> {
    return new Visitors(options, await SessionStore.open(options.dataDir));
  }

  /** `GET /`: the choice of the bank, or what was read from it. */
  async home(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    let link = visit.session.links[visit.app];
    if (link && !link.ended && !this.#holdings.has(slot(visit))) {
      await this.#read(visit, link);
      link = visit.session.links[visit.app];
    }
    const notice = this.#notices.get(slot(visit));
    this.#notices.delete(slot(visit));
    this.#send(response, 200, {
      visit,
      link,
      holdings: this.#holdings.get(slot(visit)),
      notice,
      account: text(request.query, 'account'),
      rows: rowsWanted(text(request.query, 'rows')),
    });
  }

  /** `POST /connect`: off to the bank. */
  async connect(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    try {
      const bank = await this.#bank(visit.app);
      const { url, pending } = await bank.beginLink(this.#redirectUri, visit.language);
      visit.session.pending = { ...pending, app: visit.app, lang: visit.language };
      await this.#store.save();
      response.status(303).set('Location', url.href).end();
    } catch (error) {
      this.#goHome(response, visit, failed('connect', failureOf(error)));
    }
  }

  /** `GET /callback`: back from the bank, with a code or with an error. */
  async callback(request: Request, response: Response): Promise<void> {
    const arrived = this.#visit(request, response);
    const { pending } = arrived.session;
    if (!pending) {
      this.#goHome(response, arrived, { kind: 'nothing_pending' });
      return;
    }
    const visit: Visit = { ...arrived, app: pending.app, language: pending.lang === 'en' ? 'en' : 'ja' };
    // Used once, whatever comes of it: a second return with the same state finds nothing.
    delete visit.session.pending;
    try {
      const bank = await this.#bank(visit.app);
      const returnedTo = new URL(request.originalUrl, this.#options.baseUrl());
      visit.session.links[visit.app] = { tokens: await bank.completeLink(returnedTo, pending) };
      this.#holdings.delete(slot(visit));
      await this.#store.save();
      this.#goHome(response, visit, { kind: 'linked' });
    } catch (error) {
      await this.#store.save();
      this.#goHome(response, visit, failed('connect', failureOf(error)));
    }
  }

  /** `POST /update`: reads everything again. */
  async update(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    const link = visit.session.links[visit.app];
    if (!link) this.#goHome(response, visit, undefined);
    else this.#goHome(response, visit, (await this.#read(visit, link)) ? { kind: 'updated' } : undefined);
  }

  /** `POST /refresh`: fresh tokens without waiting for a 401, to see the exchange in the bank's log. */
  async refresh(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    if (!visit.session.links[visit.app]) {
      this.#goHome(response, visit, undefined);
      return;
    }
    try {
      const bank = await this.#bank(visit.app);
      await bank.refresh(this.#keeper(visit));
      this.#goHome(response, visit, { kind: 'refreshed' });
    } catch (error) {
      const failure = failureOf(error);
      await this.#noteFailure(visit, failure);
      this.#goHome(response, visit, failed('update', failure));
    }
  }

  /** `POST /disconnect`: tells the bank, and forgets in any case. */
  async disconnect(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    const link = visit.session.links[visit.app];
    if (!link) {
      this.#goHome(response, visit, undefined);
      return;
    }
    let notice: Notice = { kind: 'disconnected' };
    try {
      await (await this.#bank(visit.app)).revoke(link.tokens);
    } catch (error) {
      notice = failed('disconnect', failureOf(error));
    }
    delete visit.session.links[visit.app];
    this.#holdings.delete(slot(visit));
    await this.#store.save();
    this.#goHome(response, visit, notice);
  }

  notFound(request: Request, response: Response): void {
    const visit = this.#visit(request, response);
    const link = visit.session.links[visit.app];
    const holdings = this.#holdings.get(slot(visit));
    this.#send(response, 404, { visit, link, holdings, notice: { kind: 'not_found' }, rows: ROWS_AT_FIRST });
  }

  stylesheet(request: Request, response: Response): void {
    if (request.params['sheet'] !== sheetName) {
      this.notFound(request, response);
      return;
    }
    response
      .set({
        'Content-Type': 'text/css; charset=utf-8',
        'Cache-Control': 'public, max-age=31536000, immutable',
      })
      .send(stylesheet);
  }

  get #redirectUri(): string {
    return `${this.#options.baseUrl()}/callback`;
  }

  /** The bank's endpoints are asked for once; after a failure, again. */
  #bank(app: AppName): Promise<BankConnection> {
    const known = this.#banks.get(app);
    if (known) return known;
    const asking = BankConnection.discover(this.#options.issuer, partnerApps[app].registration);
    this.#banks.set(app, asking);
    asking.catch(() => this.#banks.delete(app));
    return asking;
  }

  #keeper({ session, app }: Visit): TokenKeeper {
    return {
      read: () => {
        const link = session.links[app];
        if (!link) throw new BankFailure('unauthorized');
        return link.tokens;
      },
      save: async (tokens) => {
        session.links[app] = { tokens };
        await this.#store.save();
      },
    };
  }

  /** Reads everything; on failure keeps what was read before and says why. */
  async #read(visit: Visit, link: Link): Promise<boolean> {
    if (link.ended) {
      this.#notices.set(slot(visit), { kind: 'failed', during: 'update', failure: link.ended });
      return false;
    }
    try {
      const bank = await this.#bank(visit.app);
      this.#holdings.set(slot(visit), await readHoldings(bank, this.#keeper(visit)));
      return true;
    } catch (error) {
      const failure = failureOf(error);
      await this.#noteFailure(visit, failure);
      this.#notices.set(slot(visit), failed('update', failure));
      return false;
    }
  }

  async #noteFailure(visit: Visit, failure: BankFailure): Promise<void> {
    const link = visit.session.links[visit.app];
    if (!link || !failure.endsLink) return;
    visit.session.links[visit.app] = { ...link, ended: noteOf(failure) };
    await this.#store.save();
  }

  #visit(request: Request, response: Response): Visit {
    const cookie = readCookie(request.headers.cookie ?? '');
    const found = this.#store.find(cookie);
    const wanted = text(request.body, 'app') ?? text(request.query, 'app');
    const app = appNames.find((name) => name === wanted) ?? 'kakeibo';
    const language = (text(request.body, 'lang') ?? text(request.query, 'lang')) === 'en' ? 'en' : 'ja';
    if (found) return { ...found, app, language };
    const { key, session, cookie: fresh } = this.#store.create();
    response.cookie(COOKIE, fresh, COOKIE_OPTIONS);
    return { key, session, app, language };
  }

  #goHome(response: Response, visit: Visit, notice: Notice | undefined): void {
    if (notice) this.#notices.set(slot(visit), notice);
    const parameters = new URLSearchParams({
      ...(visit.app === 'kakeibo' ? {} : { app: visit.app }),
      ...(visit.language === 'ja' ? {} : { lang: visit.language }),
    }).toString();
    response
      .status(303)
      .set('Location', parameters === '' ? '/' : `/?${parameters}`)
      .end();
  }

  #send(
    response: Response,
    status: number,
    content: Omit<PageContent, 'app' | 'appName' | 'language' | 'stylesheet'> & { visit: Visit },
  ): void {
    const { visit, ...rest } = content;
    const html = renderPage({
      ...rest,
      app: partnerApps[visit.app],
      appName: visit.app,
      language: visit.language,
      stylesheet: `/assets/${sheetName}`,
    });
    response.status(status).type('html').send(html);
  }
}

function slot({ key, app }: Visit): string {
  return `${key}/${app}`;
}

function failed(during: 'connect' | 'update' | 'disconnect', failure: BankFailure): Notice {
  return { kind: 'failed', during, failure: noteOf(failure) };
}

function noteOf({ kind, code, message, retryAfter }: BankFailure): FailureNote {
  return {
    kind,
    description: message,
    ...(code === undefined ? {} : { code }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function text(source: unknown, name: string): string | undefined {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  const value: unknown = (source as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

function rowsWanted(asked: string | undefined): number {
  const rows = Number(asked ?? ROWS_AT_FIRST);
  return Number.isInteger(rows) && rows > 0 ? Math.min(rows, MOST_ROWS) : ROWS_AT_FIRST;
}

function readCookie(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === COOKIE) return pair.slice(at + 1).trim();
  }
  return undefined;
}
