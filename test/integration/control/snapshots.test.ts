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
