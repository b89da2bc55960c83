import { customers } from '../bank-screens.ts';
import { ConsoleSite } from '../console-site.ts';
import { looks, type Look, type Picture, type Stage } from './picture.ts';

const { ja, en, dark } = looks;

/** Something has happened at the bank: a grant was made, and a stranger was refused. */
async function somethingHappened({ sandbox }: Stage): Promise<{ grantId: string }> {
  const { grant } = await sandbox.control<{ grant: { grantId: string } }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: customers.personal.loginId,
    scopes: ['account:balance', 'account:transaction'],
  });
  await fetch(`${sandbox.issuer}/ib/v1/accounts/balances`, { headers: { authorization: 'Bearer unknown' } });
  return grant;
}

interface ConsolePage {
  readonly name: string;
  readonly path: string;
  readonly looks?: readonly Look[];
  readonly act?: (site: ConsoleSite) => Promise<void>;
}

const pages: readonly ConsolePage[] = [
  { name: 'overview', path: '/', looks: [ja, en, dark] },
  {
    name: 'log',
    path: '/log',
    looks: [ja, en, dark],
    act: async (site) => {
      await site.page.getByRole('row').filter({ hasText: '401' }).first().click();
      await site.page
        .getByRole('complementary')
        .getByText(/^(直し方|Way out)$/)
        .first()
        .waitFor();
      // The place in the log and the computer's own time.
      await site.page.getByText(/^#\d+ /).evaluate((facts) => {
        facts.textContent = facts.textContent
          .replace(/#\d+/, '#2')
          .replace(/\S+ \S+(?= ・ [\d.]+ ms)/, '2027-02-20 13:04:01');
      });
    },
  },
  { name: 'customers', path: '/customers', looks: [ja, dark] },
  { name: 'customer', path: '/customers?customer=cust_10000000001' },
  { name: 'customer-certificates', path: '/customers?customer=cust_10000000006' },
  { name: 'corporate-customer', path: '/customers?customer=cust_Corp-0001' },
  { name: 'statement', path: '/customers?customer=cust_10000000001&account=001011000001' },
  { name: 'customer-form', path: '/customers?add=customer', act: ({ dialog }) => dialog.waitFor() },
  { name: 'clients', path: '/clients' },
  { name: 'client', path: '/clients?client=demo-fapi' },
  { name: 'client-form', path: '/clients?add=client', act: ({ dialog }) => dialog.waitFor() },
  { name: 'grants', path: '/grants' },
  { name: 'time', path: '/time', looks: [ja, dark] },
  { name: 'scenarios', path: '/scenarios' },
  { name: 'faults', path: '/faults' },
  { name: 'settings', path: '/settings', looks: [ja, en] },
  { name: 'settings-institution', path: '/settings?section=institution' },
  { name: 'settings-hours', path: '/settings?section=hours' },
  { name: 'settings-tls', path: '/settings?section=tls' },
  {
    name: 'palette',
    path: '/',
    act: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: '検索・操作' }).fill('時');
    },
  },
  {
    name: 'training',
    path: '/training',
    looks: [ja, en, dark],
    act: async ({ page }) => {
      await page.getByRole('button', { name: /Choose and allow|業務を選び許可/ }).click();
      for (const frame of await page.locator('figure iframe').all())
        await frame.contentFrame().locator('.callout').first().waitFor();
    },
  },
  {
    name: 'handout',
    path: '/training',
    act: async (site) => {
      await site.button('配付資料').click();
      const handout = site.dialog.locator('iframe').contentFrame();
      await handout.getByRole('heading', { level: 1 }).waitFor();
      await handout.locator('iframe').first().contentFrame().locator('.callout').first().waitFor();
    },
  },
];

export const consolePictures: readonly Picture[] = [
  ...pages.map(({ name, path, looks: taken = [ja], act }) => ({
    name: `console-${name}`,
    looks: taken,
    show: async (stage: Stage) => {
      await somethingHappened(stage);
      await openConsole(stage, path, act);
    },
  })),
  {
    name: 'console-grant',
    looks: [ja],
    show: async (stage) => {
      const { grantId } = await somethingHappened(stage);
      await openConsole(stage, `/grants?grant=${grantId}`, ({ dialog }) => dialog.waitFor());
    },
  },
  {
    name: 'console-nowhere',
    looks: [ja],
    show: async (stage) => {
      await openConsole(stage, '/');
      await stage.page.goto(`${stage.sandbox.ready.console}#/nowhere`);
      await stage.page.getByText('ページが見つかりません').waitFor();
    },
  },
  {
    name: 'console-token',
    looks: [ja],
    show: async ({ page, sandbox }) => {
      await page.goto(sandbox.ready.console);
      await page.getByRole('heading', { name: /制御トークンが必要です/ }).waitFor();
    },
  },
];

async function openConsole(stage: Stage, path: string, act?: ConsolePage['act']): Promise<void> {
  const { page, sandbox, look } = stage;
  // Before the page's own scripts: the console keeps its language there.
  await page.addInitScript((lang) => localStorage.setItem('ib-link-sandbox.language', lang), look.lang);
  const site = new ConsoleSite(page, sandbox);
  await site.open(path);
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
  await act?.(site);
}
