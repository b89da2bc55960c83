import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../../server/bank/ledger.ts';
import type { Account, LedgerRow } from '../../../server/bank/model.ts';
import { BankState, type Change } from '../../../server/bank/state.ts';
import { openDirectoryStorage } from '../../../server/storage/directory.ts';
import { createEphemeralStorage } from '../../../server/storage/ephemeral.ts';
import { DataDirectoryInUse, DataUnreadable } from '../../../server/storage/errors.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { TARO } from '../../harness/test-bank.ts';
import { DataDirectories, fact, OpenedStorage, storeFiles } from './data-directory.ts';

const directories = new DataDirectories();
let dataDir: string;
beforeEach(async () => {
  dataDir = await directories.make();
});
afterEach(() => directories.clear());

const opened = () => directories.open(dataDir);

const account: Account = {
  accountId: '001011000001',
  customerId: TARO.id,
  branchCode: '001',
  accountTypeCode: '01',
  accountNumber: '1000001',
  accountName: '見本　太郎',
  accountNameKana: 'ミホン　タロウ',
  currencyCode: 'JPY',
  primary: true,
  openingBalance: '1000',
};
const customerAndAccount: Change[] = [
  ['customers', TARO.id, TARO],
  ['accounts', account.accountId, account],
];

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

async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}

describe('a restart', () => {
  it('brings everything back: tables, statements, balances', async () => {
    const first = await opened();
    expect(first.empty).toBe(true);
    await first.commit(...customerAndAccount);
    await first.commit(...Array.from({ length: 9_001 }, (_, n) => rowChange(n + 1)));
    await first.commit(['secrets', 'tokens', { value: 'k' }], fact('scenario', { builtIn: 'demo' }));
    await first.storage.compact();
    await first.commit(rowChange(9_002));
    const before = first.contents;
    await first.storage.close();

    const second = await opened();
    expect(second.empty).toBe(false);
    expect(second.contents).toEqual(before);
    const total = 1000n + (9_002n * 9_003n) / 2n;
    expect(second.state.ledger(account.accountId).balance()).toBe(total);
    await second.commit([`ledger:${account.accountId}`, row(7).itemKey, null]);
    await second.storage.compact();
    await second.storage.close();

    const third = await opened();
    expect(third.state.ledger(account.accountId).balance()).toBe(total - 7n);
  });

  it('forgets the statement with its account', async () => {
    const { storage, ...bank } = await opened();
    const { state } = bank;
    const first = new OpenedStorage(storage, state, true, '');
    await first.commit(...customerAndAccount, rowChange(1));
    await storage.compact();
    expect((await storeFiles(dataDir, 'part-')).join()).toContain('statements');
    await first.commit(['accounts', account.accountId, null]);
    await storage.compact();
    await storage.close();
    expect((await opened()).state.ledgers.size).toBe(0);
  });

  it('leaves nothing behind but what the root names, for the owner only', async () => {
    const { storage, ...bank } = await opened();
    const first = new OpenedStorage(storage, bank.state, true, '');
    await first.commit(...customerAndAccount, rowChange(1));
    await storage.compact();
    await storage.save('kept');
    await first.commit(fact('n', 1));
    await storage.compact();
    await storage.compact();
    await storage.delete('kept');
    await storage.close();
    expect((await readdir(dataDir)).sort()).toEqual(['state-999999999999', 'store']);
    const store = path.join(dataDir, 'store');
    const root = await readFile(path.join(store, 'root.json'), 'utf8');
    const beside = new Set(['root.json', 'root.copy.json', 'reserve']);
    for (const name of await storeFiles(dataDir)) {
      expect(await modeOf(path.join(store, name))).toBe(0o600);
      if (!beside.has(name)) expect(root).toContain(name);
    }
    expect(await modeOf(store)).toBe(0o700);
    expect(await readFile(path.join(store, 'root.copy.json'), 'utf8')).toBe(root);
  });
});

describe('compaction', () => {
  it('rewrites only what has changed, and never the scenario', async () => {
    const bank = await opened();
    await bank.commit(...customerAndAccount, fact('scenario', { name: 'large' }));
    await bank.commit(['secrets', 'tokens', { value: 'k' }]);
    await bank.storage.compact();
    const before = await storeFiles(dataDir, 'part-');
    await bank.commit(fact('x', 1));
    await bank.storage.compact();
    const kept = (await storeFiles(dataDir, 'part-')).filter((name) => before.includes(name));
    expect(kept.map((name) => name.replace(/part-\d+-/, '')).sort()).toEqual(
      expect.arrayContaining(['keys.json', 'scenario.json']),
    );
    await bank.commit(fact('x', 2));
    await bank.storage.compact();
    expect((await storeFiles(dataDir, 'part-')).filter((name) => name.includes('scenario'))).toHaveLength(1);
  });

  it('leaves alone what a long history has come to, and keeps the order of the rows', async () => {
    const long = 'x'.repeat(1_000);
    const keys = Array.from({ length: 5_000 }, (_, n) => `fact ${String(n)}`);
    const namesOf = (bank: OpenedStorage) => [...bank.state.facts.entries()].map(([key]) => key);
    let bank = await opened();
    await bank.commit(...keys.map((key) => fact(key, long)));
    await bank.storage.compact();
    const before = await storeFiles(dataDir, 'part-');
    expect(before.length).toBeGreaterThan(4);
    const untouched = async () => {
      await bank.storage.compact();
      const files = await storeFiles(dataDir, 'part-');
      return before.filter((name) => files.includes(name));
    };

    // Twice, so that what is kept is what both the last image and the one before it name.
    await bank.commit(fact('added', long));
    await untouched();
    await bank.commit(fact('added', 1), fact('fact 2500', 1), ['facts', 'fact 1500', null]);
    await untouched();
    await bank.commit(fact('added', 2));
    const kept = await untouched();
    expect(kept.length).toBeGreaterThanOrEqual(before.length - 3);
    expect(kept.length).toBeLessThan(before.length);
    const { contents } = bank;
    const names = namesOf(bank);
    await bank.storage.close();

    bank = await opened();
    expect(bank.contents).toEqual(contents);
    expect(namesOf(bank)).toEqual(names);
    // What was read is known to be in files, too.
    await bank.commit(fact('added', 3));
    expect(await untouched()).toEqual(kept);
  });

  it('loses nothing that is committed while it runs', async () => {
    const bank = await opened();
    await bank.commit(...customerAndAccount);
    const done: Promise<void>[] = [];
    for (let n = 1; n <= 300; n++) {
      done.push(bank.commit(rowChange(n), fact('last', n)));
      if (n % 50 === 0) {
        done.push(bank.storage.compact());
        await done.at(-2);
      }
    }
    await Promise.all(done);
    const before = bank.contents;
    await bank.storage.close();
    expect((await opened()).contents).toEqual(before);
  });
});

describe('damage', () => {
  async function closedBank(): Promise<string[]> {
    const bank = await opened();
    await bank.commit(...customerAndAccount, rowChange(1));
    await bank.storage.compact();
    await bank.storage.save('kept');
    await bank.commit(fact('later', 1));
    await bank.storage.close();
    return (await storeFiles(dataDir)).filter((name) => name !== 'root.copy.json' && name !== 'reserve');
  }

  async function failureOf(): Promise<DataUnreadable> {
    const failure: unknown = await opened().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataUnreadable);
    return failure as DataUnreadable;
  }

  it.each([
    ['gone', () => undefined],
    ['cut short', (data: Buffer) => data.subarray(0, -1)],
    ['emptied', () => Buffer.alloc(0)],
    ['zeroed', (data: Buffer) => Buffer.alloc(data.length)],
    ['altered', (data: Buffer) => Buffer.from(data.map((byte, at) => (at === 20 ? byte ^ 1 : byte)))],
  ] as const)(
    'of any file that counts, %s, is told with exit code 5, or nothing comes of it',
    async (_, damage) => {
      let told = 0;
      for (const name of await closedBank()) {
        const file = path.join(dataDir, 'store', name);
        const good = await readFile(file);
        const damaged = damage(good);
        // The open journal is empty after an orderly end; there is nothing in it to be damaged.
        if (damaged?.equals(good)) continue;
        if (damaged === undefined) await rm(file);
        else await writeFile(file, damaged);
        const outcome = await opened().catch((error: unknown) => error);
        if (outcome instanceof OpenedStorage) {
          // One of the way back, or of the snapshot, found when that is asked for.
          expect(outcome.facts).toEqual({ later: 1 });
          await outcome.storage.close();
          await rm(path.join(dataDir, 'store'), { recursive: true });
          await rm(path.join(dataDir, 'state-999999999999'));
          await closedBank();
          continue;
        }
        told++;
        expect(outcome).toBeInstanceOf(DataUnreadable);
        expect((outcome as DataUnreadable).exitCode).toBe(5);
        expect((outcome as DataUnreadable).message).toContain(name);
        if (damaged === undefined) await expect(stat(file)).rejects.toThrow();
        else expect(await readFile(file)).toEqual(damaged);
        await writeFile(file, good);
      }
      expect(told).toBeGreaterThanOrEqual(4);
      expect((await opened()).facts).toEqual({ later: 1 });
    },
  );

  it('of a snapshot alone is told when that one is wanted, and takes no other with it', async () => {
    await closedBank();
    const bank = await opened();
    await bank.storage.compact();
    await bank.storage.save('whole');
    await bank.commit(fact('later', 2));
    await bank.storage.compact();
    const files = JSON.parse(
      (await readFile(path.join(dataDir, 'store', 'root.json'), 'utf8')).split('\n')[0] ?? '',
    ) as {
      snapshots: { name: string; image: { parts: { file: string }[] } }[];
    };
    const [kept, whole] = files.snapshots.map(({ image }) => image.parts.map(({ file }) => file));
    const only = kept?.find((file) => !whole?.includes(file)) ?? '';
    const good = await readFile(path.join(dataDir, 'store', only));
    await writeFile(path.join(dataDir, 'store', only), Buffer.alloc(good.length));
    expect((await bank.storage.list()).map(({ name }) => name)).toEqual(['kept', 'whole']);
    await expect(bank.storage.open('kept')).rejects.toBeInstanceOf(DataUnreadable);
    const prepared = await bank.storage.open('whole');
    expect(prepared?.state.facts.get('later')).toEqual({ value: 1 });
    prepared?.discard();
  });

  it('of a root of a newer version is told as such', async () => {
    await closedBank();
    const file = path.join(dataDir, 'store', 'root.json');
    const text = (await readFile(file, 'utf8')).replace('"format":2', '"format":3');
    const { createHash } = await import('node:crypto');
    const body = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
    await writeFile(file, `${body}${createHash('sha256').update(body).digest('hex')}\n`);
    expect((await failureOf()).message).toContain('newer version');
  });

  it('to the whole store but a part is not taken for an empty directory', async () => {
    await closedBank();
    const [part = ''] = await storeFiles(dataDir, 'part-');
    for (const name of await storeFiles(dataDir)) {
      if (name !== part) await rm(path.join(dataDir, 'store', name));
    }
    expect((await failureOf()).message).toContain('root.json');
  });
});

describe('the lock', () => {
  it('keeps a second owner out while the first lives', async () => {
    await opened();
    const failure: unknown = await opened().catch((error: unknown) => error);
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
    for (const winner of winners) await winner.close();
    expect(winners).toHaveLength(1);
  });
});

describe('a whole new state', () => {
  it('replaces everything before it and keeps what comes after', async () => {
    const bank = await opened();
    await bank.commit(fact('old', { value: 1 }), ...customerAndAccount);
    await bank.storage.compact();
    await bank.commit(rowChange(1));
    const prepared = await bank.storage.prepare(stateWith(fact('new', 2)));
    const replaced = bank.exchange(prepared, [fact('kept', 'from before')]);
    const after = bank.commit(fact('after', 3));
    await Promise.all([replaced, after]);
    const crashed = await directories.open(await directories.afterCrash(dataDir));
    expect(crashed.facts).toEqual({ new: 2, kept: 'from before', after: 3 });
    await bank.storage.close();
    expect((await opened()).facts).toEqual(crashed.facts);
  });

  it('that was prepared and not taken leaves no file', async () => {
    const bank = await opened();
    await bank.commit(fact('old', 1));
    const prepared = await bank.storage.prepare(stateWith(fact('new', 2)));
    expect(await storeFiles(dataDir, 'part-')).toHaveLength(1);
    prepared.discard();
    await bank.storage.close();
    expect(await storeFiles(dataDir, 'part-')).toEqual([]);
    expect((await opened()).facts).toEqual({ old: 1 });
  });

  it('is refused once the storage is closed', async () => {
    const bank = await opened();
    const prepared = await bank.storage.prepare(stateWith(fact('new', 2)));
    await bank.storage.close();
    await expect(bank.exchange(prepared)).rejects.toMatchObject({ code: 'storage_closed' });
    await expect(bank.storage.prepare(stateWith())).rejects.toMatchObject({ code: 'storage_closed' });
    await expect(bank.storage.writable()).rejects.toMatchObject({ code: 'storage_closed' });
  });
});

function stateWith(...changes: Change[]): BankState {
  const state = new BankState();
  for (const change of changes) state.apply(change);
  return state;
}

async function inMemory(): Promise<OpenedStorage> {
  const storage: Storage = createEphemeralStorage(() => 1_000);
  const state = new BankState();
  const { empty } = await storage.load(state);
  return new OpenedStorage(storage, state, empty, '');
}

describe.each([
  ['on disk', opened],
  ['in memory', inMemory],
])('named snapshots %s', (_, start) => {
  it('are kept, listed, read back as they were, and deleted', async () => {
    const bank = await start();
    const { storage } = bank;
    await bank.commit(...customerAndAccount, rowChange(1));
    const kept = bank.contents;
    const info = await storage.save('期限切れの前/../日');
    expect(info.savedAt).toBe(1_000);
    expect(info.bytes).toBeGreaterThan(100);
    await bank.commit(rowChange(2), fact('later', true));
    await storage.compact();
    expect((await storage.list()).map(({ name }) => name)).toEqual(['期限切れの前/../日']);

    for (let times = 0; times < 2; times++) {
      const prepared = await storage.open('期限切れの前/../日');
      expect(prepared).toBeDefined();
      if (prepared) await bank.exchange(prepared);
      expect(bank.contents).toEqual(kept);
      await bank.commit(rowChange(3 + times));
    }

    expect(await storage.open('unknown')).toBeUndefined();
    expect(await storage.delete('unknown')).toBe(false);
    expect(await storage.delete('期限切れの前/../日')).toBe(true);
    expect(await storage.list()).toEqual([]);
    await storage.close();
  });

  it('of the same name replace each other', async () => {
    const bank = await start();
    const { storage } = bank;
    await bank.commit(fact('n', 1));
    await storage.save('same');
    await bank.commit(fact('n', 2));
    await storage.save('same');
    expect(await storage.list()).toHaveLength(1);
    const prepared = await storage.open('same');
    expect(prepared?.state.facts.get('n')).toEqual({ value: 2 });
    prepared?.discard();
    await storage.close();
  });
});
