import { describe, expect, it } from 'vitest';
import type { Account } from '../../../server/bank/model.ts';
import type { BankState } from '../../../server/bank/state.ts';
import { Clock } from '../../../server/bank/clock.ts';
import { applyScenario, exportScenario, loadScenario } from '../../../server/scenarios/scenario.ts';
import { exportedScenario } from '../../harness/exported-scenario.ts';

const NOW = Date.parse('2027-02-20T03:00:00Z');

async function longStatement(): Promise<BankState> {
  const contents = await loadScenario(
    {
      version: 1,
      name: 'long',
      customers: [
        {
          kind: 'personal',
          loginId: '1',
          password: 'x',
          name: 'ア',
          nameKana: 'ｱ',
          accounts: [
            {
              branchCode: '001',
              accountTypeCode: '01',
              accountNumber: '1000001',
              generate: { profile: 'household-busy', months: 12, rows: 3_000 },
            },
          ],
        },
      ],
    },
    NOW,
  );
  return applyScenario(contents, new Clock({ mode: 'frozen', at: NOW }));
}

describe('the export of a long statement', () => {
  it('is made in pieces, each when it is asked for, and none of them large', async () => {
    const pieces = [...(await exportScenario(await longStatement(), { name: 'copy' }))];
    expect(pieces.length).toBeGreaterThan(4);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
  });

  it('shows the state as it was when it began, whatever is booked, changed or deleted meanwhile', async () => {
    const state = await longStatement();
    const before = await exportedScenario(state);
    const pieces = (await exportScenario(state, { name: 'copy' }))[Symbol.iterator]();
    let text = String(pieces.next().value);
    const [account] = state.accounts as Iterable<Account>;
    const accountId = account?.accountId ?? '';
    const ledger = state.ledger(accountId);
    const [first] = ledger.rows();
    if (!first) throw new Error('there are no rows');
    ledger.insert({ ...first, amount: 1n, remarks: 'changed' });
    ledger.remove(ledger.lastItemKey);
    state.apply(['accounts', accountId, null]);
    for (const { id } of [...state.customers]) state.customers.delete(id);
    for (let piece = pieces.next(); !piece.done; piece = pieces.next()) text += piece.value;
    expect(text).toBe(before);
  });
});
