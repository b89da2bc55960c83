import { describe, expect, it } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';
import { keptScenario } from '../../../server/scenarios/kept-scenario.ts';
import { practicePasswords } from '../../../server/scenarios/practice-passwords.ts';
import { applyScenario, lastScenario, loadScenario, stateOf } from '../../../server/scenarios/scenario.ts';
import { rowText } from '../../../server/storage/store/image-parts.ts';
import { BankState } from '../../../server/bank/state.ts';

const NOW = Date.parse('2027-02-20T03:00:00Z');
const row = { transactionDate: '2027-02-18', transactionType: '1', amount: '100', remarks: '給与　ｶ)ｻﾝﾌﾟﾙ' };
const account = { branchCode: '001', accountTypeCode: '01', accountNumber: '1000001' };
const customer = { kind: 'personal', loginId: '1', password: 'Sandbox-0001', name: 'ア', nameKana: 'ｱ' };
/** With what could be taken for another member where the document is written. */
const description = { ja: '長い', en: 'long "packed":[]' };

const longDocument = {
  version: 1,
  name: 'long',
  description,
  customers: [{ ...customer, accounts: [{ ...account, rows: Array.from({ length: 20_000 }, () => row) }] }],
  clients: [],
  grants: [],
};

describe('a long document', () => {
  it('is kept small, and a reset loads the same again', async () => {
    const state = applyScenario(await loadScenario(longDocument, NOW), new Clock());
    const kept = keptScenario(state);
    expect(kept).toMatchObject({ name: 'long', description });
    expect(JSON.stringify(kept).length).toBeLessThan(JSON.stringify(longDocument).length / 10);
    expect(await lastScenario(state)).toEqual(longDocument);
    const row = ['facts', 'scenario', { value: kept }] as const;
    expect([...rowText(row)].join('')).toBe(JSON.stringify(row));
  });

  it('still tells its customers’ passwords to whoever practises', async () => {
    const state = applyScenario(await loadScenario(longDocument, NOW), new Clock());
    const passwordOf = await practicePasswords(state);
    const [taken] = [...state.customers];
    expect(taken && passwordOf(taken)).toBe('Sandbox-0001');
    expect(taken && passwordOf({ ...taken, password: 'another' })).toBeUndefined();
  });

  it('becomes a bank in slices', async () => {
    const customers = Array.from({ length: 5_000 }, (_, index) => ({
      ...customer,
      loginId: String(index),
      accounts: [{ ...account, accountNumber: String(1_000_000 + index) }],
    }));
    const contents = await loadScenario({ version: 1, name: 'many', customers }, NOW);
    const work = stateOf(contents, new BankState());
    let pauses = 0;
    while (!work.next().done) pauses += 1;
    expect(pauses).toBeGreaterThanOrEqual(10);
  });
});
