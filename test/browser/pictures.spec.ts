import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { startSandbox, TEST_TIME, type TestSandbox } from '../harness/sandbox.ts';
import { NOT_COMPARED } from '../runner/reports.ts';
import { ROOT } from '../runner/step.ts';
import { fileOf, files, pictures, series } from './album/all.ts';
import { looks, type InstalledCertificate, type Look, type Shot, type Stage } from './album/picture.ts';
import { expectSubject } from './album/proof.ts';
import { showSpecimen } from './album/specimen.ts';
import { holdStill, settled } from './album/steady.ts';
import { BankScreens } from './bank-screens.ts';
import { expect, test as base } from './fixtures.ts';

// Every screen, compared with the committed picture of it. `npm run shots -- --pictures` makes them anew.
// That there is one of each, test/unit/album.test.ts sees to.

const folder = join(ROOT, 'test/browser/pictures');
const SPECIMEN = 'specimen.png';
/** All pictures together: a clone of the repository should stay light. */
const MOST_BYTES = 7 * 1024 * 1024;

/** Set where only some pictures are to be made: those whose files' names hold one of these words. */
const wanted = process.env['IB_LINK_PICTURES_ONLY']?.split(' ') ?? [''];
const isWanted = (shot: Shot, look: Look) => wanted.some((word) => fileOf(shot, look).includes(word));

/** Says it where a machine is to compare whatever happens: there a skipped comparison is a failure. */
const mustCompare = process.env['IB_LINK_PICTURES'] === 'must';

const DRAWS_OTHERWISE =
  'The screens are shown but not compared with their pictures: this machine draws letters or forms ' +
  'otherwise than the one the pictures were made on (Debian’s chromium-headless-shell with ' +
  'fonts-noto-cjk). `npm run shots -- --pictures` makes them anew here.';

function newContext(
  browser: Browser,
  look: Look,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  return browser.newContext({
    ...options,
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

/** A page in a browser that has this certificate for the bank's TLS address. */
type Open = (look: Look, certificate?: InstalledCertificate) => Promise<Page>;

const test = base.extend<{ open: Open; comparable: boolean }>({
  /** Whether what this machine draws can be compared. */
  comparable: [
    async ({ browser, sandbox }, use) => {
      alike ??= drawsAlike(browser);
      const comparable = await alike;
      if (!comparable && mustCompare) throw new Error(DRAWS_OTHERWISE);
      await sandbox.request('DELETE', '/log');
      await use(comparable);
    },
    { auto: true },
  ],
  open: async ({ browser, sandbox }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (look, certificate) => {
      const context = await newContext(browser, look, tlsOptions(sandbox, certificate));
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

/** A bank that answers over TLS too: then it wants certificates of the browser's own. */
const overTls = test.extend<object, { sandbox: TestSandbox }>({
  sandbox: [
    async ({}, use) => {
      await using sandbox = await startSandbox({ httpsPort: 0 });
      await use(sandbox);
    },
    { scope: 'worker' },
  ],
});

function tlsOptions(
  { ready: { httpsIssuer } }: TestSandbox,
  certificate: InstalledCertificate | undefined,
): BrowserContextOptions {
  if (httpsIssuer === null) return {};
  return {
    // The CA is in no trust store of the test's browser.
    ignoreHTTPSErrors: true,
    ...(certificate && { clientCertificates: [{ origin: httpsIssuer, ...certificate }] }),
  };
}

/** Shows the screen, sees that it is the one, and compares it with its picture where that can be done. */
async function expectPicture(shot: Shot, stage: Stage, comparable: boolean): Promise<void> {
  await shot.show(stage);
  await settled(stage.page);
  if (shot.of) await expectSubject(shot.of, stage);
  if (!comparable) {
    test.info().annotations.push({ type: NOT_COMPARED, description: fileOf(shot, stage.look) });
    return;
  }
  const shown = shot.part?.(stage.page) ?? stage.page;
  const fullPage = shot.whole === 'pc' ? stage.look.width > looks.phone.width : (shot.whole ?? false);
  await expect.soft(shown).toHaveScreenshot(fileOf(shot, stage.look), { fullPage });
}

for (const picture of pictures) {
  for (const look of picture.looks.filter((each) => isWanted(picture, each))) {
    const title = `${picture.name} (${look.name})`;
    const { overTls: certificate } = picture;
    if (certificate) {
      overTls(title, async ({ open, sandbox, comparable }) => {
        const page = await open(look, await certificate(sandbox));
        await expectPicture(picture, { page, sandbox, look }, comparable);
      });
    } else {
      test(title, async ({ open, sandbox, comparable }) => {
        await expectPicture(picture, { page: await open(look), sandbox, look }, comparable);
      });
    }
  }
}

for (const { name, looks: taken, begin, shots } of series) {
  for (const look of taken) {
    const some = shots.filter((shot) => isWanted(shot, look));
    if (some.length === 0) continue;
    test(`${name} (${look.name})`, async ({ open, sandbox, comparable }) => {
      const stage = { page: await open(look), sandbox, look };
      await begin(stage);
      for (const shot of some) {
        await expectPicture(shot, stage, comparable);
        await shot.leave(stage);
      }
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
  test(`tells apart: ${change}`, { tag: COMPARES }, async ({ open, sandbox, comparable }) => {
    test.skip(!comparable, DRAWS_OTHERWISE);
    const page = await open(looks.ja);
    await new BankScreens(page, sandbox).openLogin('personal');
    await settled(page);
    await expect(page).toHaveScreenshot('personal-login-ja.png', { fullPage: true });
    await make(page);
    await expect(page).not.toHaveScreenshot('personal-login-ja.png', { fullPage: true });
  });
}

test('the files are those of the album, and all together are small', { tag: COMPARES }, () => {
  const kept = readdirSync(folder);
  expect(kept.toSorted()).toEqual([...files, SPECIMEN].toSorted());
  const bytes = kept.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
