import { randomBytes } from 'node:crypto';
import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { BankState, type Change } from '../../bank/state.ts';
import type { Instant } from '../../bank/time.ts';
import type { Entry } from '../../bank/transaction.ts';
import { NotKept, StorageClosed } from '../errors.ts';
import type { Prepared, SnapshotInfo, Storage } from '../storage.ts';
import { filesOf, type WrittenParts } from './image-parts.ts';
import { bytesOfImage, filesOfImage, type Image, type Root } from './root.ts';
import { restate, type Sequencer, type SequencerPolicy } from './sequencer.ts';
import { startStore, type FoundStore, type StartedStore } from './start.ts';

export interface StoragePolicy extends SequencerPolicy {
  /** The journal is rewritten as parts when nothing has been appended for this long … */
  readonly idleMs: number;
  /** … and it has at least this size: replaying less is quicker than rewriting. */
  readonly idleBytes: number;
  /** Under load, too, when it is larger than this and than half of the parts. */
  readonly maxBytes: number;
}

export const defaultPolicy: StoragePolicy = {
  patienceMs: 2_000,
  retryMs: 1_000,
  idleMs: 3_000,
  idleBytes: 1024 * 1024,
  maxBytes: 4 * 1024 * 1024,
};

/** So many pieces of the journal make a root long, however short they are. */
const MAX_SEGMENTS = 64;

/** A state of which everything is in files. */
interface PreparedState extends Prepared {
  readonly image: Omit<Image, 'at'> & { readonly at?: number };
  readonly written: WrittenParts;
}

/** What goes with the stores on disk when they are let go of. */
export interface DiskStorageOptions {
  readonly wallClock: () => Instant;
  readonly policy: StoragePolicy;
  /** Called last of all. */
  readonly release: () => Promise<void>;
  /** Said at the start, besides what the store itself has to say. */
  readonly words?: readonly Bilingual[];
}

/**
 * The bank on a disk: immutable files, and one root that says which of them count.
 *
 *     root.json            the root; root.copy.json for who repairs by hand
 *     part-N-*.json        tables and statements as they stood at a place of the order
 *     journal-N.ndjson     every change since, one line each
 *     reserve              room for the one write that a full disk must not refuse
 *
 * A snapshot, a restore, a reset, a compaction are changes of the root; see `docs/decisions/storage.md`.
 */
export class DiskStorage implements Storage {
  readonly #found: FoundStore;
  readonly #options: DiskStorageOptions;
  #started: StartedStore | undefined;
  #state: BankState | undefined;
  #written: WrittenParts = { groups: new Map(), packs: [] };
  /** Another number with each replacement and each one undone. */
  #epoch = 0;
  #compacting: Promise<void> | undefined;
  /** Work on files beside the order, which closing waits for. */
  readonly #aside = new Set<Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #seenByTimer = 0;
  #vouchedFor = -1;
  #isClosed = false;

  constructor(found: FoundStore, options: DiskStorageOptions) {
    this.#found = found;
    this.#options = options;
  }

  get applied(): number {
    return this.#sequencer.applied;
  }

  get rollbacks(): number {
    return this.#sequencer.rollbacks;
  }

  async load(state: BankState): Promise<{ empty: boolean; words: readonly Bilingual[] }> {
    if (this.#started) throw new Error('the storage has been loaded already');
    const started = await startStore(this.#found, state, this.#options.policy);
    this.#started = started;
    this.#state = state;
    this.#written = started.written;
    return { empty: started.isEmpty, words: [...(this.#options.words ?? []), ...started.words] };
  }

  writable(): Promise<void> | undefined {
    if (this.#isClosed) return Promise.reject(new StorageClosed());
    return this.#sequencer.writable();
  }

  append(changes: readonly Change[], undo: () => void): Entry {
    if (this.#isClosed) throw new StorageClosed();
    this.#startTimer();
    return this.#sequencer.append(JSON.stringify(changes), undo);
  }

  prepare(state: BankState): Promise<PreparedState> {
    return this.#besides(async () => {
      const captured = this.#found.images.capture(state);
      const written = await this.#writing(captured, undefined);
      return this.#prepared(state, { parts: filesOf(written), segments: [] }, written, () => {
        this.#found.images.unpin(written);
      });
    });
  }

  async open(name: string): Promise<PreparedState | undefined> {
    await this.#sequencer.reached(this.applied);
    const { images, files, roots } = this.#found;
    const snapshot = roots.root.snapshots.find((each) => each.name === name);
    if (!snapshot) return undefined;
    const named = filesOfImage(snapshot.image);
    files.pin(named);
    try {
      return await this.#besides(async () => {
        const state = new BankState();
        const written = await images.read(snapshot.image, state);
        return this.#prepared(state, snapshot.image, written, () => {
          files.unpin(named);
        });
      });
    } catch (error) {
      files.unpin(named);
      throw error;
    }
  }

  replace(prepared: Prepared, kept: readonly Change[], undo: () => void): Entry {
    if (this.#isClosed) throw new StorageClosed();
    const { state, image, written } = prepared as PreparedState;
    const before = { state: this.#state, written: this.#written };
    this.#become(state, written);
    const entry = this.#sequencer.change(
      (root, current, place) => ({
        current: { at: place, ...image },
        previous: current,
        snapshots: root.snapshots,
      }),
      {
        undo: () => {
          this.#become(before.state, before.written);
          undo();
        },
        ...(kept.length > 0 && { kept: JSON.stringify(kept) }),
      },
    );
    const release = () => {
      prepared.discard();
    };
    return { seq: entry.seq, done: entry.done.finally(release) };
  }

  reached(place: number): Promise<void> | undefined {
    return this.#sequencer.reached(place);
  }

  async save(name: string): Promise<SnapshotInfo> {
    for (let wait = this.writable(); wait; wait = this.writable()) await wait;
    const savedAt = this.#options.wallClock();
    const id = randomBytes(8).toString('hex');
    let bytes = 0;
    await this.#sequencer.change(({ snapshots, previous }, image) => {
      bytes = bytesOfImage(image);
      const others = snapshots.filter((each) => each.name !== name);
      return { current: image, previous, snapshots: [...others, { name, id, savedAt, image }] };
    }).done;
    return { name, savedAt, bytes };
  }

  async list(): Promise<SnapshotInfo[]> {
    await this.#sequencer.reached(this.applied);
    return this.#found.roots.root.snapshots
      .map(({ name, savedAt, image }) => ({ name, savedAt, bytes: bytesOfImage(image) }))
      .sort((a, b) => a.savedAt - b.savedAt);
  }

  async delete(name: string): Promise<boolean> {
    const isNamed = () => this.#found.roots.root.snapshots.some((each) => each.name === name);
    // One that is being saved may be there when its turn comes.
    if (this.#sequencer.durable === this.applied && !isNamed()) return false;
    for (let wait = this.writable(); wait; wait = this.writable()) await wait;
    let existed = false;
    await this.#sequencer.change(({ snapshots, previous }, image) => {
      existed = isNamed();
      return { current: image, previous, snapshots: snapshots.filter((each) => each.name !== name) };
    }).done;
    return existed;
  }

  /** One at a time: a second caller gets the one under way. */
  compact(): Promise<void> {
    this.#compacting ??= this.#besides(() => this.#compact()).finally(() => {
      this.#compacting = undefined;
    });
    return this.#compacting;
  }

  /** Has the journal say of its last line that it is durable, so that damage to it is known as such. */
  vouch(): void {
    this.#sequencer.vouch();
  }

  /** The names that count; everything else in the directory is on its way out. */
  get root(): Root {
    return this.#found.roots.root;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    try {
      while (this.#aside.size > 0) await Promise.allSettled(this.#aside);
      if (this.#started) {
        await this.#sequencer.drained();
        // The next start need not write the journal's end again. What is durable is so without it.
        if (this.#found.roots.journal.bytes > 0 && this.#sequencer.failure === undefined) {
          await this.#sequencer.change(restate).done.catch(() => undefined);
          await this.#sequencer.drained();
        }
      }
      await this.#found.roots.close();
    } finally {
      await this.#options.release();
    }
  }

  get #sequencer(): Sequencer {
    if (!this.#started) throw new Error('the storage has not been loaded');
    return this.#started.sequencer;
  }

  #become(state: BankState | undefined, written: WrittenParts): void {
    this.#epoch++;
    this.#state = state;
    this.#written = written;
  }

  async #compact(): Promise<void> {
    const state = this.#state;
    if (!state) throw new Error('the storage has not been loaded');
    const { images, roots } = this.#found;
    const sequencer = this.#sequencer;
    const cut = sequencer.applied;
    const stands = this.#standing();
    const before = onlyNamed(this.#written, roots.root.current);
    const written = await this.#writing(images.capture(state, before), before);
    try {
      for (let wait = this.writable(); wait; wait = this.writable()) await wait;
      // Of a state that is no more.
      if (!stands()) return;
      const parts = filesOf(written);
      await sequencer.change(({ snapshots, previous }, image) => {
        if (image.at >= cut) return { current: image, previous, snapshots };
        const segments = image.segments.filter(({ last }) => last > cut);
        return { current: { at: cut, parts, segments }, previous: image, snapshots };
      }).done;
      if (stands.sameState()) this.#written = written;
    } finally {
      images.unpin(written);
      await roots.collect();
    }
  }

  /** Tells later whether memory still holds what it holds now, and what came after that. */
  #standing(): { (): boolean; sameState: () => boolean } {
    const epoch = this.#epoch;
    const { rollbacks } = this.#sequencer;
    const sameState = () => epoch === this.#epoch;
    return Object.assign(() => sameState() && rollbacks === this.#sequencer.rollbacks, { sameState });
  }

  async #writing(
    captured: Parameters<FoundStore['images']['write']>[0],
    written: WrittenParts | undefined,
  ): Promise<WrittenParts> {
    try {
      return await this.#found.images.write(captured, written, () => !this.#isClosed);
    } catch (error) {
      if (this.#isClosed) throw new StorageClosed();
      throw new NotKept(error, this.#found.disk.directory);
    }
  }

  #prepared(
    state: BankState,
    image: PreparedState['image'],
    written: WrittenParts,
    unpin: () => void,
  ): PreparedState {
    let isHeld = true;
    return {
      state,
      image,
      written,
      discard: () => {
        if (!isHeld) return;
        isHeld = false;
        unpin();
        // What is not collected now is with the next root.
        this.#tracked(this.#found.roots.collect()).catch(() => undefined);
      },
    };
  }

  #besides<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#isClosed ? Promise.reject(new StorageClosed()) : this.#tracked(work());
  }

  #tracked<Value>(work: Promise<Value>): Promise<Value> {
    this.#aside.add(work);
    const forget = () => {
      this.#aside.delete(work);
    };
    work.then(forget, forget);
    return work;
  }

  #startTimer(): void {
    this.#timer ??= setInterval(() => {
      this.#tick();
    }, this.#options.policy.idleMs).unref();
  }

  #tick(): void {
    const { applied } = this;
    const isIdle = applied === this.#seenByTimer;
    this.#seenByTimer = applied;
    if (this.#isDue(isIdle)) {
      // A failure loses nothing: the journal stays, and the next tick tries again.
      this.compact().catch(() => undefined);
    } else if (isIdle && this.#vouchedFor !== applied) {
      this.#vouchedFor = applied;
      this.vouch();
    }
  }

  #isDue(isIdle: boolean): boolean {
    const { idleBytes, maxBytes } = this.#options.policy;
    const { current } = this.#found.roots.root;
    const parts = bytesOfImage({ ...current, segments: [] });
    const journal = bytesOfImage({ ...current, parts: [] }) + this.#found.roots.journal.bytes;
    if (journal > Math.max(maxBytes, parts / 2)) return true;
    return isIdle && (journal >= idleBytes || current.segments.length >= MAX_SEGMENTS);
  }
}

/** What of the written parts counts now: other files may be gone before they are named again. */
function onlyNamed({ groups, packs }: WrittenParts, { parts }: Image): WrittenParts {
  const named = new Set(parts.map(({ file }) => file));
  return {
    groups: new Map([...groups].filter(([, group]) => group.packs.every(({ file }) => named.has(file.file)))),
    packs: packs.filter(({ file }) => named.has(file.file)),
  };
}
