import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

interface Page<Item> {
  items: Item[];
  next?: string;
  total: number;
}
interface Customer {
  id: string;
  name: string;
  loginId: string;
}

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.control('POST', '/customers', {
    loginId: 'find-me-1',
    password: 'Practice-1',
    name: '検索　ガク',
    nameKana: 'ケンサク ガク',
  });
});
afterAll(() => sandbox.stop());

const customers = (query: string) => sandbox.control<Page<Customer>>('GET', `/customers?count=1&${query}`);
const q = (typed: string) => `q=${encodeURIComponent(typed)}`;

describe('searching a list', () => {
  it.each(['けんさく', 'ｹﾝｻｸ', 'ガク', 'ｶﾞｸ', 'がく ｹﾝ', 'FIND-ME', 'ｆｉｎｄ－ｍｅ'])(
    'finds a customer by %s, whatever the width, the case and the kana',
    async (typed) => {
      const { items, total } = await customers(q(typed));
      expect(items.map(({ loginId }) => loginId)).toEqual(['find-me-1']);
      expect(total).toBe(1);
    },
  );

  it('needs every word, and says how many there are in all', async () => {
    expect((await customers(q('けんさく いない'))).items).toEqual([]);
    const everybody = await customers('limit=2');
    expect(everybody.items).toHaveLength(2);
    expect(everybody.total).toBe(sandbox.context.state.customers.size);
    expect(await sandbox.control('GET', '/customers?limit=1')).not.toHaveProperty('total');
  });

  it('finds a grant by the customer who gave it, and tells who that is', async () => {
    await sandbox.control('POST', '/grants', {
      clientId: 'demo-kakeibo',
      loginId: 'find-me-1',
      scopes: ['account:balance'],
    });
    const found = await sandbox.control<Page<{ customer: unknown }>>(
      'GET',
      `/grants?${q('けんさく kakeibo')}`,
    );
    expect(found.items).toMatchObject([{ customer: { loginId: 'find-me-1', name: '検索　ガク' } }]);
    expect((await sandbox.control<Page<unknown>>('GET', `/grants?count=1&${q('けんさく zaim')}`)).total).toBe(
      0,
    );
  });

  it('finds a client by its company', async () => {
    const found = await sandbox.control<Page<{ client_id: string }>>('GET', `/clients?${q('ﾌﾘｰ')}`);
    expect(found.items.map(({ client_id }) => client_id)).toContain('freee');
  });
});

it('sorts a list either way, and keeps the order from page to page', async () => {
  const all = (await customers('limit=1000&sort=loginId')).items.map(({ loginId }) => loginId);
  expect(all).toEqual([...all].sort());
  expect((await customers('limit=1000&sort=-loginId')).items.map(({ loginId }) => loginId)).toEqual(
    all.toReversed(),
  );
  const first = await customers('limit=5&sort=-loginId');
  const second = await customers(`limit=5&sort=-loginId&cursor=${first.next ?? ''}`);
  expect([...first.items, ...second.items].map(({ loginId }) => loginId)).toEqual(
    all.toReversed().slice(0, 10),
  );
});

describe('the practice passwords', () => {
  interface Password {
    customerId: string;
    loginId: string;
    password: string;
  }
  const passwords = (query = '') =>
    sandbox.control<{ items: Password[] }>('GET', `/scenario/passwords?limit=1000${query}`);

  it('are told of the customers whom the scenario brought, and of nobody else', async () => {
    const { items } = await passwords();
    expect(items).toContainEqual({
      customerId: 'cust_10000000001',
      loginId: '10000000001',
      password: 'Sandbox-0001',
    });
    expect(items.map(({ loginId }) => loginId)).not.toContain('find-me-1');
    expect((await passwords('&customerIds=cust_10000000002,cust_nobody')).items).toMatchObject([
      { password: 'Sandbox-0002' },
    ]);
  });

  it('are told no longer once somebody chose another', async () => {
    await sandbox.control('PATCH', '/customers/cust_10000000003', { password: 'Mine-and-mine-alone' });
    expect((await passwords('&customerIds=cust_10000000003')).items).toEqual([]);
  });
});
