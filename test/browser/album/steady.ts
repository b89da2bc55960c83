import type { Page } from '@playwright/test';

/**
 * What differs from run to run, and what stands in its place on a picture. As long as one another,
 * whatever was there: a line that breaks elsewhere is a difference too.
 */
const passing: readonly (readonly [pattern: string, instead: string])[] = [
  // The ports of a sandbox in a test.
  [String.raw`(127\.0\.0\.1|localhost)(:|%3A)\d+`, '$1$28880'],
  // Made-up identifiers, tokens and their fingerprints.
  [String.raw`\b(gr|ia|ac|at|rt|ex|req|fl|f)_[\w-]{8,}(\.[\w-]+)*`, '$1_0123456789'],
  [String.raw`\bg_[\w-]{22}`, 'g_0123456789012345678901'],
  [String.raw`\b[a-z]+_…[\w-]{4}`, 'tok_…0123'],
  [String.raw`\br[0-9a-f]{8}-\w+`, 'r01234567-1'],
  // The fingerprint of a CA of the test, and the serial number of a certificate it issued.
  [
    String.raw`\b([0-9A-F]{2}:){31}[0-9A-F]{2}\b`,
    '0123456789ABCDEF0123456789ABCDEF'.replaceAll(/../g, '$&:').repeat(2).slice(0, -1),
  ],
  [String.raw`\b[0-9A-F]{30,40}\b`, '60150123456789ABCDEF0123456789AB'],
  // What is shown once: the password of a certificate's file, a client_secret.
  [String.raw`^[a-z2-9]{5}(-[a-z2-9]{5}){3}$`, 'abcde-fghjk-mnpqr-stuvw'],
  [String.raw`^[\w-]{43}$`, '0123456789012345678901234567890123456789012'],
  // How long an answer took.
  [String.raw`^\d+\.\d$`, '1.2'],
  [String.raw`\d+(\.\d)? ms`, '1.2 ms'],
];

/** From the next document on, shows the passing things of a page as the same on every run. */
export async function holdStill(page: Page): Promise<void> {
  await page.addInitScript((rules) => {
    const patterns = rules.map(([pattern, instead]) => [new RegExp(pattern, 'g'), instead] as const);
    const steady = (text: string) =>
      patterns.reduce((changed, [pattern, instead]) => changed.replace(pattern, instead), text);
    const still = (node: Node) => {
      const words = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      for (let text: Node | null = words.currentNode; text; text = words.nextNode()) {
        if (text.nodeType !== Node.TEXT_NODE || text.nodeValue === null) continue;
        const changed = steady(text.nodeValue);
        if (changed !== text.nodeValue) text.nodeValue = changed;
      }
    };
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) [target, ...addedNodes].forEach(still);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }, passing);
}

/** Once everything that was still on its way is there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'hidden' });
  await page.evaluate(() => document.fonts.ready);
}
