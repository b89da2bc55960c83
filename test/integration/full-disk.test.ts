import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

// A disk of four megabytes that is filled up by somebody else while the bank runs, and emptied again.

const canMount = process.getuid?.() === 0 && process.platform === 'linux';

let disk: string;
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'ib-link-full-'));
  if (canMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'tmpfs', disk]);
});
afterEach(async () => {
  if (canMount) execFileSync('umount', ['--lazy', disk]);
  await rm(disk, { recursive: true, force: true });
});

async function fillUp(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (;;) await handle.write(Buffer.alloc(4_096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await handle.close();
  }
}

const ROWS = 100;

function book(sandbox: TestSandbox, accountId: string): Promise<Response> {
  const row = {
    transactionDate: '2027-02-01',
    transactionType: '1',
    amount: '1',
    remarks: '摘要'.repeat(50),
  };
  return sandbox.request('POST', `/accounts/${accountId}/transactions`, Array(ROWS).fill(row));
}

async function openAccount(sandbox: TestSandbox): Promise<string> {
  const { id: customerId } = await sandbox.control<{ id: string }>('POST', '/customers', {
    kind: 'personal',
    loginId: '60000000001',
    password: 'Full-0001',
    name: '満杯 太郎',
    nameKana: 'ﾏﾝﾊﾟｲ ﾀﾛｳ',
    login: 'password',
    status: 'active',
  });
  const account = {
    customerId,
    branchCode: '001',
    accountTypeCode: '01',
    accountNumber: '6000001',
    accountName: '満杯',
    accountNameKana: 'ﾏﾝﾊﾟｲ',
    currencyCode: 'JPY',
    balance: '0',
  };
  return (await sandbox.control<{ accountId: string }>('POST', '/accounts', account)).accountId;
}

it.runIf(canMount)(
  'a full disk refuses changes with 507, goes on reading, and recovers by itself with nothing lost',
  async () => {
    const dataDir = join(disk, 'data');
    const filler = join(disk, 'filler');
    const sandbox = await startSandbox({ dataDir, scenario: 'blank' });
    const accountId = await openAccount(sandbox);
    let kept = 0;
    await fillUp(filler);
    let refused: Response | undefined;
    while (!refused) {
      const answer = await book(sandbox, accountId);
      if (answer.ok) kept += 1;
      else refused = answer;
    }
    expect(refused.status).toBe(507);
    expect(await refused.text()).toContain(dataDir);
    const balance = async () =>
      (await sandbox.control<{ balance: string }>('GET', `/accounts/${accountId}`)).balance;
    expect(await balance()).toBe(String(kept * ROWS));

    await rm(filler);
    await expect.poll(async () => (await book(sandbox, accountId)).status, { timeout: 30_000 }).toBe(201);
    kept += 1;
    expect(await balance()).toBe(String(kept * ROWS));
    await sandbox.stop();

    await using again = await startSandbox({ dataDir });
    const account = await again.control<{ balance: string }>('GET', `/accounts/${accountId}`);
    expect(account.balance).toBe(String(kept * ROWS));
  },
);
