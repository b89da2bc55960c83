import type { TestSandbox } from '../harness/sandbox.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

async function institutionOf(sandbox: TestSandbox): Promise<object> {
  return (await sandbox.control<{ institution: object }>('GET', '/settings')).institution;
}

test('says whether the bank is open under the hours being typed, before they are saved', async ({
  console,
  page,
  sandbox,
}) => {
  await console.open('/settings?section=hours');
  const outlook = page.getByRole('status').filter({ hasText: 'いま' });
  await expect(outlook).toContainText('いま（2027-02-20 13:04:00）：利用できますこの先30日は閉まりません。');
  await console.textbox('開始').fill('08:00');
  await console.textbox('終了').fill('20:00');
  await expect(outlook).toContainText('次は 2027-02-20 20:00:00 に閉まります。');
  await page.getByRole('combobox', { name: '休業日' }).click();
  await page.getByRole('option', { name: '土日', exact: true }).click();
  await expect(outlook).toContainText('休業日で利用できません次は 2027-02-22 08:00:00 に開きます。');
  expect((await fetch(`${sandbox.issuer}/ib/v1/accounts`)).status).toBe(401);
  await console.button('設定を保存').click();
  await expect(page.getByText('保存していない変更があります')).toHaveCount(0);
  expect(await sandbox.control('GET', '/settings')).toMatchObject({
    serviceHours: { from: '08:00', to: '20:00', closedOn: 'weekends' },
  });
});

test('adds a maintenance window, shows what is wrong at its field, changes and removes it', async ({
  console,
  page,
  sandbox,
}) => {
  const windows = async () => {
    const { maintenance } = await sandbox.control<{ maintenance: { from: string; to: string }[] }>(
      'GET',
      '/settings',
    );
    return maintenance.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
  };
  await console.open('/settings?section=hours');
  await expect(page.getByText('メンテナンスの予定はありません')).toBeVisible();
  await console.button('メンテナンスを追加').click();
  await page.getByLabel('メンテナンス1の終了').fill('2027-02-20T13:30');
  await console.button('設定を保存').click();
  await expect(page.getByLabel('メンテナンス1の終了')).toHaveAttribute('aria-invalid', 'true');
  expect(await windows()).toEqual([]);
  await page.getByLabel('メンテナンス1の開始').fill('2027-02-20T13:00');
  await expect(page.getByText('メンテナンス中です')).toBeVisible();
  await console.button('設定を保存').click();
  await expect(page.getByText('保存していない変更があります')).toHaveCount(0);
  expect(await windows()).toEqual([
    { from: Date.parse('2027-02-20T13:00:00+09:00'), to: Date.parse('2027-02-20T13:30:00+09:00') },
  ]);
  await console.button('メンテナンス1を外す').click();
  await console.button('設定を保存').click();
  await expect.poll(windows).toEqual([]);
});

test('plays a ready-made institution', async ({ console, sandbox }) => {
  await console.open('/settings?section=institution');
  await console.button('小浜信用金庫（はましん）にする').click();
  await console.dialog.getByRole('button', { name: '切り替える' }).click();
  await expect(console.textbox('略称')).toHaveValue('はましん');
  expect(await institutionOf(sandbox)).toMatchObject({ profile: 'hamashin', code: '1473' });
});

test('plays an institution of one’s own, with a warning where a colour is too light', async ({
  console,
  page,
  sandbox,
}) => {
  await console.open('/settings?section=institution');
  await console.textbox('名称').first().fill('練習信用金庫');
  await console.textbox('個人の画面').fill('#ffee00');
  await expect(page.getByRole('alert')).toContainText('文字として読みにくい色です');
  await console.textbox('個人の画面').fill('#004d40');
  await expect(page.getByText('文字として読みにくい色です')).toHaveCount(0);
  await console.button('店舗を追加').click();
  await console.textbox('9行目の店番').fill('001');
  await console.textbox('9行目の店名').fill('練習支店');
  await console.button('設定を保存').click();
  await expect(console.textbox('9行目の店番')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('9行目の店番').fill('010');
  await console.textbox('利用規定の版').fill('2027-03-01');
  await console.button('設定を保存').click();
  await expect(page.getByText('保存していない変更があります')).toHaveCount(0);
  expect(await institutionOf(sandbox)).toMatchObject({
    profile: 'own',
    name: '練習信用金庫',
    colors: { personal: '#004d40' },
    branches: expect.arrayContaining([{ code: '010', name: '練習支店' }]),
  });
  await page.goto(`${sandbox.issuer}/ib/terms`);
  await expect(page.getByText('2027年3月1日版')).toBeVisible();
});

test('keeps logins for as long as it is set, shows those that stand, and ends them', async ({
  console,
  page,
  sandbox,
  partner,
}) => {
  await console.open('/settings');
  await page.getByRole('switch', { name: 'ブラウザーでログインを続ける' }).check();
  await expect(console.textbox('続ける時間（分）')).toHaveValue('30');
  await console.button('設定を保存').click();
  await expect(page.getByText('続いているログインはありません')).toBeVisible();
  await partner.link({ loginId: '10000000001', password: 'Sandbox-0001' });
  await console.open('/settings');
  await console.button('10000000001 のログインを終了').click();
  await expect(page.getByText('続いているログインはありません')).toBeVisible();
  expect(await sandbox.control('GET', '/logins')).toMatchObject({ items: [] });
});
