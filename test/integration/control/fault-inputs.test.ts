import { afterAll, beforeAll, expect, it } from 'vitest';
import { everything, expectProblem } from '../../harness/control-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
let id: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  const made = await sandbox.control<{ id: string }>('POST', '/faults', {
    action: { status: 500 },
    match: { path: '/x' },
  });
  id = made.id;
});
afterAll(() => sandbox.stop());

const action = { status: 500 };

/** method, path, body, status, and the code or the path of the member at fault. */
const rows: [method: string, path: string, body: object | undefined, status: number, fault: string][] = [
  ['GET', '/faults?limit=0', undefined, 422, 'limit'],
  ['GET', '/faults?surplus=1', undefined, 422, 'surplus'],
  ['GET', '/faults/nothing', undefined, 404, 'fault_not_found'],
  ['DELETE', '/faults/nothing', undefined, 404, 'fault_not_found'],
  ['PATCH', '/faults/nothing', { action }, 404, 'fault_not_found'],
  ['POST', '/faults', {}, 422, 'action'],
  ['POST', '/faults', { action: {} }, 422, 'action'],
  ['POST', '/faults', { action: null }, 422, 'action'],
  ['POST', '/faults', { action, id: 'mine' }, 422, 'id'],
  ['POST', '/faults', { action: { ...action, surplus: 1 } }, 422, 'action.surplus'],
  ['POST', '/faults', { action: { status: 99 } }, 422, 'action.status'],
  ['POST', '/faults', { action: { status: 600 } }, 422, 'action.status'],
  ['POST', '/faults', { action: { status: '500' } }, 422, 'action.status'],
  ['POST', '/faults', { action: { delayMs: -1 } }, 422, 'action.delayMs'],
  ['POST', '/faults', { action: { delayMs: 600_001 } }, 422, 'action.delayMs'],
  ['POST', '/faults', { action: { abort: 'explode' } }, 422, 'action.abort'],
  ['POST', '/faults', { action: { abort: 'reset', status: 500 } }, 422, 'action.abort'],
  ['POST', '/faults', { action: { abort: 'truncate', oauthError: 'x' } }, 422, 'action.abort'],
  ['POST', '/faults', { action: { loseResponse: false } }, 422, 'action.loseResponse'],
  ['POST', '/faults', { action: { oauthError: 'a"b' } }, 422, 'action.oauthError'],
  ['POST', '/faults', { action: { oauthError: 'a\r\nb' } }, 422, 'action.oauthError'],
  ['POST', '/faults', { action: { errorCode: 'WG_ERR_1054' } }, 422, 'action.errorCode'],
  ['POST', '/faults', { action: { errorCode: 'A', oauthError: 'x' } }, 422, 'action.errorCode'],
  ['POST', '/faults', { action, match: { path: 'oauth2/token' } }, 422, 'match.path'],
  ['POST', '/faults', { action, match: { path: '/oauth2/token?x' } }, 422, 'match.path'],
  ['POST', '/faults', { action, match: { path: '/トークン' } }, 422, 'match.path'],
  ['POST', '/faults', { action, match: { method: 'post' } }, 422, 'match.method'],
  ['POST', '/faults', { action, match: { clientId: 'nobody' } }, 422, 'match.clientId'],
  ['POST', '/faults', { action, match: { loginId: 'nobody' } }, 422, 'match.loginId'],
  ['POST', '/faults', { action, match: { grantType: 'password' } }, 422, 'match.grantType'],
  ['POST', '/faults', { action, match: { page: 0 } }, 422, 'match.page'],
  ['POST', '/faults', { action, match: { host: 'x' } }, 422, 'match.host'],
  ['POST', '/faults', { action, match: [] }, 422, 'match'],
  ['POST', '/faults', { action, times: 0 }, 422, 'times'],
  ['POST', '/faults', { action, times: 1.5 }, 422, 'times'],
  ['POST', '/faults', { action, probability: 0 }, 422, 'probability'],
  ['POST', '/faults', { action, probability: 1.01 }, 422, 'probability'],
  ['POST', '/faults', { action, until: 'tomorrow' }, 422, 'until'],
  ['POST', '/faults', { action, until: '2027-02-20T13:04:00+09:00' }, 422, 'until'],
  ['PATCH', '/faults/ID', { until: '2020-01-01T00:00:00Z' }, 422, 'until'],
  ['PATCH', '/faults/ID', { action: {} }, 422, 'action'],
  ['PATCH', '/faults/ID', { match: { clientId: 'nobody' } }, 422, 'match.clientId'],
  ['PATCH', '/faults/ID', { surplus: 1 }, 422, 'surplus'],
  ['POST', '/drills/nothing', {}, 404, 'drill_unknown'],
  ['POST', '/drills/maintenance', { surplus: 1 }, 422, 'surplus'],
  ['POST', '/drills/maintenance', { minutes: 0 }, 422, 'minutes'],
  ['POST', '/drills/maintenance', { minutes: 1_381 }, 422, 'minutes'],
  ['POST', '/drills/maintenance', { times: 1 }, 422, 'times'],
  ['POST', '/drills/signing-keys-changed', { minutes: 1 }, 422, 'minutes'],
  ['POST', '/drills/token-endpoint-down', { status: 200 }, 422, 'status'],
  ['POST', '/drills/token-endpoint-down', { clientId: 'nobody' }, 422, 'clientId'],
  ['POST', '/drills/slow-page', { delayMs: 0 }, 422, 'delayMs'],
  ['POST', '/drills/slow-page', { page: 0 }, 422, 'page'],
  ['POST', '/drills/password-changed', {}, 422, 'loginId'],
  ['POST', '/drills/password-changed', { loginId: 'nobody' }, 422, 'loginId'],
  ['POST', '/drills/password-changed', { loginId: '10000000001' }, 409, 'drill_without_grants'],
  ['POST', '/drills/other-consent', {}, 422, 'loginId'],
  ['POST', '/drills/all-consents-lost', {}, 409, 'drill_without_grants'],
  ['POST', '/keys/rotate', { alg: 'HS256' }, 422, 'alg'],
  ['POST', '/keys/rotate', { useAfterSeconds: -1 }, 422, 'useAfterSeconds'],
  ['POST', '/keys/rotate', { surplus: 1 }, 422, 'surplus'],
];

it.each(rows)('%s %s %j → %i %s, and nothing changes', async (method, path, body, status, fault) => {
  const before = everything(sandbox);
  const answer = await sandbox.request(method, path.replace('ID', id), body);
  expect(everything(sandbox)).toBe(before);
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  const { code, errors = [] } = expectProblem(text, status);
  expect([code, ...errors.map((error) => error.path)]).toContain(fault);
});

it('a fault is made, read, changed, listed and ended', async () => {
  await sandbox.control('DELETE', '/faults');
  const made = await sandbox.control<{ id: string }>('POST', '/faults', {
    match: { method: 'GET', path: '/ib/v1', page: 2 },
    action: { delayMs: 5 },
    times: 3,
    probability: 0.5,
    until: '2027-02-20T14:00:00+09:00',
  });
  expect(made).toMatchObject({ times: 3, probability: 0.5, until: '2027-02-20T05:00:00.000Z' });
  expect(await sandbox.control('GET', `/faults/${made.id}`)).toEqual(made);
  const changed = await sandbox.control('PATCH', `/faults/${made.id}`, { action: { status: 503 } });
  expect(changed).toEqual({ ...made, action: { status: 503 } });
  expect(await sandbox.control('GET', '/faults')).toEqual({ items: [changed] });
  await sandbox.control('DELETE', `/faults/${made.id}`);
  expect(await sandbox.control('GET', '/faults')).toEqual({ items: [] });
});
