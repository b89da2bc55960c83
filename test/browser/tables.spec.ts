import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

test('shows the practice passwords beside the logins, and none that somebody chose', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.control('PATCH', '/customers/cust_10000000002', { password: 'My-very-own-1' });
  await console.open('/customers');
  const row = (login: string) => page.getByRole('row').filter({ hasText: login });
  await expect(row('10000000001')).toContainText('Sandbox-0001');
  await expect(row('10000000001').getByRole('button', { name: /コピー: 練習用パスワード/ })).toBeVisible();
  await expect(row('10000000002')).toContainText('（自分で決めたもの）');
  await expect(page.getByText('My-very-own-1')).toHaveCount(0);
  await console.goTo('/customers?customer=cust_10000000003');
  await expect(page.getByText('Sandbox-0003')).toBeVisible();
  // The first page lists every one of them, with what to type.
  await console.goTo('/');
  const { total } = await sandbox.control<{ total: number }>('GET', '/customers?limit=1&count=1');
  await expect(page.getByRole('table', { name: '' }).last().getByRole('row')).toHaveCount(total + 1);
});

test('pages, sorts and searches by the server, whatever the width and the kana', async ({
  console,
  page,
  sandbox,
}) => {
  for (let number = 0; number < 60; number += 1) {
    await sandbox.control('POST', '/customers', {
      loginId: `many-${String(number).padStart(2, '0')}`,
      password: 'Practice-1',
      name: `多数　${String(number)}号`,
      nameKana: 'タスウ',
    });
  }
  await console.open('/customers?q=%EF%BE%80%EF%BD%BD%EF%BD%B3');
  await expect(page.getByText('60件中 1〜50件')).toBeVisible();
  await page.getByRole('columnheader', { name: 'ログインID' }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'ログインID' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'ログインID' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(page.getByRole('row').nth(1)).toContainText('many-59');
  await console.button('次へ').click();
  await expect(page.getByText('60件中 51〜60件')).toBeVisible();
  await expect(page.getByRole('row').last()).toContainText('many-00');
});

test('hides columns that do not fit, and shows them to whoever asks', async ({ console, page, sandbox }) => {
  await sandbox.control('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  await page.setViewportSize({ width: 1000, height: 700 });
  await console.open('/grants');
  const region = page.getByRole('region', { name: '連携許可' });
  await expect(page.getByRole('columnheader', { name: '有効期限' })).toBeVisible();
  await expect
    .poll(() => region.evaluate((element) => element.scrollWidth - element.clientWidth))
    .toBeLessThanOrEqual(0);
  await expect(page.getByRole('columnheader', { name: '許可した業務' })).toHaveCount(0);
  await console.button('表示する列').click();
  await page.getByRole('checkbox', { name: '許可した業務' }).check();
  await expect(page.getByRole('columnheader', { name: '許可した業務' })).toBeVisible();
});
