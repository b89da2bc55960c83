import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await sandbox.request('DELETE', '/faults');
    await use(new ConsoleSite(page, sandbox));
    // The sandbox serves the worker's other tests too, and its clock stands still: nothing ends by itself.
    await sandbox.request('DELETE', '/faults');
  },
});

test('adds a fault that strikes, changes it, and ends it', async ({ console, page, sandbox }) => {
  await console.open('/faults');
  await expect(page.getByText('起こしている障害はありません')).toBeVisible();
  await console.button('障害を追加').click();
  await console.textbox('パス').fill('no path');
  await console.button('追加').click();
  await expect(console.textbox('パス')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('パス').fill('/oauth2/jwks');
  await console.button('追加').click();
  const row = page.getByRole('row').filter({ hasText: '/oauth2/jwks' });
  await expect(row).toContainText('503 を返す');
  expect((await fetch(`${sandbox.issuer}/oauth2/jwks`)).status).toBe(503);

  await row.getByRole('button', { name: '/oauth2/jwks' }).click();
  await console.textbox('状態コード').fill('500');
  await console.button('保存').click();
  await expect(row).toContainText('500 を返す');
  await row.getByRole('button', { name: '終わらせる' }).click();
  await expect(page.getByText('起こしている障害はありません')).toBeVisible();
  expect((await fetch(`${sandbox.issuer}/oauth2/jwks`)).status).toBe(200);
});

test('starts a drill and says how it ends', async ({ console, page, sandbox }) => {
  await console.open('/faults');
  const { items } = await sandbox.control<{ items: { name: string; title: { ja: string } }[] }>(
    'GET',
    '/drills',
  );
  const drill = items.find(({ name }) => name === 'token-endpoint-down');
  if (!drill) throw new Error('there is no drill of the token endpoint');
  await console.button(`訓練「${drill.title.ja}」を始める`).click();
  await console.dialog.getByRole('button', { name: '始める', exact: true }).click();
  await expect(console.dialog.getByText('終わり方')).toBeVisible();
  await console.dialog.getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByRole('row').filter({ hasText: 'token-endpoint-down' })).toBeVisible();
});
