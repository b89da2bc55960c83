import type { Page } from '@playwright/test';
import type { ConsoleSite } from '../console-site.ts';
import { consolePicture, consoleText, openConsole, press, somethingHappened } from './console-steps.ts';
import { looks, type Picture, type Stage } from './picture.ts';

const { ja, en, dark, phone, phoneEnDark } = looks;

const dialogShown = ({ dialog }: ConsoleSite) => dialog.waitFor();

const pages: readonly Picture[] = [
  consolePicture({ name: 'overview', path: '/', looks: [ja, en, dark, phoneEnDark] }),
  consolePicture({
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
  }),
  consolePicture({ name: 'log-list', path: '/log', looks: [phoneEnDark] }),
  consolePicture({ name: 'customers', path: '/customers', looks: [ja, dark, phoneEnDark] }),
  consolePicture({
    name: 'customer',
    path: '/customers?customer=cust_10000000001',
    looks: [ja, phoneEnDark],
  }),
  consolePicture({ name: 'customer-locked', path: '/customers?customer=cust_10000000005' }),
  consolePicture({ name: 'customer-certificates', path: '/customers?customer=cust_10000000006' }),
  consolePicture({ name: 'corporate-customer', path: '/customers?customer=cust_Corp-0001' }),
  consolePicture({
    name: 'statement',
    path: '/customers?customer=cust_10000000001&account=001011000001',
    looks: [ja, phoneEnDark],
  }),
  consolePicture({
    name: 'customer-form',
    path: '/customers?add=customer',
    dialog: 'customers.add',
    act: dialogShown,
  }),
  consolePicture({ name: 'clients', path: '/clients', looks: [ja, phoneEnDark] }),
  consolePicture({ name: 'client', path: '/clients?client=demo-fapi', looks: [ja, phoneEnDark] }),
  consolePicture({
    name: 'client-form',
    path: '/clients?add=client',
    dialog: 'clients.register',
    act: dialogShown,
  }),
  consolePicture({ name: 'grants', path: '/grants', looks: [ja, phoneEnDark] }),
  consolePicture({ name: 'time', path: '/time', looks: [ja, dark, phoneEnDark] }),
  consolePicture({ name: 'scenarios', path: '/scenarios', looks: [ja, phoneEnDark] }),
  consolePicture({ name: 'faults', path: '/faults', looks: [ja, phoneEnDark] }),
  consolePicture({ name: 'settings', path: '/settings', looks: [ja, en, phoneEnDark] }),
  consolePicture({ name: 'settings-institution', path: '/settings?section=institution' }),
  consolePicture({ name: 'settings-hours', path: '/settings?section=hours' }),
  consolePicture({ name: 'settings-tls', path: '/settings?section=tls' }),
  consolePicture({
    name: 'palette',
    path: '/',
    act: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: '検索・操作' }).fill('時');
    },
  }),
  consolePicture({
    name: 'menu',
    path: '/',
    looks: [phone, phoneEnDark],
    dialog: 'app.title',
    press: 'app.nav.open',
  }),
  consolePicture({
    name: 'training',
    path: '/training',
    looks: [ja, en, dark, phoneEnDark],
    act: async ({ page }) => {
      await page.getByRole('button', { name: /Choose and allow|業務を選び許可/ }).click();
      // Beside a sample that is shown the next one is measured, and takes its place.
      const shown = page.locator('figure iframe:not([aria-hidden="true"])');
      for (const at of [0, 1, 2]) await shown.nth(at).contentFrame().getByRole('checkbox').first().waitFor();
    },
  }),
  consolePicture({
    name: 'handout',
    path: '/training',
    dialog: 'training.handout',
    press: 'training.handout',
    act: async ({ dialog }) => {
      const handout = dialog.locator('iframe').contentFrame();
      await handout.getByRole('heading', { level: 1 }).waitFor();
      await handout.locator('iframe').first().contentFrame().locator('.callout').first().waitFor();
    },
  }),
];

/** Answers to the page's own questions, in place of the sandbox's. */
async function answerWith(page: Page, path: string, status: number | 'nothing'): Promise<void> {
  await page.route(`**/control/v1${path}*`, (route) =>
    status === 'nothing' ? route.abort() : route.fulfill({ status, json: { title: 'x', status } }),
  );
}

const failed = (name: string, status: number | 'nothing', title: string): Picture => ({
  name: `console-${name}`,
  of: { route: '/clients' },
  looks: [ja],
  show: async (stage) => {
    await answerWith(stage.page, '/clients', status);
    await openConsole(stage, '/clients');
    await stage.page
      .getByRole('alert')
      .filter({ hasText: consoleText(title, stage) })
      .waitFor();
  },
});

/** What a page shows where there is nothing to show. */
const without: readonly Picture[] = [
  consolePicture({ name: 'no-match', path: '/clients?q=nobody' }),
  failed('unreachable', 'nothing', 'app.state.unreachable'),
  failed('forbidden', 403, 'app.state.forbidden'),
  {
    name: 'console-empty',
    of: { route: '/clients' },
    looks: [ja],
    show: async (stage) => {
      await stage.sandbox.control('POST', '/scenario', { name: 'blank' });
      await openConsole(stage, '/clients');
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
    looks: [ja, phoneEnDark],
    show: async ({ page, sandbox, look }) => {
      await page.addInitScript((lang) => localStorage.setItem('ib-link-sandbox.language', lang), look.lang);
      await page.goto(sandbox.ready.console);
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
  },
];

async function openGrant(stage: Stage): Promise<void> {
  const { grantId } = await somethingHappened(stage);
  await dialogShown(await openConsole(stage, `/grants?grant=${grantId}`));
}

/** Beside the list of grants, and what asks before one is ended. */
const grant: readonly Picture[] = [
  {
    name: 'console-grant',
    of: { dialog: 'grants.title' },
    looks: [ja, phoneEnDark],
    show: openGrant,
  },
  {
    name: 'console-dialog-grant-end',
    of: { dialog: 'grants.endTitle' },
    looks: [ja, phoneEnDark],
    part: (page) => page.getByRole('dialog').last(),
    show: async (stage) => {
      await openGrant(stage);
      await press(stage, 'grants.end');
      await stage.page.getByRole('dialog').nth(1).waitFor();
    },
  },
];

export const consolePictures: readonly Picture[] = [...pages, ...without, ...grant];
