import AxeBuilder from '@axe-core/playwright';
import { chooserPages, messages, showDesktopPage } from './album/desktop-pictures.ts';
import { expect, expectNoSidewaysScrolling, test } from './fixtures.ts';
import { messagePage } from '../../electron/message-page.ts';
import { openingPage } from '../../electron/opening-page.ts';

// The pages the desktop app brings with it: the choice of a certificate, and what it says where the
// engine does not start. They have one size for all languages, so each is tried in its smallest.

const languages = ['ja', 'en'] as const;

const pages = [
  ...Object.entries(chooserPages).flatMap(([name, html]) =>
    languages.map((lang) => ({ name, lang, html: html(lang), size: { width: 560, height: 460 } })),
  ),
  ...languages.map((lang) => ({
    name: 'opening',
    lang,
    html: openingPage(lang),
    size: { width: 720, height: 480 },
  })),
  ...Object.entries(messages).map(([name, message]) => ({
    name,
    lang: 'ja' as const,
    html: messagePage(message),
    size: { width: 640, height: 420 },
  })),
];

for (const { name, lang, html, size } of pages) {
  test(`${name} (${lang}) is accessible in either theme, and fits its window`, async ({ page }) => {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await showDesktopPage(page, html);
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expectNoSidewaysScrolling(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: node }) => node).join(' ')}`),
      ).toEqual([]);
    }
  });
}
