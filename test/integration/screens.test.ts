import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../server/bank/catalogue/index.ts';
import { allow, CustomerBrowser, logIn, TARO } from '../harness/customer-browser.ts';
import { PartnerClient, REDIRECT_URI } from '../harness/partner-client.ts';
import { expectExplained } from '../harness/refusal-checks.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

let sandbox: TestSandbox;
let partner: PartnerClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  partner = new PartnerClient(sandbox);
});
afterEach(() => sandbox.stop());

const atLogin = (parameters: Record<string, string | undefined> = {}) =>
  new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl(parameters));

async function atConsent(): Promise<CustomerBrowser> {
  const browser = await atLogin();
  await logIn(browser, TARO);
  expect(browser.page.headings).toEqual(['アクセス許可']);
  return browser;
}

const wrongPassword = (browser: CustomerBrowser) => logIn(browser, { ...TARO, password: 'Wrong-0001' });

function expectBackAtPartner(browser: CustomerBrowser, error: string): void {
  const { returned } = browser;
  expect(`${returned?.url.origin ?? ''}${returned?.url.pathname ?? ''}`).toBe(REDIRECT_URI);
  expect(returned?.status).toBe(303);
  expect(returned?.parameters.get('error')).toBe(error);
  expect(returned?.parameters.get('state')).toBe('state-of-the-test');
  expect(returned?.parameters.get('iss')).toBe(sandbox.issuer);
}

async function lastEntry() {
  return Promise.resolve(sandbox.logAfter(0).at(-1));
}

describe('login', () => {
  it('leads to the consent page and on to the partner with a code', async () => {
    const browser = await atLogin();
    expect(browser.page.headings).toEqual(['ログイン']);
    await logIn(browser, TARO);
    expect(browser.fieldState('残高照会').checked).toBe(true);
    expect(browser.fieldState('入出金明細照会').checked).toBe(true);
    const { parameters, status } = await allow(browser);
    expect(status).toBe(303);
    expect([...parameters.keys()].sort()).toEqual(['code', 'iss', 'state']);
  });

  it('says the same to a wrong password and to a wrong ID, and keeps the ID but never the password', async () => {
    const browser = await atLogin();
    await wrongPassword(browser);
    expect(browser.page.text).toContain(catalogue.wrong_credentials.message.ja);
    expect(browser.page.status).toBe(403);
    expect(browser.fieldState('契約者ID').value).toBe(TARO.loginId);
    expect(browser.fieldState('パスワード').value).toBe('');
    expect(browser.page.html).not.toContain('Wrong-0001');
    const wrong = await lastEntry();
    expectExplained(wrong, 'wrong_credentials');

    const other = await atLogin();
    await logIn(other, { loginId: '99999999999', password: 'Wrong-0001' });
    expect(other.page.text).toContain(catalogue.wrong_credentials.message.ja);
    expect(other.page.status).toBe(browser.page.status);
    const words = ({ page }: CustomerBrowser) => page.text.replace(/記録番号 \S+/, '');
    expect(words(other)).toBe(words(browser));
    // Counted either way, or the time it takes to write one down would tell which it was.
    const unknown = await lastEntry();
    expectExplained(unknown, 'wrong_credentials');
    const counted = (entry: typeof unknown) => entry?.effects.map(({ type }) => type);
    expect(counted(unknown)).toEqual(['login.failed']);
    expect(counted(unknown)).toEqual(counted(wrong));
    expect(unknown?.customerId).toBeUndefined();
  });

  it('is case-sensitive', async () => {
    const browser = await atLogin();
    await logIn(browser, { ...TARO, password: TARO.password.toLowerCase() });
    expect(browser.page.text).toContain(catalogue.wrong_credentials.message.ja);
  });

  it('locks after five wrong passwords, even for the right one, and the clock unlocks it', async () => {
    await sandbox.changeSettings({ policies: { unlockAfterMinutes: 30 } });
    for (let attempt = 1; attempt <= 4; attempt++) {
      const browser = await atLogin();
      await wrongPassword(browser);
      expect(browser.page.text).toContain(catalogue.wrong_credentials.message.ja);
    }
    const fifth = await atLogin();
    await wrongPassword(fifth);
    expect(fifth.page.text).toContain(catalogue.customer_locked.message.ja);
    expectExplained(await lastEntry(), 'customer_locked');

    const right = await atLogin();
    await logIn(right, TARO);
    expect(right.page.text).toContain(catalogue.customer_locked.message.ja);

    await sandbox.advance('PT30M');
    await atConsent();
  });

  it('counts anew after a right password, and the console unlocks', async () => {
    for (let round = 0; round < 2; round++) {
      const browser = await atLogin();
      for (let attempt = 0; attempt < 4; attempt++) await wrongPassword(browser);
      await logIn(browser, TARO);
      expect(browser.page.headings).toEqual(['アクセス許可']);
    }
    const locked = await atLogin();
    for (let attempt = 0; attempt < 5; attempt++) {
      if (locked.page.forms.length > 0 && locked.page.headings.includes('ログイン'))
        await wrongPassword(locked);
    }
    const { items } = await sandbox.control<{ items: { id: string; status: string }[] }>(
      'GET',
      `/customers?loginId=${TARO.loginId}`,
    );
    expect(items[0]?.status).toBe('locked');
    await sandbox.control('PATCH', `/customers/${items[0]?.id ?? ''}`, { status: 'active' });
    await atConsent();
  });

  it('is closed outside the service hours and in maintenance', async () => {
    await sandbox.changeSettings({ serviceHours: { from: '08:00', to: '13:00' } });
    const closed = await atLogin();
    expect(closed.page.status).toBe(503);
    expect(closed.page.text).toContain('08:00');
    expectExplained(await lastEntry(), 'outside_service_hours');

    await sandbox.changeSettings({
      serviceHours: { from: '00:00', to: '00:00' },
      maintenance: [{ from: '2027-02-20T13:00:00+09:00', to: '2027-02-20T14:00:00+09:00' }],
    });
    const maintained = await atLogin();
    expect(maintained.page.status).toBe(503);
    expectExplained(await lastEntry(), 'maintenance');
    await sandbox.advance('PT56M');
    await atConsent();
  });

  it('closing while the customer reads is told at the button', async () => {
    const browser = await atConsent();
    await sandbox.changeSettings({ serviceHours: { from: '08:00', to: '13:00' } });
    await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    expect(browser.returned).toBeUndefined();
    expect(browser.page.status).toBe(503);
  });

  it('of a customer of the wrong kind, or with a certificate only, is refused', async () => {
    const corporate = await atLogin();
    await logIn(corporate, { loginId: 'Corp-0001', password: 'Sandbox-0101' });
    expectExplained(await lastEntry(), 'wrong_customer_kind');
    expect(corporate.page.headings).toEqual(['ログイン']);

    const certificate = await atLogin();
    await logIn(certificate, { loginId: '10000000006', password: 'anything' });
    expectExplained(await lastEntry(), 'certificate_required');
  });
});

describe('consent', () => {
  it('asks again when nothing is ticked or the terms are not agreed to, keeping what was ticked', async () => {
    const browser = await atConsent();
    browser.tick('残高照会', false).tick('入出金明細照会', false);
    await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    expect(browser.page.text).toContain(catalogue.no_permission_chosen.message.ja);
    expect(browser.fieldState('残高照会').checked).toBe(false);
    expectExplained(await lastEntry(), 'no_permission_chosen');

    browser.tick('残高照会').tick('しんきんAPIサービス利用規定に同意しました。', false);
    await browser.press('許可');
    expect(browser.page.text).toContain(catalogue.terms_not_agreed.message.ja);
    expect(browser.fieldState('残高照会').checked).toBe(true);
    expect(browser.fieldState('入出金明細照会').checked).toBe(false);

    const { parameters } = await allow(browser);
    expect(parameters.has('code')).toBe(true);
  });

  it('shows only what was asked for, and grants no more whatever the form says', async () => {
    const browser = await atLogin({ scope: 'account:balance' });
    await logIn(browser, TARO);
    expect(() => browser.fieldState('入出金明細照会')).toThrow();
    const [form] = browser.page.forms.filter(({ buttons }) => buttons.some(({ label }) => label === '許可'));
    if (!form) throw new Error('no consent form');
    browser.tick('しんきんAPIサービス利用規定に同意しました。');
    await browser.submit(form, { action: 'allow', permission: 'account:transaction' });
    const { body } = await partner.redeem(browser.returned?.parameters.get('code') ?? '');
    expect(body.scope).toBe('account:balance');
  });
});

describe('キャンセル', () => {
  it('at the login page', async () => {
    const browser = await (await atLogin()).press('キャンセル');
    expectBackAtPartner(browser, 'access_denied');
  });

  it('at the consent page', async () => {
    const browser = await (await atConsent()).press('キャンセル');
    expectBackAtPartner(browser, 'access_denied');
    expect(await sandbox.control('GET', '/grants')).toEqual({ items: [] });
  });
});

describe('form_post', () => {
  it('carries the answer in a form, for success and cancel', async () => {
    const browser = await atLogin({ response_mode: 'form_post' });
    await logIn(browser, TARO);
    await browser.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    await browser.press('続ける / Continue');
    expect(browser.returned?.by).toBe('form_post');
    expect(browser.returned?.url.href).toBe(REDIRECT_URI);
    expect([...(browser.returned?.parameters.keys() ?? [])].sort()).toEqual(['code', 'iss', 'state']);

    const cancelled = await atLogin({ response_mode: 'form_post' });
    await cancelled.press('キャンセル');
    await cancelled.press('続ける / Continue');
    expect(cancelled.returned?.parameters.get('error')).toBe('access_denied');
  });
});

describe('one browser, one way, once', () => {
  it('expires after ten minutes', async () => {
    const browser = await atLogin();
    await sandbox.advance('PT10M');
    await logIn(browser, TARO);
    expect(browser.page.status).toBe(catalogue.interaction_expired.status);
    expect(browser.page.text).toContain(catalogue.interaction_expired.message.ja);
    expectExplained(await lastEntry(), 'interaction_expired');
  });

  it('is refused in another browser, in whichever step', async () => {
    const browser = await atConsent();
    const thief = await new CustomerBrowser(sandbox.issuer).open(browser.page.url);
    expect(thief.page.status).toBe(400);
    expectExplained(await lastEntry(), 'interaction_unknown');
  });

  it('is refused without the hidden csrf field, and with a wrong one', async () => {
    for (const csrf of ['', 'made-up']) {
      const browser = await atLogin();
      const [form] = browser.page.forms.filter(({ fields }) =>
        fields.some(({ label }) => label === '契約者ID'),
      );
      const field = form?.fields.find(({ name }) => name === 'csrf');
      if (!field) throw new Error('the form has no csrf field');
      field.value = csrf;
      await logIn(browser, TARO);
      expect(browser.page.status).toBe(403);
      expectExplained(await lastEntry(), 'form_forged');
    }
  });

  it('shows the page at hand after a reload and after the back button', async () => {
    const browser = await atConsent();
    const login = browser.page.url.replace('/ib/consent', '/ib/login');
    await browser.open(browser.page.url);
    expect(browser.page.headings).toEqual(['アクセス許可']);
    await browser.open(login);
    expect(browser.page.headings).toEqual(['アクセス許可']);
  });

  it('cannot skip the login', async () => {
    const browser = await atLogin();
    await browser.open(browser.page.url.replace('/ib/login', '/ib/consent'));
    expect(browser.page.headings).toEqual(['ログイン']);
  });

  it('is over when it is over: the back button gets no second code', async () => {
    const browser = await atConsent();
    const consent = browser.page;
    await allow(browser);
    await browser.open(consent.url);
    expect(browser.page.status).toBe(catalogue.interaction_finished.status);
    expectExplained(await lastEntry(), 'interaction_finished');
  });

  it('a double click gets one code', async () => {
    const browser = await atConsent();
    const [form] = browser.page.forms.filter(({ buttons }) => buttons.some(({ label }) => label === '許可'));
    if (!form) throw new Error('no consent form');
    browser.tick('しんきんAPIサービス利用規定に同意しました。');
    const second = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
    for (const [name, cookie] of browser.cookies) second.cookies.set(name, cookie);
    await browser.submit(form, { action: 'allow' });
    await second.submit(form, { action: 'allow' });
    expect(browser.returned?.parameters.has('code')).toBe(true);
    expect(second.returned).toBeUndefined();
    expect(second.page.status).toBe(catalogue.interaction_finished.status);
  });

  it('two services can be linked in two tabs of one browser', async () => {
    const first = await atLogin({ state: 'first' });
    const second = await atLogin({ state: 'second' });
    for (const [name, cookie] of second.cookies) first.cookies.set(name, cookie);
    await logIn(first, TARO);
    await logIn(second, TARO);
    expect((await allow(second)).parameters.get('state')).toBe('second');
    expect((await allow(first)).parameters.get('state')).toBe('first');
  });

  it('every page is a sandbox’s, unframed, uncached, without any script', async () => {
    const browser = await atConsent();
    const pages = [browser.page, (await atLogin()).page];
    for (const { text, headers, html } of pages) {
      expect(text).toContain('サンドボックス');
      expect(headers.get('cache-control')).toContain('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(html).not.toMatch(/<script/i);
    }
  });
});
