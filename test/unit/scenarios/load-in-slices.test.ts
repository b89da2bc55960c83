import { describe, expect, it } from 'vitest';
import type { ScenarioDocument } from '../../../server/scenarios/scenario-schema.ts';
import { buildContents } from '../../../server/scenarios/build-contents.ts';
import type { Ledger } from '../../../server/bank/ledger.ts';

const NOW = Date.parse('2027-02-20T13:04:00+09:00');

const account = { branchCode: '001', accountTypeCode: '01', accountNumber: '1000001' } as const;
const customer = { kind: 'personal', loginId: '1', password: 'x', name: 'ア', nameKana: 'ｱ' } as const;

/** How often the loading lets others in, and the statement of the account. */
function load(document: Omit<ScenarioDocument, 'version' | 'name'>): { pauses: number; ledger?: Ledger } {
  const work = buildContents({ version: 1, name: 'long', ...document }, NOW);
  for (let pauses = 0; ; pauses++) {
    const step = work.next();
    if (!step.done) continue;
    const ledger = step.value.ledgers.get('001011000001');
    return { pauses, ...(ledger && { ledger }) };
  }
}

describe('the loading of a scenario', () => {
  it('lets others in while it makes up a long statement', () => {
    const generate = { profile: 'household-busy', months: 24, rows: 8_000 } as const;
    const { pauses, ledger } = load({ customers: [{ ...customer, accounts: [{ ...account, generate }] }] });
    expect(ledger?.size).toBe(8_000);
    // Once for each thousand rows that are planned, and for each thousand that are booked.
    expect(pauses).toBeGreaterThanOrEqual(16);
  });

  it('lets others in while it reads a long statement, whose rows stand in any order', () => {
    const rows = Array.from({ length: 5_000 }, (_, back) => ({
      transactionDate: back % 2 === 0 ? 'today-1' : 'today-2',
      transactionType: '1' as const,
      amount: String(back + 1),
    }));
    const { pauses, ledger } = load({ customers: [{ ...customer, accounts: [{ ...account, rows }] }] });
    expect(pauses).toBeGreaterThanOrEqual(5);
    expect(ledger?.size).toBe(5_000);
    expect(ledger?.balance()).toBe(12_502_500n);
    expect(ledger?.firstDate()).toBe('2027-02-18');
  });

  it('lets others in between many customers', () => {
    const customers = Array.from({ length: 5_000 }, (_, index) => ({ ...customer, loginId: String(index) }));
    expect(load({ customers }).pauses).toBeGreaterThanOrEqual(5);
  });
});
