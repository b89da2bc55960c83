import { expect, test } from './fixtures.ts';

const customer = { loginId: '10000000001', password: 'Sandbox-0001' };

test('the window opens on the overview, in the runtime that was packed', async ({ desktop }) => {
  const runtime = await desktop.electron.evaluate(({ app }) => ({
    electron: process.versions.electron,
    chromium: process.versions['chrome'],
    node: process.versions.node,
    packaged: app.isPackaged,
  }));
  process.stdout.write(`desktop runtime: ${JSON.stringify(runtime)}\n`);
  expect(runtime.packaged).toBe(true);
  await expect(desktop.console.demoButton).toBeVisible();
});

test('the demo flow runs in a window of its own and the log shows it live', async ({ desktop }) => {
  const partner = await desktop.partnerWindow(() => desktop.console.demoButton.click());
  await desktop.console.open('リクエスト');
  await partner.connect();
  await partner.consent(customer);
  await expect(partner.region('口座').getByRole('listitem').first()).toBeVisible();

  const rows = desktop.console.logRows;
  await expect(rows.filter({ hasText: '/oauth2/authorize' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: '/oauth2/token' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: '/accounts/balances' })).not.toHaveCount(0);
});

test('what was granted before quitting is there after the next start', async ({ launch }) => {
  const first = await launch();
  const made = await first.request('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: customer.loginId,
    scopes: ['account:balance'],
  });
  expect(made.status).toBe(201);
  const { grant, access_token: token } = (await made.json()) as {
    grant: { grantId: string };
    access_token: string;
  };
  await first.quit();

  const second = await launch();
  const kept = await second.request('GET', `/grants/${grant.grantId}`);
  expect(await kept.json()).toMatchObject({ grantId: grant.grantId, status: 'active' });
  const balances = await fetch(`${second.issuer}/ib/v1/accounts/balances`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(balances.status).toBe(200);
});

test('a second start on the same folder brings the first one to the front', async ({ desktop, launch }) => {
  const second = launch();
  await expect(second).rejects.toThrow();
  await expect(desktop.console.demoButton).toBeVisible();
});
