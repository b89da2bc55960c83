import { customers } from '../bank-screens.ts';
import { PartnerSite } from '../partner-site.ts';
import { looks, type Picture, type Stage } from './picture.ts';

const taro = customers.personal;

/** Customers of the demo scenario who rehearse one failure each. */
const rehearsing = (digits: string) => ({ loginId: `100000000${digits}`, password: `Sandbox-00${digits}` });

/** Links, and stays on the page the customer comes back to. */
async function linked({ page, sandbox }: Stage, customer: { loginId: string; password: string } = taro) {
  const site = new PartnerSite(page, sandbox);
  await site.link(customer);
  return site;
}

const dashboards: readonly Picture[] = [
  {
    name: 'partner-accounts',
    looks: [looks.ja, looks.en, looks.dark, looks.phone],
    show: async (stage) => {
      const site = await linked(stage);
      // Again, so that the news of the linkage are gone.
      await site.open(`?lang=${stage.look.lang}`);
    },
  },
  {
    name: 'partner-statement',
    looks: [looks.ja],
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
    looks: [looks.ja],
    show: async (stage) => {
      await linked(stage);
    },
  },
  {
    name: 'partner-balances-only',
    looks: [looks.ja],
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
];

const choices: readonly Picture[] = [
  {
    name: 'partner-banks',
    looks: [looks.ja, looks.en, looks.phone],
    whole: true,
    show: ({ page, sandbox, look }) => new PartnerSite(page, sandbox).open(`?lang=${look.lang}`),
  },
  {
    name: 'partner-personas',
    looks: [looks.ja],
    whole: true,
    show: async ({ page, sandbox }) => {
      await new PartnerSite(page, sandbox).open('?app=freee');
      await page.getByText('別の外部サービスとして試す').click();
    },
  },
];

/** What a customer reads where something has gone wrong; `bring` goes there from the linked service. */
const failure = (name: string, bring: (stage: Stage) => Promise<void>): Picture => ({
  name: `partner-${name}`,
  looks: [looks.ja],
  show: async (stage) => {
    await bring(stage);
    await stage.page.getByRole('alert').first().waitFor();
  },
});

const failures: readonly Picture[] = [
  failure('cancelled', async ({ page, sandbox }) => {
    const site = new PartnerSite(page, sandbox);
    await site.open();
    await site.connect();
    await site.bank.button('キャンセル').click();
  }),
  failure('bank-closed', async (stage) => {
    await linked(stage, rehearsing('13'));
  }),
  failure('statement-broken-off', async (stage) => {
    await linked(stage, rehearsing('32'));
  }),
  failure('renumbered', async (stage) => {
    const site = await linked(stage, rehearsing('35'));
    await site.button('再連携する').click();
    await site.consent(rehearsing('35'));
  }),
  failure('grant-ended', async (stage) => {
    const site = await linked(stage);
    await stage.sandbox.advance('P90D');
    await site.button('更新する').click();
  }),
  failure('bank-in-trouble', async (stage) => {
    const site = await linked(stage, rehearsing('25'));
    await stage.page.getByText('連携の中身（開発者向け）').click();
    await site.button('トークンを更新する').click();
  }),
  failure('nothing-pending', ({ page, sandbox }) =>
    new PartnerSite(page, sandbox).open('callback?code=stolen&state=guessed'),
  ),
  failure('not-found', ({ page, sandbox }) => new PartnerSite(page, sandbox).open('nowhere')),
];

const others: readonly Picture[] = [
  {
    name: 'partner-ends-soon',
    looks: [looks.ja],
    show: async (stage) => {
      const site = await linked(stage);
      await stage.sandbox.advance('P80D');
      await site.button('更新する').click();
      await stage.page.getByRole('heading', { name: '連携の期限が近づいています' }).waitFor();
    },
  },
  {
    name: 'partner-lessons-off',
    looks: [looks.ja],
    whole: true,
    show: ({ page, sandbox }) => new PartnerSite(page, sandbox).open('lessons'),
  },
  {
    name: 'partner-lesson-made',
    looks: [looks.ja, looks.phone],
    show: async ({ page, sandbox }) => {
      await new PartnerSite(page, sandbox).open('lessons');
      await page.getByRole('button', { name: '学習を始める' }).click();
      await page.getByRole('button', { name: 'この間違いを試す' }).first().click();
      await page.getByRole('region', { name: /redirect_uri/ }).waitFor();
    },
  },
];

export const partnerPictures: readonly Picture[] = [...choices, ...dashboards, ...failures, ...others];
