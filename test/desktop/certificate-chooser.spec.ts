import type { Page } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PartnerClient } from '../harness/partner-client.ts';
import { CertificateDialog, pressCertificateLogin } from './certificate-dialog.ts';
import type { DesktopApp } from './desktop-app.ts';
import { expect, test } from './fixtures.ts';

/** Certificates of the demo scenario, by serial number. */
const VALID = '6002';
const EXPIRED = '6001';
const REVOKED = '6041';

/** The bank's login page in a customer's window, for a partner that may name a customer. */
async function loginPage(desktop: DesktopApp, parameters: Record<string, string> = {}): Promise<Page> {
  return desktop.customerWindow(new PartnerClient(desktop).authorizationUrl(parameters));
}

async function expectRefusal(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('alert')).toContainText(text);
}

async function pressMenu(desktop: DesktopApp, id: string): Promise<void> {
  await desktop.electron.evaluate(({ Menu }, item) => {
    Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
  }, id);
}

test('a chosen certificate signs in over TLS and leads back to the partner; the system’s store stays as it is', async ({
  desktop,
}) => {
  const partner = await desktop.partnerWindow(() => desktop.console.demoButton.click());
  const customer = partner.page;
  await partner.connect();
  const dialog = await CertificateDialog.ofLogin(desktop, customer);
  await expect(
    dialog.page.getByText(`このサイト ${new URL(desktop.httpsIssuer ?? '').host} に`),
  ).toBeVisible();
  await expect(dialog.page.getByText('サンドボックス', { exact: true })).toBeVisible();
  await dialog.certificate(VALID).check();
  const details = dialog.page.getByLabel('選択中の証明書の詳細').filter({ visible: true });
  await expect(details).toContainText('CN=10000000006');
  await expect(details).toContainText('サンプル　六実');
  expect(await dialog.page.content()).not.toContain('PRIVATE KEY');
  await dialog.press('OK');

  await expect(customer.getByRole('heading', { name: 'アクセス許可' })).toBeVisible();
  expect(new URL(customer.url()).origin).toBe(desktop.httpsIssuer);
  await customer.getByRole('checkbox', { name: 'しんきんAPIサービス利用規定に同意しました。' }).check();
  await customer.getByRole('button', { name: '許可' }).click();
  await expect(partner.region('口座').getByRole('listitem').first()).toBeVisible();

  for (const file of await filesOfSystemStore()) {
    expect((await readFile(file)).includes('IB Link Sandbox'), file).toBe(false);
  }
});

test('each wrong certificate is refused in the bank’s words; keys choose; Esc and cancelling show none', async ({
  desktop,
}) => {
  const customer = await loginPage(desktop);
  await (await CertificateDialog.ofLogin(desktop, customer)).use(EXPIRED);
  await expectRefusal(customer, '有効期限が切れています');

  const again = () =>
    customer.getByRole('button', { name: 'もう一度証明書を選ぶ' }).click({ noWaitAfter: true });
  await (await CertificateDialog.after(desktop, again)).use(REVOKED);
  await expectRefusal(customer, '失効しています');

  await (await CertificateDialog.after(desktop, again)).press('キャンセル');
  await expectRefusal(customer, 'ご利用いただける電子証明書が見つかりません');

  const left = await CertificateDialog.after(desktop, again);
  await left.escape(desktop);
  await expectRefusal(customer, 'ご利用いただける電子証明書が見つかりません');

  // The row before, by the arrow, and Enter for OK.
  const keyboard = await CertificateDialog.after(desktop, again);
  await keyboard.certificate(EXPIRED).focus();
  await keyboard.keys('ArrowDown');
  await expect(keyboard.certificate(VALID)).toBeChecked();
  await keyboard.keys('Enter');
  await expect(customer.getByRole('heading', { name: 'アクセス許可' })).toBeVisible();

  const hinted = await loginPage(desktop, { login_hint: '10000000042' });
  await (await CertificateDialog.ofLogin(desktop, hinted)).use(VALID);
  await expectRefusal(hinted, '別のご契約の電子証明書が選択されています');
});

test('a remembered choice fails without asking until it is forgotten, or the windows are closed', async ({
  desktop,
}) => {
  const customer = await loginPage(desktop);
  await (await CertificateDialog.ofLogin(desktop, customer)).use(EXPIRED, { remember: true });
  await expectRefusal(customer, '有効期限が切れています');
  await expect(customer.getByText('電子証明書の選択を忘れる')).toBeVisible();

  // Without a question: the bank refuses the same certificate once more.
  await customer.getByRole('link', { name: /ログイン/ }).click();
  const windows = desktop.electron.windows().length;
  await pressCertificateLogin(customer);
  await expectRefusal(customer, '有効期限が切れています');
  expect(desktop.electron.windows()).toHaveLength(windows);

  await pressMenu(desktop, 'forget-certificate-choice');
  const again = () =>
    customer.getByRole('button', { name: 'もう一度証明書を選ぶ' }).click({ noWaitAfter: true });
  await (await CertificateDialog.after(desktop, again)).use(REVOKED, { remember: true });
  await expectRefusal(customer, '失効しています');

  await customer.close();
  const anew = await loginPage(desktop);
  await (await CertificateDialog.ofLogin(desktop, anew)).use(VALID);
  await expect(anew.getByRole('heading', { name: 'アクセス許可' })).toBeVisible();
});

test('what is taken off this PC is not offered; with none left the login goes on without', async ({
  desktop,
}) => {
  const manage = await CertificateDialog.after(desktop, () => pressMenu(desktop, 'manage-certificates'));
  for (const box of await manage.page.getByRole('checkbox').all()) await box.uncheck();
  await manage.page.getByRole('checkbox', { name: VALID }).check();
  await manage.press('保存');

  const customer = await loginPage(desktop);
  const one = await CertificateDialog.ofLogin(desktop, customer);
  await expect(one.page.getByRole('radio')).toHaveCount(1);
  await one.press('このPCの証明書…');
  await one.page.getByRole('checkbox', { name: VALID }).uncheck();
  await one.press('保存');
  await expect(one.page.getByText('このPCには、電子証明書が入っていません。')).toBeVisible();
  await one.press('証明書なしで進む');
  await expectRefusal(customer, 'ご利用いただける電子証明書が見つかりません');
});

/** Where Chromium on Linux keeps certificates for every program of the user. */
async function filesOfSystemStore(): Promise<string[]> {
  const folder = join(homedir(), '.pki', 'nssdb');
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}
