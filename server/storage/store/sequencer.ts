import { NotKept, OutcomeUnknown, StorageBusy, Undone } from '../errors.ts';
import { encodeLine } from '../journal-line.ts';
import { SyncFailed } from './open-journal.ts';
import { RootChangeFailed, type BuildRoot, type FirstLines, type RootKeeper } from './root-keeper.ts';

/** A change with its place in the one order. */
export interface Entry {
  readonly seq: number;
  /** Rejects with NotKept (it is undone) or OutcomeUnknown. */
  readonly done: Promise<void>;
}

export interface SequencerPolicy {
  /** How long a caller waits for the disk to say what became of a failed write. */
  readonly patienceMs: number;
  /** How long the disk is left alone after it could not be written. */
  readonly retryMs: number;
}

interface Waiting {
  readonly place: number;
  /** Changes as JSON, to be a line of the journal. */
  readonly changes?: string;
  /** A change of the root; with it, `changes` is the first line of the new journal. */
  readonly build?: BuildRoot;
  /** True for a line that says nothing but that everything before it is durable. */
  readonly vouches?: true;
  readonly undo?: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What was being done when an error came, which says how it can be taken back on disk. */
type Doubt = 'write' | 'sync' | 'root';

/** The most that goes out in one write. */
const BATCH_CHARACTERS = 4 * 1024 * 1024;
/** The most that may wait. */
const WAITING_CHARACTERS = 64 * 1024 * 1024;

/** Writes of a root that change nothing but the journal. */
export const restate: BuildRoot = ({ previous, snapshots }, image) => ({
  current: image,
  previous,
  snapshots,
});

/**
 * The one order in which everything happens: an entry gets its place in the turn in which memory
 * changes, and one loop takes them to disk, first come first served. So no entry waits for a later
 * one, and what is durable is always a beginning of the order.
 *
 * When a write fails, everything that waits rests on what failed: memory goes back, newest first, and
 * the disk is fenced, so that what was refused can't come back at the next start.
 */
export class Sequencer {
  readonly #roots: RootKeeper;
  readonly #where: string;
  readonly #policy: SequencerPolicy;
  #applied: number;
  #durable: number;
  #rollbacks = 0;
  readonly #queue: Waiting[] = [];
  #waitingCharacters = 0;
  #running: Promise<void> | undefined;
  #readers: { place: number; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #isBroken = false;
  #fencing: Promise<void> | undefined;
  #lastFailure: { error: unknown; at: number } | undefined;
  /** Lines found at the start that no other vouches for: to be written again before anything else. */
  #tail: FirstLines | undefined;

  /**
   * @param place what was found on disk.
   * @param where the directory, for messages.
   */
  constructor(roots: RootKeeper, place: number, where: string, policy: SequencerPolicy) {
    this.#roots = roots;
    this.#applied = place;
    this.#durable = place;
    this.#where = where;
    this.#policy = policy;
  }

  /** The last place given out. */
  get applied(): number {
    return this.#applied;
  }

  /** Everything up to here survives a crash. */
  get durable(): number {
    return this.#durable;
  }

  /** How often memory went back. */
  get rollbacks(): number {
    return this.#rollbacks;
  }

  /** Whether the disk could not be written lately, and why. */
  get failure(): unknown {
    return this.#isBroken ? (this.#lastFailure?.error ?? new Error('not writable')) : undefined;
  }

  /**
   * To be asked in the turn in which something is changed: undefined when it may be.
   *
   * @returns otherwise a promise of another chance. Rejects with NotKept or StorageBusy.
   */
  writable(): Promise<void> | undefined {
    if (this.#waitingCharacters > WAITING_CHARACTERS) return Promise.reject(new StorageBusy(this.#where));
    return this.#isBroken ? this.#mended() : undefined;
  }

  /** Adds a line to the journal. In the turn in which memory was changed. */
  append(changes: string, undo: () => void): Entry {
    return this.#enqueue({ changes, undo }, 1);
  }

  /**
   * Adds a change of the root. In the turn in which memory was changed, where `undo` takes that back.
   *
   * @param kept changes that come right after it, as JSON.
   */
  change(build: BuildRoot, { undo, kept }: { undo?: () => void; kept?: string } = {}): Entry {
    const places = kept === undefined ? 1 : 2;
    return this.#enqueue(
      { build, ...(undo && { undo }), ...(kept !== undefined && { changes: kept }) },
      places,
    );
  }

  /** Has the journal say that its last line is durable, so that damage to that one is known as such. */
  vouch(): void {
    if (this.#isBroken || this.#queue.length > 0 || this.#roots.journal.bytes === 0) return;
    this.#enqueue({ vouches: true, changes: '[]' }, 0).done.catch(() => undefined);
  }

  /**
   * For an answer that rests on what stands at `place`: undefined when all of it is durable.
   *
   * @returns otherwise a promise. Rejects with Undone.
   */
  reached(place: number): Promise<void> | undefined {
    if (this.#durable >= place) return undefined;
    return new Promise((resolve, reject) => {
      this.#readers.push({ place, resolve, reject });
    });
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
    await this.#fencing?.catch(() => undefined);
  }

  /** Writes the lines again that nothing vouches for. @throws RootChangeFailed */
  async settleTail(tail: FirstLines): Promise<void> {
    this.#tail = tail;
    await this.#fence('root');
  }

  /** Serves what is there, and tries to write again when somebody wants to. */
  beReadOnly(error: unknown): void {
    this.#isBroken = true;
    this.#lastFailure = { error, at: performance.now() };
  }

  #enqueue(entry: Omit<Waiting, 'place' | 'resolve' | 'reject'>, places: number): Entry {
    const place = (this.#applied += places);
    const done = new Promise<void>((resolve, reject) => {
      this.#queue.push({ ...entry, place, resolve, reject });
    });
    this.#waitingCharacters += entry.changes?.length ?? 0;
    this.#running ??= this.#run();
    return { seq: place, done };
  }

  async #run(): Promise<void> {
    // Not at once: what else happens in this turn of the event loop goes out together.
    await new Promise((resolve) => setImmediate(resolve));
    for (let batch = this.#nextBatch(); batch.length > 0; batch = this.#nextBatch()) {
      await this.#take(batch);
    }
    this.#running = undefined;
  }

  /** One change of the root, or as many lines as go out together. They stay in the queue until durable. */
  #nextBatch(): Waiting[] {
    const [first] = this.#queue;
    if (!first) return [];
    if (first.build || first.vouches) return [first];
    const batch: Waiting[] = [];
    let characters = 0;
    for (const entry of this.#queue) {
      if (entry.build || entry.vouches || (batch.length > 0 && characters > BATCH_CHARACTERS)) break;
      characters += entry.changes?.length ?? 0;
      batch.push(entry);
    }
    return batch;
  }

  async #take(batch: Waiting[]): Promise<void> {
    const [{ build, undo }] = batch as [Waiting];
    try {
      await this.#write(batch);
    } catch (error) {
      const doubt = doubtOf(error);
      if (build && !undo && doubt === undefined) this.#refuseAlone(error);
      else await this.#fail(batch, error, doubt);
      return;
    }
    this.#queue.splice(0, batch.length);
    this.#reach(batch.at(-1)?.place ?? this.#durable);
    for (const entry of batch) {
      this.#waitingCharacters -= entry.changes?.length ?? 0;
      entry.resolve();
    }
    if (build) await this.#roots.collect();
  }

  async #write(batch: Waiting[]): Promise<void> {
    const [{ build, changes, place }] = batch as [Waiting];
    if (build) {
      // What is kept has a place of its own behind the replacement's.
      const at = changes === undefined ? place : place - 1;
      const first = changes === undefined ? undefined : { text: encode(place, at, at, changes), last: place };
      await this.#roots.change(build, at, first);
      return;
    }
    const { journal } = this.#roots;
    let after = journal.last;
    const lines = batch.map((entry) => {
      const line = encodeLine(entry.place, after, journal.last, entry.changes ?? '[]');
      after = entry.place;
      return line;
    });
    await journal.write(Buffer.from(lines.join('')), after);
  }

  /** Nothing rests on it, and nothing of it is on disk. */
  #refuseAlone(error: unknown): void {
    const entry = this.#queue.shift();
    if (!entry) return;
    this.#reach(entry.place);
    entry.reject(new NotKept(causeOf(error), this.#where));
  }

  #reach(place: number): void {
    this.#durable = place;
    const waiting = this.#readers;
    this.#readers = waiting.filter((reader) => reader.place > place);
    for (const reader of waiting) if (reader.place <= place) reader.resolve();
  }

  async #fail(batch: readonly Waiting[], error: unknown, doubt: Doubt | undefined): Promise<void> {
    const lost = this.#queue.splice(0);
    for (const entry of lost.toReversed()) entry.undo?.();
    this.#applied = this.#durable;
    this.#waitingCharacters = 0;
    this.#rollbacks++;
    const readers = this.#readers;
    this.#readers = [];
    for (const reader of readers) reader.reject(new Undone());

    let isUnknown = false;
    if (doubt !== undefined) {
      this.#isBroken = true;
      isUnknown = !(await this.#within(this.#heal(doubt)).then(
        () => true,
        () => false,
      ));
    }
    const cause = causeOf(error);
    for (const entry of lost) {
      const mayBeThere = isUnknown && batch.includes(entry);
      entry.reject(mayBeThere ? new OutcomeUnknown(cause, this.#where) : new NotKept(cause, this.#where));
    }
  }

  async #mended(): Promise<void> {
    while (this.#isBroken) {
      const { error, at } = this.#lastFailure ?? { error: undefined, at: -Infinity };
      const isFresh = performance.now() - at < this.#policy.retryMs;
      if (!this.#fencing && isFresh) throw new NotKept(error, this.#where);
      try {
        await this.#within(this.#heal('root'));
      } catch (failure) {
        throw new NotKept(causeOf(failure), this.#where);
      }
    }
  }

  /** Makes sure that what was refused can't come back. One attempt at a time. */
  #heal(doubt: Doubt): Promise<void> {
    this.#fencing ??= this.#fence(doubt)
      .then(
        () => {
          this.#isBroken = false;
        },
        (error: unknown) => {
          this.#lastFailure = { error: causeOf(error), at: performance.now() };
          throw error;
        },
      )
      .finally(() => {
        this.#fencing = undefined;
      });
    return this.#fencing;
  }

  async #fence(doubt: Doubt): Promise<void> {
    if (doubt === 'write' && !this.#tail) {
      try {
        await this.#roots.journal.cutBack();
        return;
      } catch {
        // Then another root says where the journal ends.
      }
    }
    await this.#roots.changeAtAnyPrice(
      restate,
      this.#tail ? this.#roots.journal.last : this.#durable,
      this.#tail,
    );
    this.#tail = undefined;
    await this.#roots.collect();
  }

  /** Rejects after a while; what it waited for goes on. */
  async #within(work: Promise<void>): Promise<void> {
    const { patienceMs } = this.#policy;
    if (!Number.isFinite(patienceMs)) return work;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`the disk has not answered for ${String(patienceMs)} ms`));
      }, patienceMs);
    });
    try {
      await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function encode(place: number, after: number, synced: number, changes: string): Buffer {
  return Buffer.from(encodeLine(place, after, synced, changes));
}

/** Undefined when nothing of it can be on disk. */
function doubtOf(error: unknown): Doubt | undefined {
  if (error instanceof RootChangeFailed) return error.isDoubtful ? 'root' : undefined;
  return error instanceof SyncFailed ? 'sync' : 'write';
}

/** The disk's own error. */
function causeOf(error: unknown): unknown {
  return error instanceof RootChangeFailed || error instanceof SyncFailed ? error.cause : error;
}
