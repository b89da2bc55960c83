import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from './fixtures.ts';
import { launchElectron } from './desktop-app.ts';

/** The shell restarts only an engine that has lived this long; a test has to wait for its birthday. */
const WORTH_RESTARTING_AFTER_MS = 5_000;

test('an engine that dies is started again on the same addresses', async ({ desktop }) => {
  const before = await desktop.enginePid();
  if (before === undefined) throw new Error('no engine process');
  await expect
    .poll(
      () =>
        desktop.electron.evaluate(
          ({ app }, pid) =>
            Date.now() -
            (app.getAppMetrics().find((process) => process.pid === pid)?.creationTime ?? Infinity),
          before,
        ),
      { timeout: 15_000 },
    )
    .toBeGreaterThan(WORTH_RESTARTING_AFTER_MS);
  process.kill(before, 'SIGKILL');

  await expect.poll(() => desktop.enginePid()).not.toBe(before);
  await expect
    .poll(() =>
      desktop.request('GET', '/clock').then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
});

test('a taken port is explained, with the choice of a free one', async ({ userDataDir }) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const app = await launchElectron(userDataDir, [`--port=${String(address.port)}`]);
  try {
    const question = await app.firstWindow();
    await expect(question.getByRole('heading', { name: 'ポートがすでに使われています' })).toBeVisible();
    const [console] = await Promise.all([
      app.waitForEvent('window'),
      question
        .getByRole('link', { name: /空いているポートで起動/ })
        .click({ noWaitAfter: true })
        .catch(() => undefined),
    ]);
    await expect(console.getByRole('heading', { level: 1 })).toBeVisible();
  } finally {
    await app.close();
    squatter.close();
  }
});
