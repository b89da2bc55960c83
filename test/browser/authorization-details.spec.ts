import { axeViolations } from './axe.ts';
import { customers } from './bank-screens.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, expectNoSidewaysScrolling, test } from './fixtures.ts';

const everything = [{ type: 'account_information', actions: ['read_balances', 'read_transactions'] }];

/** Asked for by details alone: an empty scope counts as none. */
const asking = (details: object[]) => ({ scope: '', authorization_details: JSON.stringify(details) });

for (const variant of ['personal', 'smartphone', 'corporate'] as const) {
  test.describe(`${variant} consent by account`, () => {
    test('ticks every account, and hands over those left ticked', async ({ bank, page, sandbox }) => {
      await bank.openLogin(variant, { parameters: asking(everything) });
      await bank.logIn(variant);
      for (const name of ['残高照会', '入出金明細照会']) await expect(bank.checkbox(name)).toBeChecked();
      const choice = page.getByRole('group', { name: '外部サービスに渡す口座' });
      const boxes = choice.getByRole('checkbox');
      await expect(boxes.first()).toBeVisible();
      expect(await boxes.count()).toBeGreaterThan(1);
      for (const box of await boxes.all()) {
        await expect(box).toBeChecked();
        await box.uncheck();
      }
      await bank.agreement.check();
      await bank.button('許可').click();
      await expect(bank.alert).toHaveText('外部サービスに渡す口座を一つ以上お選びください。');
      await expect(bank.agreement).toBeChecked();
      await expect(boxes.first()).toBeFocused();
      await boxes.first().check();
      const answer = await bank.returnedParameters(() => bank.button('許可').click());
      expect(answer.get('code')).toMatch(/^ac_/);
      const given = [...sandbox.context.state.authorizationCodes].at(-1);
      expect(given?.authorizationDetails).toEqual([
        { ...everything[0], accounts: [expect.stringMatching(/^\d{12}$/)] },
      ]);
    });

    for (const lang of [undefined, 'en'] as const) {
      test(`fits 360 pixels and has no axe violations (${lang ?? 'ja'})`, async ({ bank, page }) => {
        await page.setViewportSize({ width: 360, height: 740 });
        const parameters = asking([...everything, { ...everything[0], actions: ['read_balances'] }]);
        await bank.openLogin(variant, { parameters, ...(lang && { lang }) });
        await bank.logIn(variant);
        await expectNoSidewaysScrolling(page);
        expect(await axeViolations(page)).toEqual([]);
      });
    }
  });
}

test('accounts named by the partner are shown, and what is asked for by scope is for all', async ({
  bank,
  page,
}) => {
  const details = [
    { type: 'account_information', actions: ['read_transactions'], accounts: ['003011000002'] },
  ];
  const parameters = { ...asking(details), scope: 'account:balance' };
  await bank.openLogin('personal', { parameters });
  await bank.logIn('personal');
  const region = page.getByRole('region', { name: '対象の口座' });
  await expect(region).toContainText('残高照会すべての口座');
  await expect(region).toContainText(/入出金明細照会.*普通預金 1000002/);
  await expect(region.getByRole('checkbox')).toHaveCount(0);
});

test('the console shows what was allowed by account', async ({ page, sandbox }) => {
  const { grant } = await sandbox.control<{ grant: { grantId: string } }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: customers.personal.loginId,
    authorizationDetails: [{ ...everything[0], accounts: ['003011000002'] }],
  });
  await new ConsoleSite(page, sandbox).open(`/grants?grant=${grant.grantId}`);
  const drawer = page.getByRole('dialog');
  await expect(drawer).toContainText('口座ごとの許可');
  await expect(drawer).toContainText('入出金明細照会 read_transactions');
  await expect(drawer).toContainText('003011000002');
});
