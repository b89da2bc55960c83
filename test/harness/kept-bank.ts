import type { TestSandbox } from './sandbox.ts';

/** Everything that is kept of a bank, present state and named snapshots, as text to compare. */
export async function everythingKept(sandbox: TestSandbox): Promise<Record<string, string>> {
  const { items } = await sandbox.control<{ items: { name: string }[] }>('GET', '/snapshots');
  const kept: Record<string, string> = { current: await presentState(sandbox) };
  for (const { name } of items) {
    await sandbox.control('POST', `/snapshots/${name}/restore`);
    kept[name] = await presentState(sandbox);
  }
  return kept;
}

/** The scenario, which has customers, statements, clients, grants and settings, and the faults. */
export async function presentState(sandbox: TestSandbox): Promise<string> {
  const [scenario, faults] = await Promise.all([
    sandbox.control('GET', '/scenario'),
    sandbox.control('GET', '/faults'),
  ]);
  return JSON.stringify([scenario, faults]);
}

/** A small bank with rows, a link, and two snapshots of different moments. */
export async function fillBank(sandbox: TestSandbox): Promise<void> {
  const { id } = await sandbox.control<{ id: string }>('POST', '/customers', {
    kind: 'personal',
    loginId: '50000000001',
    password: 'Kept-0001',
    name: '保存 太郎',
    nameKana: 'ﾎｿﾞﾝ ﾀﾛｳ',
    login: 'password',
    status: 'active',
  });
  const { accountId } = await sandbox.control<{ accountId: string }>('POST', '/accounts', {
    customerId: id,
    branchCode: '001',
    accountTypeCode: '01',
    accountNumber: '5000001',
    accountName: '保存',
    accountNameKana: 'ﾎｿﾞﾝ',
    currencyCode: 'JPY',
    balance: '1000',
  });
  const book = (remarks: string) =>
    sandbox.control('POST', `/accounts/${accountId}/transactions`, {
      transactionDate: '2027-02-01',
      transactionType: '1',
      amount: '5',
      remarks,
    });
  await book('one');
  await sandbox.control('POST', '/snapshots', { name: 'early' });
  await book('two');
  await sandbox.control('POST', '/faults', { match: { path: '/nowhere' }, action: { status: 503 } });
  await sandbox.control('POST', '/snapshots', { name: 'late' });
  await book('three');
}
