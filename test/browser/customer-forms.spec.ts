import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

test('asks for the reading of a name in kanji, without which no account could be opened', async ({
  console,
  page,
}) => {
  await console.open('/customers?add=customer');
  const kana = page.getByRole('textbox', { name: 'カナ' });
  await expect(kana).not.toHaveAttribute('required');
  await console.textbox('名前').fill('山田 花子');
  await expect(kana).toHaveAttribute('required');
  await expect(page.getByLabel(/^パスワード/).first()).toHaveAttribute('required');
  await console.textbox('ログインID').fill('10000009999');
  await page
    .getByLabel(/^パスワード/)
    .first()
    .fill('Practice-1');
  await console.button('保存').click();
  await expect(page.getByText('カナを入れてください')).toBeVisible();
  await kana.fill('ヤマダ ハナコ');
  await console.button('保存').click();
  await expect(page.getByRole('heading', { name: /山田 花子/ })).toBeVisible();
  await console.button('口座を開設').first().click();
  await console.dialog.getByRole('button', { name: '保存' }).click();
  await expect(console.dialog).toHaveCount(0);
  await expect(page.getByRole('table').getByText('普通預金')).toBeVisible();
});

test('writes maintenance in the zone of the bank', async ({ console, page, sandbox }) => {
  await console.open('/settings?section=hours');
  await console.button('メンテナンスを追加').click();
  await page.getByRole('textbox', { name: 'メンテナンス1の開始' }).fill('2027-03-01 23:55');
  await page.getByRole('textbox', { name: 'メンテナンス1の終了' }).fill('2027-03-02 06:00');
  await console.button('設定を保存').click();
  await expect(page.getByText('保存しました')).toBeVisible();
  const { maintenance } = await sandbox.control<{ maintenance: object[] }>('GET', '/settings');
  expect(maintenance).toMatchObject([{ from: '2027-03-01T23:55:00+09:00', to: '2027-03-02T06:00:00+09:00' }]);
});

test('tells what happened on the way in words, with the way to what it is about', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.control('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  await console.open('/time');
  await console.button('90日進める').click();
  const happened = page.getByRole('list').filter({ hasText: '連携許可の期限が来ました' });
  await expect(happened).toBeVisible();
  await expect(happened).not.toContainText(/grantId|customerId|clientId|[a-z_]+\.[a-z_]+/);
  await happened.getByRole('link', { name: 'demo-kakeibo' }).first().click();
  await expect(page).toHaveURL(/client=demo-kakeibo/);
});
