import type { BankState, Change } from '../bank/state.ts';
import type { Bilingual } from '../bank/catalogue/entry.ts';
import type { Instant } from '../bank/time.ts';
import type { ChangeSink, Entry } from '../bank/transaction.ts';

/** A named snapshot as it is listed. */
export interface SnapshotInfo {
  name: string;
  /** Wall-clock time of saving. */
  savedAt: Instant;
  /** What it takes on disk, in bytes; files shared with other snapshots are counted each time. */
  bytes: number;
}

/** A whole state that is durable but does not count yet. */
export interface Prepared {
  readonly state: BankState;
  /** Lets go of it, where it is not to count after all. */
  discard(): void;
}

/**
 * Where the bank's memory outlives the process. The one door between `bank/` and any engine: a
 * directory of lowdb files with a journal today, a database for a shared sandbox another day.
 *
 * Every change, replacement, save and deletion is an entry with a place in one order. After a crash
 * the state is that of some beginning of this order: what was acknowledged or shown is in, what was
 * refused is out. An entry that can't be written is undone in memory, newest first, together with all
 * that came after it; only `OutcomeUnknown` leaves open whether it is on disk, and then as a whole.
 *
 * The state itself stays in memory and belongs to the caller; the storage reads it when it writes.
 */
export interface Storage extends ChangeSink {
  /** The place of the last entry. */
  readonly applied: number;
  /** How often memory went back to what was durable. */
  readonly rollbacks: number;
  /**
   * Fills `state` with what is kept, and remembers it as the state to be kept from now on.
   * To be called once, before anything else.
   *
   * @returns `empty`: nothing has ever been stored here, so that a scenario is to be loaded; `words`
   *   for whoever runs the sandbox.
   * @throws DataUnreadable
   */
  load(state: BankState): Promise<{ empty: boolean; words: readonly Bilingual[] }>;
  /** Makes a state durable without letting it count; the bank goes on meanwhile. @throws NotKept */
  prepare(state: BankState): Promise<Prepared>;
  /**
   * A named snapshot, verified, as a state of its own; `undefined` when there is none of that name.
   *
   * @throws DataUnreadable
   */
  open(name: string): Promise<Prepared | undefined>;
  /**
   * Makes a prepared state the stored one. In the turn in which it became the bank's state, and
   * in which {@link ChangeSink.writable} said that it may.
   *
   * @param kept changes made to it since it was prepared.
   * @param undo makes the state before it the bank's again.
   */
  replace(prepared: Prepared, kept: readonly Change[], undo: () => void): Entry;
  /**
   * For an answer that rests on what memory shows now: undefined when all of that is durable.
   *
   * @param place {@link applied}, read in the same turn.
   * @returns otherwise a promise. Rejects with Undone when it was taken back.
   */
  reached(place: number): Promise<void> | undefined;
  /** Keeps the present contents under a name; one of the same name is replaced. */
  save(name: string): Promise<SnapshotInfo>;
  /** Oldest first. */
  list(): Promise<SnapshotInfo[]>;
  /** @returns whether there was one. */
  delete(name: string): Promise<boolean>;
  /** Writes what has changed since the last time anew, so that the journal before it is not needed. */
  compact(): Promise<void>;
  /** Waits for what is under way, and lets go of the directory. */
  close(): Promise<void>;
}
