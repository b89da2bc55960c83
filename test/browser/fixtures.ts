import { test as base, expect, type Page } from '@playwright/test';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { BankScreens } from './bank-screens.ts';
import { PartnerSite } from './partner-site.ts';

interface TestParts {
  /** Before each test the bank is as it was at the start, clock included: no test sees another's traces. */
  freshBank: void;
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
      // With its keys, which would otherwise be made again after each return.
      await sandbox.context.keys.jwks();
      await sandbox.control('POST', '/snapshots', { name: 'fresh' });
      await use(sandbox);
    },
    { scope: 'worker' },
  ],
  freshBank: [
    async ({ sandbox }, use) => {
      await sandbox.control('POST', '/snapshots/fresh/restore');
      await use();
    },
    { auto: true },
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
