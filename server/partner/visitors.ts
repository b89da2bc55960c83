import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { allowOnly } from './allowed-methods.ts';
import type { PartnerOptions } from './app.ts';
import type { TokenKeeper } from './bank-connection.ts';
import { BankDirectory } from './bank-directory.ts';
import { BankFailure, failureOf } from './bank-failure.ts';
import { listedBanks, unnamedBank, type BankName } from './banks.ts';
import { irregularitiesSince } from './changes-since.ts';
import { readHoldings, type Holdings } from './holdings.ts';
import type { ReturningLesson } from './lessons/lesson.ts';
import { LessonRoom } from './lessons/lesson-room.ts';
import { appNames, partnerApps } from './partner-apps.ts';
import { noteOf, SessionStore, type Link } from './session-store.ts';
import { stylesheet } from './stylesheet.ts';
import { renderPage, type Notice, type PageContent } from './views/render.tsx';
import { addressOf, ROWS_AT_FIRST, rowsWanted, slotOf, textOf, visitOf, type Visit } from './visit.ts';

const sheetName = `partner.${createHash('sha256').update(stylesheet).digest('hex').slice(0, 10)}.css`;

/** The partner's pages and what their buttons do. */
export class Visitors {
  readonly #options: PartnerOptions;
  readonly #store: SessionStore;
  readonly #banks: BankDirectory;
  /** What was last read, by session and app. In memory: it can be read again. */
  readonly #holdings = new Map<string, Holdings>();
  /** Linkages that were renewed: what was read goes on being compared with, but is read anew. */
  readonly #outdated = new Set<string>();
  /** What to tell on the next page, once. */
  readonly #notices = new Map<string, Notice>();
  readonly #lessons: LessonRoom;

  private constructor(options: PartnerOptions, store: SessionStore) {
    this.#options = options;
    this.#store = store;
    this.#banks = new BankDirectory(options.issuer);
    store.onDrop = (key) => {
      for (const slot of appNames.map((app) => slotOf({ key, app }))) {
        this.#holdings.delete(slot);
        this.#outdated.delete(slot);
        this.#notices.delete(slot);
        this.#lessons.forget(slot);
      }
    };
    this.#lessons = new LessonRoom({
      issuer: options.issuer,
      baseUrl: options.baseUrl,
      store,
      bank: (app) => this.#banks.connection(app),
      keeper: (visit) => this.#keeper(visit),
      begin: (response, visit, lesson) => this.#begin(response, visit, lesson),
    });
  }

  static async open(options: PartnerOptions): Promise<Visitors> {
    return new Visitors(options, await SessionStore.open(options.dataDir));
  }

  /** `GET /`: the choice of the bank, or what was read from it. */
  async home(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    const slot = slotOf(visit);
    let link = visit.session.links[visit.app];
    if (link && !link.ended && (!this.#holdings.has(slot) || this.#outdated.has(slot))) {
      await this.#read(visit, link);
      link = visit.session.links[visit.app];
    }
    const banks = link ? undefined : listedBanks(await this.#nameOfBank(visit));
    const notice = this.#notices.get(slot);
    this.#notices.delete(slot);
    this.#send(response, 200, {
      visit,
      link,
      banks,
      holdings: link && this.#holdings.get(slot),
      notice,
      account: textOf(request.query, 'account'),
      rows: rowsWanted(request),
    });
  }

  /** `POST /connect`: off to the bank. */
  async connect(request: Request, response: Response): Promise<void> {
    await this.#begin(response, this.#visit(request, response));
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
      const bank = await this.#banks.connection(visit.app);
      const returnedTo = new URL(request.originalUrl, this.#options.baseUrl());
      const tokens =
        pending.lesson !== undefined && returnedTo.searchParams.has('code')
          ? await this.#lessons.complete(visit, bank, returnedTo, { ...pending, lesson: pending.lesson })
          : await bank.completeLink(returnedTo, pending);
      if (tokens) {
        visit.session.links[visit.app] = { tokens, ...(bank.name && { bank: bank.name }) };
        this.#outdated.add(slotOf(visit));
      }
      await this.#store.save();
      if (pending.lesson === undefined) this.#goHome(response, visit, { kind: 'linked' });
      else seeOther(response, addressOf('/lessons', visit));
    } catch (error) {
      await this.#store.save();
      this.#goHome(response, visit, failed('connect', failureOf(error)));
    }
  }

  /** `POST /update`: reads everything again. */
  async update(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    const link = visit.session.links[visit.app];
    if (link && (await this.#read(visit, link)) && !this.#notices.has(slotOf(visit))) {
      this.#notices.set(slotOf(visit), { kind: 'updated' });
    }
    this.#goHome(response, visit, undefined);
  }

  /** `POST /refresh`: fresh tokens without waiting for a 401, to see the exchange in the bank's log. */
  async refresh(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    if (!visit.session.links[visit.app]) {
      this.#goHome(response, visit, undefined);
      return;
    }
    try {
      const bank = await this.#banks.connection(visit.app);
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
      await (await this.#banks.connection(visit.app)).revoke(link.tokens);
    } catch (error) {
      notice = failed('disconnect', failureOf(error));
    }
    delete visit.session.links[visit.app];
    this.#holdings.delete(slotOf(visit));
    await this.#store.save();
    this.#goHome(response, visit, notice);
  }

  /** `GET /lessons`: the mistakes that can be made on purpose, and what came of the last one. */
  lessons(request: Request, response: Response): void {
    const visit = this.#visit(request, response);
    this.#send(response, 200, {
      visit,
      link: visit.session.links[visit.app],
      lessons: this.#lessons.shown(visit),
      rows: ROWS_AT_FIRST,
    });
  }

  /** `POST /lessons`: switches them on or off, or makes one mistake. */
  async makeMistake(request: Request, response: Response): Promise<void> {
    const visit = this.#visit(request, response);
    const leftForBank = await this.#lessons.act(visit, response, textOf(request.body, 'lesson'));
    if (!leftForBank) seeOther(response, addressOf('/lessons', visit));
  }

  notFound(request: Request, response: Response): void {
    const visit = this.#visit(request, response);
    const link = visit.session.links[visit.app];
    const holdings = link && this.#holdings.get(slotOf(visit));
    const banks = link ? undefined : listedBanks(unnamedBank);
    const notice: Notice = { kind: 'not_found' };
    this.#send(response, 404, { visit, link, banks, holdings, notice, rows: ROWS_AT_FIRST });
  }

  stylesheet(request: Request, response: Response): void {
    if (request.params['sheet'] !== sheetName) {
      this.notFound(request, response);
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      allowOnly('GET, HEAD')(request, response);
      return;
    }
    response
      .set({
        'Content-Type': 'text/css; charset=utf-8',
        'Cache-Control': 'public, max-age=31536000, immutable',
      })
      .send(stylesheet);
  }

  async #begin(response: Response, visit: Visit, lesson?: ReturningLesson): Promise<void> {
    try {
      const bank = await this.#banks.connection(visit.app);
      const redirectUri = `${this.#options.baseUrl()}/callback`;
      const { url, pending } = await bank.beginLink(redirectUri, visit.language, visit.loginHint);
      visit.session.pending = { ...pending, app: visit.app, lang: visit.language, ...(lesson && { lesson }) };
      await this.#store.save();
      seeOther(response, url.href);
    } catch (error) {
      this.#goHome(response, visit, failed('connect', failureOf(error)));
    }
  }

  /** For the list to choose from; a bank that can't be asked is told of above it. */
  async #nameOfBank(visit: Visit): Promise<BankName> {
    try {
      return await this.#banks.currentName(visit.app);
    } catch (error) {
      const notice = failed('connect', failureOf(error));
      if (!this.#notices.has(slotOf(visit))) this.#notices.set(slotOf(visit), notice);
      return unnamedBank;
    }
  }

  #keeper({ session, app }: Visit): TokenKeeper {
    return {
      read: () => {
        const link = session.links[app];
        if (!link) throw new BankFailure('unauthorized');
        return link.tokens;
      },
      save: async (tokens) => {
        session.links[app] = { ...session.links[app], tokens };
        await this.#store.save();
      },
    };
  }

  /** Reads everything; on failure keeps what was read before and says why. */
  async #read(visit: Visit, link: Link): Promise<boolean> {
    const slot = slotOf(visit);
    if (link.ended) {
      this.#notices.set(slot, { kind: 'failed', during: 'update', failure: link.ended });
      return false;
    }
    try {
      const bank = await this.#banks.connection(visit.app);
      const before = this.#holdings.get(slot);
      const holdings = await readHoldings(bank, this.#keeper(visit));
      const irregularities = before ? irregularitiesSince(before, holdings) : [];
      this.#holdings.set(slot, holdings);
      this.#outdated.delete(slot);
      if (irregularities.length > 0) this.#notices.set(slot, { kind: 'irregular', irregularities });
      return true;
    } catch (error) {
      const failure = failureOf(error);
      await this.#noteFailure(visit, failure);
      this.#notices.set(slot, failed('update', failure));
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
    return visitOf(this.#store, request, response);
  }

  #goHome(response: Response, visit: Visit, notice: Notice | undefined): void {
    if (notice) this.#notices.set(slotOf(visit), notice);
    seeOther(response, addressOf('/', visit));
  }

  #send(
    response: Response,
    status: number,
    content: Omit<PageContent, 'app' | 'appName' | 'language' | 'loginHint' | 'stylesheet'> & {
      visit: Visit;
    },
  ): void {
    const { visit, ...rest } = content;
    const html = renderPage({
      ...rest,
      app: partnerApps[visit.app],
      appName: visit.app,
      language: visit.language,
      loginHint: visit.loginHint,
      stylesheet: `/assets/${sheetName}`,
    });
    response.status(status).type('html').send(html);
  }
}

function seeOther(response: Response, location: string): void {
  response.status(303).set('Location', location).end();
}

function failed(during: 'connect' | 'update' | 'disconnect', failure: BankFailure): Notice {
  return { kind: 'failed', during, failure: noteOf(failure) };
}
