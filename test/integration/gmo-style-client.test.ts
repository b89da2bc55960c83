import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkAccount, TARO } from '../harness/customer-browser.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/**
 * What the official clients of a Japanese bank's published API send, letter by letter, with nothing
 * changed but the base URL. Written from the wire format, sharing nothing with the other test clients.
 */
class AozoraStyleClient {
  readonly #base: string;
  readonly #id: string;
  readonly #secret: string;
  readonly #redirectUri: string;

  constructor(base: string, id: string, secret: string, redirectUri: string) {
    this.#base = base;
    this.#id = id;
    this.#secret = secret;
    this.#redirectUri = redirectUri;
  }

  authorizationUrl(state: string): string {
    const query = new URLSearchParams({
      client_id: this.#id,
      redirect_uri: this.#redirectUri,
      response_type: 'code',
      scope: 'private:account private:offline_access',
      state,
    });
    return `${this.#base}/ganb/api/auth/v1/authorization?${query.toString()}`;
  }

  tokenByCode(code: string): Promise<Response> {
    return this.#post('token', { grant_type: 'authorization_code', code, redirect_uri: this.#redirectUri });
  }

  tokenByRefreshToken(refreshToken: string): Promise<Response> {
    return this.#post('token', { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  revoke(token: string): Promise<Response> {
    return this.#post('tokens/revoke', { token, token_type_hint: 'refresh_token' });
  }

  get(path: string, accessToken: string): Promise<Response> {
    return fetch(`${this.#base}/ganb/api/personal/v1/${path}`, {
      headers: {
        accept: 'application/json;charset=UTF-8',
        'content-type': 'application/json;charset=UTF-8',
        'x-access-token': accessToken,
      },
    });
  }

  #post(path: string, form: Record<string, string>): Promise<Response> {
    return fetch(`${this.#base}/ganb/api/auth/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${this.#id}:${this.#secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json;charset=UTF-8',
      },
      body: new URLSearchParams({
        ...form,
        client_id: this.#id,
        client_secret: this.#secret,
        authMethod: 'BASIC',
      }).toString(),
    });
  }
}

let sandbox: TestSandbox;
let partner: AozoraStyleClient;
beforeAll(async () => {
  sandbox = await startSandbox();
  partner = new AozoraStyleClient(
    sandbox.issuer,
    'demo-kakeibo',
    'demo-kakeibo-secret-do-not-use-in-production',
    'http://127.0.0.1:8080/callback',
  );
});
afterAll(() => sandbox.stop());

type Json = Record<string, unknown>;
const json = async (response: Response) => (await response.json()) as Json;

async function link(): Promise<Json> {
  const { parameters } = await linkAccount(sandbox.issuer, partner.authorizationUrl('xyz'), TARO);
  expect(parameters.get('state')).toBe('xyz');
  const response = await partner.tokenByCode(parameters.get('code') ?? '');
  expect(response.status).toBe(200);
  return json(response);
}

describe('an unmodified client of the published style', () => {
  it('links without PKCE, by the scopes it knows', async () => {
    const tokens = await link();
    expect(tokens['expires_in']).toBeTypeOf('number');
    expect(tokens['access_token']).toBeTypeOf('string');
    expect(tokens['refresh_token']).toBeTypeOf('string');
    expect(tokens['scope']).toContain('account:balance account:transaction');
  });

  it('reads accounts, balances and transactions in the wire format', async () => {
    const accessToken = String((await link())['access_token']);
    const accounts = await partner.get('accounts', accessToken);
    expect(accounts.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    const list = await json(accounts);
    expect(list).toMatchObject({ baseDate: '2027-02-20', baseTime: '13:04:00+09:00' });
    const [account] = list['accounts'] as Json[];
    expect(account).toMatchObject({
      accountId: '001011000001',
      primaryAccountCode: '1',
      currencyCode: 'JPY',
    });

    const balances = await json(await partner.get('accounts/balances?accountId=001011000001', accessToken));
    expect((balances['balances'] as Json[])[0]?.['balance']).toMatch(/^-?\d+$/);

    const statement = await json(
      await partner.get(
        'accounts/transactions?accountId=001011000001&dateFrom=2027-01-01&dateTo=2027-02-20',
        accessToken,
      ),
    );
    expect(statement['hasNext']).toBe(false);
    const rows = statement['transactions'] as Json[];
    expect(statement['count']).toBe(String(rows.length));
    for (const row of rows) {
      for (const value of Object.values(row)) expect(value).toBeTypeOf('string');
    }
  });

  it('may send the same refresh token three times in a row', async () => {
    const refreshToken = String((await link())['refresh_token']);
    const answers = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const response = await partner.tokenByRefreshToken(refreshToken);
      expect(response.status).toBe(200);
      answers.push(await json(response));
    }
    expect(new Set(answers.map((answer) => answer['refresh_token'])).size).toBe(1);
    const [first] = answers;
    expect((await partner.get('accounts', String(first?.['access_token']))).status).toBe(200);
    expect((await partner.tokenByRefreshToken(String(first?.['refresh_token']))).status).toBe(200);
  });

  it('revokes, and is told WG_ERR_105 afterwards', async () => {
    const tokens = await link();
    expect((await partner.revoke(String(tokens['refresh_token']))).status).toBe(200);
    const refused = await partner.get('accounts', String(tokens['access_token']));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    const body = await json(refused);
    expect(Object.keys(body).sort()).toEqual(['errorCode', 'errorMessage']);
    expect(body['errorCode']).toBe('WG_ERR_105');
  });
});
