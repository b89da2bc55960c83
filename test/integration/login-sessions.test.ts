import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import type { LoginView } from '../../server/control/operations/schemas/login.ts';
import { CustomerBrowser, TARO } from '../harness/customer-browser.ts';
import { PartnerClient, ZAIM } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const SCOPE = 'openid account:balance';
const AFTER = 'https://app.example/after?from=bank';

/** Logins the bank keeps, where the settings say so (OpenID Connect Core §3.1.2.1, RP-Initiated Logout). */
let sandbox: TestSandbox;
let partner: PartnerClient;
let browser: CustomerBrowser;
beforeEach(async () => {
  sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { loginSession: 30 } });
  await sandbox.control('PATCH', '/clients/demo-kakeibo', { post_logout_redirect_uris: [AFTER] });
  partner = new PartnerClient(sandbox);
  browser = new CustomerBrowser(sandbox.issuer);
});
afterEach(() => sandbox.stop());

const ask = (parameters: Record<string, string> = {}, client = partner) =>
  browser.open(client.authorizationUrl({ scope: SCOPE, ...parameters }));

async function logIn(): Promise<void> {
  await browser.fill('契約者ID', TARO.loginId).fill('パスワード', TARO.password).press('認証');
}

async function allow(): Promise<string> {
  await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
  return answer().get('code') ?? '';
}

const answer = () => browser.returned?.parameters ?? new URLSearchParams();

/** Links once; the grant stands from then on. @returns the claims of the ID token, and the token. */
async function linked(): Promise<{ claims: ReturnType<typeof decodeJwt>; idToken: string }> {
  await ask();
  await logIn();
  return redeemed(await allow());
}

async function redeemed(code: string) {
  const { body } = await partner.redeem(code);
  const idToken = body.id_token ?? '';
  return { claims: decodeJwt(idToken), idToken };
}

const logins = async () => (await sandbox.control<{ items: LoginView[] }>('GET', '/logins')).items;
const changeTaro = async (change: object) => {
  const [{ customerId } = { customerId: '' }] = await logins();
  await sandbox.control('PATCH', `/customers/${customerId}`, change);
};
const title = () => browser.page.text;

describe('off, as it is unless asked for', () => {
  it('no cookie is set, every request begins with a login, and nothing is announced', async () => {
    await sandbox.changeSettings({ policies: { loginSession: 'off' } });
    await linked();
    expect(browser.cookies.has('ib_login')).toBe(false);
    await ask();
    expect(title()).toContain('認証');
    expect(title()).not.toContain('ログアウト');
    await ask({ prompt: 'none' });
    expect(answer().get('error')).toBe('login_required');
    const metadata: unknown = await (
      await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)
    ).json();
    expect(metadata).not.toHaveProperty('end_session_endpoint');
  });
});

describe('kept', () => {
  it('in a cookie of the bank that no script reads and no other site sends along', async () => {
    await ask();
    const { page } = browser;
    const form = new URLSearchParams(
      page.forms.flatMap(({ fields }) =>
        fields.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]),
      ),
    );
    form.set('loginId', TARO.loginId);
    form.set('password', TARO.password);
    form.set('action', 'login');
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${sandbox.issuer}/ib/login`, {
      method: 'POST',
      body: form,
      headers: { cookie },
      redirect: 'manual',
    });
    expect(response.headers.get('set-cookie')).toMatch(
      /^ib_login=[\w-]{43}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax$/,
    );
  });

  it('the very same access is answered without a page, with the time of the login', async () => {
    const first = await linked();
    await sandbox.advance('PT5M');
    const position = sandbox.logPosition();
    await ask({ state: 'again' });
    expect(answer().get('state')).toBe('again');
    const again = await redeemed(answer().get('code') ?? '');
    expect(again.claims['auth_time']).toBe(first.claims['auth_time']);
    expect(again.claims.sub).toBe(first.claims.sub);
    const [entry] = sandbox.logAfter(position);
    expect(entry?.outcome.code).toBe('authorization_by_kept_login');
    expect(entry?.effects.map(({ type }) => type)).toContain('login.used');
  });

  it('more than was granted, or another client, asks for consent but not for the password', async () => {
    await linked();
    await ask({ scope: 'openid account:balance account:transaction' });
    expect(title()).toContain('アクセス許可');
    await ask({}, new PartnerClient(sandbox, ZAIM));
    expect(title()).toContain('アクセス許可');
    expect(title()).toContain('ログアウト');
  });

  it.each([
    ['prompt=login', { prompt: 'login' }],
    ['prompt=select_account', { prompt: 'select_account' }],
    ['a login_hint for somebody else', { login_hint: '10000000002' }],
  ])('%s asks for a new login', async (_, parameters) => {
    await linked();
    await ask(parameters);
    expect(title()).toContain('認証');
  });

  it('prompt=consent shows the consent though it is granted', async () => {
    await linked();
    await ask({ prompt: 'consent' });
    expect(title()).toContain('アクセス許可');
  });

  it('max_age counts from the login', async () => {
    const { claims } = await linked();
    await sandbox.advance('PT10S');
    await ask({ max_age: '10000' });
    expect((await redeemed(answer().get('code') ?? '')).claims['auth_time']).toBe(claims['auth_time']);
    await ask({ max_age: '9' });
    await logIn();
    const code = await allow();
    expect((await redeemed(code)).claims['auth_time']).toBe(Number(claims['auth_time']) + 10);
  });

  it('prompt=none: code, consent_required or login_required, and never a page', async () => {
    await ask({ prompt: 'none' });
    expect(answer().get('error')).toBe('login_required');
    const { idToken } = await linked();
    await ask({ prompt: 'none' });
    expect(answer().get('code')).toMatch(/^ac_/);
    await ask({ prompt: 'none', id_token_hint: idToken });
    expect(answer().get('code')).toMatch(/^ac_/);
    await ask({ prompt: 'none', scope: 'openid account:balance account:transaction' });
    expect(answer().get('error')).toBe('consent_required');
    await sandbox.advance('PT30M');
    await ask({ prompt: 'none' });
    expect(answer().get('error')).toBe('login_required');
  });

  it('an id_token_hint of another customer is no login of theirs', async () => {
    const other = new PartnerClient(sandbox);
    const { id_token: hint = '' } = await other.link({
      customer: { loginId: '10000000002', password: 'Sandbox-0002' },
      parameters: { scope: SCOPE },
    });
    await linked();
    await ask({ prompt: 'none', id_token_hint: hint });
    expect(answer().get('error')).toBe('login_required');
  });
});

describe('over', () => {
  it.each([
    ['with the day of the bank', () => sandbox.advance('PT11H')],
    ['when the customer is locked', () => changeTaro({ status: 'locked' })],
    ['when the contract is stopped', () => changeTaro({ status: 'stopped' })],
    ['when the settings turn it off', () => sandbox.changeSettings({ policies: { loginSession: 'off' } })],
    [
      'when the bank ends it',
      async () => sandbox.control('DELETE', `/logins/${(await logins())[0]?.id ?? ''}`),
    ],
  ])('%s', async (_, end) => {
    await sandbox.changeSettings({ policies: { loginSession: 1440 } });
    await linked();
    const [login] = await logins();
    expect(login).toMatchObject({ loginId: TARO.loginId, acr: 'password' });
    await end();
    expect(await logins()).toEqual([]);
    await ask({ prompt: 'none' });
    expect(answer().get('error')).toBe('login_required');
  });

  it('by ログアウト on the way, which leads back to the login', async () => {
    await linked();
    await ask({ prompt: 'consent' });
    await browser.press('ログアウト');
    expect(title()).toContain('認証');
    expect(await logins()).toEqual([]);
    await logIn();
    expect(title()).toContain('アクセス許可');
  });

  it('a forged ログアウト is refused', async () => {
    await linked();
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    const body = new URLSearchParams({ csrf: 'made up' });
    const answered = await fetch(`${sandbox.issuer}/ib/logout`, {
      method: 'POST',
      body,
      headers: { cookie },
    });
    expect(answered.status).toBe(403);
    expect(await logins()).toHaveLength(1);
  });

  it('a login that is unknown can’t be ended', async () => {
    expect((await sandbox.request('DELETE', '/logins/l_99')).status).toBe(404);
  });
});

describe('RP-initiated logout', () => {
  const endSession = (parameters: Record<string, string>) =>
    browser.open(`${sandbox.issuer}/oauth2/logout?${new URLSearchParams(parameters).toString()}`);

  it('is announced, ends the login the hint names, and leads back with state', async () => {
    const metadata: unknown = await (
      await fetch(`${sandbox.issuer}/.well-known/openid-configuration`)
    ).json();
    expect(metadata).toMatchObject({ end_session_endpoint: `${sandbox.issuer}/oauth2/logout` });
    const { idToken } = await linked();
    await endSession({ id_token_hint: idToken, post_logout_redirect_uri: AFTER, state: 'of the client' });
    expect(browser.returned?.url.href).toBe(`${AFTER}&state=of+the+client`);
    expect(await logins()).toEqual([]);
    await ask({ prompt: 'none' });
    expect(answer().get('error')).toBe('login_required');
  });

  it('without a hint the customer is asked, and then goes back to the client that is named', async () => {
    await linked();
    await endSession({ client_id: 'demo-kakeibo', post_logout_redirect_uri: AFTER });
    expect(title()).toContain('ログアウトしますか');
    expect(await logins()).toHaveLength(1);
    await browser.press('ログアウト');
    expect(browser.returned?.url.href).toBe(AFTER);
    expect(await logins()).toEqual([]);
  });

  it.each([
    ['no parameters', {}],
    ['state alone', { state: 'x' }],
    ['an address of nobody', { post_logout_redirect_uri: AFTER }],
  ])('with %s the bank asks and stays on its own page', async (_, parameters) => {
    await linked();
    await endSession(parameters);
    await browser.press('ログアウト');
    expect(browser.returned).toBeUndefined();
    expect(title()).toContain('ログアウトしました');
  });

  it('nobody logged in: the page says so', async () => {
    await endSession({});
    expect(title()).toContain('ログアウトしました');
  });

  it.each([
    ['a hint that is none', { id_token_hint: 'not-a-token' }, 'id_token_hint_invalid'],
    [
      'an address that is not registered',
      { client_id: 'demo-kakeibo', post_logout_redirect_uri: `${AFTER}&x=1` },
      'logout_redirect_uri_mismatch',
    ],
    ['an unknown client', { client_id: 'nobody' }, 'unknown_client'],
  ])('%s ends on a page, and the login stands', async (_, parameters, code) => {
    await linked();
    const position = sandbox.logPosition();
    await endSession(parameters);
    expect(browser.page.status).toBe(400);
    expect(sandbox.logAfter(position)[0]?.outcome.code).toBe(code);
    expect(await logins()).toHaveLength(1);
  });

  it('a changed ID token is no hint', async () => {
    const { idToken } = await linked();
    const changed = idToken.slice(0, -6) + (idToken.at(-6) === 'A' ? 'BBBBBB' : 'AAAAAA');
    await endSession({ id_token_hint: changed, post_logout_redirect_uri: AFTER });
    expect(browser.page.status).toBe(400);
    expect(await logins()).toHaveLength(1);
  });
});
