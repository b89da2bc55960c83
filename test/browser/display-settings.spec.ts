import type { Page } from '@playwright/test';
import { customers, type BankScreens, type ScreenVariant } from './bank-screens.ts';
import { ConsoleSite } from './console-site.ts';
import { expect, expectNoSidewaysScrolling, test } from './fixtures.ts';
import type { PartnerSite } from './partner-site.ts';
import type { TestSandbox } from '../harness/sandbox.ts';

// What people set in their system or browser, and what people without a mouse need.

interface Site {
  readonly bank: BankScreens;
  readonly partner: PartnerSite;
  readonly page: Page;
  readonly sandbox: TestSandbox;
}

const variants: ScreenVariant[] = ['personal', 'smartphone', 'corporate'];
const consolePages = [
  '/',
  '/log',
  '/customers',
  '/clients',
  '/grants',
  '/time',
  '/faults',
  '/scenarios',
  '/settings',
  '/training',
];

interface Screen {
  readonly name: string;
  readonly open: (site: Site) => Promise<void>;
}

const customerScreens: Screen[] = [
  ...variants.flatMap((variant): Screen[] => [
    { name: `login (${variant})`, open: ({ bank }) => bank.openLogin(variant) },
    {
      name: `consent (${variant})`,
      open: async ({ bank }) => {
        await bank.openConsent(variant);
        await expect(bank.agreement).toBeVisible();
      },
    },
  ]),
  {
    name: 'the certificate chooser',
    open: async ({ bank }) => {
      await bank.openLogin('personal');
      await bank.button('電子証明書認証').click();
      await expect(bank.heading('電子証明書認証')).toBeVisible();
    },
  },
  {
    name: 'the choice of personal or corporate',
    open: async ({ bank, page }) => {
      await page.goto(bank.authorizationUrl('personal', { client_id: 'freee' }));
    },
  },
  { name: 'the partner’s choice of a bank', open: ({ partner }) => partner.open() },
  {
    name: 'the partner, linked',
    open: async ({ partner }) => {
      await partner.link(customers.personal);
      await expect(partner.region('口座').first()).toBeVisible();
    },
  },
  {
    name: 'the partner’s mistakes',
    open: async ({ page, sandbox }) => {
      await page.goto(`${sandbox.ready.partner}lessons`);
      await page.getByRole('button', { name: '学習を始める' }).click();
      await expect(page.getByRole('button', { name: 'この間違いを試す' }).first()).toBeVisible();
    },
  },
];

/** What Tab comes to on the open page, in order, and what of it can't be seen to have the focus. */
async function walkByTab(page: Page): Promise<{ passed: number; unseen: string[] }> {
  const unseen: string[] = [];
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    // Tab goes on from where it was, also when that has gone with the page before: begin at the top.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    // The console stays the same document from page to page.
    for (const passed of document.querySelectorAll('[data-passed]')) passed.removeAttribute('data-passed');
  });
  for (let passed = 0; passed < 100; passed += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body || focused.hasAttribute('data-passed')) return undefined;
      focused.setAttribute('data-passed', '');
      // A ring may be drawn round the choice a box stands in.
      const around = [focused, focused.parentElement, focused.parentElement?.parentElement];
      const ringed = around.some((element) => {
        if (!element) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
      const { top, bottom, left, right } = focused.getBoundingClientRect();
      const inView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      return ringed && inView ? '' : `${focused.outerHTML.slice(0, 120)} ringed ${ringed} in view ${inView}`;
    });
    if (stop === undefined) return { passed, unseen };
    if (stop !== '') unseen.push(stop);
  }
  return { passed: 100, unseen };
}

/** 1280 pixels at 200 % and at 400 % (WCAG 2.2 §1.4.4, §1.4.10). */
const ZOOMED_WIDTHS = [640, 320];

async function expectForKeyboardAndZoom(page: Page): Promise<void> {
  const { passed, unseen } = await walkByTab(page);
  expect(unseen).toEqual([]);
  expect(passed).toBeGreaterThan(2);
  const viewport = page.viewportSize();
  for (const width of ZOOMED_WIDTHS) {
    await page.setViewportSize({ width, height: 400 });
    await expectNoSidewaysScrolling(page);
  }
  if (viewport) await page.setViewportSize(viewport);
}

test.describe('by keyboard the focus is seen, and zoomed nothing has to be scrolled sideways', () => {
  for (const { name, open } of customerScreens) {
    test(name, async ({ bank, partner, page, sandbox }) => {
      await open({ bank, partner, page, sandbox });
      await expectForKeyboardAndZoom(page);
    });
  }

  test('the console', async ({ page, sandbox }) => {
    // Hundreds of stops on ten pages.
    test.slow();
    const console = new ConsoleSite(page, sandbox);
    await console.open();
    for (const path of consolePages) {
      await test.step(path, async () => {
        await console.goTo(path);
        await expectForKeyboardAndZoom(page);
      });
    }
  });
});

test.describe('with the colours of the system', () => {
  test.use({ forcedColors: 'active' });

  /** The colour of the edge of what is chosen, and of what is not. */
  const edgeOf = (page: Page, name: string, edge: string) =>
    page
      .getByRole('tab', { name, exact: true })
      .evaluate((tab, side) => getComputedStyle(tab).getPropertyValue(side), edge);

  test('the console tells by an edge where one is', async ({ page, sandbox }) => {
    const console = new ConsoleSite(page, sandbox);
    await console.open('/settings');
    const edge = 'border-bottom-color';
    expect(await edgeOf(page, 'ふるまい', edge)).not.toBe(await edgeOf(page, '営業時間', edge));
    const link = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
    await expect(link('設定')).toHaveCSS('border-top-width', '1px');
    await expect(link('概要')).toHaveCSS('border-top-width', '0px');
  });

  test('the bank tells a chosen permission and the main button by their edges', async ({ bank, page }) => {
    await bank.openConsent('personal');
    await bank.checkbox('残高照会').uncheck();
    const edge = (name: string) =>
      page
        .locator('.choice')
        .filter({ has: bank.checkbox(name) })
        .evaluate((choice) => getComputedStyle(choice).borderTopColor);
    expect(await edge('残高照会')).not.toBe(await edge('入出金明細照会'));
    await expect(bank.button('許可')).toHaveCSS('border-top-width', '3px');
    await expect(bank.button('キャンセル')).toHaveCSS('border-top-width', '1px');
  });
});

test.describe('where the system asks for less motion', () => {
  test.use({ reducedMotion: 'reduce' });

  test('nothing moves on any page', async ({ bank, partner, page, sandbox }) => {
    const longest = () =>
      page.evaluate(() =>
        Math.max(
          ...[...document.querySelectorAll('*')].flatMap((element) => {
            const { animationDuration, transitionDuration } = getComputedStyle(element);
            return `${animationDuration},${transitionDuration}`.split(',').map(Number.parseFloat);
          }),
        ),
      );
    await bank.openConsent('personal');
    expect(await longest()).toBeLessThan(0.001);
    await partner.open();
    expect(await longest()).toBeLessThan(0.001);
    const console = new ConsoleSite(page, sandbox);
    await console.open('/log');
    expect(await longest()).toBeLessThan(0.001);
    await console.goTo('/training');
    expect(await longest()).toBeLessThan(0.001);
  });
});
