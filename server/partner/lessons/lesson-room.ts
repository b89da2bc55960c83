import type { Response } from 'express';
import type { BankConnection, PendingLink, TokenKeeper, Tokens } from '../bank-connection.ts';
import { failureOf } from '../bank-failure.ts';
import type { AppName } from '../partner-apps.ts';
import { noteOf, type SessionStore } from '../session-store.ts';
import { slotOf, type Visit } from '../visit.ts';
import { CarelessPartner, type LessonResult } from './careless-partner.ts';
import { isReturning, lessonNames, needsLink } from './lesson.ts';
import type { LessonName, LessonReport, ReturningLesson } from './lesson.ts';

/** What the lessons need of the partner they belong to. */
export interface LessonRoomParts {
  readonly issuer: string;
  readonly baseUrl: () => string;
  readonly store: SessionStore;
  readonly bank: (app: AppName) => Promise<BankConnection>;
  readonly keeper: (visit: Visit) => TokenKeeper;
  /** Sends the customer to the bank; the mistake is made when they return. */
  readonly begin: (response: Response, visit: Visit, lesson: ReturningLesson) => Promise<void>;
}

/** What the page of mistakes shows. */
export interface ShownLessons {
  readonly on: boolean;
  readonly linked: boolean;
  readonly report?: LessonReport | undefined;
}

/** Mistakes on purpose: off until a visitor switches them on, for that visitor alone. */
export class LessonRoom {
  readonly #parts: LessonRoomParts;
  /** What came of the last one, by session and app. */
  readonly #reports = new Map<string, LessonReport>();

  constructor(parts: LessonRoomParts) {
    this.#parts = parts;
  }

  shown(visit: Visit): ShownLessons {
    const link = visit.session.links[visit.app];
    return {
      on: visit.session.learning === true,
      linked: link?.tokens.refreshToken !== undefined && !link.ended,
      report: this.#reports.get(slotOf(visit)),
    };
  }

  /** The session of a slot is gone. */
  forget(slot: string): void {
    this.#reports.delete(slot);
  }

  /**
   * Does what a button of the page says: `on`, `off`, or one of the mistakes.
   *
   * @returns true when the customer has been sent to the bank.
   */
  async act(visit: Visit, response: Response, wanted: string | undefined): Promise<boolean> {
    const { session } = visit;
    this.#reports.delete(slotOf(visit));
    if (wanted === 'on' || wanted === 'off') {
      session.learning = wanted === 'on';
      await this.#parts.store.save();
      return false;
    }
    const name = lessonNames.find((each) => each === wanted);
    if (!name || !session.learning || (needsLink.has(name) && !this.shown(visit).linked)) return false;
    if (isReturning(name)) {
      await this.#parts.begin(response, visit, name);
      return true;
    }
    try {
      await this.#run(visit, name);
    } catch (error) {
      const { kind, code, message } = failureOf(error);
      const exchange = {
        request: this.#parts.issuer,
        status: undefined,
        answer: `${code ?? kind}: ${message}`,
      };
      this.#keepReport(visit, name, { exchanges: [exchange] });
    }
    return false;
  }

  /** The return from the bank, with the mistake of `pending.lesson`. @returns the linkage, if any came of it. */
  async complete(
    visit: Visit,
    bank: BankConnection,
    returnedTo: URL,
    pending: PendingLink & { readonly lesson: ReturningLesson },
  ): Promise<Tokens | undefined> {
    const careless = new CarelessPartner(bank, this.#parts.issuer);
    const result =
      pending.lesson === 'no_state_check'
        ? await careless.withoutStateCheck(returnedTo, pending)
        : await careless.codeReplay(returnedTo, pending);
    this.#keepReport(visit, pending.lesson, result);
    return result.tokens;
  }

  async #run(visit: Visit, name: Exclude<LessonName, ReturningLesson>): Promise<void> {
    const { issuer, baseUrl, keeper } = this.#parts;
    const careless = new CarelessPartner(await this.#parts.bank(visit.app), issuer);
    switch (name) {
      case 'wrong_redirect_uri':
        this.#keepReport(visit, name, await careless.wrongRedirectUri(`${baseUrl()}/somewhere-else`));
        return;
      case 'lost_refresh_answer':
        await this.#keepLink(visit, name, await careless.lostRefreshAnswer(keeper(visit)));
        return;
      case 'double_refresh':
        await this.#keepLink(visit, name, await careless.doubleRefresh(keeper(visit)));
        return;
      case 'utc_dates':
        this.#keepReport(visit, name, await careless.utcDates(keeper(visit)));
    }
  }

  /** The tokens that came last are the ones to go on with, unless the bank has ended the linkage. */
  async #keepLink(visit: Visit, name: LessonName, result: LessonResult): Promise<void> {
    this.#keepReport(visit, name, result);
    if (result.tokens) await this.#parts.keeper(visit).save(result.tokens);
    const link = visit.session.links[visit.app];
    if (!link || !result.failure?.endsLink) return;
    visit.session.links[visit.app] = { ...link, ended: noteOf(result.failure) };
    await this.#parts.store.save();
  }

  #keepReport(visit: Visit, name: LessonName, { exchanges, lookAt }: LessonResult): void {
    this.#reports.set(slotOf(visit), { name, exchanges, ...(lookAt === undefined ? {} : { lookAt }) });
  }
}
