import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BankState, tableGroups, type Change } from '../../../server/bank/state.ts';
import { Ledger } from '../../../server/bank/ledger.ts';
import { openDirectoryStorage, type DirectoryStorageOptions } from '../../../server/storage/directory.ts';
import type { Storage } from '../../../server/storage/storage.ts';

/** Directories for one test file, and the storages opened in them. */
export class DataDirectories {
  readonly #open = new Set<Storage>();
  readonly #made: string[] = [];

  async make(): Promise<string> {
    const directory = await mkdtemp(path.join(tmpdir(), 'ib-storage-'));
    this.#made.push(directory);
    return directory;
  }

  async open(dataDir: string, options: Partial<DirectoryStorageOptions> = {}): Promise<OpenedStorage> {
    const storage = await openDirectoryStorage({ dataDir, wallClock: () => 1_000, ...options });
    this.#open.add(storage);
    const state = new BankState();
    try {
      const { empty, words } = await storage.load(state);
      return new OpenedStorage(storage, state, empty, words.map(({ en }) => en).join('\n'));
    } catch (error) {
      await storage.close();
      throw error;
    }
  }

  /** What a crash leaves behind: the files as they are now, without the lock of the living. */
  async afterCrash(dataDir: string): Promise<string> {
    const copy = await this.make();
    await cp(dataDir, copy, { recursive: true });
    await rm(path.join(copy, 'lock'), { force: true });
    return copy;
  }

  async clear(): Promise<void> {
    for (const storage of this.#open) await storage.close().catch(() => undefined);
    this.#open.clear();
    for (const directory of this.#made.splice(0)) await rm(directory, { recursive: true, force: true });
  }
}

/** A storage with the bank's memory, as a unit of work uses them. */
export class OpenedStorage {
  readonly storage: Storage;
  state: BankState;
  readonly empty: boolean;
  /** What it had to say at the start, in English. */
  readonly words: string;

  constructor(storage: Storage, state: BankState, empty: boolean, words: string) {
    this.storage = storage;
    this.state = state;
    this.empty = empty;
    this.words = words;
  }

  async commit(...changes: Change[]): Promise<void> {
    const { state } = this;
    const before = changes.map(([table, key]): Change => [
      table as 'facts',
      key,
      table.startsWith('ledger:') ? null : (state.table(table as 'facts').get(key) ?? null),
    ]);
    for (const change of changes) state.apply(change);
    const undo = () => {
      for (const change of before.toReversed()) state.apply(change);
    };
    await this.storage.append(changes, undo).done;
  }

  /** Puts another state in the place of this one. */
  async replace(fill: (state: BankState) => void, kept: readonly Change[] = []): Promise<void> {
    const fresh = new BankState();
    fill(fresh);
    const prepared = await this.storage.prepare(fresh);
    await this.exchange(prepared, kept);
  }

  async exchange(
    prepared: Awaited<ReturnType<Storage['prepare']>>,
    kept: readonly Change[] = [],
  ): Promise<void> {
    const before = this.state;
    for (const change of kept) prepared.state.apply(change);
    this.state = prepared.state;
    const undo = () => {
      this.state = before;
    };
    await this.storage.replace(prepared, kept, undo).done;
  }

  get facts(): Record<string, unknown> {
    return Object.fromEntries([...this.state.facts.entries()].map(([key, { value }]) => [key, value]));
  }

  get contents(): object {
    return contentsOf(this.state);
  }
}

/** All tables and statements as plain JSON, to be compared. */
export function contentsOf(state: BankState): object {
  const names = Object.values(tableGroups).flat();
  return {
    tables: names.map((name) => [name, [...state.table(name).entries()].sort()]),
    ledgers: [...state.ledgers].map(([accountId, ledger]) => [
      accountId,
      ledger.rows().map((row) => Ledger.persist(row)),
    ]),
  };
}

/** The names in the store, sorted. */
export async function storeFiles(dataDir: string, prefix = ''): Promise<string[]> {
  const names = await readdir(path.join(dataDir, 'store'));
  return names.filter((name) => name.startsWith(prefix)).sort();
}

export function fact(key: string, value: unknown): Change {
  return ['facts', key, { value }];
}
