import type { Page } from '@playwright/test';
import { termsTexts } from '../../server/screens/texts/terms.ts';
import { readPdf, type PdfPage } from '../desktop/pdf-document.ts';
import { customers, type ScreenVariant } from './bank-screens.ts';
import { expect, test } from './fixtures.ts';

/** What a printer would get of the open page. */
async function print(page: Page): Promise<PdfPage[]> {
  const path = test.info().outputPath('page.pdf');
  await page.pdf({ path, format: 'A4', preferCSSPageSize: true });
  const pages = await readPdf(path);
  for (const { textFits } of pages) expect(textFits).toBe(true);
  return pages;
}

const withoutSpace = (text: string) => text.normalize('NFKC').replace(/\s/gu, '');
const RIBBON = withoutSpace('サンドボックス — 実在の金融機関の画面ではありません');

const variants: ScreenVariant[] = ['personal', 'smartphone', 'corporate'];
for (const variant of variants) {
  test(`the consent is one sheet, with all that is agreed to and no button (${variant})`, async ({
    bank,
    page,
  }) => {
    await bank.openConsent(variant);
    await bank.agreement.check();
    const sheets = await print(page);
    expect(sheets).toHaveLength(1);
    const text = sheets[0]?.text ?? '';
    for (const words of [
      '実在の金融機関の画面ではありません',
      'サンプル信用金庫',
      'アクセス許可',
      '残高照会',
      '入出金明細照会',
      '口座連携の有効期限は90日間です。',
      '2027年5月21日 13時04分まで',
      'しんきんAPIサービス利用規定に同意しました。',
    ]) {
      expect(text).toContain(withoutSpace(words));
    }
    expect(text).not.toContain('キャンセルキャンセル');
    expect(text).not.toContain('English');
    // The words of the buttons stand in the explanation; the buttons themselves are gone.
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button')).toHaveCount(0);
  });
}

test('the terms are one sheet with every article', async ({ page, sandbox }) => {
  await page.goto(`${sandbox.issuer}/ib/terms`);
  const sheets = await print(page);
  expect(sheets).toHaveLength(1);
  const text = sheets[0]?.text ?? '';
  expect(text).toContain(RIBBON);
  for (const { heading } of termsTexts.ja.articles) expect(text).toContain(withoutSpace(heading));
  expect(text).toContain('0120-00-0000');
});

test('what went wrong prints with its cause and where to find it', async ({ bank, page }) => {
  await page.goto(bank.authorizationUrl('personal', { client_id: 'nobody' }));
  const [sheet] = await print(page);
  expect(sheet?.text).toContain('外部サービスからの接続に誤りがあります');
  expect(sheet?.text).toContain('unknown_client');
  expect(sheet?.text).toContain('記録番号');
});

test('a statement of the partner prints as a table, without what can only be pressed', async ({
  page,
  partner,
}) => {
  await partner.link(customers.personal);
  await partner.region('入出金明細').waitFor();
  const sheets = await print(page);
  const text = sheets.map((sheet) => sheet.text).join('');
  expect(text).toContain('取引日摘要金額残高');
  expect(text).toContain('資産合計');
  for (const name of ['連携を解除', 'もっと見る', 'わざと間違える']) expect(text).not.toContain(name);
});
