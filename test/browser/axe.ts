import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * What axe objects to on a page without frames: the rule, and the elements it is about.
 * @param rules all that axe has by itself, where none are named
 */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // axe looks into frames by another way, which costs it a page of its own each time.
  await expect.poll(() => page.frames().length).toBe(1);
  const loaded = await page.evaluate(() => 'axe' in window);
  const { violations } = await new AxeBuilder({ page, ...(loaded ? { axeSource: ';' } : {}) })
    .setLegacyMode()
    .options({
      // The rest, a description of each element that is in order, is longer than the page.
      resultTypes: ['violations'],
      ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: [...rules] } }),
    })
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
