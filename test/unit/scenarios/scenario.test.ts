import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';
import { postTransactions, deleteTransaction } from '../../../server/bank/posting.ts';
import type { BankState } from '../../../server/bank/state.ts';
import { Transaction } from '../../../server/bank/transaction.ts';
import {
  applyScenario,
  lastScenario,
  loadScenario,
  ScenarioInvalid,
} from '../../../server/scenarios/scenario.ts';
import { exportedScenario } from '../../harness/exported-scenario.ts';
import { scenarioClient } from '../../../server/scenarios/scenario-schema.ts';
import { client as registration } from '../../../server/control/operations/schemas/client.ts';

const NOW = Date.parse('2027-02-20T13:04:00+09:00');

const small = {
  version: 1,
  name: 'small',
  customers: [
    {
      kind: 'personal',
      loginId: 'a',
      password: 'p',
      name: 'サンプル',
      nameKana: 'ｻﾝﾌﾟﾙ',
      accounts: [
        {
          branchCode: '001',
          accountTypeCode: '01',
          accountNumber: '0000001',
          rows: [
            { transactionDate: 'today', transactionType: '2', amount: '30', remarks: 'ATM' },
            { transactionDate: 'today-3', transactionType: '1', amount: '100' },
          ],
        },
      ],
    },
  ],
  clients: [{ client_id: 'c', client_name: 'C', client_secret: 's'.repeat(32) }],
};

async function loaded(source: unknown): Promise<BankState> {
  return applyScenario(await loadScenario(source, NOW), new Clock({ mode: 'frozen', at: NOW }));
}

async function problemsOf(source: unknown): Promise<string[]> {
  try {
    await loadScenario(source, NOW);
  } catch (error) {
    if (error instanceof ScenarioInvalid) return error.problems.map(({ path }) => path);
    throw error;
  }
  throw new Error('the scenario was taken');
}

describe('a scenario', () => {
  it('counts days back from the day of loading and fills in what is left out', async () => {
    const state = await loaded(small);
    const rows = state.ledger('001010000001').page({ from: '2027-01-01', to: '2027-12-31', limit: 9 }).rows;
    expect(rows.map(({ transactionDate, balance }) => [transactionDate, balance])).toEqual([
      ['2027-02-17', 100n],
      ['2027-02-20', 70n],
    ]);
    expect(state.customers.get('cust_a')).toMatchObject({
      status: 'active',
      login: 'password',
      mayInquire: true,
    });
    expect(state.clients.get('c')).toMatchObject({ sandbox_profile: 'compat', sandbox_consent: 'screen' });
  });

  it('is re-created by its export, deleted item keys included', async () => {
    const state = await loaded('demo');
    const tx = new Transaction(state, NOW);
    const posted = postTransactions(tx, '001011000001', [
      { transactionDate: '2027-02-19', transactionType: '1', amount: '5' },
    ]);
    deleteTransaction(tx, '001011000001', posted[0]?.itemKey ?? '');

    const document = await exportedScenario(state);
    const written = JSON.parse(document) as unknown;
    const copy = await loaded(written);
    expect(await exportedScenario(copy)).toBe(document);
    const again = postTransactions(new Transaction(copy, NOW), '001011000001', [
      { transactionDate: '2027-02-19', transactionType: '1', amount: '5' },
    ]);
    expect(again[0]?.itemKey).not.toBe(posted[0]?.itemKey);
  });

  it('knows every member a client can be registered with, so that its export loads again', () => {
    const { client_secret_expires_at: _derived, ...members } = registration.shape;
    expect(Object.keys(scenarioClient.shape)).toEqual(expect.arrayContaining(Object.keys(members)));
  });

  it('keeps the bank’s own keys and says what a reset loads again', async () => {
    const before = await loaded('demo');
    before.secrets.put('tokens', { value: 'kept' });
    expect(await lastScenario(before)).toBe('demo');
    const state = applyScenario(await loadScenario(small, NOW), new Clock(), before);
    expect(state.secrets.get('tokens')).toEqual({ value: 'kept' });
    expect(state.customers.size).toBe(1);
    expect(await lastScenario(state)).toMatchObject({ name: 'small' });
  });

  it('is not taken for a built-in one because of its name', async () => {
    const state = await loaded({ ...small, name: 'demo' });
    expect(await lastScenario(state)).toMatchObject({ customers: [{ loginId: 'a' }] });
  });

  it('sets the clock it brings along', async () => {
    const clock = new Clock({ mode: 'frozen', at: NOW });
    const now = '2026-04-01T09:00:00+09:00';
    const contents = await loadScenario({ ...small, clock: { mode: 'frozen', now } }, NOW);
    const state = applyScenario(contents, clock);
    expect(clock.now()).toBe(Date.parse(now));
    expect(state.ledger('001010000001').firstDate()).toBe('2026-03-29');
  });

  it('names every place that is wrong', async () => {
    expect(await problemsOf({ ...small, version: 2, surprise: true })).toEqual(
      expect.arrayContaining(['version', '']),
    );
    const [customer] = small.customers;
    expect(await problemsOf({ ...small, customers: [customer, customer] })).toEqual(['customers.1.loginId']);
    expect(await problemsOf({ ...small, clients: [small.clients[0], small.clients[0]] })).toEqual([
      'clients.1.client_id',
    ]);
    const [account] = customer?.accounts ?? [];
    const row = { transactionDate: '2027-02-30', transactionType: '3', amount: '-1' };
    const wrong = { ...customer, accounts: [{ ...account, rows: [row] }] };
    expect((await problemsOf({ ...small, customers: [wrong] })).sort()).toEqual([
      'customers.0.accounts.0.rows.0.amount',
      'customers.0.accounts.0.rows.0.transactionDate',
      'customers.0.accounts.0.rows.0.transactionType',
    ]);
  });
});

describe('a client of a scenario', () => {
  const problemsOfClient = (members: object) =>
    problemsOf({ ...small, clients: [{ client_id: 'c', client_name: 'C', ...members }] });

  it.each([undefined, 'client_secret_basic', 'client_secret_post', 'client_secret_jwt'])(
    'that authenticates by a secret (%s) and has none is refused, for it never could',
    async (method) => {
      const members = method === undefined ? {} : { token_endpoint_auth_method: method };
      expect(await problemsOfClient(members)).toEqual(['clients.0.client_secret']);
      const error: unknown = await loadScenario(
        { ...small, clients: [{ client_id: 'c', client_name: 'C', ...members }] },
        NOW,
      ).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        message: `clients.0.client_secret: ${method ?? 'client_secret_basic'} needs a client_secret.`,
        problems: [{ message: { ja: expect.stringContaining('client_secret が必要です。') as string } }],
      });
    },
  );

  it('that has no use for a secret is refused with one, and taken without', async () => {
    const open = { token_endpoint_auth_method: 'none' };
    expect(await problemsOfClient({ ...open, client_secret: 's'.repeat(32) })).toEqual([
      'clients.0.client_secret',
    ]);
    const state = await loaded({ ...small, clients: [{ client_id: 'c', client_name: 'C', ...open }] });
    expect(state.clients.get('c')).not.toHaveProperty('client_secret');
  });
});

describe('a scenario file', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'scenario-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('is read, and refused by name when it is missing or broken', async () => {
    const path = join(directory, 'small.json');
    await writeFile(path, JSON.stringify(small));
    expect((await loadScenario(path, NOW)).customers).toHaveLength(1);
    await writeFile(path, '{');
    await expect(loadScenario(path, NOW)).rejects.toThrow(/small\.json is not JSON/);
    await expect(loadScenario(join(directory, 'none.json'), NOW)).rejects.toThrow(/none\.json can't be read/);
  });
});
