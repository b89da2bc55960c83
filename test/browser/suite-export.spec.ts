import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { SuiteConfigurationView } from '../../server/control/operations/schemas/conformance-suite.ts';
import { startSandbox } from '../harness/sandbox.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, test } from './fixtures.ts';

async function expectAccessibleDialog(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme='${colorScheme}']`).waitFor();
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    const faults = violations.filter(({ id }) => !id.startsWith('landmark-'));
    expect(faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
}

test('exports the configuration of a test plan, says what to run and what to put right first', async ({
  page,
}) => {
  await using sandbox = await startSandbox({ httpsPort: 0 });
  const console = new ConsoleSite(page, sandbox);
  await console.open('/clients');
  await console.button('適合性テスト').click();
  const dialog = page.getByRole('dialog', { name: '適合性テストの設定を書き出す' });
  await dialog.getByRole('combobox', { name: 'テストプラン' }).click();
  await page.getByRole('option', { name: 'FAPI 2.0 Security Profile', exact: true }).click();
  await dialog
    .getByRole('radiogroup', { name: /sender_constrain/ })
    .getByText('mtls')
    .click();
  await dialog.getByRole('textbox', { name: '設定の名前' }).fill('My Bank');
  await dialog.getByRole('button', { name: '設定ファイルを保存' }).click();
  await expect(dialog.getByRole('textbox', { name: '設定の名前' })).toHaveAttribute('aria-invalid', 'true');

  await dialog.getByRole('textbox', { name: '設定の名前' }).fill('my-bank');
  await dialog.getByRole('textbox', { name: 'スイートのアドレス' }).fill('https://suite.example');
  await expectAccessibleDialog(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: '設定ファイルを保存' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('my-bank-fapi2-security-profile-final-test-plan.json');
  const configuration = JSON.parse(await readFile(await download.path(), 'utf8')) as SuiteConfigurationView;
  expect(configuration.alias).toBe('my-bank');
  expect(configuration.ib_link_sandbox.variant).toMatchObject({
    client_auth_type: 'private_key_jwt',
    sender_constrain: 'mtls',
  });
  expect(configuration.mtls2?.key).toContain('PRIVATE KEY');

  await expect(dialog.getByText('設定ファイルを保存しました')).toBeVisible();
  await expectAccessibleDialog(page);
  await expect(dialog.getByText(configuration.ib_link_sandbox.argument)).toBeVisible();
  await expect(dialog.getByText(/銀行の時計が実際の時刻と違います/)).toBeVisible();
  await dialog.getByRole('button', { name: '閉じる' }).last().click();
  const rows = page.getByRole('row').filter({ hasText: 'conformance-my-bank-fapi2-security-' });
  await expect(rows).toHaveCount(2);
});

test('without HTTPS there is nothing to export, and the way there is told', async ({ page, sandbox }) => {
  const console = new ConsoleSite(page, sandbox);
  await console.open('/clients');
  await console.button('適合性テスト').click();
  await expect(console.dialog.getByText('HTTPSが無効なので、まだ書き出せません')).toBeVisible();
  await expect(console.dialog.getByText(/--https-port 4443/)).toBeVisible();
  await expect(console.dialog.getByRole('button', { name: '設定ファイルを保存' })).toHaveCount(0);
});
