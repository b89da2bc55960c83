import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account, LedgerRow } from '../../../server/bank/model.ts';
import { BankState, type Change } from '../../../server/bank/state.ts';
import { Ledger } from '../../../server/bank/ledger.ts';
import { captureState, fillState } from '../../../server/storage/contents.ts';
import { openDirectoryStorage } from '../../../server/storage/directory.ts';
import { createEphemeralStorage } from '../../../server/storage/ephemeral.ts';
import { DataDirectoryInUse, DataUnreadable } from '../../../server/storage/errors.ts';
import type { Storage } from '../../../server/storage/storage.ts';

let dataDir: string;
const open: Storage[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'ib-storage-'));
});

afterEach(async () => {
  for (const storage of open.splice(0)) await storage.close().catch(() => undefined);
  await rm(dataDir, { recursive: true, force: true });
});

async function opened(): Promise<{ storage: Storage; state: BankState; empty: boolean }> {
  const storage = await openDirectoryStorage({ dataDir, wallClock: () => 1_000 });
  open.push(storage);
  const state = new BankState();
  const { empty } = await storage.load(state);
  return { storage, state, empty };
}

async function commit(storage: Storage, state: BankState, ...changes: Change[]): Promise<void> {
  for (const change of changes) state.apply(change);
  await storage.append(changes);
}

const account: Account = {
  accountId: '001011000001',
  customerId: 'customer-1',
  branchCode: '001',
  accountTypeCode: '01',
  accountNumber: '1000001',
  accountName: '見本　太郎',
  accountNameKana: 'ミホン　タロウ',
  currencyCode: 'JPY',
  primary: true,
  openingBalance: '1000',
};

function row(n: number): LedgerRow {
  return {
    itemKey: `20270101${String(n).padStart(8, '0')}`,
    transactionDate: '2027-01-01',
    transactionType: '1',
    amount: BigInt(n),
    remarks: `入金 ${String(n)}`,
  };
}

function rowChange(n: number): Change {
  return [`ledger:${account.accountId}`, row(n).itemKey, Ledger.persist(row(n))];
}

async function generation(): Promise<string> {
  const names = await readdir(dataDir);
  return path.join(dataDir, names.find((name) => name.startsWith('state-')) ?? 'none');
}

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}

describe('a restart', () => {
  it('brings everything back: tables, ledgers, balances', async () => {
    const first = await opened();
    expect(first.empty).toBe(true);
    await commit(first.storage, first.state, ['accounts', account.accountId, account]);
    await commit(first.storage, first.state, ...Array.from({ length: 1201 }, (_, n) => rowChange(n + 1)));
    await commit(first.storage, first.state, ['secrets', 'tokens', { value: 'k' }]);
    const before = captureState(first.state);
    await first.storage.close();

    const second = await opened();
    expect(second.empty).toBe(false);
    expect(captureState(second.state)).toEqual(before);
    expect(second.state.ledger(account.accountId).balance()).toBe(1000n + (1201n * 1202n) / 2n);
    await commit(second.storage, second.state, [`ledger:${account.accountId}`, row(7).itemKey, null]);
    await second.storage.close();

    const third = await opened();
    expect(third.state.ledger(account.accountId).balance()).toBe(1000n + (1201n * 1202n) / 2n - 7n);
  });

  it('forgets the ledger with its account', async () => {
    const { storage, state } = await opened();
    await commit(storage, state, ['accounts', account.accountId, account], rowChange(1));
    await storage.compact();
    await commit(storage, state, ['accounts', account.accountId, null]);
    await storage.close();
    expect(await readdir(path.join(await generation(), 'ledgers'))).toEqual([]);
    expect((await opened()).state.ledgers.size).toBe(0);
  });

  it('has no journal left after an orderly close, and files for the owner only', async () => {
    const { storage, state } = await opened();
    await commit(storage, state, ['accounts', account.accountId, account], rowChange(1));
    await storage.close();
    expect((await readdir(dataDir)).filter((name) => !name.startsWith('state-'))).toEqual([]);
    const directory = await generation();
    expect(await modeOf(directory)).toBe(0o700);
    for (const name of await readdir(directory)) {
      if (name.endsWith('.json')) expect(await modeOf(path.join(directory, name))).toBe(0o600);
    }
  });
});

describe('compaction', () => {
  it('rewrites only what has changed', async () => {
    const { storage, state } = await opened();
    await commit(storage, state, ['accounts', account.accountId, account], rowChange(1));
    await storage.compact();
    const directory = await generation();
    const ledgerBefore = await stat(path.join(directory, 'ledgers', `${account.accountId}.json`));
    const configurationBefore = await stat(path.join(directory, 'configuration.json'));
    await commit(storage, state, ['facts', 'x', { value: 1 }]);
    await storage.compact();
    const ledgerAfter = await stat(path.join(directory, 'ledgers', `${account.accountId}.json`));
    const configurationAfter = await stat(path.join(directory, 'configuration.json'));
    expect(ledgerAfter.ino).toBe(ledgerBefore.ino);
    expect(configurationAfter.ino).not.toBe(configurationBefore.ino);
  });

  it('loses nothing that is committed while it runs', async () => {
    const { storage, state } = await opened();
    await commit(storage, state, ['accounts', account.accountId, account]);
    const compactions: Promise<void>[] = [];
    const commits: Promise<void>[] = [];
    for (let n = 1; n <= 300; n++) {
      commits.push(commit(storage, state, rowChange(n), ['facts', 'last', { value: n }]));
      if (n % 50 === 0) {
        compactions.push(storage.compact());
        await commits.at(-1);
      }
    }
    await Promise.all([...commits, ...compactions]);
    const before = captureState(state);
    await storage.close();
    expect(captureState((await opened()).state)).toEqual(before);
  });
});

describe('a damaged file', () => {
  async function withTwoVersions(): Promise<string> {
    const { storage, state } = await opened();
    await commit(storage, state, ['facts', 'version', { value: 1 }]);
    await storage.compact();
    await commit(storage, state, ['facts', 'version', { value: 2 }]);
    await storage.close();
    return path.join(await generation(), 'configuration.json');
  }

  async function openingFails(): Promise<DataUnreadable> {
    const failure: unknown = await openDirectoryStorage({ dataDir, wallClock: () => 0 }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(DataUnreadable);
    return failure as DataUnreadable;
  }

  it.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['emptied', () => ''],
    ['altered', (text: string) => text.replace('"value":2', '"value":3')],
    ['zeroed', (text: string) => '\0'.repeat(text.length)],
  ])('%s is named with its backup, kept aside, and not written over', async (_, damage) => {
    const file = await withTwoVersions();
    const damaged = damage(await readFile(file, 'utf8'));
    await writeFile(file, damaged);
    const failure = await openingFails();
    expect(failure.exitCode).toBe(5);
    expect(failure.file).toBe(file);
    expect(failure.backup).toBe(`${file}.1`);
    expect(failure.message).toContain(file);
    expect(failure.message).toContain(`${file}.1`);
    expect(await readFile(file, 'utf8')).toBe(damaged);

    // The way out that the message names, and the evidence that stays.
    await writeFile(file, await readFile(`${file}.1`));
    const { state } = await opened();
    expect(state.facts.get('version')).toEqual({ value: 1 });
    const aside = (await readdir(path.dirname(file))).find((name) => name.includes('.damaged-')) ?? '';
    expect(await readFile(path.join(path.dirname(file), aside), 'utf8')).toBe(damaged);
  });

  it('that is gone is missed, not replaced by an empty one', async () => {
    const file = await withTwoVersions();
    await rm(file);
    expect((await openingFails()).backup).toBe(`${file}.1`);
    await expect(stat(file)).rejects.toThrow();
  });

  it('leaves the lock free for the next attempt', async () => {
    const file = await withTwoVersions();
    const good = await readFile(file);
    await writeFile(file, 'x');
    await openingFails();
    await writeFile(file, good);
    expect((await opened()).state.facts.get('version')).toEqual({ value: 2 });
  });
});

describe('the lock', () => {
  it('keeps a second owner out while the first lives', async () => {
    await opened();
    const failure: unknown = await openDirectoryStorage({ dataDir, wallClock: () => 0 }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(DataDirectoryInUse);
    expect((failure as DataDirectoryInUse).exitCode).toBe(4);
    expect((failure as DataDirectoryInUse).message).toContain(String(process.pid));
  });

  it('is taken over from a process that is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    await writeFile(path.join(dataDir, 'lock'), JSON.stringify({ pid: gone.pid, started: null }));
    expect((await opened()).empty).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'is taken over when its number belongs to another process now',
    async () => {
      await writeFile(path.join(dataDir, 'lock'), JSON.stringify({ pid: process.pid, started: 'boot/1' }));
      expect((await opened()).empty).toBe(true);
    },
  );

  it.each(['', 'nonsense', '{}'])('that says nothing (%j) binds nobody', async (contents) => {
    await writeFile(path.join(dataDir, 'lock'), contents);
    expect((await opened()).empty).toBe(true);
  });

  it('goes to one of many that come at once', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () => openDirectoryStorage({ dataDir, wallClock: () => 0 })),
    );
    const winners = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    open.push(...winners);
    expect(winners).toHaveLength(1);
  });
});

describe('a whole new state', () => {
  it('replaces everything before it and keeps what comes after', async () => {
    const { storage, state } = await opened();
    await commit(storage, state, ['facts', 'old', { value: 1 }], ['accounts', account.accountId, account]);
    await storage.compact();
    await commit(storage, state, rowChange(1));
    state.clear();
    state.apply(['facts', 'new', { value: 2 }]);
    const replaced = storage.replaceAll(state);
    const after = commit(storage, state, ['facts', 'after', { value: 3 }]);
    await Promise.all([replaced, after]);
    const before = captureState(state);
    await storage.close();
    const again = await opened();
    expect(captureState(again.state)).toEqual(before);
    expect(again.state.facts.has('old')).toBe(false);
  });
});

describe.each([
  ['on disk', () => opened()],
  [
    'in memory',
    async () => {
      const storage = createEphemeralStorage(() => 1_000);
      const state = new BankState();
      await storage.load(state);
      return { storage, state };
    },
  ],
])('named snapshots %s', (_, start) => {
  it('are kept, listed, read back as they were, and deleted', async () => {
    const { storage, state } = await start();
    await commit(storage, state, ['accounts', account.accountId, account], rowChange(1));
    const kept = captureState(state);
    const info = await storage.saveSnapshot('期限切れの前/../日', state);
    expect(info.savedAt).toBe(1_000);
    expect(info.bytes).toBeGreaterThan(100);
    await commit(storage, state, rowChange(2), ['facts', 'later', { value: true }]);
    await storage.compact();
    expect((await storage.listSnapshots()).map(({ name }) => name)).toEqual(['期限切れの前/../日']);

    const contents = await storage.readSnapshot('期限切れの前/../日');
    expect(contents).toBeDefined();
    if (contents) fillState(state, contents);
    await storage.replaceAll(state);
    expect(captureState(state)).toEqual(kept);

    expect(await storage.readSnapshot('unknown')).toBeUndefined();
    expect(await storage.deleteSnapshot('unknown')).toBe(false);
    expect(await storage.deleteSnapshot('期限切れの前/../日')).toBe(true);
    expect(await storage.listSnapshots()).toEqual([]);
  });

  it('of the same name replace each other', async () => {
    const { storage, state } = await start();
    await commit(storage, state, ['facts', 'n', { value: 1 }]);
    await storage.saveSnapshot('same', state);
    await commit(storage, state, ['facts', 'n', { value: 2 }]);
    await storage.saveSnapshot('same', state);
    expect(await storage.listSnapshots()).toHaveLength(1);
    const contents = await storage.readSnapshot('same');
    expect(contents?.groups.configuration.facts).toEqual({ n: { value: 2 } });
  });
});
