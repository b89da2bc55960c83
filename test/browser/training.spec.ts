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
  const sample = (name: string) =>
    page.frameLocator(`iframe[title="${name}の画面の見本"]:not([aria-hidden="true"])`);
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

test('begins the demo anew with one key, after asking, and keeps what the trainer has set up', async ({
  console,
  page,
  sandbox,
  partner,
}) => {
  await sandbox.control('PATCH', '/settings', { institution: { name: 'はじめ信用金庫' } });
  await partner.open();
  await page.getByRole('button', { name: '連携する' }).click();
  await partner.consent(customers.personal);
  await console.open('/training');
  await expect(page.getByRole('status').filter({ hasText: '連携が完了しました' })).toBeVisible();
  await page.keyboard.press('r');
  await console.dialog.getByRole('button', { name: '最初から' }).click();
  const notBegun = page.getByRole('status').filter({ hasText: 'まだ連携が始まっていません' });
  await expect(notBegun).toBeVisible();
  await page.reload();
  await expect(notBegun).toBeVisible();
  expect(await sandbox.control('GET', '/grants?status=active')).toMatchObject({ items: [] });
  expect(await sandbox.control('GET', '/settings')).toMatchObject({
    institution: { name: 'はじめ信用金庫' },
  });
});

test('keeps a picture in sight until the next one is there, and offers a partner’s own screens only', async ({
  console,
  page,
}) => {
  await console.open('/training');
  const sample = page.locator('iframe[title="個人 パソコンの画面の見本"]:visible');
  await expect(sample.contentFrame().getByLabel('契約者ID')).toBeVisible();
  const heights = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const box = document.querySelector('iframe')?.parentElement;
        const seen: number[] = [];
        const watch = new ResizeObserver(([entry]) => seen.push(entry?.contentRect.height ?? 0));
        if (box) watch.observe(box);
        const done = new MutationObserver(() => {
          if (!document.querySelector('iframe')?.srcdoc.includes('callout')) resolve(seen);
        });
        done.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
  );
  await page.keyboard.press('f');
  expect(Math.min(...(await heights))).toBeGreaterThan(200);

  await page.getByRole('combobox', { name: '外部サービス' }).click();
  await page.getByRole('option', { name: 'デモ会計' }).click();
  await expect(page.locator('figure')).toHaveCount(1);
  await expect(page.locator('figure')).toContainText('法人 WEB-FB');
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
