import { Low, Memory } from 'lowdb';
import type { BankState } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import { captureState, type StateContents } from './contents.ts';
import type { SnapshotInfo, Storage } from './storage.ts';

interface KeptSnapshot {
  savedAt: Instant;
  /** As text, because restored rows must not be shared with the snapshot. */
  contents: string;
}

/**
 * A storage for `--ephemeral` and for tests: the bank's memory is the only copy, so there is nothing
 * to record; only named snapshots are kept, and they end with the process.
 */
class EphemeralStorage implements Storage {
  readonly #snapshots = new Low<Map<string, KeptSnapshot>>(new Memory(), new Map());
  readonly #wallClock: () => Instant;
  readonly #nothingToWaitFor = Promise.resolve();

  constructor(wallClock: () => Instant) {
    this.#wallClock = wallClock;
  }

  load(): Promise<{ empty: boolean }> {
    return Promise.resolve({ empty: true });
  }

  append(): Promise<void> {
    return this.#nothingToWaitFor;
  }

  replaceAll(): Promise<void> {
    return this.#nothingToWaitFor;
  }

  compact(): Promise<void> {
    return this.#nothingToWaitFor;
  }

  async saveSnapshot(name: string, state: BankState): Promise<SnapshotInfo> {
    const contents = JSON.stringify(captureState(state));
    const savedAt = this.#wallClock();
    await this.#snapshots.update((kept) => {
      kept.set(name, { savedAt, contents });
    });
    return { name, savedAt, bytes: contents.length };
  }

  listSnapshots(): Promise<SnapshotInfo[]> {
    const infos = [...this.#snapshots.data].map(([name, { savedAt, contents }]) => ({
      name,
      savedAt,
      bytes: contents.length,
    }));
    return Promise.resolve(infos.sort((a, b) => a.savedAt - b.savedAt));
  }

  readSnapshot(name: string): Promise<StateContents | undefined> {
    const kept = this.#snapshots.data.get(name);
    return Promise.resolve(kept && (JSON.parse(kept.contents) as StateContents));
  }

  async deleteSnapshot(name: string): Promise<boolean> {
    if (!this.#snapshots.data.has(name)) return false;
    await this.#snapshots.update((kept) => {
      kept.delete(name);
    });
    return true;
  }

  close(): Promise<void> {
    return this.#nothingToWaitFor;
  }
}

/** Keeps nothing on disk. `wallClock` dates the named snapshots. */
export function createEphemeralStorage(wallClock: () => Instant = () => 0): Storage {
  return new EphemeralStorage(wallClock);
}
