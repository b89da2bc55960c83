import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const ROWS = 20_000;

interface Row {
  transactionDate: string;
  transactionType: string;
  amount: string;
  remarks: string;
}
const rowOf = (index: number): Row => ({
  transactionDate: '2026-02-18',
  transactionType: '1',
  amount: String(index + 1),
  remarks: `給与　ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ ${String(index)}`,
});

/** Over 2 MB as JSON. */
function longDocument() {
  const account = {
    branchCode: '001',
    accountTypeCode: '01',
    accountNumber: '1000001',
    rows: Array.from({ length: ROWS }, (_, index) => rowOf(index)),
  };
  return {
    version: 1,
    name: 'long',
    description: { ja: '長い明細', en: 'a long statement' },
    customers: [
      {
        kind: 'personal',
        loginId: '1',
        password: 'Sandbox-0001',
        name: 'ア',
        nameKana: 'ｱ',
        accounts: [account],
      },
    ],
  };
}

async function refused(body: unknown): Promise<{ status: number; problem: unknown }> {
  const response = await sandbox.request('POST', '/scenario', body);
  return { status: response.status, problem: await response.json() };
}

describe('a scenario of many rows', () => {
  it('is loaded, exported and loaded again by a reset', async () => {
    const loaded = { name: 'long', customers: 1, accounts: 1, transactions: ROWS };
    expect(await sandbox.control('POST', '/scenario', longDocument())).toMatchObject(loaded);
    const exported = await sandbox.control<ReturnType<typeof longDocument>>('GET', '/scenario');
    const { name, description } = longDocument();
    expect(exported).toMatchObject({ name, description });
    expect(exported.customers[0]?.accounts[0]?.rows[ROWS - 1]).toMatchObject(rowOf(ROWS - 1));
    await sandbox.control('POST', '/accounts/001011000001/transactions', rowOf(0));
    expect(await sandbox.control('POST', '/scenario/reset')).toMatchObject(loaded);
    expect(await sandbox.control('GET', '/status')).toMatchObject({ scenario: { name: 'long' } });
  });

  it('is refused as a whole for one row, which is named', async () => {
    const document = longDocument();
    document.customers[0]?.accounts[0]?.rows.splice(ROWS - 1, 1, { ...rowOf(0), amount: 'many' });
    const path = `customers[0].accounts[0].rows[${String(ROWS - 1)}].amount`;
    expect(await refused(document)).toMatchObject({ status: 422, problem: { errors: [{ path }] } });
  });
});
