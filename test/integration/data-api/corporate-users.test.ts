import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { accountsAnswer, balancesAnswer, LinkedPartner } from './wire-format.ts';

const ORDINARY = '001010100001';
const CURRENT = '001210100002';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const idOf = async (loginId: string) => {
  const { items } = await sandbox.control<{ items: { id: string }[] }>(
    'GET',
    `/customers?loginId=${loginId}`,
  );
  return items[0]?.id ?? '';
};

describe('a 利用者 of a corporate contract', () => {
  it('reads the accounts that were opened to them, and finds the others unknown', async () => {
    const administrator = await LinkedPartner.of(sandbox, 'Corp-0001');
    const all = await administrator.read('/ib/v1/accounts', accountsAnswer);
    expect(all.accounts.map(({ accountId }) => accountId)).toEqual([ORDINARY, CURRENT]);

    const user = await LinkedPartner.of(sandbox, 'Corp-0004');
    const some = await user.read('/ib/v1/accounts', accountsAnswer);
    expect(some.accounts.map(({ accountId }) => accountId)).toEqual([ORDINARY]);
    const { balances } = await user.read('/ib/v1/accounts/balances', balancesAnswer);
    expect(balances.map(({ accountId }) => accountId)).toEqual([ORDINARY]);
    expect((await user.get(`/ib/v1/accounts/transactions?accountId=${ORDINARY}`)).status).toBe(200);
    expect((await user.get(`/ib/v1/accounts/transactions?accountId=${CURRENT}`)).status).toBe(400);
  });

  it('loses sight of an account at once when the right is taken away, the linkage notwithstanding', async () => {
    const user = await LinkedPartner.of(sandbox, 'Corp-0004');
    const contract = await idOf('Corp-0001');
    const change = (accountIds?: string[]) =>
      idOf('Corp-0004').then((id) =>
        sandbox.control('PATCH', `/customers/${id}`, {
          userOf: { customerId: contract, ...(accountIds && { accountIds }) },
        }),
      );
    await change([]);
    expect((await user.read('/ib/v1/accounts', accountsAnswer)).accounts).toEqual([]);
    await change();
    expect((await user.read('/ib/v1/accounts', accountsAnswer)).accounts).toHaveLength(2);
  });

  it('belongs to another corporate contract, and to no personal one', async () => {
    const id = await idOf('Corp-0004');
    for (const customerId of ['cust_nobody', id, await idOf('10000000001'), await idOf('Corp-0003')]) {
      const response = await sandbox.request('PATCH', `/customers/${id}`, { userOf: { customerId } });
      expect(response.status).toBe(422);
      expect(JSON.stringify(await response.json())).toContain('userOf.customerId');
    }
  });

  it('survives an exported scenario', async () => {
    const scenario = await sandbox.control<{ customers: { loginId: string; userOf?: object }[] }>(
      'GET',
      '/scenario',
    );
    await sandbox.control('POST', '/scenario', scenario);
    const { items } = await sandbox.control<{ items: { userOf?: { customerId: string } }[] }>(
      'GET',
      '/customers?loginId=Corp-0004',
    );
    expect(items[0]?.userOf?.customerId).toBe(await idOf('Corp-0001'));
  });
});

describe('days of rest', () => {
  it('answer 503 with the seconds until the bank opens', async () => {
    const partner = await LinkedPartner.of(sandbox, '10000000001');
    await sandbox.changeSettings({ serviceHours: { from: '08:00', to: '20:00', closedOn: 'holidays' } });
    const response = await partner.get('/ib/v1/accounts');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ errorCode: '032054' });
    // Saturday 13:04 to Monday 8:00.
    expect(response.headers.get('retry-after')).toBe(String((42 * 60 + 56) * 60));
    await sandbox.changeSettings({ serviceHours: { closedOn: 'never' } });
    expect((await partner.get('/ib/v1/accounts')).status).toBe(200);
  });
});
