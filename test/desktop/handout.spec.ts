import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { readPdf, type PdfPage } from './pdf-document.ts';

/** The shell's own limit. */
const PRINTED_WITHIN_MS = 30_000;

/** Of the frames and numbers around what is explained. */
const RED = '#d3261c';

interface Wanted {
  /** On the first page. */
  readonly first: readonly string[];
  /** On the pages after it, in order, a screen each; what stands last on the screen stands last here. */
  readonly screens: readonly (readonly string[])[];
}

/** A page's text has no white space. */
const wanted: Record<'ja' | 'en', Wanted> = {
  ja: {
    first: [
      'API連携の許可登録のしかた(デモ会計)',
      'デモ会計の画面で、利用する金融機関としてサンプル信用金庫を選びます。',
      '許可登録から90日間です。',
      'お問い合わせ先EBセンター平日営業日',
      '0120-00-0000',
    ],
    screens: [
      ['法人WEB-FBサービス', 'APIサービス認証', 'Corp-0001', '電子証明書認証', '2お客様IDとパスワードを入力'],
      ['アクセス許可', '残高照会', '入出金明細照会', '3-3選んだ業務と規定に間違いがなければ'],
    ],
  },
  en: {
    first: [
      'HowtoallowtheAPIlinkagewithDemoAccounting',
      'chooseSampleShinkinBankasyourbank.',
      'validfor90daysfromthepermission.',
      'Contact',
    ],
    screens: [
      ['CorporateWEB-FB', 'APIサービス認証', 'Corp-0001', '2Enterお客様IDandpassword'],
      ['アクセス許可', '残高照会', '入出金明細照会', '3-3Ifallisright'],
    ],
  },
};

for (const language of ['ja', 'en'] as const) {
  test(`saves the handout as PDF, with its pages, words and pictures (${language})`, async ({
    desktop,
    userDataDir,
  }) => {
    const file = join(userDataDir, 'handout.pdf');
    const suggested = await desktop.answerSaveDialog(file);
    await desktop.console.open('研修');
    const { page } = desktop.console;
    await page.getByRole('combobox', { name: '外部サービス' }).click();
    await page.getByRole('option', { name: 'デモ会計' }).click();
    await page.getByRole('button', { name: '配付資料' }).click();
    const name = language === 'ja' ? '日本語' : 'English';
    const languages = page.getByRole('radiogroup', { name: '資料の言語' });
    await languages.getByText(name).click();
    await expect(languages.getByRole('radio', { name })).toBeChecked();
    // What is saved is what the dialog shows.
    await expect(page.frameLocator('iframe[title="配付資料"]').locator('html')).toHaveAttribute(
      'lang',
      language,
    );
    await page.getByRole('button', { name: 'PDFで保存' }).click();
    await expect(page.getByText(`保存しました：${file}`)).toBeVisible({ timeout: PRINTED_WITHIN_MS });
    expect(await suggested()).toMatch(language === 'ja' ? /デモ会計.*\.pdf$/ : /Demo Accounting.*\.pdf$/);

    const pages = await readPdf(file);
    const { first, screens } = wanted[language];
    expect(pages).toHaveLength(1 + screens.length);
    expectWords(pages[0], first);
    screens.forEach((words, index) => {
      const screen = pages[index + 1];
      expectWords(screen, words);
      expect(screen?.colors, 'the frames').toContain(RED);
    });
    pages.forEach((each, index) => {
      expect(each.size).toEqual({ width: 210, height: 297 });
      expect(each.fontsEmbedded).toBe(true);
      expect(each.textFits).toBe(true);
      expect(each.text).toContain(`${String(index + 1)}/${String(pages.length)}`);
    });
  });
}

test('shows the screens asked for, in the look of the chosen institution', async ({
  desktop,
  userDataDir,
}) => {
  const answer = await desktop.request('PATCH', '/settings', {
    institution: { name: 'みなと信用金庫', colors: { personal: '#7a1f5c' } },
  });
  expect(answer.status).toBe(200);
  const file = join(userDataDir, 'handout.pdf');
  await desktop.answerSaveDialog(file);
  expect(
    await desktop.saveHandout({ clientId: 'freee', variant: 'personal-smartphone', lang: 'ja' }),
  ).toEqual({ outcome: 'saved', path: file });
  const [first, screens, ...more] = await readPdf(file);
  expect(more).toEqual([]);
  expect(first?.text).toContain('利用する金融機関としてみなと信用金庫を選びます。');
  expectWords(screens, [
    'WEBバンキング',
    'ログインパスワード',
    'アクセス許可',
    '3-1外部サービスに見せてよい',
  ]);
  expect([...(screens?.colors ?? [])]).toEqual(expect.arrayContaining([RED, '#7a1f5c']));
});

test('writes nothing where the user cancels, and says why where it cannot be written', async ({
  desktop,
  userDataDir,
}) => {
  await desktop.answerSaveDialog(undefined);
  expect(await desktop.saveHandout({ lang: 'ja' })).toEqual({ outcome: 'cancelled' });

  await writeFile(join(userDataDir, 'a-file'), '');
  await desktop.answerSaveDialog(join(userDataDir, 'a-file', 'handout.pdf'));
  expect(await desktop.saveHandout({ lang: 'ja' })).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('ENOTDIR'),
  });
  expect(await desktop.saveHandout({ clientId: 'nobody', lang: 'ja' })).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('404'),
  });
});

test('takes no request for a handout that is not well-formed', async ({ desktop }) => {
  await desktop.answerSaveDialog(undefined);
  for (const request of [
    undefined,
    'ja',
    {},
    { lang: 'fr' },
    { lang: 'ja', clientId: '' },
    { lang: 'ja', clientId: 'x'.repeat(201) },
    { lang: 'ja', variant: '../grants' },
    { lang: 'ja', path: '/etc/passwd' },
  ]) {
    await expect(desktop.saveHandout(request), JSON.stringify(request)).rejects.toThrow();
  }
});

function expectWords(page: PdfPage | undefined, words: readonly string[]): void {
  for (const each of words) expect(page?.text).toContain(each);
}
