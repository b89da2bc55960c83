import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, expectNoSidewaysScrolling, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

const pages = [
  '/',
  '/log',
  '/customers',
  '/clients',
  '/grants',
  '/time',
  '/scenarios',
  '/faults',
  '/training',
  '/settings',
  '/settings?section=institution',
  '/settings?section=hours',
  '/settings?section=tls',
  '/customers?customer=cust_10000000006',
  '/customers?customer=cust_Corp-0004',
  '/clients?client=demo-fapi',
];

test('takes the token from the address, and the address forgets it', async ({ console, page, sandbox }) => {
  await console.open();
  expect(page.url()).not.toContain(sandbox.ready.controlToken);
  await page.reload();
  await expect(page.getByRole('heading', { name: '概要' })).toBeVisible();
});

test('says how to get a token where there is none, and refuses a wrong one', async ({ page, sandbox }) => {
  await page.goto(sandbox.ready.console);
  await expect(page.getByRole('heading', { name: /制御トークンが必要です/ })).toBeVisible();
  await page.getByRole('textbox', { name: '制御トークン' }).fill('wrong');
  await page.getByRole('button', { name: '開く', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('受け付けられませんでした');
});

test('breaks no rule of its own content security policy', async ({ console, page }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  await console.open();
  for (const address of pages) await console.goTo(address);
  await console.goTo('/customers?add=customer');
  await expect(console.dialog).toBeVisible();
  expect(violations).toEqual([]);
});

/** What of a page depends on its colours; all the rest is the same in either theme. */
const contrast = ['color-contrast'];

/** However short: an inherited colour changes once its parent has, a frame for each level of the page. */
async function coloursSettled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => !(animation instanceof CSSTransition)),
  );
}

for (const address of pages) {
  test(`${address} is accessible in either theme, and fits a 360-pixel screen`, async ({ console, page }) => {
    const wide = page.viewportSize() ?? { width: 1280, height: 720 };
    const loaded = () => expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 360, height: 740 });
    await console.open(address);
    await loaded();
    await expectNoSidewaysScrolling(page);

    await page.setViewportSize(wide);
    await loaded();
    // axe can't enter a frame that runs no scripts; the bank's screens in there have tests of their own.
    await page.evaluate(() => {
      for (const frame of document.querySelectorAll('iframe')) frame.remove();
    });
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await coloursSettled(page);
    expect(await axeViolations(page, contrast)).toEqual([]);
  });
}

test('adds a customer, shows what the bank refuses at its field, edits and deletes', async ({
  console,
  page,
}) => {
  await console.open('/customers');
  await console.button('契約者を追加').click();
  await console.textbox('ログインID').fill('20000000001');
  await console.button('保存').click();
  await expect(console.textbox('名前')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('名前').fill('試験　花子');
  await console.textbox('カナ').fill('シケン ハナコ');
  await console.dialog.getByLabel(/^パスワード/).fill('Practice-1');
  await console.button('保存').click();
  await expect(page.getByRole('heading', { name: '試験　花子', level: 1 })).toBeVisible();

  await console.button('口座を開設').click();
  await console.textbox('開設時の残高').fill('120000');
  await console.button('保存').click();
  await expect(page.getByRole('table')).toContainText('120,000円');

  await console.button('編集').click();
  await console.textbox('名前').fill('試験　葉子');
  await console.button('保存').click();
  await expect(page.getByRole('heading', { name: '試験　葉子', level: 1 })).toBeVisible();

  await console.button('削除').click();
  await console.dialog.getByRole('button', { name: '削除' }).click();
  await expect(page.getByRole('heading', { name: '契約者・口座' })).toBeVisible();
  await expect(page.getByText('試験　葉子')).toHaveCount(0);
});

test('books a row and computes the balance anew', async ({ console, page, sandbox }) => {
  const { items } = await sandbox.control<{ items: { accountId: string; customerId: string }[] }>(
    'GET',
    '/accounts?customerId=cust_10000000004',
  );
  const account = items[0];
  if (!account) throw new Error('the customer without rows has no account');
  await console.open(`/customers?customer=${account.customerId}&account=${account.accountId}`);
  await expect(page.getByText('明細がありません')).toBeVisible();
  await console.button('明細を追加').click();
  await console.textbox('金額').fill('0');
  await console.button('追加').click();
  await expect(console.textbox('金額')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('金額').fill('4321');
  await console.textbox('摘要').fill('給与');
  await console.button('追加').click();
  await expect(page.getByRole('row').filter({ hasText: '給与' })).toContainText('4,321円');
});

test('registers a client and shows its secret once', async ({ console, page }) => {
  await console.open('/clients');
  await console.button('クライアントを登録').click();
  await console.textbox('client_id').fill('my-app');
  await console.textbox('リダイレクトURI').fill('not a uri');
  await console.button('登録').click();
  await expect(console.textbox('リダイレクトURI')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('リダイレクトURI').fill('http://127.0.0.1/callback');
  await console.button('登録').click();
  await expect(page.getByRole('dialog', { name: 'client_secret' })).toContainText('今だけです');
  await console.button('保存しました').click();
  await console
    .button('my-app')
    .or(page.getByRole('row').filter({ hasText: 'my-app' }).getByRole('button'))
    .first()
    .click();
  await expect(page.getByText('登録内容（RFC 7591）')).toBeVisible();
  await expect(page.getByText('client_secret', { exact: true })).toHaveCount(0);
});

test('makes a grant without screens, jumps past its end, and shows it ended', async ({ console, page }) => {
  await console.open('/grants?add=grant');
  await console.button('作る').click();
  const tokens = page.getByRole('dialog', { name: 'トークンができました' });
  await expect(tokens).toContainText('access_token');
  await tokens.getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByRole('cell', { name: '有効', exact: true })).toBeVisible();
  await console.goTo('/time');
  await console.button('期限の1分後へ').click();
  await expect(page.getByText('連携許可の期限が来ました')).toBeVisible();
  await console.goTo('/grants?status=expired');
  await expect(page.getByRole('cell', { name: '期限切れ', exact: true })).toBeVisible();
});

test('opens pages and actions from the palette', async ({ console, page }) => {
  await console.open();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: '検索・操作' }).fill('拒否');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '条件 status:>=400 を外す' })).toBeVisible();
});

test('speaks English when asked to', async ({ console, page }) => {
  await console.open();
  await console.button('言語').click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('keeps a state under a name and returns to it, clock included', async ({ console, page, sandbox }) => {
  await console.open('/scenarios');
  await console.textbox('名前').fill('no/good/name');
  await console.button('今の状態を保存').click();
  await expect(console.textbox('名前')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('名前').fill('before-the-jump');
  await console.button('今の状態を保存').click();
  const row = page.getByRole('row').filter({ hasText: 'before-the-jump' });
  await expect(row).toBeVisible();

  const { now: before } = await sandbox.control<{ now: string }>('GET', '/clock');
  await sandbox.advance('P30D');
  await row.getByRole('button', { name: '戻す' }).click();
  await console.dialog.getByRole('button', { name: '戻す' }).click();
  await expect(page.getByText('「before-the-jump」に戻りました')).toBeVisible();
  expect(await sandbox.control('GET', '/clock')).toMatchObject({ now: before });

  await row.getByRole('button', { name: '削除' }).click();
  await console.dialog.getByRole('button', { name: '削除' }).click();
  await expect(page.getByText('保存した状態はありません')).toBeVisible();
});

test('finds customers, clients, grants and requests from the palette, kana and width folded', async ({
  console,
  page,
  sandbox,
}) => {
  const { grant } = await sandbox.control<{ grant: { grantId: string } }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  await fetch(`${sandbox.issuer}/ib/v1/accounts`);
  await console.open();
  const search = async (typed: string) => {
    const field = page.getByRole('textbox', { name: '検索・操作' });
    // While it closes it forgets what was typed.
    await expect(field).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+k');
    await field.fill(typed);
  };
  await search('さんぷる');
  await page.getByRole('button', { name: /サンプル.*10000000001/ }).click();
  await expect(page).toHaveURL(/customer=cust_/);
  await search('kakeibo');
  await page.getByRole('button', { name: /デモ家計簿.*demo-kakeibo/ }).click();
  await expect(page).toHaveURL(/client=demo-kakeibo/);
  await search(grant.grantId);
  await page.getByRole('button', { name: new RegExp(grant.grantId) }).click();
  await expect(page).toHaveURL(new RegExp(`grant=${grant.grantId}`));
  await search('/ib/v1/accounts');
  await page
    .getByRole('button', { name: /GET \/ib\/v1\/accounts 401/ })
    .first()
    .click();
  await expect(console.details.getByRole('heading', { name: /GET \/ib\/v1\/accounts/ })).toBeVisible();
});

test('keeps clock, faults and the columns of a table apart on a narrow screen, in every width', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.control('POST', '/faults', { match: { path: '/oauth2/token' }, action: { status: 503 } });
  await sandbox.advance('P7D');
  await console.open('/grants');
  const chips = page.getByRole('banner').getByRole('link');
  for (const width of [1440, 1280, 1000, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(page.getByRole('banner').getByRole('link', { name: /銀行の時刻/ })).toBeVisible();
    const boxes = await chips.evaluateAll((links) =>
      links
        .map((link) => link.getBoundingClientRect())
        .filter((box) => box.width > 0)
        .map(({ left, right }) => ({ left, right })),
    );
    for (const [index, { left }] of boxes.entries()) {
      expect(left).toBeGreaterThanOrEqual(boxes[index - 1]?.right ?? 0);
    }
    await expectNoSidewaysScrolling(page);
  }
});
