import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from './fixtures.ts';
import type { ElectronApplication, Page } from '@playwright/test';
import { consoleOf, launchElectron } from './desktop-app.ts';

/** The shell restarts only an engine that has lived this long. */
const WORTH_RESTARTING_AFTER_MS = 5_000;

test('an engine that dies is started again on the same addresses', async ({ desktop }) => {
  const launchedAt = performance.now();
  const before = await desktop.enginePid();
  if (before === undefined) throw new Error('no engine process');
  await expect
    .poll(() => performance.now() - launchedAt, { timeout: 2 * WORTH_RESTARTING_AFTER_MS })
    .toBeGreaterThan(WORTH_RESTARTING_AFTER_MS);
  process.kill(before, 'SIGKILL');

  const answers = () =>
    desktop.request('GET', '/clock').then(
      ({ status }) => status,
      () => 'no answer',
    );
  await expect
    .poll(async () => [await desktop.enginePid(), await answers()])
    .toEqual([expect.any(Number), 200]);
  expect(await desktop.enginePid()).not.toBe(before);
});

test('an engine that dies early is not restarted in a circle: a window says so', async ({ desktop }) => {
  const pid = await desktop.enginePid();
  if (pid === undefined) throw new Error('no engine process');
  const [message] = await Promise.all([
    desktop.electron.waitForEvent('window'),
    Promise.resolve(process.kill(pid, 'SIGKILL')),
  ]);
  await expect(message.getByRole('heading', { name: 'サンドボックスが停止しました' })).toBeVisible();
  await expect(message.getByRole('link', { name: /終了/ })).toBeVisible();
});

test('a taken port is explained, with the choice of a free one', async ({ userDataDir }) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const app = await launchElectron(userDataDir, [`--port=${String(address.port)}`]);
  try {
    const question = await windowWith(app, 'ポートがすでに使われています');
    const [console] = await Promise.all([
      app.waitForEvent('window'),
      question
        .getByRole('link', { name: /空いているポートで起動/ })
        .click({ noWaitAfter: true })
        .catch(() => undefined),
    ]);
    await consoleOf(console);
  } finally {
    await app.close();
    squatter.close();
  }
});

test('the window is there before the engine, says so, and becomes the console', async ({ userDataDir }) => {
  const app = await launchElectron(userDataDir, ['--https-port=off']);
  try {
    const page = await app.firstWindow();
    // Where the console has been quicker than this test there is nothing left to be seen of the page.
    const opening = page.getByRole('heading', { name: 'サンドボックスを起動しています' });
    if (page.url().startsWith('data:')) await Promise.race([opening.waitFor(), page.waitForURL(/^http:/)]);
    await consoleOf(page);
    await expect(opening).toHaveCount(0);
    expect(app.windows()).toEqual([page]);
  } finally {
    await app.close();
  }
});

/** The window that shows a heading, whichever of those that are there or come. */
async function windowWith(app: ElectronApplication, heading: string): Promise<Page> {
  let found: Page | undefined;
  await expect
    .poll(async () => {
      for (const page of app.windows()) {
        const shows = await page
          .getByRole('heading', { name: heading })
          .isVisible()
          .catch(() => false);
        if (shows) found = page;
      }
      return found !== undefined;
    })
    .toBe(true);
  if (!found) throw new Error(`no window shows ${heading}`);
  return found;
}
