import type { Locator } from '@playwright/test';
import { customers } from './bank-screens.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';
import { PartnerSite } from './partner-site.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await sandbox.control('POST', '/scenario/reset');
    await sandbox.request('DELETE', '/log');
    await use(new ConsoleSite(page, sandbox));
  },
});

const map = (site: ConsoleSite) => site.page.getByRole('list', { name: '連携の流れ' });

/** A step of the map by its words. */
function step(site: ConsoleSite, name: string, state: string): Locator {
  return map(site).getByRole('button', { name: new RegExp(`${state}.*${name}`) });
}

test('lights up while somebody walks through a linkage, with the wire in plain words', async ({
  console,
  page,
  sandbox,
  browser,
}) => {
  await console.open('/training');
  await expect(page.getByRole('status').filter({ hasText: 'まだ連携が始まっていません' })).toBeVisible();

  const customer = await browser.newContext({ locale: 'ja-JP' });
  const partner = new PartnerSite(await customer.newPage(), sandbox);
  await partner.open();
  await partner.connect();
  await expect(step(console, '本人認証', 'いまここ')).toHaveAttribute('aria-current', 'step');
  await step(console, 'IBへ移る', '済み').click();
  const wire = page.getByRole('region', { name: /だれが・何を求めているか/ });
  await expect(wire).toContainText('demo-kakeibo');
  await expect(wire).toContainText('すり替え防止');
  await page.getByRole('button', { name: '今の手順を自動で追う' }).click();

  await partner.bank.textbox('契約者ID').fill(customers.personal.loginId);
  await partner.bank.textbox('パスワード').fill('wrong');
  await partner.bank.button('認証').click();
  await expect(step(console, '本人認証', '拒否')).toBeVisible();
  await partner.consent(customers.personal);
  await expect(page.getByRole('status').filter({ hasText: '連携が完了しました' })).toBeVisible();
  await customer.close();
});

test('shows the screens of all three kinds, framed and explained on request', async ({ console, page }) => {
  await console.open('/training');
  const sample = (name: string) => page.frameLocator(`iframe[title="${name}の画面の見本"]`);
  await expect(sample('個人 パソコン').getByLabel('契約者ID')).toBeVisible();
  await expect(sample('個人 スマートフォン').getByText('WEBバンキング')).toBeVisible();
  await expect(sample('法人 WEB-FB').getByLabel('お客様ID')).toBeVisible();

  const callout = sample('個人 パソコン').getByText('IDとパスワードは外部サービスには渡りません。', {
    exact: false,
  });
  const explanation = callout.and(sample('個人 パソコン').locator('.callout'));
  await expect(explanation).toBeVisible();
  await page.keyboard.press('f');
  await expect(console.button('赤枠 OFF')).toBeVisible();
  await expect(explanation).toHaveCount(0);

  await step(console, '業務を選び許可', '').click();
  await expect(sample('個人 パソコン').getByLabel('残高照会', { exact: true })).toBeChecked();
});

test('resets the demo with one key, after asking', async ({ console, page, sandbox }) => {
  await sandbox.control('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: customers.personal.loginId,
    scopes: ['account:balance'],
  });
  await console.open('/training');
  await page.keyboard.press('r');
  await console.dialog.getByRole('button', { name: '最初から' }).click();
  await expect(page.getByText('最初の状態に戻しました')).toBeVisible();
  expect(await sandbox.control('GET', '/grants')).toMatchObject({ items: [] });
});

test('makes a handout for the chosen partner', async ({ console, page }) => {
  await console.open('/training');
  await page.getByRole('combobox', { name: '外部サービス' }).click();
  await page.getByRole('option', { name: 'デモ会計' }).click();
  await console.button('配付資料').click();
  const handout = page.frameLocator('iframe[title="配付資料"]');
  await expect(handout.getByRole('heading', { level: 1 })).toContainText('デモ会計');
  await expect(handout.getByText('許可登録から90日間')).toBeVisible();
  const login = handout.locator('iframe').first().contentFrame();
  await expect(login.getByRole('heading', { level: 1 })).toHaveText('APIサービス認証');
});
