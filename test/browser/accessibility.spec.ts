import type { Page } from '@playwright/test';
import type { TestSandbox } from '../harness/sandbox.ts';
import { axeViolations } from './axe.ts';
import { customers, type BankScreens, type ScreenVariant } from './bank-screens.ts';
import { expect, expectEasyToHit, expectNoSidewaysScrolling, test } from './fixtures.ts';
import { PartnerSite } from './partner-site.ts';

/** The pages beside the way, in each language and width, the way a customer comes to them. */
interface BankPage {
  readonly name: string;
  readonly open: (bank: BankScreens, place: Place) => Promise<void>;
  /** Begins the document's title in Japanese. */
  readonly title: string;
}

interface Place {
  readonly page: Page;
  readonly sandbox: TestSandbox;
  readonly lang: 'ja' | 'en';
}

const openLogin = (bank: BankScreens, variant: ScreenVariant, lang: 'ja' | 'en') =>
  bank.openLogin(variant, lang === 'en' ? { lang } : {});

const bankPages: BankPage[] = [
  ...(['terms', 'forgot-password', 'about', 'nowhere'] as const).map((path, index) => ({
    name: path,
    title: [
      'しんきんAPIサービス利用規定',
      'パスワードが分からない場合',
      'サンドボックスのご案内',
      'ページが見つかりません',
    ][index] as string,
    open: async (_bank: BankScreens, { page, sandbox, lang }: Place) => {
      await page.goto(`${sandbox.issuer}/ib/${path}?lang=${lang}`);
    },
  })),
  {
    name: 'a request that cannot be trusted',
    title: '外部サービスからの接続に誤りがあります',
    open: async (bank, { page, lang }) => {
      await page.goto(bank.authorizationUrl('personal', { client_id: 'nobody', ui_locales: lang }));
    },
  },
  {
    name: 'the choice of personal or corporate',
    title: 'ご契約の種類',
    open: async (bank, { page, lang }) => {
      await page.goto(bank.authorizationUrl('personal', { client_id: 'freee', ui_locales: lang }));
    },
  },
  {
    name: 'the certificate chooser',
    title: '電子証明書認証',
    open: async (bank, { lang }) => {
      await openLogin(bank, 'personal', lang);
      await bank.button('電子証明書認証').click();
    },
  },
  {
    name: 'an expired certificate',
    title: 'エラー：電子証明書認証',
    open: async (bank, { page, lang }) => {
      await openLogin(bank, 'personal', lang);
      await bank.button('電子証明書認証').click();
      await page
        .getByRole('radio', { name: /期限切れ|expired/ })
        .first()
        .check();
      await page.getByRole('button', { name: /この証明書で認証|Use this certificate/ }).click();
    },
  },
  {
    name: 'a wrong password',
    title: 'エラー：ログイン',
    open: async (bank, { lang }) => {
      await openLogin(bank, 'personal', lang);
      await bank.logIn('personal', 'wrong');
    },
  },
  {
    name: 'terms that were not agreed to',
    title: 'エラー：アクセス許可',
    open: async (bank, { lang }) => {
      await openLogin(bank, 'corporate', lang);
      await bank.logIn('corporate');
      await bank.button('許可').click();
    },
  },
  {
    name: 'a locked contract',
    title: 'ご利用を停止しています',
    open: async (bank, { lang }) => {
      await openLogin(bank, 'personal', lang);
      await bank.textbox('契約者ID').fill('10000000005');
      await bank.textbox('パスワード').fill('Sandbox-0005');
      await bank.button('認証').click();
    },
  },
  {
    name: 'a page that waited too long',
    title: '認証の有効期限が切れました',
    open: async (bank, { sandbox, lang }) => {
      await openLogin(bank, 'personal', lang);
      await sandbox.advance('PT11M');
      await bank.logIn('personal');
    },
  },
  {
    name: 'maintenance',
    title: 'メンテナンス中です',
    open: async (bank, { page, sandbox, lang }) => {
      const maintenance = [{ from: '2027-02-20T13:00:00+09:00', to: '2027-02-20T14:30:00+09:00' }];
      await sandbox.changeSettings({ maintenance });
      await page.goto(bank.authorizationUrl('personal', { ui_locales: lang }));
    },
  },
];

async function expectAccessible(page: Page, lang: 'ja' | 'en'): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expectNoSidewaysScrolling(page);
  await expectEasyToHit(page);
  expect(await axeViolations(page)).toEqual([]);
}

/** Each language and each width once; every pairing would take twice as long. */
const looks = [
  { lang: 'ja', width: 360 },
  { lang: 'en', width: 1280 },
] as const;

for (const { lang, width } of looks) {
  test.describe(`in ${lang}, ${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    for (const { name, open, title } of bankPages) {
      test(`the bank: ${name}`, async ({ bank, page, sandbox }) => {
        await open(bank, { page, sandbox, lang });
        if (lang === 'ja') await expect(page).toHaveTitle(new RegExp(`^${title}`));
        await expectAccessible(page, lang);
      });
    }

    test('the partner, from the choice of a bank to the end of the linkage', async ({ page, sandbox }) => {
      const partner = new PartnerSite(page, sandbox);
      const query = lang === 'en' ? '?lang=en' : '';
      const press = (name: RegExp) => page.getByRole('button', { name }).first().click();
      await partner.open(query);
      await expectAccessible(page, lang);
      await press(/^連携する$|^Link$/);
      await partner.consent(customers.personal);
      await expectAccessible(page, lang);
      await sandbox.advance('P90D');
      await press(/^更新する$|^Update$/);
      await expect(page).toHaveTitle(/^口座情報を更新できませんでした|^The accounts could not be updated/);
      await expectAccessible(page, lang);
    });

    test('the partner’s mistakes', async ({ page, sandbox }) => {
      const query = lang === 'en' ? '?lang=en' : '';
      const press = (name: RegExp) => page.getByRole('button', { name }).first().click();
      await page.goto(`${sandbox.ready.partner}lessons${query}`);
      await expectAccessible(page, lang);
      await press(/^学習を始める$|^Start learning$/);
      await press(/^この間違いを試す$|^Make this mistake$/);
      await expect(page.getByRole('region', { name: /redirect_uri/ })).toBeVisible();
      await expectAccessible(page, lang);
    });
  });
}
