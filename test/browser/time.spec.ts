import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

const DAY_MS = 86_400_000;

test('takes an advance of the clock back, from the notice and from what happened', async ({
  console,
  page,
  sandbox,
}) => {
  const clock = async () => Date.parse((await sandbox.control<{ now: string }>('GET', '/clock')).now);
  const before = await clock();
  await console.open('/time');
  await console.button('90日進める').click();
  await expect(page.getByRole('button', { name: '元に戻す' })).toHaveCount(2);
  expect(await clock()).toBe(before + 90 * DAY_MS);
  await page.getByRole('alert').getByRole('button', { name: '元に戻す' }).click();
  await expect(page.getByText(/元に戻しました/)).toBeVisible();
  expect(await clock()).toBe(before);
});

test('says why real time can not be chosen, and keeps what happened in view when a wish is refused', async ({
  console,
  page,
}) => {
  await console.open('/time');
  await console.button('1日進める').click();
  await expect(page.getByText(/になりました/).first()).toBeVisible();
  await expect(page.getByRole('radio', { name: '実際の時刻' })).toBeDisabled();
  await expect(page.getByText(/「実際の時刻」は選べません/)).toBeVisible();
  await console.textbox(/指定した時刻まで進める/).fill('2001-02-03 04:05');
  await expect(page.getByText('銀行の時刻より前です')).toBeVisible();
  await expect(console.button('進める')).toBeDisabled();
});

test('returns the scenario to its start in real time, unless that is ticked off', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.advance('P90D');
  await console.open('/scenarios?ask=reset');
  await expect(page.getByRole('checkbox', { name: '時計を実際の時刻に戻す' })).toBeChecked();
  await console.dialog.getByRole('button', { name: '最初の状態に戻す' }).click();
  await expect(page.getByText(/読み込みました/)).toBeVisible();
  expect(await sandbox.control('GET', '/clock')).toMatchObject({ mode: 'real' });
  await page.getByRole('alert').getByRole('button', { name: '元に戻す' }).click();
  await expect(page.getByText(/元に戻しました/)).toBeVisible();
  expect(await sandbox.control('GET', '/clock')).toMatchObject({ mode: 'frozen' });
});

test('counts the days of a new grant by the calendar: 90 on the first day, at the partner too', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.control('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  await console.open('/grants');
  await expect(page.getByRole('cell', { name: 'あと90日' })).toBeVisible();
});

test('shows faults at work on every page, and ends them there', async ({ console, page, sandbox }) => {
  await sandbox.control('POST', '/faults', { match: { path: '/oauth2/token' }, action: { status: 503 } });
  await console.open('/customers');
  await expect(page.getByRole('link', { name: /障害 1件/ })).toBeVisible();
  await console.button('障害をすべて解除').click();
  await expect(page.getByRole('link', { name: /障害 1件/ })).toHaveCount(0);
  expect(await sandbox.control('GET', '/faults')).toEqual({ items: [] });
});

test('asks before what was typed is lost: another page, a closed drawer', async ({ console, page }) => {
  await console.open('/settings');
  await page.getByRole('textbox').first().fill('33');
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: '時刻' }).click();
  await expect(page.getByRole('dialog', { name: '保存していない変更があります' })).toBeVisible();
  await console.dialog.getByRole('button', { name: 'キャンセル' }).click();
  await expect(page.getByRole('heading', { name: '設定', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: '元に戻す' }).click();

  await console.goTo('/customers?add=customer');
  await console.textbox('名前').fill('書きかけ');
  await page.keyboard.press('Escape');
  const asked = page.getByRole('dialog', { name: '保存していない変更があります' });
  await expect(asked.getByRole('button', { name: 'キャンセル' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(console.textbox('名前')).toHaveValue('書きかけ');
  await page.keyboard.press('Escape');
  await asked.getByRole('button', { name: '保存せずに離れる' }).click();
  await expect(console.textbox('名前')).toHaveCount(0);
});

test('begins each page at its top, and goes back to where one was', async ({ console, page }) => {
  await page.setViewportSize({ width: 1000, height: 400 });
  await console.open();
  const menu = page.getByRole('navigation', { name: 'メニュー' });
  await menu.getByRole('link', { name: '障害・訓練' }).click();
  const main = page.locator('#main');
  await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
  await main.evaluate((element) => element.scrollTo(0, 200));
  await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBe(200);
  await menu.getByRole('link', { name: '設定' }).click();
  await expect(page.getByRole('heading', { name: '設定', level: 1 })).toBeVisible();
  await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBe(0);
  await page.goBack();
  await expect.poll(() => main.evaluate((element) => element.scrollTop)).toBe(200);
});
