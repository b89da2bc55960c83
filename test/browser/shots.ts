import { chromium, type Page } from '@playwright/test';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { buildStale } from '../../server/cli/build.ts';
import { ROOT, runStep } from '../runner/step.ts';
import { flatten } from './album/flat-png.ts';
import { BankScreens, customers } from './bank-screens.ts';
import { chromiumLaunch } from './chromium-launch.ts';
import { ConsoleSite } from './console-site.ts';
import { PartnerSite } from './partner-site.ts';

const HELP = `npm run shots                         remakes the README's screenshots, from the demo scenario at a fixed time
npm run shots -- --pictures           remakes all that test/browser/pictures.spec.ts compares the screens with
npm run shots -- --pictures --only certificate --only console-dialog
                                      only those whose files' names hold one of these words; the others stay
`;

const { values: asked } = parseArgs({
  options: {
    pictures: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const folder = join(ROOT, 'test/shots');
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

interface Stage {
  readonly sandbox: TestSandbox;
  /** A page with nothing remembered, in this size. */
  readonly newPage: (viewport: { width: number; height: number }) => Promise<Page>;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  process.stdout.write(`test/shots/${name}.png\n`);
}

async function bankScreens({ sandbox, newPage }: Stage): Promise<void> {
  for (const variant of ['personal', 'smartphone', 'corporate'] as const) {
    const page = await newPage(variant === 'smartphone' ? PHONE : DESKTOP);
    const bank = new BankScreens(page, sandbox);
    await bank.openLogin(variant);
    await shoot(page, `login-${variant}`);
    await bank.logIn(variant);
    await bank.agreement.waitFor();
    await shoot(page, `consent-${variant}`);
  }
}

async function partnerAndConsole({ sandbox, newPage }: Stage): Promise<void> {
  const partner = new PartnerSite(await newPage(DESKTOP), sandbox);
  await partner.link(customers.personal);
  await partner.region('口座').waitFor();
  await shoot(partner.page, 'partner');

  // A refusal among the answers: the log explains it.
  await fetch(`${sandbox.issuer}/ib/v1/accounts/balances`, { headers: { authorization: 'Bearer unknown' } });

  const console = new ConsoleSite(await newPage(DESKTOP), sandbox);
  await console.open();
  await shoot(console.page, 'console-overview');
  await console.goTo('/log');
  await console.rows.filter({ hasText: '401' }).first().click();
  await console.details.getByText('直し方').waitFor();
  await shoot(console.page, 'console-log');
  for (const name of [
    'customers',
    'clients',
    'grants',
    'time',
    'faults',
    'scenarios',
    'training',
    'settings',
  ]) {
    await console.goTo(`/${name}`);
    await shoot(console.page, `console-${name}`);
  }
}

async function readmeShots(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch(chromiumLaunch);
  try {
    await using sandbox = await startSandbox();
    const stage: Stage = {
      sandbox,
      newPage: async (viewport) => {
        const context = await browser.newContext({ viewport, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
        return context.newPage();
      },
    };
    await bankScreens(stage);
    await partnerAndConsole(stage);
  } finally {
    await browser.close();
  }
}

/**
 * All of them, so that none is left of a screen that is gone; or those whose files' names hold one of the words.
 *
 * @returns the exit code
 */
async function comparedPictures(words: readonly string[]): Promise<number> {
  const pictures = join(ROOT, 'test/browser/pictures');
  if (words.length === 0) await rm(pictures, { recursive: true, force: true });
  const code = await runStep({
    command: join(ROOT, 'node_modules/.bin/playwright'),
    args: [
      ...['test', '--project=browser', 'pictures.spec.ts', '--grep-invert=@compares'],
      ...['--update-snapshots=all', '--retries=0'],
    ],
    limitMs: 30 * 60_000,
    ...(words.length > 0 && { env: { IB_LINK_PICTURES_ONLY: words.join(' ') } }),
  });
  for (const name of await readdir(pictures)) {
    const file = join(pictures, name);
    await writeFile(file, flatten(await readFile(file)));
  }
  return code;
}

if (asked.help) {
  process.stdout.write(HELP);
} else {
  await buildStale(['server', 'renderer']);
  if (asked.pictures) process.exitCode = await comparedPictures(asked.only);
  else await readmeShots();
}
