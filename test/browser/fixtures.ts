import { test as base, expect, type Page } from '@playwright/test';
import { copyOf, type BankState } from '../../server/bank/state.ts';
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
const starts = new WeakMap<TestSandbox, BankState>();

async function returnToTheStart(sandbox: TestSandbox): Promise<void> {
  const { context } = sandbox;
  const start = starts.get(sandbox);
  if (start === undefined) {
    // With its keys, which would otherwise be made again after each return.
    await context.keys.jwks();
    starts.set(sandbox, copyOf(context.state));
    return;
  }
  const prepared = await context.storage.prepare(copyOf(start));
  const clock = start.clock.get('current') ?? { mode: 'real' };
  await context.replaceState(prepared, () => ({ clock, changes: [] }));
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

/** Where people decide, whatever is pressed or ticked can be hit within 44 pixels of height. */
export async function expectEasyToHit(page: Page): Promise<void> {
  const small = await page.evaluate(() => {
    const targets = document.querySelectorAll<HTMLElement>(
      'button, input:not([type="hidden"]), summary, nav a, a.button',
    );
    const isHit = (target: HTMLElement) => {
      const labels =
        target instanceof HTMLInputElement && /radio|checkbox/.test(target.type) && target.labels;
      const area = (labels && labels[0]) || target;
      area.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = area.getBoundingClientRect();
      return [-21.5, 0, 21.5].every((away) => {
        const found = document.elementFromPoint(left + Math.min(width / 2, 24), top + height / 2 + away);
        return found !== null && (area.contains(found) || target.contains(found) || found.contains(target));
      });
    };
    return [...targets]
      .filter((target) => target.checkVisibility() && !isHit(target))
      .map((target) => target.textContent || target.outerHTML);
  });
  expect(small).toEqual([]);
}

/** The page must fit its width: nothing may have to be scrolled sideways. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
}
