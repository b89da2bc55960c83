import { mkdtemp, readdir, readFile, rm, writeFile, open, copyFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BankState, type Change } from '../../../server/bank/state.ts';
import { openDirectoryStorage, type DirectoryStorageOptions } from '../../../server/storage/directory.ts';
import { DataUnreadable } from '../../../server/storage/errors.ts';
import { Journal, type JournalFile } from '../../../server/storage/journal.ts';
import { readJournal } from '../../../server/storage/journal-reading.ts';
import type { Storage } from '../../../server/storage/storage.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'ib-journal-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function fact(key: string, value: unknown): Change {
  return ['facts', key, { value }];
}

async function opened(
  dataDir: string,
  options: Partial<DirectoryStorageOptions> = {},
): Promise<{ storage: Storage; state: BankState; empty: boolean }> {
  const storage = await openDirectoryStorage({ dataDir, wallClock: () => 0, ...options });
  const state = new BankState();
  const { empty } = await storage.load(state);
  return { storage, state, empty };
}

async function commit(storage: Storage, state: BankState, ...changes: Change[]): Promise<void> {
  for (const change of changes) state.apply(change);
  await storage.append(changes);
}

function facts(state: BankState): Record<string, unknown> {
  return Object.fromEntries([...state.facts.entries()].map(([key, { value }]) => [key, value]));
}

async function journalFiles(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir);
  return names.filter((name) => name.startsWith('journal-')).sort();
}

/** What a crash leaves behind: the files as they are now, without the lock of the living. */
async function crashedCopy(dataDir: string): Promise<string> {
  const copy = await mkdtemp(path.join(directory, 'crashed-'));
  for (const name of await journalFiles(dataDir)) {
    await copyFile(path.join(dataDir, name), path.join(copy, name));
  }
  return copy;
}

describe('the journal', () => {
  it('brings back every acknowledged commit after a crash without a snapshot', async () => {
    const { storage, state, empty } = await opened(path.join(directory, 'data'));
    expect(empty).toBe(true);
    await commit(storage, state, fact('a', 1), fact('b', 2));
    await commit(storage, state, ['facts', 'a', null]);
    const crashed = await crashedCopy(path.join(directory, 'data'));
    const again = await opened(crashed);
    expect(again.empty).toBe(false);
    expect(facts(again.state)).toEqual({ b: 2 });
    await again.storage.close();
    await storage.close();
  });

  it('keeps a prefix of the commits, whole, wherever its last segment is cut', async () => {
    const { storage, state } = await opened(path.join(directory, 'data'));
    const commits = 12;
    for (let n = 1; n <= commits; n++) {
      await commit(storage, state, fact(`left-${String(n)}`, '円'.repeat(n)), fact(`right-${String(n)}`, n));
    }
    const [name = ''] = await journalFiles(path.join(directory, 'data'));
    const whole = await readFile(path.join(directory, 'data', name));
    const ends = [0];
    whole.forEach((byte, at) => {
      if (byte === 0x0a) ends.push(at + 1);
    });
    await storage.close();

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (cut) => {
        const crashed = await mkdtemp(path.join(directory, 'cut-'));
        await writeFile(path.join(crashed, name), whole.subarray(0, cut));
        const again = await opened(crashed);
        const survivors = ends.filter((end) => end > 0 && end <= cut).length;
        const expected: Record<string, unknown> = {};
        for (let n = 1; n <= survivors; n++) {
          expected[`left-${String(n)}`] = '円'.repeat(n);
          expected[`right-${String(n)}`] = n;
        }
        expect(facts(again.state)).toEqual(expected);
        // And life goes on after it: the next commit is kept beside the survivors.
        await commit(again.storage, again.state, fact('after', cut));
        const twice = await opened(await crashedCopy(crashed));
        expect(facts(twice.state)).toEqual({ ...expected, after: cut });
        await twice.storage.close();
        await again.storage.close();
      }),
      { numRuns: 40 },
    );
  });

  it('never shows anything but commits that were made, whatever byte is altered', async () => {
    const { storage, state } = await opened(path.join(directory, 'data'));
    for (let n = 1; n <= 6; n++) await commit(storage, state, fact(`fact-${String(n)}`, n));
    const [name = ''] = await journalFiles(path.join(directory, 'data'));
    const whole = await readFile(path.join(directory, 'data', name));
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    await storage.close();

    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const crashed = await mkdtemp(path.join(directory, 'altered-'));
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] ?? 0) ^ flip;
        await writeFile(path.join(crashed, name), altered);
        if (at < lastLine) {
          // Somebody was told of it: a damaged line in the middle is never passed over in silence.
          await expect(opened(crashed)).rejects.toBeInstanceOf(DataUnreadable);
          expect(await readFile(path.join(crashed, name))).toEqual(altered);
        } else {
          const again = await opened(crashed);
          expect(facts(again.state)).toEqual({
            'fact-1': 1,
            'fact-2': 2,
            'fact-3': 3,
            'fact-4': 4,
            'fact-5': 5,
          });
          await again.storage.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds the damage where only the line feed before the last line is gone', async () => {
    const { storage, state } = await opened(path.join(directory, 'data'));
    for (let n = 1; n <= 3; n++) await commit(storage, state, fact(`fact-${String(n)}`, n));
    const [name = ''] = await journalFiles(path.join(directory, 'data'));
    const altered = await readFile(path.join(directory, 'data', name));
    await storage.close();
    altered[altered.lastIndexOf(0x0a, altered.length - 2)] = 0x0b;
    const crashed = await mkdtemp(path.join(directory, 'altered-'));
    await writeFile(path.join(crashed, name), altered);
    await expect(opened(crashed)).rejects.toBeInstanceOf(DataUnreadable);
  });

  it('refuses a journal of which a segment is missing', async () => {
    const journal = new Journal(directory, { segments: [], lastSeq: 0 });
    for (const changes of ['["a"]', '["b"]', '["c"]']) {
      await journal.append(changes);
      journal.cut();
    }
    await journal.close();
    const [, second = ''] = await journalFiles(directory);
    await rm(path.join(directory, second));
    await expect(readJournal(directory, 0, 0)).rejects.toBeInstanceOf(DataUnreadable);
  });
});

/** A disk whose syncs are counted, held up, or refused. */
class ObservedFiles {
  syncs = 0;
  refuse: (() => Error | undefined) | undefined;
  gate: Promise<void> | undefined;

  readonly open = async (file: string): Promise<JournalFile> => {
    const handle = await open(file, 'w', 0o600);
    return {
      writeFile: async (text) => {
        const error = this.refuse?.();
        if (error) {
          // A full disk takes a part of what it is given.
          await handle.writeFile(String(text).slice(0, String(text).length / 2));
          throw error;
        }
        await handle.writeFile(String(text));
      },
      datasync: async () => {
        this.syncs++;
        await this.gate;
        await handle.datasync();
      },
      close: () => handle.close(),
    };
  };
}

describe('group commit', () => {
  it('lets a thousand concurrent commits share a few syncs', async () => {
    const files = new ObservedFiles();
    const { storage, state } = await opened(path.join(directory, 'data'), { journalFiles: files });
    await Promise.all(
      Array.from({ length: 1000 }, (_, n) => commit(storage, state, fact(`fact-${String(n)}`, n))),
    );
    expect(files.syncs).toBeLessThanOrEqual(3);
    const again = await opened(await crashedCopy(path.join(directory, 'data')));
    expect(again.state.facts.size).toBe(1000);
    await again.storage.close();
    await storage.close();
  });

  it('acknowledges nothing before its sync is done', async () => {
    const files = new ObservedFiles();
    let letGo!: () => void;
    files.gate = new Promise((resolve) => {
      letGo = resolve;
    });
    const journal = new Journal(directory, { segments: [], lastSeq: 0 }, files);
    let acknowledged = false;
    const appended = journal.append('["a"]').then(() => {
      acknowledged = true;
    });
    await expect.poll(() => files.syncs).toBe(1);
    expect(acknowledged).toBe(false);
    letGo();
    await appended;
    expect(acknowledged).toBe(true);
    await journal.close();
  });
});

describe('a disk that fails', () => {
  it('refuses what it could not write, and later takes it along with what rests on it', async () => {
    const files = new ObservedFiles();
    const dataDir = path.join(directory, 'data');
    const { storage, state } = await opened(dataDir, { journalFiles: files });
    await commit(storage, state, fact('before', 1));
    files.refuse = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    await expect(commit(storage, state, fact('refused', 2))).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(commit(storage, state, fact('refused too', 3))).rejects.toMatchObject({ code: 'ENOSPC' });

    // Whether a refused commit reached the disk is open; an acknowledged one is there, and the order holds.
    const crashed = await opened(await crashedCopy(dataDir));
    const there = Object.keys(facts(crashed.state));
    expect(there).toEqual(['before', 'refused', 'refused too'].slice(0, Math.max(1, there.length)));
    await crashed.storage.close();

    files.refuse = undefined;
    await commit(storage, state, fact('after', 4));
    const recovered = await opened(await crashedCopy(dataDir));
    expect(facts(recovered.state)).toEqual({ before: 1, refused: 2, 'refused too': 3, after: 4 });
    await recovered.storage.close();

    await storage.close();
    const closed = await opened(dataDir);
    expect(facts(closed.state)).toEqual(facts(state));
    await closed.storage.close();
  });

  it('refuses everything after a whole state that could not be written, until one could', async () => {
    const dataDir = path.join(directory, 'data');
    const { storage, state } = await opened(dataDir);
    await commit(storage, state, fact('old', 1));
    // A file where the new directory is to be made: no state can be written.
    const names = [2, 3, 4, 5].map((n) => path.join(dataDir, `state-${String(n).padStart(12, '0')}`));
    for (const name of names) await mkdir(path.join(name, 'in-the-way'), { recursive: true });
    state.clear();
    state.apply(fact('new', 2));
    await expect(storage.replaceAll(state)).rejects.toThrow();
    await expect(commit(storage, state, fact('rests on new', 3))).rejects.toThrow();
    for (const name of names) await rm(name, { recursive: true });

    const crashed = await opened(await crashedCopy(dataDir));
    expect(facts(crashed.state)).toEqual({ old: 1 });
    await crashed.storage.close();

    await commit(storage, state, fact('made good', 4));
    await storage.close();
    const again = await opened(dataDir);
    expect(facts(again.state)).toEqual({ new: 2, 'rests on new': 3, 'made good': 4 });
    await again.storage.close();
  });
});
