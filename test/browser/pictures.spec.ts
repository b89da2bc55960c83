import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { TEST_TIME } from '../harness/sandbox.ts';
import { ROOT } from '../runner/step.ts';
import { bankPictures } from './album/bank-pictures.ts';
import { consolePictures } from './album/console-pictures.ts';
import { partnerPictures } from './album/partner-pictures.ts';
import { looks, type Look, type Picture } from './album/picture.ts';
import { showSpecimen } from './album/specimen.ts';
import { holdStill, settled } from './album/steady.ts';
import { BankScreens } from './bank-screens.ts';
import { expect, test as base } from './fixtures.ts';

// Every screen, compared with the committed picture of it. `npm run shots -- --pictures` makes them anew.

const folder = join(ROOT, 'test/browser/pictures');
const SPECIMEN = 'specimen.png';
/** All pictures together: a clone of the repository should stay light. */
const MOST_BYTES = 5 * 1024 * 1024;
const pictures: readonly Picture[] = [...bankPictures, ...partnerPictures, ...consolePictures];
const fileOf = (picture: Picture, look: Look) => `${picture.name}-${look.name}.png`;

/** Says it where a machine is to compare whatever happens: there a skipped comparison is a failure. */
const mustCompare = process.env['IB_LINK_PICTURES'] === 'must';

const DRAWS_OTHERWISE =
  'The screens are not compared with their pictures: this machine draws letters or forms otherwise than ' +
  'the one the pictures were made on (Debian’s chromium with fonts-noto-cjk). ' +
  '`npm run shots -- --pictures` makes them anew here.';

function newContext(browser: Browser, look: Look): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    deviceScaleFactor: 1,
  });
}

/** Whether this machine's browser draws the specimen as it was drawn where the pictures were made. */
async function drawsAlike(browser: Browser): Promise<boolean> {
  const context = await newContext(browser, looks.ja);
  try {
    const page = await context.newPage();
    await showSpecimen(page);
    await expect(page).toHaveScreenshot(SPECIMEN);
    return true;
  } catch {
    return false;
  } finally {
    await context.close();
  }
}

/** Asked once in each worker. */
let alike: Promise<boolean> | undefined;

const test = base.extend<{ open: (look: Look) => Promise<Page>; comparable: void }>({
  comparable: [
    async ({ browser, sandbox }, use, testInfo) => {
      alike ??= drawsAlike(browser);
      if (!(await alike)) {
        if (mustCompare) throw new Error(DRAWS_OTHERWISE);
        testInfo.skip(true, DRAWS_OTHERWISE);
      }
      await sandbox.request('DELETE', '/log');
      await use();
    },
    { auto: true },
  ],
  open: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (look) => {
      const context = await newContext(browser, look);
      contexts.push(context);
      const page = await context.newPage();
      await page.clock.setFixedTime(TEST_TIME);
      await holdStill(page);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

// A test that fails shows three pictures already; a recording of how it came there costs more than the rest.
test.use({ trace: 'off', screenshot: 'off' });

for (const picture of pictures) {
  for (const look of picture.looks) {
    test(`${picture.name} (${look.name})`, async ({ open, sandbox }) => {
      const page = await open(look);
      await picture.show({ page, sandbox, look });
      await settled(page);
      const shown = picture.part?.(page) ?? page;
      await expect(shown).toHaveScreenshot(fileOf(picture, look), { fullPage: picture.whole ?? false });
    });
  }
}

/** Left out while pictures are made. */
const COMPARES = '@compares';

for (const { change, make } of [
  {
    change: 'one letter of a word',
    make: (page: Page) =>
      page.getByText('パスワード', { exact: true }).evaluate((label) => {
        label.textContent = 'パスワート';
      }),
  },
  {
    change: 'a button of a slightly other colour',
    make: (page: Page) =>
      page.getByRole('button', { name: '認証', exact: true }).evaluate((button) => {
        button.style.backgroundColor = '#0f7a66';
      }),
  },
  {
    change: 'a line two pixels lower',
    make: (page: Page) =>
      page.getByRole('heading', { level: 1 }).evaluate((heading) => {
        heading.style.cssText = 'position: relative; top: 2px';
      }),
  },
]) {
  test(`tells apart: ${change}`, { tag: COMPARES }, async ({ open, sandbox }) => {
    const page = await open(looks.ja);
    await new BankScreens(page, sandbox).openLogin('personal');
    await settled(page);
    await expect(page).toHaveScreenshot('personal-login-ja.png', { fullPage: true });
    await make(page);
    await expect(page).not.toHaveScreenshot('personal-login-ja.png', { fullPage: true });
  });
}

test('there is a picture of each screen, of no other, and all together are small', { tag: COMPARES }, () => {
  const wanted = pictures.flatMap((picture) => picture.looks.map((look) => fileOf(picture, look)));
  const kept = readdirSync(folder);
  expect(kept.toSorted()).toEqual([...wanted, SPECIMEN].toSorted());
  const bytes = kept.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
