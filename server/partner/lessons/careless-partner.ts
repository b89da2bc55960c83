import * as oauth from 'openid-client';
import { transactionsAnswer } from '../bank-answers.ts';
import { DATA_API, SCOPE, tokensOf, type BankConnection, type TokenKeeper } from '../bank-connection.ts';
import type { PendingLink, Tokens } from '../bank-connection.ts';
import { failureOf, type BankFailure } from '../bank-failure.ts';
import { fingerprint, type LessonExchange } from './lesson.ts';

/** What a lesson leaves behind. */
export interface LessonResult {
  readonly exchanges: readonly LessonExchange[];
  /** The linkage that came of it, or goes on after it. */
  readonly tokens?: Tokens;
  /** Why the linkage is over now, if it is. */
  readonly failure?: BankFailure;
  readonly lookAt?: string;
}

interface TokenAttempt {
  readonly exchange: LessonExchange;
  readonly tokens?: Tokens;
  readonly failure?: BankFailure;
}

const TIMEOUT_MS = 15_000;

/** The demo partner on a bad day. Every method makes one mistake and reports what the bank answered. */
export class CarelessPartner {
  readonly #bank: BankConnection;
  readonly #issuer: string;

  constructor(bank: BankConnection, issuer: string) {
    this.#bank = bank;
    this.#issuer = issuer;
  }

  /** Asks for the customer to be sent to an address nobody registered (RFC 6749 §3.1.2.3). */
  async wrongRedirectUri(redirectUri: string): Promise<LessonResult> {
    const url = oauth.buildAuthorizationUrl(this.#bank.configuration, {
      redirect_uri: redirectUri,
      scope: SCOPE,
      state: oauth.randomState(),
    });
    const request = `GET ${url.pathname}?…&redirect_uri=${redirectUri}`;
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { accept: 'text/html' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      const location = response.headers.get('location');
      const answer = location === null ? 'text/html (no Location)' : `Location: ${location}`;
      return { exchanges: [{ request, status: response.status, answer }], lookAt: url.href };
    } catch (error) {
      return { exchanges: [unanswered(request, failureOf(error))] };
    }
  }

  /** Takes whatever return comes, as if it were the one that was begun (RFC 6749 §10.12). */
  async withoutStateCheck(returnedTo: URL, pending: PendingLink): Promise<LessonResult> {
    // Somebody else's return: what an attacker would have this browser open.
    const foreign = new URL(returnedTo);
    const state = 'state-of-somebody-else';
    foreign.searchParams.set('state', state);
    const attempt = await this.#token(
      `POST token: grant_type=authorization_code, code=${codeOf(foreign)}, state=${state}`,
      () =>
        oauth.authorizationCodeGrant(this.#bank.configuration, foreign, {
          // The mistake: what came is compared with itself.
          expectedState: state,
          pkceCodeVerifier: pending.codeVerifier,
        }),
    );
    return resultOf([attempt]);
  }

  /** Redeems one code twice, as a reload of the callback page does (RFC 6749 §4.1.2). */
  async codeReplay(returnedTo: URL, pending: PendingLink): Promise<LessonResult> {
    const request = `POST token: grant_type=authorization_code, code=${codeOf(returnedTo)}`;
    const redeem = () =>
      this.#token(request, () =>
        oauth.authorizationCodeGrant(this.#bank.configuration, returnedTo, {
          expectedState: pending.state,
          pkceCodeVerifier: pending.codeVerifier,
        }),
      );
    const first = await redeem();
    return first.tokens ? resultOf([first, await redeem()]) : resultOf([first]);
  }

  /** Throws the answer to a refresh away, as a broken connection does, and tries again with the old token. */
  async lostRefreshAnswer(keeper: TokenKeeper): Promise<LessonResult> {
    const old = keeper.read().refreshToken ?? '';
    const lost = await this.#refresh(old);
    return lost.tokens ? resultOf([lost, await this.#refresh(old)]) : resultOf([lost]);
  }

  /** Two workers refresh the same linkage at once (RFC 9700 §4.14.2). */
  async doubleRefresh(keeper: TokenKeeper): Promise<LessonResult> {
    const old = keeper.read().refreshToken ?? '';
    return resultOf(await Promise.all([this.#refresh(old), this.#refresh(old)]));
  }

  /**
   * Asks for everything up to "today" by the date in UTC. Between 0:00 and 9:00 in Japan that is
   * yesterday: asked here as of 8:59 in the morning, beside the same question with Japan's date.
   */
  async utcDates(keeper: TokenKeeper): Promise<LessonResult> {
    try {
      const { accounts, at } = await this.#bank.accounts(keeper);
      const today = at.slice(0, 10);
      const yesterday = daysBefore(today, 1);
      const account = accounts.find(({ accountTypeCode }) => accountTypeCode === '01') ?? accounts[0];
      const dateFrom = daysBefore(today, 6);
      const exchanges: LessonExchange[] = [];
      for (const dateTo of [yesterday, today]) {
        exchanges.push(
          await this.#statement(keeper, { accountId: account?.accountId ?? '', dateFrom, dateTo }),
        );
      }
      return { exchanges };
    } catch (error) {
      return { exchanges: [unanswered(`GET ${DATA_API}/accounts`, failureOf(error))] };
    }
  }

  async #statement(keeper: TokenKeeper, parameters: Record<string, string>): Promise<LessonExchange> {
    const path = `${DATA_API}/accounts/transactions?${new URLSearchParams(parameters).toString()}`;
    const response = await fetch(this.#issuer + path, {
      headers: { authorization: `Bearer ${keeper.read().accessToken}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json();
    const answer = transactionsAnswer.safeParse(body);
    return {
      request: `GET ${path}`,
      status: response.status,
      answer: answer.success ? `count: ${answer.data.transactions.length}` : JSON.stringify(body),
    };
  }

  #refresh(refreshToken: string): Promise<TokenAttempt> {
    return this.#token(
      `POST token: grant_type=refresh_token, refresh_token=${fingerprint(refreshToken)}`,
      () => oauth.refreshTokenGrant(this.#bank.configuration, refreshToken),
    );
  }

  async #token(request: string, ask: () => Promise<oauth.TokenEndpointResponse>): Promise<TokenAttempt> {
    try {
      const tokens = tokensOf(await ask());
      const { accessToken, refreshToken, scope } = tokens;
      const shown = {
        access_token: fingerprint(accessToken),
        ...(refreshToken === undefined ? {} : { refresh_token: fingerprint(refreshToken) }),
        scope,
      };
      return { exchange: { request, status: 200, answer: JSON.stringify(shown) }, tokens };
    } catch (error) {
      const failure = failureOf(error);
      if (!(error instanceof oauth.ResponseBodyError))
        return { exchange: unanswered(request, failure), failure };
      const answer = JSON.stringify(error.cause);
      return { exchange: { request, status: error.status, answer }, failure };
    }
  }
}

/** The last tokens that were issued, and the first refusal, which may have ended them. */
function resultOf(attempts: readonly TokenAttempt[]): LessonResult {
  const tokens = attempts.findLast((attempt) => attempt.tokens)?.tokens;
  const failure = attempts.find((attempt) => attempt.failure)?.failure;
  return {
    exchanges: attempts.map(({ exchange }) => exchange),
    ...(tokens && { tokens }),
    ...(failure && { failure }),
  };
}

function unanswered(request: string, failure: BankFailure): LessonExchange {
  return { request, status: undefined, answer: `${failure.code ?? failure.kind}: ${failure.message}` };
}

function codeOf(returnedTo: URL): string {
  return fingerprint(returnedTo.searchParams.get('code') ?? '');
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
