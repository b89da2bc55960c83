import { Refusal } from '../../../../server/bank/refusal.ts';
import { BankState, type Change } from '../../../../server/bank/state.ts';
import type { DataUnreadable } from '../../../../server/storage/errors.ts';
import type { Prepared } from '../../../../server/storage/storage.ts';
import type { DiskStorage } from '../../../../server/storage/store/disk-storage.ts';
import type { filesOfRoot } from '../../../../server/storage/store/root.ts';
import type { findStore } from '../../../../server/storage/store/start.ts';
import { FaultyDisk, type Random } from './faulty-disk.ts';
import { OrderModel, textOf, type EntryInfo, type Rows } from './order-model.ts';

/** The classes on trial: the product's own, or a copy with one check taken out. */
export interface StorageUnderTest {
  findStore: typeof findStore;
  DiskStorage: typeof DiskStorage;
  DataUnreadable: typeof DataUnreadable;
  filesOfRoot: typeof filesOfRoot;
}

/** What many schedules have seen. */
export class Tally {
  schedules = 0;
  commands = 0;
  kept = 0;
  refused = 0;
  unknown = 0;
  shown = 0;
  takenBack = 0;
  kills = 0;
  powerCuts = 0;
  crashesAtStart = 0;
  fullStarts = 0;
  damages = 0;
  damagesFound = 0;
}

const policy = {
  patienceMs: Infinity,
  retryMs: 0,
  idleMs: 2 ** 31 - 1,
  idleBytes: Infinity,
  maxBytes: Infinity,
};
const RESERVE_BYTES = 6_000;
const beside = new Set(['root.copy.json', 'reserve']);

/** One random history of commands, faults and crashes, judged by {@link OrderModel}. */
export class Schedule {
  readonly #seed: number;
  readonly #random: Random;
  readonly #tested: StorageUnderTest;
  readonly #tally: Tally;
  readonly #disk: FaultyDisk;
  readonly #model: OrderModel;
  readonly #open = new Set<Promise<void>>();
  readonly #weights: readonly number[];
  #storage!: InstanceType<StorageUnderTest['DiskStorage']>;
  #state = new BankState();
  #value = 0;
  #failure: Error | undefined;

  constructor(seed: number, tested: StorageUnderTest, tally: Tally) {
    this.#seed = seed;
    this.#random = mulberry(seed);
    this.#tested = tested;
    this.#tally = tally;
    this.#disk = new FaultyDisk(this.#random);
    this.#model = new OrderModel(tally);
    // Every schedule has its own taste, so that rare meetings become common in some.
    this.#weights = [45, 20, 10, 8, 4, 7, 6, 3].map(
      (weight) => weight * (this.#random() < 0.3 ? 0.05 : this.#random() < 0.4 ? 4 : 1),
    );
  }

  /** @throws Error that names the seed when something is not as it must be. */
  async run(): Promise<void> {
    this.#tally.schedules++;
    try {
      await this.#start();
      for (let lives = 1 + this.#upTo(3); lives > 0; lives--) await this.#live();
    } catch (error) {
      throw new Error(
        `seed ${String(this.#seed)}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
    }
  }

  async #live(): Promise<void> {
    const random = this.#random;
    const disk = this.#disk;
    const isFull = disk.capacity < Infinity || random() < 0.3;
    const isSick = random() < 0.3;
    const pace = 0.15 + random() * 0.5;
    for (let length = 20 + this.#upTo(80); length > 0; length--) {
      if (isSick && random() < 0.1) disk.errorRate = random() < 0.5 ? 0.3 : 0;
      if (isFull && random() < 0.1) disk.capacity = random() < 0.5 ? disk.used + this.#upTo(3_000) : Infinity;
      if (random() < pace) this.#command();
      else {
        disk.step();
        await turn();
      }
      this.#check();
    }
    if (random() < 0.4) await this.#rest();
    await this.#crash();
  }

  #command(): void {
    this.#tally.commands++;
    const commands = [
      () => this.#commit(),
      () => this.#read(),
      () => this.#storage.compact(),
      () => this.#save(`s${String(this.#upTo(3))}`),
      () => this.#delete(`s${String(this.#upTo(3))}`),
      () => this.#restore(`s${String(this.#upTo(3))}`),
      () => this.#reset(),
      () => {
        this.#storage.vouch();
        return Promise.resolve();
      },
    ];
    let at = this.#random() * this.#weights.reduce((sum, weight) => sum + weight, 0);
    const which = this.#weights.findIndex((weight) => (at -= weight) <= 0);
    this.#watch(commands[which]?.() ?? Promise.resolve());
  }

  async #commit(key = this.#key(), count = 1 + this.#upTo(3)): Promise<void> {
    const changes: Change[] = [];
    for (let i = 0; i < count; i++) {
      const row = this.#random() < 0.2 ? null : { value: ++this.#value };
      changes.push(['facts', i === 0 ? key : this.#key(), row]);
    }
    await this.#untilWritable();
    const state = this.#state;
    const before = changes.map(([, each]) => [each, state.facts.get(each)] as const);
    for (const change of changes) state.apply(change);
    const undo = () => {
      entry.info.isUndone = true;
      for (const [each, row] of before.toReversed()) state.apply(['facts', each, row ?? null]);
    };
    const { done } = this.#storage.append(changes, undo);
    const entry = this.#model.add({ changes: changes.map(([, each, row]) => [each, row]) });
    await this.#outcome(entry, done);
  }

  async #read(): Promise<void> {
    const seen = this.#model.lastOfState();
    const { log } = this.#model;
    const wait = this.#storage.reached(this.#storage.applied);
    try {
      await wait;
    } catch (error) {
      this.#tally.takenBack++;
      throw error;
    }
    this.#tally.shown++;
    if (!seen || this.#model.log !== log) return;
    if (seen.status === 'refused') this.#fail('a reader is shown what was refused');
    seen.isShown = true;
  }

  async #save(name: string): Promise<void> {
    await this.#untilWritable();
    const saving = this.#storage.save(name);
    await this.#outcome(this.#model.add({ save: name, contents: rowsOf(this.#state) }), saving);
  }

  async #delete(name: string): Promise<void> {
    await this.#untilWritable();
    const before = this.#storage.applied;
    const deleting = this.#storage.delete(name);
    if (this.#storage.applied === before) await deleting;
    else await this.#outcome(this.#model.add({ remove: name }), deleting);
  }

  async #restore(name: string): Promise<void> {
    const prepared = await this.#storage.open(name);
    if (!prepared) return;
    if (!this.#model.wasSaved(name, rowsOf(prepared.state))) this.#fail(`${name} holds what was never saved`);
    await this.#exchange(prepared, []);
  }

  async #reset(): Promise<void> {
    const fresh = new BankState();
    fresh.facts.put(this.#key(), { value: ++this.#value });
    fresh.facts.put('reset', { value: ++this.#value });
    const kept: Change[] = this.#random() < 0.5 ? [] : [['facts', 'kept', { value: ++this.#value }]];
    await this.#exchange(await this.#storage.prepare(fresh), kept);
  }

  async #exchange(prepared: Prepared, kept: readonly Change[]): Promise<void> {
    try {
      await this.#untilWritable();
      for (const change of kept) prepared.state.apply(change);
      const before = this.#state;
      this.#state = prepared.state;
      const { done } = this.#storage.replace(prepared, kept, () => {
        entry.info.isUndone = true;
        this.#state = before;
      });
      const entry = this.#model.add({ rows: rowsOf(prepared.state) });
      await this.#outcome(entry, done);
    } finally {
      prepared.discard();
    }
  }

  /** The disk is well again: everything settles, writing works, nothing is left lying about. */
  async #rest(): Promise<void> {
    this.#disk.errorRate = 0;
    this.#disk.capacity = Infinity;
    while (this.#open.size > 0) {
      await this.#settle(Promise.race(this.#open));
      this.#check();
    }
    // It may still meet the end of an attempt that failed before; the next one works.
    await this.#settle(this.#commit('after', 1)).catch(() => this.#settle(this.#commit('after', 1)));
    this.#check();
    const expected = this.#model.acknowledged();
    if (textOf(expected) !== textOf(rowsOf(this.#state))) {
      this.#fail(`memory ${textOf(rowsOf(this.#state))} is not ${textOf(expected)}`);
    }
    await this.#idle();
    await this.#settle(this.#storage.compact());
    await this.#idle();
    const named = this.#tested.filesOfRoot(this.#storage.root);
    const extra = this.#disk.names.filter((name) => !named.has(name) && !beside.has(name));
    if (extra.length > 0) this.#fail(`left over: ${extra.join(' ')}`);
    this.#check();
    if (this.#random() < 0.5) {
      await this.#settle(this.#commit());
      await this.#settle(this.#commit());
      this.#storage.vouch();
      await this.#idle();
    }
    await this.#verify('at rest', true);
    if (this.#random() < 0.5) await this.#damage();
    if (this.#random() < 0.3) await this.#settle(this.#storage.close());
  }

  /** What is named is damaged: the start says so, or nothing comes of it. */
  async #damage(): Promise<void> {
    const disk = this.#disk.clone();
    const names = [...this.#tested.filesOfRoot(this.#storage.root)];
    const name = names[this.#upTo(names.length)] ?? '';
    const kind = this.#upTo(4);
    const place = this.#random();
    disk.damage(name, (data) => damaged(data, kind, place));
    this.#tally.damages++;
    const state = new BankState();
    const opening = this.#load(disk, state);
    try {
      const storage = await this.#settle(opening, disk);
      // Only an end of the open journal can be missing without a trace.
      const isCut = name === this.#storage.root.open.file && kind !== 2;
      if (!isCut && textOf(rowsOf(state)) !== textOf(rowsOf(this.#state))) {
        this.#fail(`damage ${String(kind)} to ${name} goes unnoticed`);
      }
      await this.#settle(storage.close(), disk);
    } catch (error) {
      if (!(error instanceof this.#tested.DataUnreadable)) throw error;
      this.#tally.damagesFound++;
    }
    this.#check();
  }

  async #crash(): Promise<void> {
    const disk = this.#disk;
    await turn();
    const power = this.#random() < 0.5;
    this.#tally[power ? 'powerCuts' : 'kills']++;
    disk.crash(power);
    this.#open.clear();
    this.#failure = undefined;
    disk.capacity = this.#random() < 0.15 ? disk.used + this.#upTo(600) : Infinity;
    while (this.#random() < 0.3) {
      this.#load(disk, new BankState()).catch(() => undefined);
      for (let steps = this.#upTo(12); steps > 0; steps--) {
        await turn();
        disk.step();
      }
      await turn();
      disk.crash(this.#random() < 0.5);
      this.#tally.crashesAtStart++;
    }
    await this.#start();
    await this.#verify(power ? 'after a power cut' : 'after a kill', false);
  }

  async #start(): Promise<void> {
    const state = new BankState();
    this.#storage = await this.#settle(this.#load(this.#disk, state));
    this.#state = state;
  }

  async #load(disk: FaultyDisk, state: BankState) {
    const found = await this.#tested.findStore(disk.session(), RESERVE_BYTES);
    const storage = new this.#tested.DiskStorage(found, {
      wallClock: () => 0,
      policy,
      release: () => Promise.resolve(),
    });
    const { words } = await storage.load(state);
    if (words.some(({ en }) => en.includes('only be read'))) this.#tally.fullStarts++;
    return storage;
  }

  async #verify(where: string, isExact: boolean): Promise<void> {
    const snapshots = new Map<string, string>();
    for (const { name } of await this.#settle(this.#storage.list())) {
      const prepared = await this.#settle(this.#storage.open(name));
      if (!prepared) throw new Error(`${where}: snapshot ${name} is listed and not there`);
      snapshots.set(name, textOf(rowsOf(prepared.state)));
      prepared.discard();
      await this.#idle();
    }
    const wrong = this.#model.judge(rowsOf(this.#state), snapshots, isExact);
    if (wrong !== undefined) throw new Error(`${where}: ${wrong}`);
  }

  async #outcome(entry: { info: EntryInfo; isShown: boolean }, done: Promise<unknown>): Promise<void> {
    const { lives } = this.#disk;
    try {
      await done;
    } catch (error) {
      if (lives !== this.#disk.lives) return;
      if (!(error instanceof Refusal)) throw error;
      if (entry.isShown) this.#fail('shown, then refused');
      this.#model.refused(entry, error.code === 'storage_outcome_unknown');
      throw error;
    }
    if (lives === this.#disk.lives) this.#model.kept(entry);
  }

  async #untilWritable(): Promise<void> {
    for (let wait = this.#storage.writable(); wait; wait = this.#storage.writable()) await wait;
  }

  #watch(work: Promise<unknown>): void {
    const { lives } = this.#disk;
    const watched: Promise<void> = work.then(
      () => undefined,
      (error: unknown) => {
        if (lives === this.#disk.lives && !(error instanceof Refusal)) this.#failure ??= error as Error;
      },
    );
    this.#open.add(watched);
    void watched.then(() => this.#open.delete(watched));
  }

  /** Drives the disk until `work` is done. */
  async #settle<Value>(work: Promise<Value>, disk = this.#disk): Promise<Value> {
    const progress = { isDone: false };
    const watched = work.finally(() => {
      progress.isDone = true;
    });
    watched.catch(() => undefined);
    for (let idle = 0; !progress.isDone;) {
      await turn();
      if (disk.step()) idle = 0;
      else if (++idle > 8) throw new Error('hangs');
    }
    return watched;
  }

  async #idle(): Promise<void> {
    for (let quiet = 0; quiet < 8;) {
      await turn();
      quiet = this.#disk.step() ? 0 : quiet + 1;
    }
  }

  #key(): string {
    return `k${String(this.#upTo(5))}`;
  }

  #upTo(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #fail(reason: string): void {
    this.#failure ??= new Error(reason);
  }

  #check(): void {
    if (this.#failure) throw this.#failure;
  }
}

function damaged(data: Buffer, kind: number, place: number): Buffer | undefined {
  if (kind === 0) return undefined;
  if (kind === 1) return data.subarray(0, Math.floor(place * data.length));
  if (kind === 3) return Buffer.alloc(0);
  const flipped = Buffer.from(data);
  const at = Math.floor(place * data.length);
  if (at < data.length) flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}

function rowsOf(state: BankState): Rows {
  return new Map([...state.facts.entries()].map(([key, row]) => [key, Number(row.value)]));
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** The same numbers for the same seed, everywhere. */
function mulberry(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
