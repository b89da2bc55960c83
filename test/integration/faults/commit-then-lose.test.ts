import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bankTables } from '../../harness/bank-tables.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { prepareClients, stateChangingRequests, type StateChange } from './state-changing-requests.ts';
import { addFault, bankRow, see, type Seen } from './wire.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  await prepareClients(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control('DELETE', '/faults'));

type Action = { status: number } | { abort: 'reset' | 'empty' | 'truncate' };
type Answers = StateChange['answers'];

/** How an answer is lost, and what a client sees of it: the same, whether the request was done or not. */
const losses: [name: string, action: Action, seenOf: (answers: Answers) => Partial<Seen>][] = [
  ['504', { status: 504 }, () => ({ kind: 'answer', status: 504 })],
  ['reset', { abort: 'reset' }, () => ({ kind: 'nothing' })],
  ['empty', { abort: 'empty' }, () => ({ kind: 'nothing' })],
  [
    'truncate',
    { abort: 'truncate' },
    ({ status, body }) => (body ? { kind: 'half', status } : { kind: 'nothing' }),
  ],
];

const names = [
  'code redemption',
  'refresh',
  'client credentials',
  'pushed request',
  'refresh token revoked',
  'access token revoked',
  'grant ended',
  'client registered',
  'client changed',
  'client removed',
  'login',
  'consent',
  'consent cancelled',
  'automatic consent',
];

async function prepare(name: string): Promise<StateChange> {
  const change = stateChangingRequests(sandbox)[name];
  if (!change) throw new Error(`there is no request ${name}`);
  return change();
}

it('covers every request there is', () => {
  expect(names).toEqual(Object.keys(stateChangingRequests(sandbox)));
});

describe.each(names)('%s', (name) => {
  it.each(losses)('is done, then its answer is lost: %s', async (_loss, action, seenOf) => {
    const change = await prepare(name);
    const { method, path, clientId } = change;
    await addFault(sandbox, {
      match: { method, path, ...(clientId !== undefined && { clientId }) },
      action: { ...action, loseResponse: true },
      times: 1,
    });
    const position = sandbox.logPosition();
    expect(await see(change.send())).toMatchObject(seenOf(change.answers));
    expect(change.isDone()).toBe(true);

    const { outcome, effects } = await bankRow(sandbox, position, path);
    expect(outcome.code).toBe('fault_answer_lost');
    expect(outcome.message.ja).toContain(change.belief.ja);
    expect(outcome.message.en).toContain(change.belief.en);
    expect(`${outcome.message.ja}${outcome.message.en}`).not.toMatch(/\{\w+\}/);
    expect(effects).toContainEqual(expect.objectContaining({ type: 'fault.struck' }));
    expect(sandbox.context.state.faults.size).toBe(0);
  });

  it.each(losses)('has a twin that looks alike and does nothing: %s', async (_loss, action, seenOf) => {
    const change = await prepare(name);
    const { method, path, clientId } = change;
    await addFault(sandbox, {
      match: { method, path, ...(clientId !== undefined && { clientId }) },
      action,
      times: 1,
    });
    const before = bankTables(sandbox, new Set(['signingKeys', 'faults']));
    const position = sandbox.logPosition();
    expect(await see(change.send())).toMatchObject(seenOf(change.answers));
    expect(change.isDone()).toBe(false);
    expect(bankTables(sandbox, new Set(['signingKeys', 'faults']))).toBe(before);

    const { outcome } = await bankRow(sandbox, position, path);
    expect(outcome.code).toBe('fault_injected');
    expect(outcome.message.ja).toContain('処理をせずに');
    expect(outcome.message.en).toContain('nothing was done');
    // The rule struck its one time: the very same request now works.
    expect(await see(change.send())).toMatchObject({ kind: 'answer', status: change.answers.status });
    expect(change.isDone()).toBe(true);
  });
});
