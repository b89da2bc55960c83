import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await sandbox.request('DELETE', '/log');
    await use(new ConsoleSite(page, sandbox));
  },
});

test('shows each request as it happens', async ({ console, sandbox, page }) => {
  await console.open('/log');
  await expect(page.getByText('まだリクエストがありません')).toBeVisible();
  await fetch(`${sandbox.issuer}/.well-known/oauth-authorization-server`);
  await expect(console.rows.filter({ hasText: '/.well-known/oauth-authorization-server' })).toHaveCount(1);
});

test('says the cause, the clause and the way out of a refusal', async ({ console, sandbox }) => {
  await console.open('/log');
  await fetch(`${sandbox.issuer}/ib/v1/accounts`);
  await console.rows.filter({ hasText: '/ib/v1/accounts' }).click();
  await expect(console.details.getByRole('heading', { name: /GET \/ib\/v1\/accounts/ })).toBeVisible();
  await expect(console.details.getByText(/token_missing/)).toContainText('RFC 6750');
  await expect(console.details.getByText('直し方')).toBeVisible();
});

test('names secrets by a fingerprint that filters when clicked', async ({ console, sandbox, page }) => {
  const { access_token: token } = await sandbox.control<{ access_token: string }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  await console.open('/log');
  await fetch(`${sandbox.issuer}/ib/v1/accounts`, { headers: { authorization: `Bearer ${token}` } });
  await fetch(`${sandbox.issuer}/ib/v1/accounts`);
  await console.rows.filter({ hasText: '/ib/v1/accounts' }).first().click();
  expect(await page.content()).not.toContain(token);
  await console.details.getByRole('tab', { name: '要求' }).click();
  await console.details.getByRole('button', { name: /^at_…/ }).click();
  await expect(page.getByRole('button', { name: /^条件 at_….* を外す$/ })).toBeVisible();
  await expect(console.rows.filter({ hasText: '/ib/v1/accounts' })).toHaveCount(1);
});

test('filters by conditions, suggests them, and says what it cannot read', async ({
  console,
  sandbox,
  page,
}) => {
  await console.open('/log');
  await fetch(`${sandbox.issuer}/ib/v1/accounts`);
  await fetch(`${sandbox.issuer}/oauth2/jwks`);
  await expect(console.rows).toHaveCount(2);
  await console.filter.fill('sta');
  await page.getByRole('option', { name: /^status:/ }).click();
  await page.getByRole('option', { name: 'status:>=400' }).click();
  await expect(console.rows).toHaveCount(1);
  await expect(console.rows).toContainText('/ib/v1/accounts');
  await page.getByRole('button', { name: '条件 status:>=400 を外す' }).click();
  await expect(console.rows).toHaveCount(2);
  await console.filter.fill('status:many');
  await console.filter.press('Enter');
  await expect(page.getByRole('alert')).toContainText('status には');
});

test('is moved through by the keyboard alone', async ({ console, sandbox, page }) => {
  await console.open('/log');
  await fetch(`${sandbox.issuer}/oauth2/jwks`);
  await fetch(`${sandbox.issuer}/ib/v1/accounts`);
  await expect(console.rows).toHaveCount(2);
  await page.keyboard.press('/');
  await expect(console.filter).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('k');
  await expect(console.rows.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('k');
  await expect(console.rows.nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(console.details.getByRole('heading', { name: /jwks/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(console.details.getByText('行を選ぶと')).toBeVisible();
});

test('tells a jump of the clock as a row of its own', async ({ console, sandbox }) => {
  await console.open('/log');
  await sandbox.advance('P90D');
  await expect(console.rows.filter({ hasText: '時刻を 90日 進めました' })).toHaveCount(1);
});

test('holds rows back while paused', async ({ console, sandbox, page }) => {
  await console.open('/log');
  await console.button('一時停止').click();
  await fetch(`${sandbox.issuer}/oauth2/jwks`);
  const paused = page.getByRole('button', { name: /停止中・1件待ち/ });
  await expect(paused).toBeVisible();
  await expect(console.rows).toHaveCount(0);
  await paused.click();
  await expect(console.rows).toHaveCount(1);
});

test('joins conditions by OR, finds parts of a path and what took long, and tells what it can do', async ({
  console,
  sandbox,
  page,
}) => {
  await console.open('/log');
  await fetch(`${sandbox.issuer}/ib/v1/accounts`);
  await fetch(`${sandbox.issuer}/oauth2/jwks`);
  await fetch(`${sandbox.issuer}/.well-known/oauth-authorization-server`);
  await expect(console.rows).toHaveCount(3);
  await console.filter.focus();
  await expect(page.getByText('OR でつなぐとどちらか')).toBeVisible();
  for (const typed of ['path:jwks', 'OR path:v1', 'since:5m', 'ms:>=0']) {
    await console.filter.fill(typed);
    await console.filter.press('Enter');
    await expect(page.getByRole('listbox', { name: '候補' })).toBeHidden();
  }
  await expect(console.rows).toHaveCount(2);
  await page.getByRole('button', { name: '条件 path:v1 を外す' }).click();
  await expect(console.rows).toHaveCount(1);
  await expect(console.rows).toContainText('/oauth2/jwks');
});

test('finds refused requests by the client they claim to be of, marked as not authenticated', async ({
  console,
  sandbox,
}) => {
  await console.open('/log?filter=client:demo-kakeibo status:>=400');
  await fetch(`${sandbox.issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'demo-kakeibo', client_secret: 'x' }),
  });
  await expect(console.rows).toHaveCount(1);
  await expect(console.rows).toContainText('demo-kakeibo 未認証');
});

test('leaves out the rows of self-tests until they are asked for, and marks them', async ({
  console,
  sandbox,
  page,
}) => {
  await fetch(`${sandbox.issuer}/oauth2/jwks`, { headers: { 'sandbox-self-test': 'self-test-0123abcd/t' } });
  await fetch(`${sandbox.issuer}/.well-known/oauth-authorization-server`);
  await console.open('/log');
  await expect(console.rows).toHaveCount(1);
  await expect(page.getByText('自己診断の通信は表示していません。')).toBeVisible();
  await console.button('表示する').click();
  await expect(console.rows).toHaveCount(2);
  await expect(console.rows.filter({ hasText: 'jwks' })).toContainText('自己診断');
  await console.button('隠す').click();
  await expect(console.rows).toHaveCount(1);
});

test('says how much is kept before the oldest rows go, and that they have gone', async ({
  console,
  sandbox,
  page,
}) => {
  const settings = await sandbox.control<{ retention: Record<string, number> }>('GET', '/settings');
  const keep = (logEntries: number) =>
    sandbox.control('PATCH', '/settings', { retention: { ...settings.retention, logEntries } });
  await keep(100);
  await sandbox.request('DELETE', '/log');
  await console.open('/log');
  await expect(page.getByText(/上限 100件/)).toBeVisible();
  for (let sent = 0; sent < 120; sent++) await fetch(`${sandbox.issuer}/oauth2/jwks`);
  await page.reload();
  await expect(page.getByText(/古い\d+件は消えました/)).toBeVisible();
  await keep(settings.retention.logEntries ?? 10_000);
});
