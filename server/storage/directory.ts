import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { tableGroups, type BankState, type Change, type TableGroup, type TableName } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import { fillState, type StateContents } from './contents.ts';
import { DirectoryLock } from './directory-lock.ts';
import { DataUnreadable } from './errors.ts';
import { allParts, cutState, Generation, type ReadGeneration } from './generation.ts';
import { Journal, type JournalFiles } from './journal.ts';
import { readJournal, type ReadJournal } from './journal-reading.ts';
import { NamedSnapshots } from './named-snapshots.ts';
import type { SnapshotInfo, Storage } from './storage.ts';

export interface DirectoryStorageOptions {
  /** Absolute path; made when it is not there. */
  dataDir: string;
  /** The computer's time, for what happens to files. */
  wallClock: () => Instant;
  /** When to compact without being asked; for tests. */
  compaction?: Partial<CompactionPolicy>;
  /** How the journal reaches the disk; for tests. */
  journalFiles?: JournalFiles;
}

interface CompactionPolicy {
  /** The journal is compacted when nothing has been appended for this long … */
  idleMs: number;
  /** … and it has at least this size: replaying less is quicker than rewriting. */
  idleBytes: number;
  /** It is compacted under load, too, when it reaches this size. */
  maxBytes: number;
}

const defaultPolicy: CompactionPolicy = {
  idleMs: 3_000,
  idleBytes: 128 * 1024,
  maxBytes: 32 * 1024 * 1024,
};

const groupOf = new Map<string, TableGroup>(
  Object.entries(tableGroups).flatMap(([group, tables]) =>
    tables.map((table: TableName): [string, TableGroup] => [table, group as TableGroup]),
  ),
);

const generationName = /^state-(\d{12})$/;

/** What was found when the directory was opened, until it is loaded. */
interface Found {
  generation: ReadGeneration | undefined;
  journal: ReadJournal;
}

/**
 * The bank on disk: a generation of snapshot files (lowdb), and a journal of what has changed since.
 *
 *     lock                     who owns the directory
 *     state-000000000123/      configuration.json, authorization.json, keys.json, ledgers/<account>.json
 *     journal-000000000124.ndjson
 *     snapshots/<hash>/        named snapshots
 *
 * Every file says up to which line of the journal it is; start-up reads them and replays the lines
 * after that. Compaction rewrites the parts that changed and forgets the journal before it.
 */
class DirectoryStorage implements Storage {
  readonly #dataDir: string;
  readonly #wallClock: () => Instant;
  readonly #policy: CompactionPolicy;
  readonly #lock: DirectoryLock;
  readonly #journal: Journal;
  readonly #snapshots: NamedSnapshots;
  #generation: Generation | undefined;
  #found: Found | undefined;
  #state: BankState | undefined;
  readonly #dirtyGroups = new Set<TableGroup>();
  readonly #dirtyLedgers = new Set<string>();
  /** Work on files other than the journal, one piece after another; replacements go first. */
  readonly #replacements: (() => Promise<void>)[] = [];
  readonly #work: (() => Promise<void>)[] = [];
  #working = false;
  /** The replacement under way, and whether the last one failed: then the disk holds another state. */
  #replacing: Promise<void> | undefined;
  #detached = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #appendedSinceTick = false;
  #compacting = false;
  #closed = false;

  constructor(
    options: DirectoryStorageOptions,
    lock: DirectoryLock,
    found: Found,
    generation: Generation | undefined,
  ) {
    this.#dataDir = options.dataDir;
    this.#wallClock = options.wallClock;
    this.#policy = { ...defaultPolicy, ...options.compaction };
    this.#lock = lock;
    this.#found = found;
    this.#generation = generation;
    this.#journal = new Journal(options.dataDir, found.journal, options.journalFiles);
    this.#snapshots = new NamedSnapshots(options.dataDir);
  }

  load(state: BankState): Promise<{ empty: boolean }> {
    if (!this.#found) throw new Error('the storage has been loaded already');
    const { generation, journal } = this.#found;
    this.#found = undefined;
    this.#state = state;
    if (generation) fillState(state, generation.contents);
    for (const { seq, changes } of journal.lines) {
      for (const change of changes) this.#replay(state, seq, change, generation);
    }
    return Promise.resolve({ empty: !generation && journal.lines.length === 0 });
  }

  append(changes: readonly Change[]): Promise<void> {
    const state = this.#loaded();
    if (this.#closed) return Promise.reject(new Error('the storage is closed'));
    // The disk holds another state than memory: only the whole of it can make this change good.
    if (this.#detached && !this.#replacing) return this.replaceAll(state);
    for (const change of changes) this.#markDirty(change);
    this.#appendedSinceTick = true;
    if (!this.#idleTimer) this.#startIdleTimer();
    return this.#journal.append(JSON.stringify(changes));
  }

  replaceAll(state: BankState): Promise<void> {
    this.#state = state;
    this.#dirtyGroups.clear();
    this.#dirtyLedgers.clear();
    let settle!: { resolve: () => void; reject: (error: unknown) => void };
    const kept = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    const position = this.#journal.replaced(kept);
    const cut = cutState(state, allParts(state), position, this.#wallClock());
    // It has its place in the journal's order now, so its files must come next: what waits for its
    // turn takes a later place then, and what has begun has an earlier one and does not wait for this.
    const replacing = this.#inTurn(this.#replacements, async () => {
      try {
        await this.#startGeneration(cut);
        this.#journal.forgetRefused(position);
        if (this.#replacing === replacing) this.#detached = false;
        settle.resolve();
      } catch (error) {
        if (this.#replacing === replacing) this.#detached = true;
        settle.reject(error);
        throw error;
      } finally {
        if (this.#replacing === replacing) this.#replacing = undefined;
      }
    });
    this.#replacing = replacing;
    return replacing;
  }

  compact(): Promise<void> {
    const state = this.#loaded();
    if (this.#detached && !this.#replacing) return this.replaceAll(state);
    return this.#inTurn(this.#work, async () => {
      await this.#compact();
    });
  }

  async saveSnapshot(name: string, state: BankState): Promise<SnapshotInfo> {
    if (state !== this.#loaded()) throw new Error('only the stored state can be kept under a name');
    if (this.#detached) await this.compact();
    return await this.#inTurn(this.#work, async () => {
      const generation = await this.#compact({ whole: true });
      return await this.#snapshots.save(name, generation, this.#wallClock());
    });
  }

  listSnapshots(): Promise<SnapshotInfo[]> {
    return this.#inTurn(this.#work, () => this.#snapshots.list());
  }

  readSnapshot(name: string): Promise<StateContents | undefined> {
    return this.#inTurn(this.#work, () => this.#snapshots.read(name));
  }

  deleteSnapshot(name: string): Promise<boolean> {
    return this.#inTurn(this.#work, () => this.#snapshots.delete(name));
  }

  async close(): Promise<void> {
    clearInterval(this.#idleTimer);
    this.#closed = true;
    try {
      if (this.#state) {
        // What compaction could not write is in the journal; only if that fails too is something lost.
        await this.compact().catch(() => this.#journal.close());
      }
      await this.#journal.close();
    } finally {
      await this.#lock.release();
    }
  }

  #loaded(): BankState {
    if (!this.#state) throw new Error('the storage has not been loaded');
    return this.#state;
  }

  #inTurn<Value>(queue: (() => Promise<void>)[], work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      queue.push(() => work().then(resolve, reject));
      if (!this.#working) void this.#workOff();
    });
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    for (let next = this.#nextWork(); next; next = this.#nextWork()) await next();
    this.#working = false;
  }

  #nextWork(): (() => Promise<void>) | undefined {
    return this.#replacements.shift() ?? this.#work.shift();
  }

  #replay(state: BankState, seq: number, change: Change, generation: ReadGeneration | undefined): void {
    const [table, key, row] = change;
    const base = this.#generation?.base ?? 0;
    const accountId = ledgerOf(table);
    const position =
      accountId === undefined
        ? generation?.groupPositions.get(groupOf.get(table) ?? 'configuration')
        : generation?.ledgerPositions.get(accountId);
    if (seq > (position ?? base)) {
      state.apply(change);
      this.#markDirty(change);
    } else if (table === 'accounts' && row === null && seq > (generation?.ledgerPositions.get(key) ?? base)) {
      // The account's file had gone already, the one of its ledger not yet.
      state.ledgers.delete(key);
      this.#dirtyLedgers.add(key);
    }
  }

  #markDirty([table, key, row]: Change): void {
    const accountId = ledgerOf(table);
    if (accountId !== undefined) {
      this.#dirtyLedgers.add(accountId);
      return;
    }
    const group = groupOf.get(table);
    if (group) this.#dirtyGroups.add(group);
    if (table === 'accounts' && row === null) this.#dirtyLedgers.add(key);
  }

  /** @param whole write something even if nothing has changed, so that there is a generation. */
  async #compact({ whole }: { whole: boolean } = { whole: false }): Promise<Generation> {
    const state = this.#loaded();
    if (this.#detached) throw new Error('the last replacement of the whole state could not be written');
    const isDirty = this.#dirtyGroups.size > 0 || this.#dirtyLedgers.size > 0;
    if (this.#generation && !isDirty) return this.#generation;
    if (!this.#generation && !isDirty && !whole) return Generation.at(this.#dataDir, 0);
    const groups = [...this.#dirtyGroups];
    const ledgers = [...this.#dirtyLedgers];
    this.#dirtyGroups.clear();
    this.#dirtyLedgers.clear();
    const { position, durable } = this.#journal.cut();
    const parts = this.#generation ? { groups, ledgers } : allParts(state);
    const cut = cutState(state, parts, position, this.#wallClock());
    try {
      // No file may hold a change that the journal could still lose: commits are all or nothing.
      await durable;
      if (!this.#generation) return await this.#startGeneration(cut);
      await this.#generation.write(cut);
      await this.#journal.forgetUpTo(position);
      return this.#generation;
    } catch (error) {
      for (const group of groups) this.#dirtyGroups.add(group);
      for (const accountId of ledgers) this.#dirtyLedgers.add(accountId);
      throw error;
    }
  }

  /** Writes a whole state; what was before is removed when it is there. */
  async #startGeneration(cut: Parameters<typeof Generation.create>[1]): Promise<Generation> {
    const name = `state-${String(cut.position).padStart(12, '0')}`;
    const generation = await Generation.create(path.join(this.#dataDir, name), cut);
    this.#generation = generation;
    // It counts from here on. What is left over does no harm, and the next time takes it along.
    await this.#journal
      .forgetUpTo(cut.position)
      .then(() => removeOtherGenerations(this.#dataDir, name))
      .catch(() => undefined);
    return generation;
  }

  #startIdleTimer(): void {
    this.#idleTimer = setInterval(() => {
      const idle = !this.#appendedSinceTick;
      this.#appendedSinceTick = false;
      const { bytes } = this.#journal;
      const due = idle ? bytes >= this.#policy.idleBytes : bytes >= this.#policy.maxBytes;
      if (!due || this.#compacting || this.#detached) return;
      this.#compacting = true;
      // A failure loses nothing: the journal stays, and the next tick tries again.
      void this.compact()
        .catch(() => undefined)
        .finally(() => {
          this.#compacting = false;
        });
    }, this.#policy.idleMs);
    this.#idleTimer.unref();
  }
}

function ledgerOf(table: Change[0]): string | undefined {
  return table.startsWith('ledger:') ? table.slice('ledger:'.length) : undefined;
}

/**
 * Opens a data directory and takes possession of it. Reads and verifies everything, changes nothing.
 *
 * @throws DataDirectoryInUse when a living process has it, DataUnreadable when a file is damaged.
 */
export async function openDirectoryStorage(options: DirectoryStorageOptions): Promise<Storage> {
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await DirectoryLock.take(dataDir);
  try {
    const generation = await newestGeneration(dataDir);
    const read = await generation?.read();
    const positions = [...(read?.groupPositions.values() ?? []), ...(read?.ledgerPositions.values() ?? [])];
    const vouched = Math.max(generation?.base ?? 0, ...positions);
    const journal = await readJournal(dataDir, generation?.base ?? 0, vouched);
    const [first] = journal.segments;
    if (first && !generation && first.firstSeq > 1) {
      throw new DataUnreadable(path.join(dataDir, 'state-…'), {
        ja: '変更記録より前のデータがありません',
        en: 'what stood before the journal is missing',
      });
    }
    journal.lastSeq = Math.max(journal.lastSeq, vouched);
    return new DirectoryStorage(options, lock, { generation: read, journal }, generation);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function newestGeneration(dataDir: string): Promise<Generation | undefined> {
  const names = (await readdir(dataDir)).filter((name) => generationName.test(name)).sort();
  const newest = names.at(-1);
  if (newest === undefined) return undefined;
  return Generation.at(path.join(dataDir, newest), Number(generationName.exec(newest)?.[1]));
}

async function removeOtherGenerations(dataDir: string, kept: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name !== kept && /^state-\d{12}(?:\.unfinished)?$/.test(name)) {
      await rm(path.join(dataDir, name), { recursive: true, force: true });
    }
  }
}
