import type { Browser, Page } from '@playwright/test';
import { identityOf } from '../harness/issued-certificates.ts';
import { PartnerClient, REDIRECT_URI } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { axeViolations } from './axe.ts';
import { expect, expectNoSidewaysScrolling, test as base } from './fixtures.ts';

/** A bank that answers over TLS too, and pages of browsers that hold certificates. */
const test = base.extend<{ openWith: OpenWith }, { sandbox: TestSandbox }>({
  sandbox: [
    async ({}, use) => {
      await using sandbox = await startSandbox({ httpsPort: 0 });
      await use(sandbox);
    },
    { scope: 'worker' },
  ],
  openWith: async ({ browser, sandbox }, use) => {
    const pages: Page[] = [];
    await use(async (loginId, serialNumber) => {
      const page = await newPage(browser, sandbox, loginId, serialNumber);
      pages.push(page);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

/** A page in a browser that has this certificate of the customer installed. */
type OpenWith = (loginId: string, serialNumber: string) => Promise<Page>;

async function newPage(
  browser: Browser,
  sandbox: TestSandbox,
  loginId: string,
  serialNumber: string,
): Promise<Page> {
  const { pfx, passphrase } = await identityOf(sandbox, loginId, serialNumber);
  const context = await browser.newContext({
    locale: 'ja-JP',
    // The CA is in no trust store of the test's browser.
    ignoreHTTPSErrors: true,
    clientCertificates: [
      {
        origin: sandbox.ready.httpsIssuer ?? '',
        pfx: pfx as Buffer,
        ...(passphrase === undefined ? {} : { passphrase }),
      },
    ],
  });
  return context.newPage();
}

/** What the browser is sent back to the partner with. Nobody answers there; that it asks is enough. */
async function answerAfter(page: Page, press: () => Promise<void>): Promise<URLSearchParams> {
  const [request] = await Promise.all([page.waitForRequest(`${REDIRECT_URI}**`), press()]);
  return new URL(request.url()).searchParams;
}

test('a certificate of the browser signs in over TLS and leads back to the partner', async ({
  openWith,
  sandbox,
}) => {
  const page = await openWith('10000000006', '6002');
  await page.goto(new PartnerClient(sandbox).authorizationUrl());
  await page.getByRole('button', { name: '電子証明書認証' }).click();
  await expect(page.getByRole('heading', { name: 'アクセス許可' })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(sandbox.ready.httpsIssuer);
  await page.getByRole('checkbox', { name: 'しんきんAPIサービス利用規定に同意しました。' }).check();
  const answer = await answerAfter(page, () => page.getByRole('button', { name: '許可' }).click());
  expect(answer.get('code')).toMatch(/^ac_/);
  // The partner began at the address without TLS, and knows the bank by that name.
  expect(answer.get('iss')).toBe(sandbox.issuer);
});

test('an expired certificate is told to be one, and the customer can go back', async ({
  openWith,
  sandbox,
}) => {
  const page = await openWith('10000000006', '6001');
  await page.goto(new PartnerClient(sandbox).authorizationUrl());
  await page.getByRole('button', { name: '電子証明書認証' }).click();
  await expect(page.getByRole('alert')).toContainText('有効期限が切れています');
  await expect(page.getByRole('button', { name: 'もう一度証明書を選ぶ' })).toBeVisible();
  const answer = await answerAfter(page, () => page.getByRole('button', { name: 'キャンセル' }).click());
  expect(answer.get('error')).toBe('access_denied');
});

test('certificate and password together', async ({ openWith, sandbox }) => {
  const page = await openWith('10000000042', '6042');
  await page.goto(new PartnerClient(sandbox).authorizationUrl());
  await page.getByRole('button', { name: '電子証明書認証' }).click();
  await expect(page.getByRole('status')).toContainText('を確認しました');
  await expect(page.getByRole('textbox', { name: '契約者ID' })).toHaveValue('10000000042');
  await page.getByRole('textbox', { name: 'パスワード' }).fill('Sandbox-0042');
  await page.getByRole('button', { name: '認証', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'アクセス許可' })).toBeVisible();
});

base('the simulated chooser is labelled, accessible and fits a small screen', async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(new PartnerClient(sandbox).authorizationUrl());
  await page.getByRole('button', { name: '電子証明書認証' }).click();
  await expect(page.getByText('シミュレーション', { exact: true })).toBeVisible();
  await expectNoSidewaysScrolling(page);
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('radio', { name: 'サンプル　六実 (10000000006) 有効' }).check();
  await page.getByRole('button', { name: 'この証明書で認証' }).click();
  await expect(page.getByRole('heading', { name: 'アクセス許可' })).toBeVisible();
});
