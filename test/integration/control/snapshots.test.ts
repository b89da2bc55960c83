import { afterAll, beforeAll, expect, it } from 'vitest';
import { everything, expectProblem } from '../../harness/control-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

interface Named {
  items: { name: string }[];
}

it('returns to a kept state with its grants and its clock, the one way back in time', async () => {
  const made = await sandbox.control<{ access_token: string }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  const balances = () =>
    fetch(`${sandbox.issuer}/ib/v1/accounts/balances`, {
      headers: { authorization: `Bearer ${made.access_token}` },
    });
  const before = everything(sandbox);
  const { now } = await sandbox.control<{ now: string }>('GET', '/clock');
  await sandbox.control('POST', '/snapshots', { name: 'linked' });
  expect((await sandbox.control<Named>('GET', '/snapshots')).items.map(({ name }) => name)).toEqual([
    'linked',
  ]);

  await sandbox.control('POST', '/clock/advance', { by: 'P91D' });
  await sandbox.control('POST', '/scenario', { name: 'blank' });
  expect((await balances()).status).toBe(401);

  const restored = await sandbox.control<{ now: string }>('POST', '/snapshots/linked/restore');
  expect(restored.now).toBe(now);
  expect(everything(sandbox)).toEqual(before);
  expect((await balances()).status).toBe(200);

  await sandbox.control('DELETE', '/snapshots/linked');
  expect((await sandbox.control<Named>('GET', '/snapshots')).items).toEqual([]);
});

it.each([
  ['POST', '/snapshots', {}, 422, 'name'],
  ['POST', '/snapshots', { name: '../keys' }, 422, 'name'],
  ['POST', '/snapshots', { name: 'a'.repeat(65) }, 422, 'name'],
  ['POST', '/snapshots', { name: 'x', more: 1 }, 422, 'more'],
  ['POST', '/snapshots/never-kept/restore', undefined, 404, 'snapshot_not_found'],
  ['POST', '/snapshots/..%2Fkeys/restore', undefined, 422, 'name'],
  ['DELETE', '/snapshots/never-kept', undefined, 404, 'snapshot_not_found'],
] as const)('%s %s %o is refused and changes nothing', async (method, path, body, status, fault) => {
  const before = everything(sandbox);
  const response = await sandbox.request(method, path, body);
  const problem = expectProblem(await response.text(), status);
  expect([problem.code, ...(problem.errors ?? []).map((error) => error.path)]).toContain(fault);
  expect(everything(sandbox)).toEqual(before);
});

interface Automatic {
  items: { name: string; before?: string }[];
}

const automatic = async () =>
  (await sandbox.control<Automatic>('GET', '/snapshots?automatic=1')).items.filter(({ before }) => before);

it.each([
  ['/clock/advance', { by: 'P90D' }, 'clock'],
  ['/scenario', { name: 'blank' }, 'scenario'],
  ['/scenario/reset', undefined, 'scenario'],
] as const)(
  'keeps the state before %s by itself, and names it as the way back',
  async (path, body, before) => {
    const was = everything(sandbox);
    const { now } = await sandbox.control<{ now: string }>('GET', '/clock');
    const { undo } = await sandbox.control<{ undo: string }>('POST', path, body);
    expect((await automatic()).at(-1)).toMatchObject({ name: undo, before });

    const restored = await sandbox.control<{ now: string; undo: string }>(
      'POST',
      `/snapshots/${undo}/restore`,
    );
    expect(restored.now).toBe(now);
    expect(everything(sandbox)).toEqual(was);
    // Going back can be taken back too.
    expect((await automatic()).at(-1)).toMatchObject({ name: restored.undo, before: 'snapshot' });
  },
);

it('keeps five of them, and none where the change is refused', async () => {
  for (let day = 0; day < 7; day += 1) await sandbox.control('POST', '/clock/advance', { by: 'P1D' });
  const before = await automatic();
  expect(before).toHaveLength(5);
  const refused = await sandbox.request('POST', '/clock/advance', { to: '2020-01-01T00:00:00Z' });
  expect(refused.status).toBe(409);
  expect(await automatic()).toEqual(before);
});

it('lists them only where they are asked for, and lets nobody give such a name', async () => {
  const { items } = await sandbox.control<Named>('GET', '/snapshots');
  expect(items.filter(({ name }) => name.startsWith('undo.'))).toEqual([]);
  const refused = await sandbox.request('POST', '/snapshots', { name: 'undo.clock.1' });
  expect(refused.status).toBe(422);
});

it('takes a name in Japanese', async () => {
  const name = '連携の直後（練習 1）';
  await sandbox.control('POST', '/snapshots', { name });
  expect((await sandbox.control<Named>('GET', '/snapshots')).items.map((each) => each.name)).toContain(name);
  await sandbox.control('POST', `/snapshots/${encodeURIComponent(name)}/restore`);
  await sandbox.control('DELETE', `/snapshots/${encodeURIComponent(name)}`);
});

it('returns to real time with a reset that is asked to, and keeps the clock otherwise', async () => {
  await sandbox.control('POST', '/clock/advance', { by: 'P90D' });
  const { now: ahead } = await sandbox.control<{ now: string }>('GET', '/clock');
  await sandbox.control('POST', '/scenario/reset');
  expect((await sandbox.control<{ now: string }>('GET', '/clock')).now >= ahead).toBe(true);
  await sandbox.control('POST', '/scenario/reset?clock=real');
  const clock = await sandbox.control<{ mode: string; now: string }>('GET', '/clock');
  expect(clock.mode).toBe('real');
  expect(clock.now < ahead).toBe(true);
});
