import AxeBuilder from '@axe-core/playwright';
import { customers } from './bank-screens.ts';
import { expect, expectNoSidewaysScrolling, test } from './fixtures.ts';

const taro = customers.personal;

/** Customers of the demo scenario who rehearse one failure each. */
const rehearsing = (digits: string) => ({ loginId: `100000000${digits}`, password: `Sandbox-00${digits}` });

test('links, and shows balances, statement and how long it lasts', async ({ partner, page, sandbox }) => {
  await partner.link(taro);
  await expect(page.getByRole('status')).toHaveText('連携しました。口座情報を取得しました。');
  await expect(page.getByText('あと90日（2027年5月21日まで）')).toBeVisible();
  // What the bank's books say is what the partner shows.
  const balance = sandbox.context.state.ledger('001011000001').balance().toString();
  const shown = `¥ ${balance.replace(/\B(?=(\d{3})+$)/g, ',')}`;
  const account = partner.region('口座').getByRole('listitem').filter({ hasText: '1000001' });
  await expect(account).toContainText(shown);
  await expect(page.getByRole('img', { name: /資産合計の推移/ })).toBeVisible();
  const rows = partner.region('入出金明細').getByRole('row');
  await expect(rows).toHaveCount(31);
  await page.getByRole('link', { name: 'もっと見る' }).click();
  await expect(rows).not.toHaveCount(31);
  await page.getByRole('link', { name: /みなと支店/ }).click();
  await expect(partner.region('入出金明細').getByRole('heading')).toContainText('1000002');
});

test('reads every page of a long statement', async ({ partner, page, sandbox }) => {
  const position = sandbox.logPosition();
  await partner.link({ loginId: '10000000003', password: 'Sandbox-0003' });
  await expect(page.getByText(/1,?200件中/)).toBeVisible();
  const pages = sandbox
    .logAfter(position)
    .filter(({ url, status }) => url.includes('/accounts/transactions?') && status === 200);
  expect(pages.length).toBeGreaterThanOrEqual(3);
});

test('shows a company its accounts', async ({ partner, page }) => {
  await partner.link(customers.corporate, 'corporate');
  await expect(page).toHaveURL(/app=kaikei/);
  await expect(partner.region('口座').getByRole('listitem')).toHaveCount(2);
});

test('shows only what was allowed', async ({ partner, page }) => {
  await partner.open();
  await partner.connect();
  await partner.bank.logIn('personal');
  await partner.bank.checkbox('入出金明細照会').uncheck();
  await partner.bank.agreement.check();
  await partner.bank.button('許可').click();
  await expect(page.getByText('入出金明細照会は許可されていません。')).toBeVisible();
  await expect(partner.region('口座').getByRole('listitem')).toHaveCount(3);
});

test('says that nothing was read when the customer cancels', async ({ partner, page }) => {
  await partner.open();
  await partner.connect();
  await partner.bank.button('キャンセル').click();
  await expect(page.getByRole('alert')).toContainText('連携はキャンセルされました。');
  await expect(page.getByText('access_denied')).toBeVisible();
  await expect(partner.button('連携する')).toBeVisible();
});

test('updates, refreshes its tokens and unlinks, telling the bank', async ({ partner, page, sandbox }) => {
  await partner.link(taro);
  await partner.button('更新する').click();
  await expect(page.getByRole('status')).toHaveText('口座情報を更新しました。');
  await page.getByText('連携の中身（開発者向け）').click();
  const position = sandbox.logPosition();
  await partner.button('トークンを更新する').click();
  await expect(page.getByRole('status')).toHaveText('新しいトークンを受け取りました。');
  await partner.button('連携を解除').click();
  await expect(page.getByRole('status')).toHaveText('連携を解除しました。取得した口座情報は削除しました。');
  const outcomes = sandbox.logAfter(position).map(({ outcome }) => outcome.code);
  expect(outcomes).toEqual(expect.arrayContaining(['tokens_refreshed', 'grant_revoked_by_token']));
});

test('asks to link again when the bank has ended the linkage, and goes on after it', async ({
  partner,
  page,
  sandbox,
}) => {
  await partner.link(taro);
  const { items } = await sandbox.control<{ items: { grantId: string; status: string; clientId: string }[] }>(
    'GET',
    '/grants',
  );
  for (const { grantId, status, clientId } of items) {
    if (status === 'active' && clientId === 'demo-kakeibo')
      await sandbox.control('DELETE', `/grants/${grantId}`);
  }
  await partner.button('更新する').click();
  await expect(page.getByRole('heading', { name: '連携が切れています' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('もう一度連携してください');
  await partner.button('再連携する').first().click();
  await partner.consent(taro);
  await expect(page.getByRole('status')).toContainText('連携しました。');
});

for (const { digits, words } of [
  { digits: '13', words: '金融機関がサービス時間外かメンテナンス中です。' },
  { digits: '14', words: '金融機関がサービス時間外かメンテナンス中です。' },
]) {
  test(`has words for the failure of customer ${digits}`, async ({ partner, page }) => {
    await partner.link(rehearsing(digits));
    await expect(page.getByRole('alert')).toContainText(words);
    await expect(partner.button('更新する')).toBeVisible();
  });
}

test('has words for a bank that was asked too often', async ({ partner, page }) => {
  await partner.link(rehearsing('15'));
  await expect(async () => {
    await partner.button('更新する').click();
    await expect(page.getByRole('alert')).toContainText('金融機関への問い合わせが多すぎます。', {
      timeout: 500,
    });
  }).toPass();
});

test('refuses a return nobody began, and forms from elsewhere', async ({ partner, page, sandbox }) => {
  await partner.open('callback?code=stolen&state=guessed');
  await expect(page.getByRole('alert')).toContainText('連携の途中ではありません');
  const forged = await fetch(`${sandbox.ready.partner}disconnect`, {
    method: 'POST',
    headers: { origin: 'http://127.0.0.1:1' },
    body: new URLSearchParams({ app: 'kakeibo' }),
  });
  expect(forged.status).toBe(403);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`fits 360 pixels and has no axe violations (${colorScheme})`, async ({ partner, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    const check = async () => {
      await expectNoSidewaysScrolling(page);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    };
    await partner.open();
    await check();
    await partner.link(taro);
    await check();
    await page.getByText('連携の中身（開発者向け）').click();
    await page.getByText('月末の金額を表で見る').click();
    await check();
    await partner.open('?lang=en');
    await check();
  });
}
