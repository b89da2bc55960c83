import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from './fixtures.ts';
import { launchElectron } from './desktop-app.ts';

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
