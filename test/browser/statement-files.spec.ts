import { readFile } from 'node:fs/promises';
import { ConsoleSite } from './console-site.ts';
import { expect, test } from './fixtures.ts';

/** Opens the form that imports a file, and sends this one; the format follows from its name. */
async function importFile(console: ConsoleSite, name: string, content: string | Buffer): Promise<void> {
  await console.button('ファイルを取り込む').click();
  await console.dialog
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await console.dialog.getByRole('button', { name: 'ファイルを取り込む' }).click();
}

test('a statement goes into a file and the file into another statement', async ({ page, sandbox }) => {
  const console = new ConsoleSite(page, sandbox);
  await console.open('/customers?account=001011000001');
  await console.button('ファイルに書き出す').click();
  await console.dialog.getByText('全銀 入出金取引明細').click();
  const download = page.waitForEvent('download');
  await console.dialog.getByRole('button', { name: 'ファイルに書き出す' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^statement-001011000001-[\d-]+\.txt$/);
  const bytes = await readFile(await file.path());
  const rows = bytes.length / 200 - 3;
  expect(rows).toBeGreaterThan(100);

  await console.goTo('/customers?account=002014000001');
  await importFile(console, 'statement.txt', bytes);
  // The header names the account it came from; whoever means it says so.
  await expect(console.dialog.getByRole('alert')).toContainText('別の口座のファイルでも取り込む');
  await console.dialog.getByRole('checkbox', { name: '別の口座のファイルでも取り込む' }).check();
  await console.dialog.getByRole('button', { name: 'ファイルを取り込む' }).click();
  await expect(page.getByText(`${rows}件の明細を取り込みました`)).toBeVisible();
  await expect(page.getByRole('region', { name: '入出金明細' }).getByText('ｷﾕｳﾖ').first()).toBeVisible();
});

test('a file at fault says which line to mend, and books nothing', async ({ page, sandbox }) => {
  const console = new ConsoleSite(page, sandbox);
  await console.open('/customers?account=003011000002');
  const before = sandbox.context.state.ledger('003011000002').size;
  await importFile(console, 'statement.csv', 'x,1,2027-02-31,,,500,,,,,,,\n');
  await expect(console.dialog.getByRole('alert')).toContainText('1行目「勘定日」');
  expect(sandbox.context.state.ledger('003011000002').size).toBe(before);
});

test('a file that begins with another balance than the account tells both', async ({ page, sandbox }) => {
  const console = new ConsoleSite(page, sandbox);
  await console.open('/customers?account=002014000001');
  await importFile(
    console,
    'statement.csv',
    'x,1,2027-02-19,,330,,,999670,,,,,\nx,2,2027-02-18,,,500,,1000000,,,,,\n',
  );
  await expect(page.getByText('2件の明細を取り込みました')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: '999,500円' })).toContainText(
    'この口座では 0円 でした',
  );
});

test('a file that is no statement at all is called by its name', async ({ page, sandbox }) => {
  const console = new ConsoleSite(page, sandbox);
  await console.open('/customers?account=002014000001');
  await importFile(console, 'statement.csv', 'PK\x03\x04 a workbook');
  await expect(console.dialog.getByRole('alert')).toContainText('Excel (xlsx)');
});
