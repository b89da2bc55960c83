import { createHash, randomBytes } from 'node:crypto';
import { TARO, type Customer } from './customer-browser.ts';
import { linkAccount } from './customer-browser.ts';
import type { TestSandbox } from './sandbox.ts';

/** The token endpoint's answer, right or wrong. */
export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: TokenBody;
}

export interface TokenBody {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
  scope: string;
  id_token?: string;
  grant_id: string;
  authorization_expires_in: number;
  grant_expires_at: string;
  error?: string;
  error_description?: string;
}

export interface ClientCredentials {
  clientId: string;
  secret?: string;
  method: 'client_secret_basic' | 'client_secret_post' | 'none';
}

export const KAKEIBO: ClientCredentials = {
  clientId: 'demo-kakeibo',
  secret: 'demo-kakeibo-secret-do-not-use-in-production',
  method: 'client_secret_basic',
};
export const KAIKEI: ClientCredentials = {
  clientId: 'demo-kaikei',
  secret: 'demo-kaikei-secret-do-not-use-in-production',
  method: 'client_secret_post',
};
export const MOBILE: ClientCredentials = { clientId: 'demo-mobile', method: 'none' };
export const ZAIM: ClientCredentials = {
  clientId: 'zaim',
  secret: 'zaim-sandbox-secret-do-not-use-in-production',
  method: 'client_secret_basic',
};

export const REDIRECT_URI = 'http://127.0.0.1:4782/callback';

/** A pair of RFC 7636: what is kept, and what is shown. */
export function newPkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function basic({ clientId, secret = '' }: ClientCredentials): string {
  const encoded = `${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`;
  return `Basic ${Buffer.from(encoded).toString('base64')}`;
}

type Parameters = Record<string, string | undefined>;

/** A partner written by hand: sends exactly what a test says, right or wrong. */
export class PartnerClient {
  readonly credentials: ClientCredentials;
  readonly #sandbox: Pick<TestSandbox, 'issuer'>;

  constructor(sandbox: Pick<TestSandbox, 'issuer'>, credentials: ClientCredentials = KAKEIBO) {
    this.#sandbox = sandbox;
    this.credentials = credentials;
  }

  get issuer(): string {
    return this.#sandbox.issuer;
  }

  /** An authorization URL that works; `parameters` replaces some of it, `undefined` leaves one out. */
  authorizationUrl(parameters: Parameters = {}): string {
    const query = withoutUndefined({
      response_type: 'code',
      client_id: this.credentials.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'account:balance account:transaction offline_access',
      state: 'state-of-the-test',
      ...parameters,
    });
    return `${this.#sandbox.issuer}/oauth2/authorize?${new URLSearchParams(query).toString()}`;
  }

  /** Lets a customer go all the way through the screens. @returns the code, and what belongs to it. */
  async obtainCode(
    options: { customer?: Customer; parameters?: Parameters; pkce?: boolean } = {},
  ): Promise<{ code: string; verifier?: string }> {
    const pkce = options.pkce === false ? undefined : newPkce();
    const url = this.authorizationUrl({
      ...(pkce && { code_challenge: pkce.challenge, code_challenge_method: 'S256' }),
      ...options.parameters,
    });
    const returned = await linkAccount(this.issuer, url, options.customer ?? TARO);
    const code = returned.parameters.get('code');
    if (code === null) throw new Error(`no code: ${returned.url.href}`);
    return { code, ...(pkce && { verifier: pkce.verifier }) };
  }

  /** The tokens of a new link through the screens. */
  async link(options: { customer?: Customer; parameters?: Parameters } = {}): Promise<TokenBody> {
    const { code, verifier } = await this.obtainCode(options);
    const answer = await this.redeem(code, { code_verifier: verifier });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  redeem(code: string, parameters: Parameters = {}): Promise<TokenAnswer> {
    return this.token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...parameters });
  }

  refresh(refreshToken: string, parameters: Parameters = {}): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...parameters });
  }

  token(parameters: Parameters, headers: Record<string, string> = {}): Promise<TokenAnswer> {
    return this.#post('/oauth2/token', parameters, headers);
  }

  revoke(token: string, parameters: Parameters = {}): Promise<TokenAnswer> {
    return this.#post('/oauth2/revoke', { token, ...parameters });
  }

  /** A GET of the data API. */
  data(path: string, accessToken: string): Promise<Response> {
    return fetch(this.#sandbox.issuer + path, { headers: { authorization: `Bearer ${accessToken}` } });
  }

  async #post(
    path: string,
    parameters: Parameters,
    headers: Record<string, string> = {},
  ): Promise<TokenAnswer> {
    const { method, clientId, secret } = this.credentials;
    const inBody =
      method === 'client_secret_basic'
        ? {}
        : { client_id: clientId, ...(method === 'none' ? {} : { client_secret: secret }) };
    const response = await fetch(this.#sandbox.issuer + path, {
      method: 'POST',
      headers: {
        ...(method === 'client_secret_basic' ? { authorization: basic(this.credentials) } : {}),
        ...headers,
      },
      body: new URLSearchParams(withoutUndefined({ ...inBody, ...parameters })),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      // A gateway's page is no answer of the bank.
      body: (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {}) as TokenBody,
    };
  }
}

/** Tokens without any screen, for tests that begin where a link already exists. */
export async function linkWithoutScreens(
  sandbox: TestSandbox,
  options: { clientId?: string; loginId?: string; scopes?: string[] } = {},
): Promise<TokenBody> {
  return sandbox.control<TokenBody>('POST', '/grants', {
    clientId: options.clientId ?? KAKEIBO.clientId,
    loginId: options.loginId ?? TARO.loginId,
    scopes: options.scopes ?? ['account:balance', 'account:transaction', 'offline_access'],
  });
}

function withoutUndefined(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
