import type { Page } from '@playwright/test';
import { customers, fieldNames, type BankScreens, type ScreenVariant } from './bank-screens.ts';
import { expect, test } from './fixtures.ts';

// Enter in a field presses the first button of its form (HTML, implicit submission), script or none.

const variants: ScreenVariant[] = ['personal', 'smartphone', 'corporate'];

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  for (const variant of variants) {
    test(`Enter logs in, and asks for the permission (${variant})`, async ({ bank }) => {
      await logInAndAllowByEnter(bank, variant);
    });

    test(`キャンセル cancels, whatever is ticked (${variant})`, async ({ bank }) => {
      await bank.openConsent(variant);
      await bank.agreement.check();
      const parameters = await bank.returnedParameters(() => bank.button('キャンセル').press('Enter'));
      expect(parameters.get('error')).toBe('access_denied');
      expect(parameters.get('state')).toBe('state-of-the-test');
    });
  }
});

for (const variant of variants) {
  test(`the keyboard passes the buttons as the eye does (${variant})`, async ({ bank, page }) => {
    await bank.openConsent(variant);
    await bank.agreement.focus();
    const passed = [await pressTab(page), await pressTab(page)];
    expect(passed).toEqual(variant === 'smartphone' ? ['許可', 'キャンセル'] : ['キャンセル', '許可']);
    const [first, second] = await Promise.all(
      passed.map(async (name) => (await bank.button(name).boundingBox()) ?? { x: 0, y: 0 }),
    );
    // Reading on goes to the right or down.
    expect((second?.x ?? 0) + (second?.y ?? 0)).toBeGreaterThan((first?.x ?? 0) + (first?.y ?? 0));
  });
}

test('with JavaScript Enter does the same', async ({ bank }) => {
  await logInAndAllowByEnter(bank, 'personal');
});

test('Enter among the accounts to hand over does not cancel', async ({ bank, page }) => {
  const details = [{ type: 'account_information', actions: ['read_balances'] }];
  await bank.openLogin('personal', {
    parameters: { scope: '', authorization_details: JSON.stringify(details) },
  });
  await bank.logIn('personal');
  const account = page.getByRole('group', { name: '外部サービスに渡す口座' }).getByRole('checkbox').first();
  await account.press('Enter');
  await expect(bank.alert).toContainText('同意欄にチェックしてください。');
});

async function pressTab(page: Page): Promise<string> {
  await page.keyboard.press('Tab');
  return page.locator(':focus').innerText();
}

async function logInAndAllowByEnter(bank: BankScreens, variant: ScreenVariant): Promise<void> {
  await bank.openLogin(variant);
  const names = fieldNames[variant];
  await bank.textbox(names.loginId).fill(customers[variant].loginId);
  await bank.textbox(names.password).fill(customers[variant].password);
  await bank.textbox(names.password).press('Enter');
  await expect(bank.heading('アクセス許可')).toBeVisible();

  // Nothing agreed to: the page stays and says so.
  await bank.checkbox('残高照会').uncheck();
  await bank.checkbox('残高照会').press('Enter');
  await expect(bank.alert).toContainText('同意欄にチェックしてください。');
  await expect(bank.checkbox('残高照会')).not.toBeChecked();

  // Nothing to allow: likewise.
  await bank.checkbox('入出金明細照会').uncheck();
  await bank.agreement.check();
  await bank.agreement.press('Enter');
  await expect(bank.alert).toContainText('許可する業務を一つ以上選択してください。');

  await bank.checkbox('入出金明細照会').check();
  const parameters = await bank.returnedParameters(() => bank.agreement.press('Enter'));
  expect(parameters.get('error')).toBeNull();
  expect(parameters.get('code')).toMatch(/^ac_/);
}
