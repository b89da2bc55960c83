import * as oauth from 'openid-client';
import { accountsAnswer, balancesAnswer, transactionsAnswer, type Balance } from './bank-answers.ts';
import type { BankAccount, StatementRow } from './bank-answers.ts';
import type { BankName } from './banks.ts';
import { BankFailure, failureOf } from './bank-failure.ts';

/*
 * How a partner speaks with a bank: everything this demo does over the wire is in this file, in the
 * order in which it happens. It knows the bank by its issuer and learns the rest from the metadata.
 */

/** A registration at the bank. */
export interface Registration {
  readonly clientId: string;
  readonly secret: string;
  readonly authentication: 'client_secret_basic' | 'client_secret_post';
}

/** What has to be remembered between sending the customer to the bank and the customer's return. */
export interface PendingLink {
  readonly state: string;
  readonly codeVerifier: string;
}

/** What a linkage consists of. Keep it as carefully as a password. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** What the customer really allowed; may be less than was asked for (RFC 6749 §3.3). */
  readonly scope: string;
  readonly grantId?: string;
  /** RFC 3339, in the bank's time. No refresh moves it: only a new consent does. */
  readonly grantExpiresAt?: string;
}

/** Where the tokens live. `save` must be durable: after a rotation the old refresh token is worth nothing. */
export interface TokenKeeper {
  read(): Tokens;
  save(tokens: Tokens): Promise<void>;
}

/** Read only. No `openid`: a linkage needs no identity, and an ID token would have to be checked against
 * our own clock, which a sandbox's time need not agree with. */
export const SCOPE = 'account:balance account:transaction';
export const DATA_API = '/ib/v1';
const TIMEOUT_MS = 15_000;
/** 500 rows each: far beyond any statement shown here, and an end should the bank never say so. */
const MOST_PAGES = 60;

export class BankConnection {
  readonly #bank: oauth.Configuration;
  readonly #issuer: string;
  /** One refresh at a time for each linkage: two at once are the classic outage (RFC 9700 §4.14.2). */
  readonly #refreshing = new Map<string, Promise<Tokens>>();

  private constructor(bank: oauth.Configuration, issuer: string) {
    this.#bank = bank;
    this.#issuer = issuer;
  }

  /** 1. Ask the issuer where its endpoints are (RFC 8414). */
  static async discover(issuer: string, registration: Registration): Promise<BankConnection> {
    const authentication =
      registration.authentication === 'client_secret_basic'
        ? oauth.ClientSecretBasic(registration.secret)
        : oauth.ClientSecretPost(registration.secret);
    const url = new URL(issuer);
    // A sandbox on this computer answers over plain http; any real bank must not.
    const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
    try {
      const bank = await oauth.discovery(url, registration.clientId, undefined, authentication, {
        algorithm: 'oauth2',
        execute: loopback ? [oauth.allowInsecureRequests] : [],
        timeout: TIMEOUT_MS / 1000,
      });
      return new BankConnection(bank, issuer);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** What the bank calls itself, for the list to choose from: `institution_name` of its metadata. */
  get name(): BankName | undefined {
    const { institution_name: ja, 'institution_name#en': en } = this.#bank.serverMetadata();
    if (typeof ja !== 'string') return undefined;
    return { ja, en: typeof en === 'string' ? en : ja };
  }

  /** Registration and endpoints, for those who misbehave on purpose. An ordinary partner needs no such door. */
  get configuration(): oauth.Configuration {
    return this.#bank;
  }

  /** 2. Send the customer to the bank: state against forged returns, PKCE against stolen codes. */
  async beginLink(
    redirectUri: string,
    language: string,
    loginHint?: string,
  ): Promise<{ url: URL; pending: PendingLink }> {
    const pending = { state: oauth.randomState(), codeVerifier: oauth.randomPKCECodeVerifier() };
    const url = oauth.buildAuthorizationUrl(this.#bank, {
      redirect_uri: redirectUri,
      scope: SCOPE,
      state: pending.state,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.codeVerifier),
      code_challenge_method: 'S256',
      ui_locales: language,
      ...(loginHint !== undefined && { login_hint: loginHint }),
    });
    return { url, pending };
  }

  /** 3. The customer is back: check state and issuer (RFC 9207), then exchange the code for tokens. */
  async completeLink(returnedTo: URL, pending: PendingLink): Promise<Tokens> {
    try {
      const answer = await oauth.authorizationCodeGrant(this.#bank, returnedTo, {
        expectedState: pending.state,
        pkceCodeVerifier: pending.codeVerifier,
      });
      return tokensOf(answer);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** 4. Fresh tokens for a linkage. Whoever asks while one is under way gets the same answer. */
  async refresh(keeper: TokenKeeper): Promise<Tokens> {
    const { refreshToken } = keeper.read();
    if (refreshToken === undefined) throw new BankFailure('unauthorized');
    const underWay = this.#refreshing.get(refreshToken);
    if (underWay) return underWay;
    const refreshing = this.#refreshOnce(keeper, refreshToken).finally(() => {
      this.#refreshing.delete(refreshToken);
    });
    this.#refreshing.set(refreshToken, refreshing);
    return refreshing;
  }

  async #refreshOnce(keeper: TokenKeeper, refreshToken: string): Promise<Tokens> {
    try {
      const answer = await oauth.refreshTokenGrant(this.#bank, refreshToken);
      // A bank that does not rotate sends no new one: the old one stays (RFC 6749 §6).
      const tokens = { refreshToken, ...tokensOf(answer) };
      await keeper.save(tokens);
      return tokens;
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** 5. The customer stops the linkage here (seed: 外部企業への利用停止の手続き). RFC 7009. */
  async revoke({ refreshToken, accessToken }: Tokens): Promise<void> {
    try {
      await oauth.tokenRevocation(this.#bank, refreshToken ?? accessToken);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** 口座一覧 */
  async accounts(keeper: TokenKeeper): Promise<{ accounts: BankAccount[]; at: string }> {
    const answer = accountsAnswer.parse(await this.#get(keeper, '/accounts'));
    return { accounts: answer.accounts, at: `${answer.baseDate}T${answer.baseTime}` };
  }

  /** 残高照会: all accounts at once. */
  async balances(keeper: TokenKeeper): Promise<Balance[]> {
    return balancesAnswer.parse(await this.#get(keeper, '/accounts/balances')).balances;
  }

  /** 入出金明細照会: every page, oldest row first. The next page is the same request plus `nextItemKey`. */
  async statement(keeper: TokenKeeper, accountId: string, dateFrom: string): Promise<StatementRow[]> {
    const rows: StatementRow[] = [];
    let nextItemKey: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const parameters = { accountId, dateFrom, ...(nextItemKey === undefined ? {} : { nextItemKey }) };
      const answer = transactionsAnswer.parse(await this.#get(keeper, '/accounts/transactions', parameters));
      rows.push(...answer.transactions);
      if (!answer.hasNext || answer.nextItemKey === undefined) break;
      nextItemKey = answer.nextItemKey;
    }
    return rows;
  }

  /**
   * One call of the data API. Whether an access token is still good is the bank's to say: we do not
   * compare its life with our clock, but refresh once when the bank answers 401, and ask again.
   */
  async #get(keeper: TokenKeeper, path: string, parameters: Record<string, string> = {}): Promise<unknown> {
    const url = new URL(`${this.#issuer}${DATA_API}${path}`);
    url.search = new URLSearchParams(parameters).toString();
    let response = await this.#fetch(url, keeper.read().accessToken);
    if (response.status === 401 && keeper.read().refreshToken !== undefined) {
      await response.body?.cancel();
      const { accessToken } = await this.refresh(keeper);
      response = await this.#fetch(url, accessToken);
    }
    if (!response.ok) throw await BankFailure.fromResponse(response);
    try {
      return await response.json();
    } catch (error) {
      // What came of it is worth nothing: half a page must not pass for the whole statement.
      throw new BankFailure('cut_off', { description: failureOf(error).message });
    }
  }

  async #fetch(url: URL, accessToken: string): Promise<Response> {
    try {
      return await fetch(url, {
        headers: { Authorization: `Bearer ${accessToken}`, Accept: 'application/json;charset=UTF-8' },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw failureOf(error);
    }
  }
}

/** The parts of a token response worth keeping. */
export function tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
  const { grant_id: grantId, grant_expires_at: grantExpiresAt } = answer;
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    scope: answer.scope ?? SCOPE,
    ...(typeof grantId === 'string' ? { grantId } : {}),
    ...(typeof grantExpiresAt === 'string' ? { grantExpiresAt } : {}),
  };
}
