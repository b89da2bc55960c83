import type { BankState } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import type { ChangeSink } from '../bank/transaction.ts';
import type { StateContents } from './contents.ts';

/** A named snapshot as it is listed. */
export interface SnapshotInfo {
  name: string;
  /** Wall-clock time of saving. */
  savedAt: Instant;
  /** What it takes on disk, in bytes; files shared with other snapshots are counted each time. */
  bytes: number;
}

/**
 * Where the bank's memory outlives the process. The one door between `bank/` and any engine: a
 * directory of lowdb files with a journal today, a database for a shared sandbox another day.
 *
 * The state itself stays in memory and belongs to the caller; the storage reads it when it writes.
 */
export interface Storage extends ChangeSink {
  /**
   * Fills `state` with what is kept, and remembers it as the state to be kept from now on.
   * To be called once, before the first `append`.
   *
   * @returns `empty`: nothing has ever been stored here, so that a scenario is to be loaded.
   */
  load(state: BankState): Promise<{ empty: boolean }>;
  /**
   * Records changes that the state already shows. Must be called in the same turn of the event loop
   * in which they were applied, as {@link UnitOfWork} does, so that memory and journal agree on the order.
   *
   * Rejects when they could not be written. They are then part of memory all the same (later
   * operations may have built on them), so the storage tries them again before anything later and
   * acknowledges no later change without them.
   */
  append(changes: Parameters<ChangeSink['append']>[0]): Promise<void>;
  /**
   * Makes the whole of `state` the stored contents (a scenario was loaded, a snapshot restored), all
   * of it or nothing. Must be called in the same turn in which the state was replaced.
   */
  replaceAll(state: BankState): Promise<void>;
  /** Rewrites what has changed since the last snapshot, and forgets the journal before it. */
  compact(): Promise<void>;
  /** Keeps the present contents under a name; one of the same name is replaced. */
  saveSnapshot(name: string, state: BankState): Promise<SnapshotInfo>;
  /** Oldest first. */
  listSnapshots(): Promise<SnapshotInfo[]>;
  /**
   * What a named snapshot holds, verified; `undefined` when there is none of that name. To restore:
   * `fillState(state, contents)` and, in the same turn, `replaceAll(state)`.
   */
  readSnapshot(name: string): Promise<StateContents | undefined>;
  /** @returns whether there was one. */
  deleteSnapshot(name: string): Promise<boolean>;
  /** Flushes, compacts and lets go of the directory. */
  close(): Promise<void>;
}
