import AxeBuilder from '@axe-core/playwright';
import { customers, fieldNames, type ScreenVariant } from './bank-screens.ts';
import { expect, expectNoSidewaysScrolling, test } from './fixtures.ts';

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
      await expect(bank.button('キャンセル')).toBeVisible();
      await expect(bank.button('許可')).toBeVisible();
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
      await bank.logIn(variant);
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
          expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
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
});

test('back and reload lead to where the procedure stands', async ({ bank, page }) => {
  await bank.openConsent('personal');
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
  await expect(bank.alert).toContainText('まだ電子証明書が用意されていません');
  await page.getByRole('link', { name: 'ログイン画面へ戻る' }).click();
  await bank.logIn('corporate');
  const opening = context.waitForEvent('page');
  await bank.link('しんきんAPIサービス利用規定').click();
  const terms = await opening;
  await expect(terms.getByRole('heading', { level: 1, name: 'しんきんAPIサービス利用規定' })).toBeVisible();
  expect((await new AxeBuilder({ page: terms }).analyze()).violations).toEqual([]);
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
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
