import { test as base, expect, type Page } from '@playwright/test';
import { captureState, fillState, type StateContents } from '../../server/storage/contents.ts';
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

/** What each sandbox held before its first test. */
const starts = new WeakMap<TestSandbox, string>();

async function returnToTheStart(sandbox: TestSandbox): Promise<void> {
  const { context } = sandbox;
  const start = starts.get(sandbox);
  if (start === undefined) {
    // With its keys, which would otherwise be made again after each return.
    await context.keys.jwks();
    starts.set(sandbox, JSON.stringify(captureState(context.state)));
    return;
  }
  const contents = JSON.parse(start) as StateContents;
  await context.replaceState((state) => {
    fillState(state, contents);
    context.clock.set(state.clock.get('current') ?? { mode: 'real' });
  });
}

export const test = base.extend<TestParts, WorkerParts>({
  sandbox: [
    async ({}, use) => {
      await using sandbox = await startSandbox();
      await use(sandbox);
    },
    { scope: 'worker' },
  ],
  freshBank: [
    async ({ sandbox }, use) => {
      await returnToTheStart(sandbox);
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
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
}
