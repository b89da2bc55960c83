import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** What a newcomer does with hands: each press and each paste is counted. */
class Hands {
  clicks = 0;
  pastes = 0;

  async click(target: Locator): Promise<void> {
    this.clicks++;
    await target.click();
  }

  /** Into the field that has the focus, then Enter. */
  async pasteAndEnter(page: Page): Promise<void> {
    this.pastes++;
    await page.keyboard.press('ControlOrMeta+V');
    await page.keyboard.press('Enter');
  }
}

const languages = [
  { locale: 'ja-JP', start: 'デモの連携を始める', connect: '連携する', balances: '口座' },
  { locale: 'en-US', start: 'Start a demo linkage', connect: 'Link', balances: 'Accounts' },
] as const;

for (const { locale, start, connect, balances } of languages) {
  test(`leads from the first page to balances in four clicks and one paste, ${locale}`, async ({
    browser,
    sandbox,
  }) => {
    const context = await browser.newContext({ locale });
    try {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const page = await context.newPage();
      await page.goto(`${sandbox.ready.console}#token=${sandbox.ready.controlToken}`);
      await expect(page.getByText('10000000001').first()).toBeVisible();
      const hands = new Hands();
      const opened = context.waitForEvent('page');
      await hands.click(page.getByRole('button', { name: start }));
      const customer = await opened;
      await hands.click(customer.getByRole('button', { name: connect, exact: true }));
      await expect(customer.getByRole('textbox', { name: '契約者ID' })).toHaveValue('10000000001');
      await expect(customer.getByRole('textbox', { name: 'パスワード' })).toBeFocused();
      await hands.pasteAndEnter(customer);
      await hands.click(
        customer.getByRole('checkbox', { name: 'しんきんAPIサービス利用規定に同意しました。' }),
      );
      await hands.click(customer.getByRole('button', { name: '許可', exact: true }));
      await expect(customer.getByRole('heading', { name: balances, exact: true })).toBeVisible();
      await expect(customer.getByText(/¥|円/).first()).toBeVisible();
      expect(hands.clicks).toBeLessThanOrEqual(4);
      expect(hands.pastes).toBeLessThanOrEqual(1);
    } finally {
      await context.close();
    }
  });
}

test('tells on the login page whom one can practise as, unless a trainer hides it', async ({
  bank,
  page,
  sandbox,
}) => {
  const help = page.getByText('練習用の契約者（サンドボックスの案内）');
  await bank.openLogin('personal');
  await expect(page.getByText('Sandbox-0001')).toBeHidden();
  await help.click();
  await expect(page.getByText('Sandbox-0001')).toBeVisible();
  await bank.openLogin('corporate');
  await help.click();
  await expect(page.getByText('Corp-0001', { exact: true })).toBeVisible();
  await expect(page.getByText('10000000001')).toHaveCount(0);

  const [first] = (await sandbox.control<{ items: { id: string }[] }>('GET', '/customers?limit=1')).items;
  await sandbox.control('PATCH', `/customers/${first?.id ?? ''}`, { password: 'Chosen-0001' });
  await bank.openLogin('personal');
  await help.click();
  await expect(page.getByText('10000000001')).toHaveCount(0);
  await expect(page.getByText('Chosen-0001')).toHaveCount(0);

  await sandbox.control('PATCH', '/settings', { policies: { showPracticeLogins: false } });
  await bank.openLogin('personal');
  await expect(help).toHaveCount(0);
});

test('keeps the language chosen at the partner', async ({ page, partner, sandbox }) => {
  await partner.open('?lang=en');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto(sandbox.ready.partner);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('link', { name: '日本語' }).click();
  await page.goto(sandbox.ready.partner);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
});
