import type { Page } from '@playwright/test';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { axeViolations } from './axe.ts';
import { customers } from './bank-screens.ts';
import { expect, expectNoSidewaysScrolling, test } from './fixtures.ts';
import { PartnerSite } from './partner-site.ts';

const taro = customers.personal;

/** Customers of the demo scenario who rehearse one failure each. */
const rehearsing = (digits: string) => ({ loginId: `100000000${digits}`, password: `Sandbox-00${digits}` });

test('links, and shows balances, statement and how long it lasts', async ({ partner, page, sandbox }) => {
  await partner.link(taro);
  // On whose page this is, beside the bank's that look otherwise.
  await expect(page.getByText('デモ用の外部サービスです（学習用）')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('デモ家計簿');
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
  await expect(page.getByRole('alert')).toContainText(
    '連携はキャンセルされたか、金融機関で認められませんでした。',
  );
  await expect(page.getByText('access_denied')).toBeVisible();
  await expect(partner.button('連携する')).toBeVisible();
});

test('updates, refreshes its tokens and unlinks, telling the bank', async ({ partner, page, sandbox }) => {
  await partner.link(taro);
  // What ends the linkage stands apart from what is pressed every day: on a line of its own.
  const [update, again, end] = await Promise.all(
    ['更新する', '再連携する', '連携を解除'].map(
      async (name) => (await partner.button(name).boundingBox()) ?? { y: NaN, height: NaN },
    ),
  );
  expect(again?.y).toBe(update?.y);
  expect(end?.y).toBeGreaterThan((update?.y ?? NaN) + (update?.height ?? NaN));
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
  // Told once, with the bank's own words and the one way on.
  await expect(page.getByText('もう一度連携してください')).toHaveCount(1);
  await expect(partner.region('連携が切れています')).toContainText('invalid_grant');
  await expect(partner.button('再連携する')).toHaveCount(1);
  await page.reload();
  await expect(partner.region('連携が切れています')).toContainText('もう一度連携してください');
  await partner.button('再連携する').click();
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

for (const { digits, words } of [
  { digits: '23', words: '連携の有効期限が切れたか、解除されています。もう一度連携してください。' },
  { digits: '24', words: '金融機関に接続できませんでした。' },
  { digits: '25', words: '金融機関で障害が起きているようです。連携は切れていません。' },
  { digits: '26', words: 'もう一度連携してください。' },
]) {
  test(`has words for what customer ${digits} meets at the token endpoint`, async ({ partner, page }) => {
    await partner.link(rehearsing(digits));
    await page.getByText('連携の中身（開発者向け）').click();
    await partner.button('トークンを更新する').click();
    await expect(page.getByRole('alert')).toContainText(words);
    // What was read before is still there, whatever became of the linkage.
    await expect(partner.region('入出金明細')).toBeVisible();
  });
}

test('has words for a statement that breaks off', async ({ partner, page }) => {
  await partner.link(rehearsing('32'));
  await expect(page.getByRole('alert')).toContainText('金融機関からの応答が途中で切れたため');
});

test('notices known entries that come under other numbers after linking again', async ({ partner, page }) => {
  await partner.link(rehearsing('35'));
  await partner.button('再連携する').click();
  await partner.consent(rehearsing('35'));
  await expect(page.getByRole('alert')).toContainText('取得済みの明細が別の番号で届きました。');
});

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
      expect(await axeViolations(page)).toEqual([]);
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

test('calls the bank by the name it gives itself, and keeps it for what was linked', async ({ page }) => {
  await using sandbox = await startSandbox();
  await sandbox.changeSettings({ institution: { profile: 'hamashin' } });
  const partner = new PartnerSite(page, sandbox);
  await partner.open();
  await page.getByRole('radio', { name: '小浜信用金庫' }).check();
  await partner.button('連携する').click();
  await partner.consent(taro);
  await expect(page.getByText('小浜信用金庫と連携中')).toBeVisible();
  await partner.open('?lang=en');
  await expect(page.getByText('Linked with Obama Shinkin Bank')).toBeVisible();
});

for (const { app, name } of [
  { app: 'freee', name: 'クラウド会計ソフト freee' },
  { app: 'zaim', name: '家計簿サービス Zaim' },
  { app: 'sorimachi', name: 'スマホ社長' },
  { app: 'moneyforward', name: 'マネーフォワード ME／クラウドサービス' },
  { app: 'moneytree', name: 'Moneytree／一生通帳／MT LINK' },
]) {
  test(`plays the part of ${app} under its plain name`, async ({ partner, page }) => {
    await partner.open();
    await page.getByText('別の外部サービスとして試す').click();
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByText('実在のサービスとは関係がありません。')).toBeVisible();
    await partner.connect();
    const personal = page.getByRole('link', { name: /個人のお客さま/ });
    if (app !== 'zaim') await personal.click();
    await partner.consent(taro);
    await expect(page.getByRole('status')).toHaveText('連携しました。口座情報を取得しました。');
    await expect(page.getByRole('banner')).toContainText(name);
    expect(await axeViolations(page)).toEqual([]);
  });
}

test('asks to link again before the end, and after it', async ({ page }) => {
  await using sandbox = await startSandbox();
  const partner = new PartnerSite(page, sandbox);
  await partner.link(taro);
  await sandbox.advance('P80D');
  await partner.button('更新する').click();
  await expect(page.getByRole('heading', { name: '連携の期限が近づいています' })).toBeVisible();
  await partner.button('再連携する').first().click();
  await partner.consent(taro);
  await expect(page.getByText(/あと90日/)).toBeVisible();
  await sandbox.advance('P90D');
  await partner.button('更新する').click();
  await expect(page.getByRole('heading', { name: '連携が切れています' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('連携の有効期限が切れたか、解除されています。');
  // What was read before the end is still there to be looked at.
  await expect(partner.region('入出金明細')).toBeVisible();
  await partner.button('再連携する').first().click();
  await partner.consent(taro);
  await expect(page.getByText(/あと90日/)).toBeVisible();
});

test('says that the linkage is over after a change of password, and after a second partner', async ({
  page,
}) => {
  await using sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { grantPolicy: 'one-per-customer' } });
  const partner = new PartnerSite(page, sandbox);
  await partner.link(taro);
  await partner.open('?app=zaim');
  await partner.connect();
  await partner.consent(taro);
  await partner.open();
  await partner.button('更新する').click();
  await expect(page.getByRole('heading', { name: '連携が切れています' })).toBeVisible();
  const { items } = await sandbox.control<{ items: { id: string }[] }>(
    'GET',
    `/customers?loginId=${taro.loginId}`,
  );
  await sandbox.control('PATCH', `/customers/${items[0]?.id ?? ''}`, { password: 'Sandbox-9999' });
  await partner.open('?app=zaim');
  await partner.button('更新する').click();
  await expect(page.getByRole('heading', { name: '連携が切れています' })).toBeVisible();
});

test.describe('mistakes on purpose', () => {
  const openLessons = async (page: Page, sandbox: TestSandbox) => {
    await page.goto(`${sandbox.ready.partner}lessons`);
    await page.getByRole('button', { name: '学習を始める' }).click();
    await expect(page.getByText('学習中です。')).toBeVisible();
  };
  const make = (page: Page, title: string) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) })
      .getByRole('button', { name: 'この間違いを試す' })
      .click();
  const report = (page: Page) => page.getByRole('region', { name: /金融機関の応答/ });

  test('are off until asked for, and ask for a linkage where they need one', async ({ page, sandbox }) => {
    await page.goto(sandbox.ready.partner);
    await page.getByRole('link', { name: 'わざと間違える（学習用）' }).click();
    await expect(page.getByText('いまは切ってあります。')).toBeVisible();
    await expect(page.getByRole('button', { name: 'この間違いを試す' })).toHaveCount(0);
    const position = sandbox.logPosition();
    await page.request.post(`${sandbox.ready.partner}lessons`, { form: { lesson: 'wrong_redirect_uri' } });
    expect(sandbox.logAfter(position)).toEqual([]);
    await page.getByRole('button', { name: '学習を始める' }).click();
    await expect(page.getByText('先に連携してください。')).toHaveCount(3);
    await page.getByRole('button', { name: '学習を終える' }).click();
    await expect(page.getByText('いまは切ってあります。')).toBeVisible();
  });

  test('a wrong redirect_uri: a page of the bank, and no way back', async ({ page, sandbox }) => {
    await openLessons(page, sandbox);
    await make(page, '登録していない redirect_uri');
    await expect(report(page)).toContainText('400');
    await expect(report(page)).toContainText('no Location');
    await page.getByRole('link', { name: 'お客さまに見える画面を開く' }).click();
    await expect(page.getByText('redirect_uri_mismatch')).toBeVisible();
  });

  test('no check of state: the bank cannot tell, and the linkage succeeds', async ({
    partner,
    page,
    sandbox,
  }) => {
    await openLessons(page, sandbox);
    await make(page, 'state を確かめない');
    await partner.consent(taro);
    await expect(report(page)).toContainText('state-of-somebody-else');
    await expect(report(page)).toContainText('200');
    await expect(report(page)).toContainText('防げるのは外部サービスだけです');
    await page.getByRole('link', { name: 'サービスへ戻る' }).click();
    await expect(partner.region('口座').getByRole('listitem')).toHaveCount(3);
  });

  test('a code used twice: refused, and the first tokens are gone', async ({ partner, page, sandbox }) => {
    await openLessons(page, sandbox);
    await make(page, '認可コードを二度使う');
    await partner.consent(taro);
    await expect(report(page)).toContainText('invalid_grant');
    await page.getByRole('link', { name: 'サービスへ戻る' }).click();
    await expect(page.getByRole('heading', { name: '連携が切れています' })).toBeVisible();
  });

  for (const title of ['更新の応答をなくす', '同時に二度更新する']) {
    test(`${title}: the same answer within the grace, the end without it`, async ({ page }) => {
      await using sandbox = await startSandbox();
      const partner = new PartnerSite(page, sandbox);
      await partner.link(taro);
      await openLessons(page, sandbox);
      await make(page, title);
      await expect(report(page).getByText('200', { exact: true })).toHaveCount(2);
      await page.getByRole('link', { name: 'サービスへ戻る' }).click();
      await partner.button('更新する').click();
      await expect(page.getByRole('status')).toHaveText('口座情報を更新しました。');

      await sandbox.changeSettings({ policies: { refreshRotation: 'rotate-strict' } });
      await page.goto(`${sandbox.ready.partner}lessons`);
      await make(page, title);
      await expect(report(page)).toContainText('invalid_grant');
      await page.getByRole('link', { name: 'サービスへ戻る' }).click();
      await expect(page.getByRole('heading', { name: '連携が切れています' })).toBeVisible();
    });
  }

  test('dates in UTC: fewer rows than there are', async ({ partner, page, sandbox }) => {
    await partner.link(taro);
    await sandbox.control('POST', '/accounts/001011000001/transactions', {
      transactionDate: '2027-02-20',
      transactionType: '1',
      amount: '1234',
      remarks: 'ｱｻ',
    });
    await openLessons(page, sandbox);
    await make(page, '日付を UTC で数える');
    const counts = report(page).getByText(/^count: \d+$/);
    await expect(counts).toHaveCount(2);
    const [inUtc = 0, inJapan = 0] = (await counts.allTextContents()).map((text) => Number(text.slice(7)));
    expect(inUtc).toBeLessThan(inJapan);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`fit 360 pixels and have no axe violations (${colorScheme})`, async ({ page, sandbox }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 360, height: 740 });
      await openLessons(page, sandbox);
      await make(page, '登録していない redirect_uri');
      for (const lang of ['ja', 'en']) {
        await page.goto(`${sandbox.ready.partner}lessons?lang=${lang}`);
        await expectNoSidewaysScrolling(page);
        expect(await axeViolations(page)).toEqual([]);
      }
    });
  }
});
