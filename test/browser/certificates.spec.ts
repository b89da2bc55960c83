import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { caOf } from '../harness/issued-certificates.ts';
import { startSandbox } from '../harness/sandbox.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

async function downloadBy(
  page: Page,
  press: () => Promise<void>,
): Promise<{ file: Download; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { file, bytes: await readFile(await file.path()) };
}

test('issues a certificate to a customer, hands out its file once, and revokes it', async ({
  console,
  page,
  sandbox,
}) => {
  await console.open('/customers?customer=cust_10000000044');
  await expect(page.getByText('電子証明書はまだありません')).toBeVisible();
  await console.button('証明書を発行').click();
  await console.dialog.getByRole('radio', { name: 'まもなく期限' }).check();
  await console.dialog.getByRole('button', { name: '証明書を発行' }).click();

  const made = page.getByRole('dialog', { name: '証明書のファイルができました' });
  await expect(made).toContainText('今だけです');
  const password = await made.getByText(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/).innerText();
  const { file, bytes } = await downloadBy(page, () =>
    made.getByRole('button', { name: 'ファイルを保存' }).click(),
  );
  expect(file.suggestedFilename()).toBe('10000000044.p12');
  // A DER SEQUENCE, as every PKCS#12 file begins (RFC 7292 §4).
  expect(bytes[0]).toBe(0x30);
  await page.keyboard.press('Escape');
  await expect(made).toBeVisible();
  await made.getByRole('button', { name: '控えました' }).click();
  await expect(page.getByText(password)).toHaveCount(0);

  const row = page.getByRole('region', { name: '電子証明書' }).getByRole('row').nth(1);
  await expect(row).toContainText('まもなく期限（30日以内）');
  await sandbox.advance('P15D');
  await page.reload();
  await expect(row).toContainText('期限切れ');
  await row.getByRole('button', { name: /を失効させる$/ }).click();
  await console.dialog.getByRole('button', { name: '失効させる' }).click();
  await expect(row).toContainText('失効');
  await expect(row.getByRole('button', { name: /を失効させる$/ })).toHaveCount(0);
});

test('hands out the file of a certificate again, under another password', async ({ console, page }) => {
  await console.open('/customers?customer=cust_10000000006');
  await page
    .getByRole('button', { name: /を取り出す$/ })
    .first()
    .click();
  const made = page.getByRole('dialog', { name: '証明書のファイルができました' });
  await expect(made).toContainText('10000000006.p12');
});

test('issues a client certificate with its key, lists and revokes it', async ({ console, page }) => {
  await console.open('/clients?client=demo-fapi');
  await console.button('証明書を発行').click();
  await console.textbox('サブジェクト').fill('no name');
  await console.dialog.getByRole('button', { name: '証明書を発行' }).click();
  await expect(console.textbox('サブジェクト')).toHaveAttribute('aria-invalid', 'true');
  await console.textbox('サブジェクト').fill('CN=partner,O=Example');
  await console.dialog.getByRole('button', { name: '証明書を発行' }).click();

  const made = page.getByRole('dialog', { name: '証明書のファイルができました' });
  const { bytes } = await downloadBy(page, () =>
    made.getByRole('button', { name: '証明書（PEM）を保存', exact: true }).click(),
  );
  const certificate = new X509Certificate(bytes);
  expect(certificate.subject.split('\n').sort()).toEqual(['CN=partner', 'O=Example']);
  await made.getByRole('button', { name: '控えました' }).click();

  const row = page.getByRole('row').filter({ hasText: certificate.serialNumber });
  await expect(row).toContainText('有効');
  await row.getByRole('button', { name: /を失効させる$/ }).click();
  await console.dialog.getByRole('button', { name: '失効させる' }).click();
  await expect(row).toContainText('失効');
});

test('without HTTPS the CA can not be saved, and the page says why', async ({ console, page }) => {
  await console.open('/settings?section=tls');
  await expect(page.getByText('HTTPSは無効です')).toBeVisible();
  await expect(page.getByText(/--https-port 4443 を付けて起動すると/)).toBeVisible();
  await expect(console.button('認証局の証明書を保存（PEM）')).toBeDisabled();
});

test('with HTTPS the CA is saved, with its fingerprint and the way into each trust store', async ({
  page,
}) => {
  await using sandbox = await startSandbox({ httpsPort: 0 });
  const console = new ConsoleSite(page, sandbox);
  await console.open('/settings?section=tls');
  await expect(page.getByText(sandbox.ready.httpsIssuer ?? '', { exact: true })).toBeVisible();
  const { file, bytes } = await downloadBy(page, () => console.button('認証局の証明書を保存（PEM）').click());
  expect(file.suggestedFilename()).toBe('ib-link-sandbox-ca.pem');
  expect(bytes.toString()).toBe(await caOf(sandbox));
  const digest = createHash('sha256').update(new X509Certificate(bytes).raw).digest('hex');
  await expect(page.getByText(digest.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:'))).toBeVisible();
  for (const store of ['Node.js', 'curl', 'Windows', 'macOS', 'Debian, Ubuntu', 'Firefox']) {
    await expect(page.getByRole('term').filter({ hasText: store })).toBeVisible();
  }
});
