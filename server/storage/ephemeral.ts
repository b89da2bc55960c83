import { Low, Memory } from 'lowdb';
import { copyOf, type BankState } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import type { Entry } from '../bank/transaction.ts';
import { StorageClosed } from './errors.ts';
import type { Prepared, SnapshotInfo, Storage } from './storage.ts';

interface KeptSnapshot {
  savedAt: Instant;
  state: BankState;
}

/**
 * A storage for `--ephemeral` and for tests: the bank's memory is the only copy, so everything is as
 * durable as it gets at once; only named snapshots are kept, and they end with the process.
 */
class EphemeralStorage implements Storage {
  readonly #snapshots = new Low<Map<string, KeptSnapshot>>(new Memory(), new Map());
  readonly #wallClock: () => Instant;
  readonly #nothingToWaitFor = Promise.resolve();
  readonly rollbacks = 0;
  #applied = 0;
  #state: BankState | undefined;
  #isClosed = false;

  constructor(wallClock: () => Instant) {
    this.#wallClock = wallClock;
  }

  get applied(): number {
    return this.#applied;
  }

  load(state: BankState): Promise<{ empty: boolean; words: [] }> {
    this.#state = state;
    return Promise.resolve({ empty: true, words: [] });
  }

  writable(): Promise<void> | undefined {
    return this.#isClosed ? Promise.reject(new StorageClosed()) : undefined;
  }

  append(): Entry {
    return { seq: ++this.#applied, done: this.#nothingToWaitFor };
  }

  prepare(state: BankState): Promise<Prepared> {
    return Promise.resolve({ state, discard: () => undefined });
  }

  async open(name: string): Promise<Prepared | undefined> {
    const kept = this.#snapshots.data.get(name);
    return kept && (await this.prepare(copyOf(kept.state)));
  }

  replace({ state }: Prepared): Entry {
    this.#state = state;
    return { seq: ++this.#applied, done: this.#nothingToWaitFor };
  }

  reached(): undefined {
    return undefined;
  }

  async save(name: string): Promise<SnapshotInfo> {
    if (!this.#state) throw new Error('the storage has not been loaded');
    const kept = { savedAt: this.#wallClock(), state: copyOf(this.#state) };
    await this.#snapshots.update((snapshots) => {
      snapshots.set(name, kept);
    });
    return infoOf([name, kept]);
  }

  list(): Promise<SnapshotInfo[]> {
    const infos = [...this.#snapshots.data].map(infoOf);
    return Promise.resolve(infos.sort((a, b) => a.savedAt - b.savedAt));
  }

  async delete(name: string): Promise<boolean> {
    if (!this.#snapshots.data.has(name)) return false;
    await this.#snapshots.update((snapshots) => {
      snapshots.delete(name);
    });
    return true;
  }

  compact(): Promise<void> {
    return this.#nothingToWaitFor;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#nothingToWaitFor;
  }
}

/** Nothing on disk: what its rows would take there, roughly. */
const BYTES_PER_ROW = 200;

function infoOf([name, { savedAt, state }]: [string, KeptSnapshot]): SnapshotInfo {
  return { name, savedAt, bytes: state.rowCount * BYTES_PER_ROW };
}

/** Keeps nothing on disk. `wallClock` dates the named snapshots. */
export function createEphemeralStorage(wallClock: () => Instant = () => 0): Storage {
  return new EphemeralStorage(wallClock);
}
