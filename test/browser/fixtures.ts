import { test as base, expect, type Page } from '@playwright/test';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { BankScreens } from './bank-screens.ts';
import { PartnerSite } from './partner-site.ts';

interface TestParts {
  /** The bank's screens as a customer sees them. */
  bank: BankScreens;
  /** The demo partner's site. */
  partner: PartnerSite;
}

interface WorkerParts {
  /** A sandbox of this worker's own with the demo scenario and a clock that stands still. */
  sandbox: TestSandbox;
}

export const test = base.extend<TestParts, WorkerParts>({
  sandbox: [
    async ({}, use) => {
      await using sandbox = await startSandbox();
      await use(sandbox);
    },
    { scope: 'worker' },
  ],
  bank: async ({ page, sandbox }, use) => {
    await use(new BankScreens(page, sandbox));
  },
  partner: async ({ page, sandbox }, use) => {
    await use(new PartnerSite(page, sandbox));
  },
});

export { expect };

/** The page must fit its width: nothing may have to be scrolled sideways. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
}
