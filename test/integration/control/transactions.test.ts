import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const EMPTY = '/accounts/002014000001/transactions';
const BUSY = '/accounts/001013000001/transactions';

interface Row {
  itemKey: string;
  transactionDate: string;
  amount: string;
  balance: string;
  remarks?: string;
}
interface Page {
  items: Row[];
  next?: string;
}

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const row = (members: object = {}) => ({
  transactionDate: '2027-02-10',
  transactionType: '1',
  amount: '100',
  ...members,
});

describe('rows posted through the control API', () => {
  it('come back with item key and balance, and one in the past moves the later ones', async () => {
    const first = await sandbox.control<Page & Row>('POST', EMPTY, row({ amount: '3200000000' }));
    expect(first.itemKey).toMatch(/^20270210\d{8}$/);
    expect(first.balance).toBe('3200000000');
    expect(first.items).toHaveLength(1);
    const position = sandbox.logPosition();
    const { items } = await sandbox.control<Page>('POST', EMPTY, [
      row({ transactionDate: '2027-02-12', transactionType: '2', amount: 40, remarks: 'ATM' }),
      row({ transactionDate: '2027-02-01', valueDate: '2027-01-29' }),
    ]);
    expect(items.map(({ balance }) => balance)).toEqual(['3200000060', '100']);
    const { items: listed } = await sandbox.control<Page>('GET', EMPTY);
    expect(listed.map(({ balance }) => balance)).toEqual(['100', '3200000100', '3200000060']);
    const entry = await sandbox.waitForLog('method:POST', position);
    expect(entry.effects.map(({ type }) => type)).toContain('balances.recomputed');

    await sandbox.control('DELETE', `${EMPTY}/${listed[0]?.itemKey ?? ''}`);
    const { items: rest } = await sandbox.control<Page>('GET', EMPTY);
    expect(rest.map(({ balance }) => balance)).toEqual(['3200000000', '3199999960']);
  });

  it('are listed page by page in both directions', async () => {
    for (const order of ['ascending', 'descending']) {
      const keys: string[] = [];
      for (let cursor = ''; ;) {
        const page: Page = await sandbox.control('GET', `${BUSY}?limit=500&order=${order}${cursor}`);
        keys.push(...page.items.map(({ itemKey }) => itemKey));
        if (page.next === undefined) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(new Set(keys).size).toBe(1_200);
      expect(keys).toEqual(order === 'ascending' ? [...keys].sort() : [...keys].sort().reverse());
    }
  });

  it('are made up alike from the same seed', async () => {
    const body = { customerId: 'cust_10000000004', accountTypeCode: '01' };
    const statements: string[] = [];
    for (let i = 0; i < 2; i++) {
      const { accountId } = await sandbox.control<{ accountId: string }>('POST', '/accounts', body);
      const path = `/accounts/${accountId}/transactions`;
      const made = await sandbox.control<{ count: number; balance: string; dateTo: string }>(
        'POST',
        `${path}/generate`,
        { months: 3, seed: 7, profile: 'household' },
      );
      const { items } = await sandbox.control<Page>('GET', `${path}?limit=1000`);
      expect(items).toHaveLength(made.count);
      expect(items.at(-1)?.balance).toBe(made.balance);
      expect(made.dateTo <= '2027-02-20').toBe(true);
      statements.push(JSON.stringify(items));
    }
    expect(statements[0]).toBe(statements[1]);
  });
});

describe('what is refused, and changes nothing', () => {
  it.each([
    ['nothing', undefined, ''],
    ['an empty array', [], ''],
    ['a day that does not exist', row({ transactionDate: '2027-02-30' }), 'transactionDate'],
    ['a value date after the day', row({ valueDate: '2027-02-11' }), 'valueDate'],
    ['an unknown type', row({ transactionType: '3' }), 'transactionType'],
    ['no amount', row({ amount: '0' }), 'amount'],
    ['decimals of a yen', row({ amount: '1.5' }), 'amount'],
    ['a float', row({ amount: 1.5 }), 'amount'],
    ['empty remarks', row({ remarks: '' }), 'remarks'],
    ['remarks of 256 characters', row({ remarks: 'あ'.repeat(256) }), 'remarks'],
    ['an unknown member', row({ balance: '1' }), 'balance'],
    ['the second of two', [row(), row({ amount: '-1' })], '[1].amount'],
  ])('POST of %s: 422', async (_what, body, path) => {
    const before = await sandbox.control<Page>('GET', EMPTY);
    const response = await sandbox.request('POST', EMPTY, body);
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
    expect(errors.map((error) => error.path)).toContain(path);
    expect(await sandbox.control<Page>('GET', EMPTY)).toEqual(before);
  });

  it.each([
    ['GET', '/accounts/999999999999/transactions', undefined, 404],
    ['POST', '/accounts/999999999999/transactions', row(), 404],
    ['POST', '/accounts/999999999999/transactions/generate', { months: 1 }, 404],
    ['DELETE', `${EMPTY}/2027021099999999`, undefined, 404],
    ['GET', `${EMPTY}?order=sideways`, undefined, 422],
    ['GET', `${EMPTY}?limit=0`, undefined, 422],
    ['POST', `${EMPTY}/generate`, { months: 0 }, 422],
    ['POST', `${EMPTY}/generate`, { months: 1, profile: 'pirate' }, 422],
  ])('%s %s', async (method, path, body, status) => {
    expect((await sandbox.request(method, path, body)).status).toBe(status);
  });
});
