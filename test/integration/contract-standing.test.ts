import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue, type RefusalCode } from '../../server/bank/catalogue/index.ts';
import { CustomerBrowser, logIn, TARO, type Customer } from '../harness/customer-browser.ts';
import { KAIKEI, linkWithoutScreens, PartnerClient, type TokenBody } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
let kaikei: PartnerClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  kaikei = new PartnerClient(sandbox, KAIKEI);
});
afterEach(() => sandbox.stop());

/** The 管理者 and a 利用者 of one corporate contract, and its other 利用者. */
const CONTRACT = 'cust_Corp-0001';
const USER: Customer = { loginId: 'Corp-0004', password: 'Sandbox-0104' };
const USER_ID = 'cust_Corp-0004';

const change = (id: string, members: object) => sandbox.control('PATCH', `/customers/${id}`, members);
const linked = (loginId = USER.loginId) =>
  linkWithoutScreens(sandbox, { clientId: KAIKEI.clientId, loginId });
const grantOf = ({ grant_id }: TokenBody) => sandbox.control('GET', `/grants/${grant_id}`);

async function corporateLogIn(customer = USER): Promise<CustomerBrowser> {
  const browser = await new CustomerBrowser(sandbox.issuer).open(kaikei.authorizationUrl());
  const { loginId, password } = customer;
  await browser.fill('お客様ID', loginId).fill('ログインパスワード', password).press('認証');
  return browser;
}

function expectRefusedWith(browser: CustomerBrowser, code: RefusalCode): void {
  expect(browser.page.text).toContain(catalogue[code].message.ja);
  expect(browser.page.headings).not.toContain('アクセス許可');
  expect(sandbox.logAfter(0).at(-1)?.outcome.code).toBe(code);
}

/** How the control API refuses, by code and by the members it names. */
async function refusal(method: string, path: string, body: unknown) {
  const response = await sandbox.request(method, path, body);
  const { code, errors = [] } = (await response.json()) as { code: string; errors?: { path: string }[] };
  return { status: response.status, code, paths: errors.map(({ path: at }) => at) };
}

describe('stopping a corporate contract', () => {
  it('ends the grants of its users together with its own', async () => {
    const [administrator, user] = [await linked('Corp-0001'), await linked()];
    await change(CONTRACT, { status: 'stopped' });
    for (const tokens of [administrator, user]) {
      expect(await grantOf(tokens)).toMatchObject({ status: 'revoked', endReason: 'customer_stopped' });
      expect((await kaikei.data('/ib/v1/accounts', tokens.access_token)).status).toBe(401);
      expect((await kaikei.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    }
  });

  it('keeps its users out at login, at consent and without screens, until it is active again', async () => {
    const reading = await corporateLogIn();
    expect(reading.page.headings).toEqual(['アクセス許可']);
    await change(CONTRACT, { status: 'stopped' });
    await reading.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    expectRefusedWith(reading, 'customer_stopped');
    expectRefusedWith(await corporateLogIn(), 'customer_stopped');
    const consent = { authorizationUrl: kaikei.authorizationUrl(), ...USER, decision: 'allow' };
    expect(await refusal('POST', '/consents', consent)).toMatchObject({ code: 'customer_stopped' });
    const grant = { clientId: KAIKEI.clientId, loginId: USER.loginId, scopes: ['account:balance'] };
    expect(await refusal('POST', '/grants', grant)).toMatchObject({ code: 'customer_stopped' });

    await change(CONTRACT, { status: 'active' });
    expect((await corporateLogIn()).page.headings).toEqual(['アクセス許可']);
  });

  it('makes a code of one of its users worthless', async () => {
    const consent = { authorizationUrl: kaikei.authorizationUrl(), ...USER, decision: 'allow' };
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', consent);
    await change(CONTRACT, { status: 'stopped' });
    const { status, body } = await kaikei.redeem(new URL(redirectTo).searchParams.get('code') ?? '');
    expect({ status, body }).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('reaches a user who is moved under it', async () => {
    const tokens = await linked();
    await change('cust_Corp-0002', { status: 'stopped' });
    expect(await grantOf(tokens)).toMatchObject({ status: 'active' });
    await change(USER_ID, { userOf: { customerId: 'cust_Corp-0002' } });
    expect(await grantOf(tokens)).toMatchObject({ endReason: 'customer_stopped' });
  });

  it('of a single user leaves the others alone', async () => {
    const [administrator, user] = [await linked('Corp-0001'), await linked()];
    await change(USER_ID, { status: 'stopped' });
    expect(await grantOf(user)).toMatchObject({ endReason: 'customer_stopped' });
    expect(await grantOf(administrator)).toMatchObject({ status: 'active' });
  });
});

describe('a contract with users', () => {
  it('takes them along when it is deleted', async () => {
    const tokens = await linked();
    await sandbox.control('DELETE', `/customers/${CONTRACT}`);
    expect(await grantOf(tokens)).toMatchObject({ endReason: 'customer_deleted' });
    expect((await sandbox.request('GET', `/customers/${USER_ID}`)).status).toBe(404);
    expectRefusedWith(await corporateLogIn(), 'wrong_credentials');
  });

  it.each([
    ['kind', { kind: 'personal' }],
    ['userOf.customerId', { userOf: { customerId: 'cust_Corp-0002' } }],
  ])('keeps its %s', async (path, members) => {
    expect(await refusal('PATCH', `/customers/${CONTRACT}`, members)).toMatchObject({
      status: 422,
      paths: [path],
    });
  });

  it('locks none of them with itself', async () => {
    await change(CONTRACT, { status: 'locked' });
    expect((await corporateLogIn()).page.headings).toEqual(['アクセス許可']);
  });
});

describe('a user', () => {
  it('becomes a contract of their own by userOf null, and has no accounts then', async () => {
    const tokens = await linked();
    expect(await change(USER_ID, { userOf: null })).not.toHaveProperty('userOf');
    const accounts = await kaikei.data('/ib/v1/accounts', tokens.access_token);
    expect(await accounts.json()).toMatchObject({ accounts: [] });
  });
});

describe('a stopped contract', () => {
  const guess = async () => {
    const browser = await new CustomerBrowser(sandbox.issuer).open(
      new PartnerClient(sandbox).authorizationUrl(),
    );
    await logIn(browser, { loginId: '10000000011', password: 'Wrong-0011' });
    return browser;
  };

  it('is neither locked nor, in time, opened by wrong passwords', async () => {
    await sandbox.changeSettings({ policies: { unlockAfterMinutes: 30 } });
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      expectRefusedWith(await guess(), 'wrong_credentials');
    }
    expectRefusedWith(await guess(), 'customer_locked');
    expectRefusedWith(await guess(), 'customer_locked');
    await sandbox.advance('PT31M');
    expect(await sandbox.control('GET', '/customers/cust_10000000011')).toMatchObject({ status: 'stopped' });
  });
});

describe('days of rest', () => {
  // 2027-02-20 is a Saturday, the 22nd a Monday, the 23rd the Emperor's Birthday.
  it.each([
    { at: '2027-02-20T13:04:00+09:00', closedOn: 'weekends', opens: '2027年2月22日 00時00分' },
    { at: '2027-02-22T13:04:00+09:00', closedOn: 'weekends' },
    { at: '2027-02-23T13:04:00+09:00', closedOn: 'weekends' },
    { at: '2027-02-23T13:04:00+09:00', closedOn: 'holidays', opens: '2027年2月24日 00時00分' },
    { at: '2027-12-31T13:04:00+09:00', closedOn: 'holidays', opens: '2028年1月4日 00時00分' },
    { at: '2027-12-31T13:04:00+09:00', closedOn: 'never' },
  ])('$closedOn at $at: the login page opens $opens', async ({ at, closedOn, opens }) => {
    await sandbox.changeSettings({ serviceHours: { closedOn } });
    await sandbox.control('POST', '/clock/advance', { to: at });
    const browser = await new CustomerBrowser(sandbox.issuer).open(
      new PartnerClient(sandbox).authorizationUrl(),
    );
    expect(browser.page.status).toBe(opens === undefined ? 200 : 503);
    if (opens !== undefined) expect(browser.page.text).toContain(opens);
    else expect(browser.page.headings).toContain('ログイン');
  });
});

describe('a new password', () => {
  it('of the administrator ends the administrator’s grants, and no user’s', async () => {
    const [administrator, user] = [await linked('Corp-0001'), await linked()];
    await change(CONTRACT, { password: 'New-Password-1' });
    expect(await grantOf(administrator)).toMatchObject({ endReason: 'password_changed' });
    expect(await grantOf(user)).toMatchObject({ status: 'active' });
  });

  it('is the only one that works from then on', async () => {
    await change('cust_10000000001', { password: 'New-Password-1' });
    const url = new PartnerClient(sandbox).authorizationUrl();
    const browser = await new CustomerBrowser(sandbox.issuer).open(url);
    await logIn(browser, TARO);
    expectRefusedWith(browser, 'wrong_credentials');
    await logIn(browser, { ...TARO, password: 'New-Password-1' });
    expect(browser.page.headings).toEqual(['アクセス許可']);
  });
});
