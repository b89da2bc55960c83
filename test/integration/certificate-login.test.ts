import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../server/certificates/certificate-making.ts';
import { allow, CustomerBrowser, TARO } from '../harness/customer-browser.ts';
import {
  caOf,
  customerIdOf,
  identityOf,
  issueToCustomer,
  issueToPartner,
} from '../harness/issued-certificates.ts';
import { KAIKEI, PartnerClient } from '../harness/partner-client.ts';
import { startSandbox, TEST_TIME, type TestSandbox } from '../harness/sandbox.ts';
import { tlsFetch, type TlsIdentity } from '../harness/tls-fetch.ts';

let sandbox: TestSandbox;

describe('without TLS: the simulated chooser', () => {
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  async function chooser(partner = new PartnerClient(sandbox), parameters = {}): Promise<CustomerBrowser> {
    const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl(parameters));
    await browser.press('電子証明書認証');
    return browser;
  }

  it('says that it is a simulation, and links the customer whose certificate is chosen', async () => {
    const browser = await chooser();
    expect(browser.page.text).toContain('シミュレーション');
    // One for each certificate on this PC: two of one customer, none of another.
    const offeredTo = (loginId: string) => browser.page.text.split(`(${loginId})`).length - 1;
    expect(['10000000006', '10000000043', '10000000044'].map(offeredTo)).toEqual([2, 2, 0]);
    await browser.tick('サンプル 六実 (10000000006) 有効').press('この証明書で認証');
    const { parameters } = await allow(browser);
    const code = parameters.get('code') ?? '';
    const answer = await new PartnerClient(sandbox).redeem(code);
    const grant = sandbox.context.state.grants.get(answer.body.grant_id);
    expect(grant?.acr).toBe('certificate');
    expect(sandbox.context.state.customers.get(grant?.customerId ?? '')?.loginId).toBe('10000000006');
  });

  it.each([
    ['サンプル 六実 (10000000006) 期限切れ', 'certificate_expired'],
    ['サンプル 失証 (10000000041) 失効', 'certificate_revoked'],
    ['証明書を提示しない', 'certificate_unavailable'],
  ])('refuses %s', async (choice, code) => {
    const position = sandbox.logPosition();
    const browser = await chooser();
    await browser.tick(choice).press('この証明書で認証');
    expect(browser.page.status).toBe(403);
    expect(browser.page.text).toContain(code);
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe(code);
    await browser.tick('サンプル 六実 (10000000006) 有効').press('この証明書で認証');
    expect(browser.page.text).toContain('アクセス許可');
  });

  it('refuses a certificate of another contract than the partner named', async () => {
    const browser = await chooser(undefined, { login_hint: '10000000042' });
    await browser.tick('サンプル 六実 (10000000006) 有効').press('この証明書で認証');
    expect(browser.page.text).toContain('別のご契約の電子証明書が選択されています。');
  });

  it('takes one where the partner named somebody who has none', async () => {
    const browser = await chooser(undefined, { login_hint: '10000000001' });
    await browser.tick('サンプル 六実 (10000000006) 有効').press('この証明書で認証');
    expect(browser.page.text).toContain('アクセス許可');
  });

  it('refuses a personal certificate for a client of corporate customers', async () => {
    const browser = await chooser(new PartnerClient(sandbox, KAIKEI));
    await browser.tick('サンプル 六実 (10000000006) 有効').press('この証明書で認証');
    expect(browser.page.text).toContain('ご契約の種類ではご利用いただけません');
  });

  it('asks for the password too where the contract says both', async () => {
    const both = { loginId: '10000000042', password: 'Sandbox-0042' };
    const browser = await new CustomerBrowser(sandbox.issuer).open(
      new PartnerClient(sandbox).authorizationUrl(),
    );
    await browser.fill('契約者ID', both.loginId).fill('パスワード', both.password).press('認証');
    expect(browser.page.text).toContain('certificate_required');

    await browser.press('電子証明書認証');
    await browser.tick('サンプル 両方 (10000000042) まもなく期限切れ').press('この証明書で認証');
    expect(browser.page.text).toContain('を確認しました');
    expect(browser.fieldState('契約者ID').value).toBe(both.loginId);
    await browser.fill('契約者ID', '10000000001').fill('パスワード', 'Sandbox-0001').press('認証');
    expect(browser.page.text).toContain('certificate_of_another_customer');

    await browser.fill('契約者ID', both.loginId).fill('パスワード', both.password).press('認証');
    const { parameters } = await allow(browser);
    const answer = await new PartnerClient(sandbox).redeem(parameters.get('code') ?? '');
    expect(sandbox.context.state.grants.get(answer.body.grant_id)?.acr).toBe('password+certificate');
  });
});

describe('over TLS: the browser chooses', () => {
  beforeAll(async () => {
    sandbox = await startSandbox({ httpsPort: 0 });
  });
  afterAll(() => sandbox.stop());

  const https = () => sandbox.ready.httpsIssuer ?? '';

  async function logInWith(identity: TlsIdentity): Promise<CustomerBrowser> {
    const partner = new PartnerClient({ issuer: https() });
    const browser = new CustomerBrowser(https(), tlsFetch(identity));
    await browser.open(partner.authorizationUrl());
    return browser.press('電子証明書認証');
  }

  it('signs in with the certificate of the connection, under the https issuer', async () => {
    const browser = await logInWith(await identityOf(sandbox, '10000000006', '6002'));
    expect(browser.page.text).toContain('アクセス許可');
    const { parameters } = await allow(browser);
    expect(parameters.get('iss')).toBe(https());
  });

  it('leads from the address without TLS to the one with it', async () => {
    const browser = await new CustomerBrowser(sandbox.issuer).open(
      new PartnerClient(sandbox).authorizationUrl(),
    );
    await browser.press('電子証明書認証');
    expect(browser.returned?.url.origin).toBe(https());
    expect(browser.returned?.url.pathname).toBe('/ib/certificate');
  });

  it('names the https issuer to whoever began there without a browser too', async () => {
    const { redirectTo } = await sandbox.control<{ redirectTo: string }>('POST', '/consents', {
      authorizationUrl: new PartnerClient({ issuer: https() }).authorizationUrl(),
      ...TARO,
      decision: 'allow',
    });
    expect(new URL(redirectTo).searchParams.get('iss')).toBe(https());
  });

  it('judges by the clock of the bank, not of the computer', async () => {
    const { identity } = await issueToCustomer(sandbox, '10000000043', 'expiring');
    expectOnPage(await logInWith(identity), 'アクセス許可');
    await using later = await startSandbox({ httpsPort: 0, clock: '2031-01-01T00:00:00+09:00' });
    const { certificate } = await issueToCustomer(later, '10000000043');
    expect(certificate.state).toBe('valid');
    expect(await caOf(later)).not.toBe(await caOf(sandbox));
  });

  it.each<[string, () => Promise<TlsIdentity>]>([
    ['certificate_unavailable', async () => ({ ca: await caOf(sandbox) })],
    ['certificate_expired', () => identityOf(sandbox, '10000000006', '6001')],
    ['certificate_revoked', () => identityOf(sandbox, '10000000041', '6041')],
    ['certificate_unknown', () => issueToPartner(sandbox, 'demo-kakeibo')],
    ['certificate_not_contracted', async () => (await issueToCustomer(sandbox, '10000000001')).identity],
    ['certificate_untrusted', foreignIdentity],
  ])('%s', async (code, identity) => {
    const position = sandbox.logPosition();
    const browser = await logInWith(await identity());
    expect(browser.page.status).toBe(403);
    expect(sandbox.logAfter(position).at(-1)?.outcome.code).toBe(code);
    await browser.press('キャンセル');
    expect(browser.returned?.parameters.get('error')).toBe('access_denied');
  });

  it('refuses a certificate from the moment it is revoked', async () => {
    const { certificate, identity } = await issueToCustomer(sandbox, '10000000043');
    expectOnPage(await logInWith(identity), 'アクセス許可');
    const id = await customerIdOf(sandbox, '10000000043');
    await sandbox.control('POST', `/customers/${id}/certificates/${certificate.serialNumber}/revoke`);
    expectOnPage(await logInWith(identity), 'この電子証明書は失効しています。');
  });

  /** The right serial number and name, by another authority. */
  async function foreignIdentity(): Promise<TlsIdentity> {
    const now = Date.parse(TEST_TIME);
    const period = { notBefore: now, notAfter: now + 1e9 };
    const root = await makeCertificate({ subject: 'CN=Other', serialNumber: '01', usage: 'ca', ...period });
    const forged = await makeCertificate(
      { subject: 'CN=10000000006', serialNumber: '6002', usage: 'client', ...period },
      root,
    );
    return { ca: await caOf(sandbox), cert: forged.certificate, key: forged.privateKey };
  }
});

function expectOnPage(browser: CustomerBrowser, text: string): void {
  expect(browser.page.text).toContain(text);
}
