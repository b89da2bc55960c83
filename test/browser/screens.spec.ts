import type { Page } from '@playwright/test';
import { startSandbox } from '../harness/sandbox.ts';
import { axeViolations } from './axe.ts';
import { BankScreens, customers, fieldNames, type ScreenVariant } from './bank-screens.ts';
import { expect, expectEasyToHit, expectNoSidewaysScrolling, test } from './fixtures.ts';

async function expectAccessible(page: Page): Promise<void> {
  await expectNoSidewaysScrolling(page);
  expect(await axeViolations(page)).toEqual([]);
}

const variants: ScreenVariant[] = ['personal', 'smartphone', 'corporate'];

for (const variant of variants) {
  test.describe(`${variant} screens`, () => {
    test('have the names of the contract at login', async ({ bank, page }) => {
      await bank.openLogin(variant);
      const names = fieldNames[variant];
      await expect(bank.heading(names.heading)).toBeVisible();
      await expect(bank.textbox(names.loginId)).toBeEditable();
      await expect(bank.textbox(names.password)).toHaveAttribute('type', 'password');
      for (const name of ['認証', '電子証明書認証', 'キャンセル'])
        await expect(bank.button(name)).toBeVisible();
      await expect(page.getByRole('listitem').and(page.locator('[aria-current=step]'))).toContainText(
        'ログイン',
      );
      await expect(
        page.getByText('ログインIDとパスワードが外部サービスに渡ることはありません。'),
      ).toBeVisible();
      await expect(bank.link('こちら')).toBeVisible();
      await expect(page.getByText('実在の金融機関の画面ではありません')).toBeVisible();
      if (variant === 'smartphone') await expect(page.getByText('WEBバンキング')).toBeVisible();
      if (variant === 'corporate') {
        const withPassword = page.getByRole('region', { name: 'ID・パスワード方式のお客さま', exact: true });
        await expect(withPassword.getByRole('button', { name: '認証', exact: true })).toBeVisible();
        const withCertificate = page.getByRole('region', { name: '電子証明書方式のお客さま', exact: true });
        await expect(withCertificate.getByRole('button', { name: '電子証明書認証' })).toBeVisible();
        await expect(
          page.getByRole('region', { name: '注意事項' }).getByRole('link', { name: 'こちら' }),
        ).toBeVisible();
      }
    });

    test('have the names of the contract at consent', async ({ bank, page }) => {
      await bank.openConsent(variant);
      await expect(bank.heading('アクセス許可')).toBeVisible();
      for (const name of ['残高照会', '入出金明細照会']) {
        await expect(bank.permissions.getByRole('checkbox', { name, exact: true })).toBeChecked();
      }
      await expect(bank.link('しんきんAPIサービス利用規定')).toHaveAttribute('target', '_blank');
      await expect(bank.agreement).not.toBeChecked();
      // On whose page this is, where on the way, who asks, and what is not handed over.
      await expect(page.getByText('サンドボックス — 実在の金融機関の画面ではありません')).toBeVisible();
      await expect(page.getByRole('banner')).toContainText('サンプル信用金庫');
      await expect(page.getByRole('listitem').and(page.locator('[aria-current=step]'))).toContainText(
        'アクセス許可',
      );
      const main = page.getByRole('main');
      await expect(main).toContainText(variant === 'corporate' ? 'デモ会計' : 'デモ家計簿');
      await expect(main).toContainText('ログインIDとパスワードが外部サービスに渡ることはありません。');
      await expect(main).toContainText('振込などのお取引はできません。');
      await expect(bank.checkbox('残高照会')).toHaveAccessibleDescription(/口座の現在残高/);
      await expect(bank.checkbox('入出金明細照会')).toHaveAccessibleDescription(/取引日・金額・摘要/);
      // Air where people decide: large enough to read and to hit, and the two buttons no slip apart.
      await expect(main).toHaveCSS('font-size', /^1[56]px$/);
      await expectEasyToHit(page);
      const [cancel, allow] = await Promise.all([
        bank.button('キャンセル').boundingBox(),
        bank.button('許可').boundingBox(),
      ]);
      if (!cancel || !allow) throw new Error('a button is missing');
      const apart =
        variant === 'smartphone' ? cancel.y - (allow.y + allow.height) : allow.x - (cancel.x + cancel.width);
      expect(apart).toBeGreaterThanOrEqual(variant === 'smartphone' ? 10 : 100);
      await expect(page.getByText('口座連携の有効期限は90日間です。')).toBeVisible();
      await expect(page.getByText('ご利用の外部サービスにてお手続きください。')).toBeVisible();
      // 90 days from the clock of the tests, in words.
      await expect(page.getByText('2027年5月21日 13時04分まで')).toBeVisible();
    });

    test('return to the partner with a code, or with access_denied from either page', async ({ bank }) => {
      await bank.openConsent(variant);
      await bank.agreement.check();
      const allowed = await bank.returnedParameters(() => bank.button('許可').click());
      expect(allowed.get('code')).toMatch(/^ac_/);
      expect(allowed.get('state')).toBe('state-of-the-test');
      await bank.openLogin(variant);
      const atLogin = await bank.returnedParameters(() => bank.button('キャンセル').click());
      expect(atLogin.get('error')).toBe('access_denied');
      await bank.openConsent(variant);
      const atConsent = await bank.returnedParameters(() => bank.button('キャンセル').click());
      expect(atConsent.get('error')).toBe('access_denied');
    });

    test('say what is wrong, keep what was typed, and put the cursor where to begin again', async ({
      bank,
    }) => {
      await bank.openLogin(variant);
      await bank.logIn(variant, 'wrong');
      const names = fieldNames[variant];
      await expect(bank.alert).toHaveText(
        variant === 'corporate'
          ? 'お客様IDまたはログインパスワードに誤りがあります。'
          : '契約者IDまたはパスワードに誤りがあります。',
      );
      await expect(bank.textbox(names.loginId)).toHaveValue(customers[variant].loginId);
      await expect(bank.textbox(names.password)).toHaveValue('');
      await expect(bank.textbox(names.password)).toBeFocused();
      await expect(bank.textbox(names.password)).toHaveAttribute('aria-invalid', 'true');
      await expect(bank.textbox(names.password)).toHaveAccessibleDescription(/誤りがあります。/);
    });

    test('keep the ticks when the terms or the permissions are missing', async ({ bank }) => {
      await bank.openConsent(variant);
      await bank.checkbox('残高照会').uncheck();
      await bank.button('許可').click();
      await expect(bank.alert).toBeVisible();
      await expect(bank.agreement).toBeFocused();
      await expect(bank.checkbox('残高照会')).not.toBeChecked();
      await expect(bank.checkbox('入出金明細照会')).toBeChecked();
      await bank.checkbox('入出金明細照会').uncheck();
      await bank.agreement.check();
      await bank.button('許可').click();
      await expect(bank.alert).toBeVisible();
      await expect(bank.agreement).toBeChecked();
      await expect(bank.checkbox('残高照会')).toBeFocused();
    });

    test('keep the names in English, and change the words around them', async ({ bank, page }) => {
      await bank.openLogin(variant, { lang: 'en' });
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await expect(page.getByText('not the site of a real bank')).toBeVisible();
      // The partner, too, by the name it registered for English (RFC 7591 §2.2).
      const asker = variant === 'corporate' ? 'Demo Accounting' : 'Demo Kakeibo';
      const asking = page.getByRole('main').getByText(new RegExp(`${asker} \\(Sample \\w+ K\\.K\\.\\)`));
      await expect(asking).toBeVisible();
      await bank.logIn(variant);
      await expect(asking).toBeVisible();
      await expect(bank.heading('アクセス許可')).toHaveAccessibleDescription('Permission to access');
      await expect(bank.checkbox('残高照会')).toHaveAccessibleDescription(/View balances/);
      await expect(page.getByText('The linkage is valid for 90 days.')).toBeVisible();
      await bank.agreement.check();
      const { size } = await bank.returnedParameters(() => bank.button('許可').click());
      expect(size).toBeGreaterThan(0);
    });

    for (const lang of [undefined, 'en'] as const) {
      test(`fit 360 pixels and have no axe violations (${lang ?? 'ja'})`, async ({ bank, page }) => {
        await page.setViewportSize({ width: 360, height: 740 });
        const check = async () => {
          await expectNoSidewaysScrolling(page);
          expect(await axeViolations(page)).toEqual([]);
        };
        await bank.openLogin(variant, lang ? { lang } : {});
        await check();
        await bank.logIn(variant, 'wrong');
        await check();
        await bank.logIn(variant);
        await check();
        await bank.button('許可').click();
        await check();
      });
    }
  });
}

test('the keyboard is enough', async ({ bank, page }) => {
  await bank.openLogin('personal');
  await expect(bank.textbox('契約者ID')).toBeFocused();
  await page.keyboard.type(customers.personal.loginId);
  await page.keyboard.press('Tab');
  await page.keyboard.type(customers.personal.password);
  await page.keyboard.press('Enter');
  await expect(bank.heading('アクセス許可')).toBeVisible();
  const press = async (name: string, key: string) => {
    const wanted = page
      .locator(':focus')
      .and(page.getByRole(name === '許可' ? 'button' : 'checkbox', { name, exact: true }));
    for (let step = 0; step < 20 && !(await wanted.isVisible()); step += 1) await page.keyboard.press('Tab');
    await expect(wanted).toBeVisible();
    await page.keyboard.press(key);
  };
  await press('入出金明細照会', 'Space');
  await expect(bank.checkbox('入出金明細照会')).not.toBeChecked();
  await press('しんきんAPIサービス利用規定に同意しました。', 'Space');
  const parameters = await bank.returnedParameters(() => press('許可', 'Enter'));
  expect(parameters.get('code')).toMatch(/^ac_/);
});

test('a phone gets the screens of a phone', async ({ browser, sandbox }) => {
  const context = await browser.newContext({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'demo-kakeibo',
    redirect_uri: `${sandbox.ready.partner}callback`,
    scope: 'account:balance',
  });
  await page.goto(`${sandbox.issuer}/oauth2/authorize?${query.toString()}`);
  await expect(page.getByRole('textbox', { name: 'ログインパスワード', exact: true })).toBeVisible();
  await expect(page.getByText('WEBバンキング')).toBeVisible();
  await context.close();
});

test('without JavaScript everything works the same', async ({ browser, sandbox }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(sandbox.ready.partner);
  await page.getByRole('button', { name: '連携する' }).click();
  await page.getByRole('textbox', { name: '契約者ID' }).fill(customers.personal.loginId);
  await page.getByRole('textbox', { name: 'パスワード' }).fill(customers.personal.password);
  await page.getByRole('button', { name: '認証', exact: true }).click();
  await page.getByRole('checkbox', { name: /同意しました/ }).check();
  await page.getByRole('button', { name: '許可', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('連携しました。口座情報を取得しました。');
  await context.close();
});

test('a partner of both kinds lets the customer choose', async ({ bank, page, sandbox }) => {
  const client = await sandbox.control<{ client_id: string }>('POST', '/clients', {
    client_name: '両方のお客さまのサービス',
    redirect_uris: [`${sandbox.ready.partner}callback`],
    sandbox_customer_kind: 'any',
  });
  await page.goto(bank.authorizationUrl('personal', { client_id: client.client_id }));
  await page.getByRole('link', { name: /法人のお客さま/ }).click();
  await expect(bank.heading('APIサービス認証')).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: /個人のお客さま/ }).click();
  await expect(bank.heading('ログイン')).toBeVisible();
  // A company on the pages for people is told so, and can go back to the choice.
  await bank.textbox('契約者ID').fill(customers.corporate.loginId);
  await bank.textbox('パスワード').fill(customers.corporate.password);
  await bank.button('認証').click();
  await expect(bank.alert).toContainText('ご契約の種類が、選択された画面と異なります。');
  await expectAccessible(page);
  await bank.link('ご契約の種類（個人・法人）を選び直す').click();
  await expectAccessible(page);
  await page.getByRole('link', { name: /法人のお客さま/ }).click();
  await bank.logIn('corporate');
  await expect(bank.heading('アクセス許可')).toBeVisible();
});

test('back and reload lead to where the procedure stands', async ({ bank, page }) => {
  await bank.openConsent('personal');
  await page.waitForLoadState();
  await page.goBack();
  await expect(bank.heading('アクセス許可')).toBeVisible();
  await page.reload();
  await bank.agreement.check();
  await bank.returnedParameters(() => bank.button('許可').click());
  await page.waitForLoadState();
  await page.goBack();
  await expect(bank.heading('お手続きは完了しています')).toBeVisible();
});

test('the terms, the forgotten password and the certificate have pages of their own', async ({
  bank,
  page,
  context,
}) => {
  await bank.openLogin('corporate');
  await bank.link('こちら').click();
  await expect(page.getByText('EBセンター')).toBeVisible();
  await page.getByRole('link', { name: 'ログイン画面へ戻る' }).click();
  await bank.button('電子証明書認証').click();
  await expect(bank.heading('電子証明書認証')).toBeVisible();
  await page.getByRole('link', { name: 'ログイン画面へ戻る' }).click();
  await bank.logIn('corporate');
  const opening = context.waitForEvent('page');
  await bank.link('しんきんAPIサービス利用規定').click();
  const terms = await opening;
  await expect(terms.getByRole('heading', { level: 1, name: 'しんきんAPIサービス利用規定' })).toBeVisible();
  expect(await axeViolations(terms)).toEqual([]);
});

test('a bad redirect_uri ends on a page of the bank, with the cause for the developer', async ({
  bank,
  page,
}) => {
  const response = await page.goto(
    bank.authorizationUrl('personal', { redirect_uri: 'https://partner.example/elsewhere' }),
  );
  expect(response?.status()).toBe(400);
  await expect(bank.alert).toContainText('外部サービスから届いた要求を確認できない');
  await expect(page.getByText('redirect_uri_mismatch')).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
});

test('five wrong passwords lock the contract until the time of the settings has passed', async ({ page }) => {
  await using sandbox = await startSandbox();
  await sandbox.changeSettings({ policies: { unlockAfterMinutes: 30 } });
  const bank = new BankScreens(page, sandbox);
  await bank.openLogin('personal');
  for (let attempt = 0; attempt < 5; attempt += 1) await bank.logIn('personal', 'wrong');
  await expect(bank.heading('ご利用を停止しています')).toBeVisible();
  await expect(bank.alert).toHaveText('誤入力が所定の回数に達したため、ご利用を停止しています。');
  await expect(page.getByText('EBセンター（平日営業日 9:00～17:00、電話 0120-00-0000）')).toBeVisible();
  await expectAccessible(page);
  const back = await bank.returnedParameters(() => bank.button('外部サービスへ戻る').click());
  expect(back.get('error')).toBe('access_denied');
  await bank.openConsent('personal');
  await expect(bank.alert).toHaveText('誤入力が所定の回数に達したため、ご利用を停止しています。');
  await sandbox.advance('PT30M');
  await bank.openConsent('personal');
  await expect(bank.heading('アクセス許可')).toBeVisible();
});

test('each way of being closed has a page that says until when', async ({ page }) => {
  await using sandbox = await startSandbox();
  const bank = new BankScreens(page, sandbox);
  const closings = [
    {
      settings: { serviceHours: { from: '08:00', to: '13:00' } },
      words: 'ご利用時間 08:00～13:00、次のご利用開始 2027年2月21日 08時00分',
    },
    {
      settings: { serviceHours: { from: '08:00', to: '20:00', closedOn: 'weekends' } },
      words: '本日は休業日です。（次のご利用開始 2027年2月22日 08時00分）',
    },
    {
      settings: { maintenance: [{ from: '2027-02-20T13:00:00+09:00', to: '2027-02-20T14:30:00+09:00' }] },
      // It ends on the day of rest of the hours set before: the bank opens with Monday.
      words: 'メンテナンスを行っています。（次のご利用開始 2027年2月22日 08時00分）',
    },
  ];
  for (const { settings, words } of closings) {
    await sandbox.changeSettings(settings);
    const response = await page.goto(bank.authorizationUrl('personal'));
    expect(response?.status()).toBe(503);
    await expect(bank.alert).toContainText('ただいまの時間はご利用いただけません。');
    await expect(bank.alert).toContainText(words);
    await expectAccessible(page);
  }
  // Over the weekend and the maintenance: the bank is open again.
  await sandbox.advance('P2D');
  await bank.openLogin('personal');
  await expect(bank.heading('ログイン')).toBeVisible();
});

test('a page that waited too long says to begin again at the partner', async ({ page }) => {
  await using sandbox = await startSandbox();
  const bank = new BankScreens(page, sandbox);
  await bank.openLogin('personal');
  await sandbox.advance('PT10M');
  await bank.logIn('personal');
  await expect(bank.alert).toHaveText(
    '認証の有効期限が切れました。外部サービスの画面からやり直してください。',
  );
  await expectAccessible(page);
});

for (const { who, loginId, password, words } of [
  {
    who: 'whose contract is stopped',
    loginId: '10000000011',
    password: 'Sandbox-0011',
    words: 'ご契約の状態',
  },
  {
    who: 'without the right of inquiry',
    loginId: '10000000012',
    password: 'Sandbox-0012',
    words: '照会の権限がないため',
  },
]) {
  test(`a customer ${who} is told why, and can go back`, async ({ bank, page }) => {
    await bank.openLogin('personal');
    await bank.textbox('契約者ID').fill(loginId);
    await bank.textbox('パスワード').fill(password);
    await bank.button('認証').click();
    if (await bank.heading('アクセス許可').isVisible()) {
      await bank.agreement.check();
      await bank.button('許可').click();
    }
    await expect(bank.alert).toContainText(words);
    await expectAccessible(page);
    const back = await bank.returnedParameters(() => bank.button('外部サービスへ戻る').click());
    expect(back.get('error')).toBe('access_denied');
  });
}

test('a corporate user without the right of inquiry may log in, but not allow', async ({ bank }) => {
  await bank.openLogin('corporate');
  await bank.textbox('お客様ID').fill('Corp-0003');
  await bank.textbox('ログインパスワード').fill('Sandbox-0103');
  await bank.button('認証').click();
  await bank.agreement.check();
  await bank.button('許可').click();
  await expect(bank.alert).toContainText('管理者の方にお問い合わせください。');
});

test('new terms ask again, and say that they are new', async ({ page }) => {
  await using sandbox = await startSandbox();
  const bank = new BankScreens(page, sandbox);
  const changed = page.getByText('利用規定が改定されました（前回同意いただいたのは2019年2月4日版です）。');
  await page.goto(sandbox.ready.partner);
  await page.getByRole('button', { name: '連携する' }).click();
  await bank.logIn('personal');
  await expect(changed).toBeHidden();
  await bank.agreement.check();
  await bank.button('許可').click();
  await expect(page.getByRole('status')).toContainText('連携しました。');
  await sandbox.changeSettings({ termsVersion: '2027-04-01' });
  await bank.openConsent('personal');
  await expect(changed).toBeVisible();
  await expect(bank.agreement).not.toBeChecked();
  await expect(page.getByText('2027年4月1日版')).toBeVisible();
  await expectAccessible(page);
});

test('another institution changes names, desk and colours at once', async ({ page }) => {
  await using sandbox = await startSandbox();
  const bank = new BankScreens(page, sandbox);
  const header = page.getByRole('banner');
  await sandbox.changeSettings({ institution: { profile: 'hamashin' } });
  await bank.openLogin('corporate');
  await expect(header).toContainText('小浜信用金庫');
  await expect(page.getByText('当画面は、小浜信用金庫のWebサイトです。')).toBeVisible();
  await bank.link('こちら').click();
  await expect(page.getByText('はましんEBセンター')).toBeVisible();
  await expect(page.getByText('0120-53-2166')).toBeVisible();
  await expect(page.getByText('平日営業日 9:00～17:00')).toBeVisible();
  await expect(page.getByText('はましんインターネットバンキングのログインパスワード')).toBeVisible();
  await sandbox.changeSettings({
    institution: { name: '研修信用金庫', colors: { personal: '#7a1fa2', corporate: '#a23b1f' } },
  });
  await bank.openLogin('corporate');
  await expect(header).toContainText('研修信用金庫');
  await expect(bank.button('認証')).toHaveCSS('background-color', 'rgb(162, 59, 31)');
  await expect(page.getByText('サンドボックス — 実在の金融機関の画面ではありません')).toBeVisible();
  await bank.openLogin('personal');
  await expect(bank.button('認証')).toHaveCSS('background-color', 'rgb(122, 31, 162)');
});

for (const lang of ['ja', 'en'] as const) {
  test(`the pages beside the way fit 360 pixels and have no axe violations (${lang})`, async ({
    bank,
    page,
    sandbox,
  }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['/ib/about', '/ib/terms', '/ib/forgot-password', '/ib/nowhere']) {
      await page.goto(`${sandbox.issuer}${path}?lang=${lang}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
    await page.goto(bank.authorizationUrl('personal', { client_id: 'freee', ui_locales: lang }));
    await expect(page.getByRole('link', { name: /個人のお客さま/ })).toBeVisible();
    await expectAccessible(page);
  });
}

test('the root of the bank tells what this is', async ({ page, sandbox }) => {
  await page.goto(sandbox.issuer);
  await expect(page.getByRole('heading', { level: 1, name: 'サンドボックスのご案内' })).toBeVisible();
  await expect(page.getByText('実在の金融機関の画面ではありません')).toBeVisible();
  for (const name of ['認可サーバーのメタデータ（RFC 8414）', 'データAPIの仕様（OpenAPI）']) {
    const address = await page.getByRole('link', { name }).getAttribute('href');
    expect((await fetch(new URL(address ?? '', sandbox.issuer))).status).toBe(200);
  }
});

test('the consent page prints with its sandbox ribbon and without its buttons', async ({ bank, page }) => {
  await bank.openConsent('corporate');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('サンドボックス — 実在の金融機関の画面ではありません')).toBeVisible();
  await expect(bank.button('許可')).toBeHidden();
  await expect(page.getByText('口座連携の有効期限は90日間です。')).toBeVisible();
});
