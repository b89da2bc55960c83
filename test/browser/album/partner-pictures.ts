import type { Page } from '@playwright/test';
import { partnerTexts } from '../../../server/partner/texts.ts';
import { customers } from '../bank-screens.ts';
import { PartnerSite } from '../partner-site.ts';
import { looks, type Look, type Picture, type Stage } from './picture.ts';

const { ja, en, dark, phone, phoneEnDark } = looks;
const taro = customers.personal;

/** Customers of the demo scenario who rehearse one failure each. */
const rehearsing = (digits: string) => ({ loginId: `100000000${digits}`, password: `Sandbox-00${digits}` });

/** Links, and stays on the page the customer comes back to; then in the look's language. */
async function linked(
  { page, sandbox, look }: Stage,
  customer: { loginId: string; password: string } = taro,
) {
  const site = new PartnerSite(page, sandbox);
  await site.link(customer);
  if (look.lang === 'en') await site.open('?lang=en');
  return site;
}

async function press(
  { page, look }: Stage,
  button: 'update' | 'disconnect' | 'refreshTokens',
): Promise<void> {
  const texts = partnerTexts[look.lang];
  if (button === 'refreshTokens') await page.getByText(texts.developer).click();
  await page.getByRole('button', { name: texts[button], exact: true }).click();
}

const dashboards: readonly Picture[] = [
  {
    name: 'partner-accounts',
    of: { partner: ['total', 'statement'] },
    looks: [ja, en, dark, phone, phoneEnDark],
    show: async (stage) => {
      const site = await linked(stage);
      // Again, so that the news of the linkage are gone.
      await site.open(`?lang=${stage.look.lang}`);
    },
  },
  {
    name: 'partner-statement',
    of: { partner: ['statement'] },
    looks: [ja],
    part: (page) =>
      page
        .locator('section')
        .filter({ has: page.getByRole('table') })
        .last(),
    show: async (stage) => {
      const site = await linked(stage);
      await site.open();
    },
  },
  {
    name: 'partner-linked',
    of: { partner: ['linked'] },
    looks: [ja],
    show: async (stage) => {
      await linked(stage);
    },
  },
  {
    name: 'partner-updated',
    of: { partner: ['updated'] },
    looks: [phoneEnDark],
    show: async (stage) => {
      await linked(stage);
      await press(stage, 'update');
    },
  },
  {
    name: 'partner-refreshed',
    of: { partner: ['refreshed'] },
    looks: [ja],
    show: async (stage) => {
      await linked(stage);
      await press(stage, 'refreshTokens');
    },
  },
  {
    name: 'partner-disconnected',
    of: { partner: ['disconnected', 'welcome'] },
    looks: [ja],
    show: async (stage) => {
      await linked(stage);
      await press(stage, 'disconnect');
    },
  },
  {
    name: 'partner-balances-only',
    of: { partner: ['noStatementPermission'] },
    looks: [ja],
    show: async ({ page, sandbox }) => {
      const site = new PartnerSite(page, sandbox);
      await site.open();
      await site.connect();
      await site.bank.logIn('personal');
      await site.bank.checkbox('入出金明細照会').uncheck();
      await site.bank.agreement.check();
      await site.bank.button('許可').click();
      await page.waitForURL(`${sandbox.ready.partner}**`);
      await site.open();
    },
  },
  {
    name: 'partner-no-rows',
    of: { partner: ['noChart', 'noRows'] },
    looks: [ja],
    show: async (stage) => {
      const site = await linked(stage, { loginId: '10000000004', password: 'Sandbox-0004' });
      await site.open();
    },
  },
  {
    name: 'partner-accounting',
    of: { partner: ['total', 'statement'] },
    looks: [ja],
    show: async ({ page, sandbox }) => {
      const site = new PartnerSite(page, sandbox);
      await site.link(customers.corporate, 'corporate');
      await site.open('?app=kaikei');
    },
  },
];

const choices: readonly Picture[] = [
  {
    name: 'partner-banks',
    of: { partner: ['welcome', 'chooseBank'] },
    looks: [ja, en, phone, phoneEnDark],
    whole: true,
    show: ({ page, sandbox, look }) => new PartnerSite(page, sandbox).open(`?lang=${look.lang}`),
  },
  {
    name: 'partner-personas',
    of: { partner: ['otherAppsNote'] },
    looks: [ja],
    whole: true,
    show: async ({ page, sandbox }) => {
      await new PartnerSite(page, sandbox).open('?app=freee');
      await page.getByText('別の外部サービスとして試す').click();
    },
  },
];

/** The words alone, above what the page shows otherwise. */
const words = (page: Page) => page.locator('.notice');

/** What a customer reads where something has gone wrong. */
const failure = (
  name: string,
  says: readonly string[],
  bring: (stage: Stage) => Promise<void>,
  { taken = [ja], part }: { taken?: readonly Look[]; part?: NonNullable<Picture['part']> } = {},
): Picture => ({
  name: `partner-${name}`,
  of: { partner: says },
  looks: taken,
  ...(part && { part }),
  show: async (stage) => {
    await bring(stage);
    await stage.page.getByRole('alert').first().waitFor();
  },
});

/** The customer is linked; then the bank gives this answer to what the partner asks of the path. */
const answered =
  (
    path: string,
    action: { status: number; errorCode?: string },
    button: 'update' | 'disconnect' = 'update',
  ) =>
  async (stage: Stage): Promise<void> => {
    await linked(stage);
    await stage.sandbox.control('POST', '/faults', { match: { path }, action });
    await press(stage, button);
  };

const failures: readonly Picture[] = [
  failure('cancelled', ['during.connect', 'failures.access_denied'], async ({ page, sandbox }) => {
    const site = new PartnerSite(page, sandbox);
    await site.open();
    await site.connect();
    await site.bank.button('キャンセル').click();
  }),
  failure('bank-closed', ['during.update', 'failures.closed'], async (stage) => {
    await linked(stage, rehearsing('13'));
  }),
  failure('statement-broken-off', ['failures.cut_off'], async (stage) => {
    await linked(stage, rehearsing('32'));
  }),
  failure('no-answer', ['failures.network'], async (stage) => {
    await linked(stage, rehearsing('24'));
    await press(stage, 'refreshTokens');
  }),
  failure(
    'asked-too-often',
    ['during.update', 'failures.rate_limited'],
    async (stage) => {
      await linked(stage);
      await stage.sandbox.changeSettings({ rateLimitPerMinute: 1 });
      await press(stage, 'update');
    },
    { taken: [ja, phoneEnDark] },
  ),
  failure(
    'forbidden',
    ['failures.forbidden'],
    answered('/ib/v1/accounts', { status: 403, errorCode: 'WG_ERR_113' }),
    { part: words },
  ),
  failure(
    'unexpected-answer',
    ['failures.unexpected'],
    answered('/ib/v1/accounts', { status: 400, errorCode: 'WG_ERR_110' }),
    { part: words },
  ),
  failure(
    'link-invalid',
    ['overTitle', 'failures.unauthorized'],
    answered('/ib/v1/accounts', { status: 401, errorCode: 'WG_ERR_105' }),
    { taken: [ja, phoneEnDark] },
  ),
  failure(
    'not-told-to-bank',
    ['during.disconnect', 'permissionLeft'],
    answered('/oauth2/revoke', { status: 500 }, 'disconnect'),
  ),
  failure('renumbered', ['irregularities.rows_renumbered'], async (stage) => {
    const site = await linked(stage, rehearsing('35'));
    await site.button('再連携する').click();
    await site.consent(rehearsing('35'));
  }),
  failure(
    'account-vanished',
    ['irregularities.account_vanished'],
    async (stage) => {
      await linked(stage, rehearsing('34'));
      await press(stage, 'refreshTokens');
      await press(stage, 'update');
    },
    { part: words },
  ),
  failure(
    'history-gap',
    ['irregularities.history_gap'],
    async (stage) => {
      const site = await linked(stage, rehearsing('36'));
      await stage.sandbox.advance('P130D');
      const salary = {
        transactionDate: '2027-06-30',
        transactionType: '1',
        amount: '250000',
        remarks: '給与',
      };
      await stage.sandbox.control('POST', '/accounts/001019000036/transactions', salary);
      await press(stage, 'update');
      await site.button('再連携する').click();
      await site.consent(rehearsing('36'));
    },
    { part: words },
  ),
  failure('grant-ended', ['overTitle', 'failures.invalid_grant'], async (stage) => {
    const site = await linked(stage);
    await stage.sandbox.advance('P90D');
    await site.button('更新する').click();
  }),
  failure('bank-in-trouble', ['failures.trouble'], async (stage) => {
    await linked(stage, rehearsing('25'));
    await press(stage, 'refreshTokens');
  }),
  failure('nothing-pending', ['nothing_pending'], ({ page, sandbox }) =>
    new PartnerSite(page, sandbox).open('callback?code=stolen&state=guessed'),
  ),
  failure('not-found', ['not_found'], ({ page, sandbox }) => new PartnerSite(page, sandbox).open('nowhere')),
];

const others: readonly Picture[] = [
  {
    name: 'partner-ends-soon',
    of: { partner: ['soonTitle', 'updated'] },
    looks: [ja],
    show: async (stage) => {
      const site = await linked(stage);
      await stage.sandbox.advance('P80D');
      await site.button('更新する').click();
      await stage.page.getByRole('heading', { name: '連携の期限が近づいています' }).waitFor();
    },
  },
  {
    name: 'partner-lessons-off',
    looks: [ja],
    whole: true,
    show: ({ page, sandbox }) => new PartnerSite(page, sandbox).open('lessons'),
  },
  {
    name: 'partner-lesson-made',
    looks: [ja, phone, phoneEnDark],
    show: async ({ page, sandbox, look }) => {
      await new PartnerSite(page, sandbox).open(`lessons?lang=${look.lang}`);
      await page.getByRole('button', { name: /^(学習を始める|Start learning)$/ }).click();
      await page
        .getByRole('button', { name: /^(この間違いを試す|Make this mistake)$/ })
        .first()
        .click();
      await page.getByRole('region', { name: /redirect_uri/ }).waitFor();
    },
  },
];

export const partnerPictures: readonly Picture[] = [...choices, ...dashboards, ...failures, ...others];
