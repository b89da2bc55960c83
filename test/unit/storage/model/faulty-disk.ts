import type { Disk, DiskFile } from '../../../../server/storage/disk/disk.ts';

/** A number from 0 up to, but not, 1. */
export type Random = () => number;

/** What may be done to a file between two syncs. */
type FileOperation = { readonly at: number; readonly bytes: Buffer } | { readonly cutTo: number };

interface MemoryFile {
  data: Buffer;
  /** What survives a power cut for certain. */
  stable: Buffer;
  /** What was done since; any of it may survive. */
  operations: FileOperation[];
  /** What a failed sync dropped and called clean: reading still shows it, a power cut does not. */
  holes: (readonly [from: number, to: number])[];
}

interface Call {
  readonly what: string;
  readonly effect: (half: boolean) => unknown;
  /** What the call does to the disk although it fails. */
  readonly onError?: (() => void) | 'takes effect' | 'half';
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A disk in memory that fails in every way a disk can. No call takes effect until the schedule lets it,
 * in any order; nothing survives a power cut for certain until it was synced.
 */
export class FaultyDisk implements Disk {
  readonly directory = 'store';
  readonly #random: Random;
  #names = new Map<string, MemoryFile>();
  #stableNames = new Map<string, MemoryFile>();
  #nameChanges: (readonly (readonly [string, MemoryFile | undefined])[])[] = [];
  #calls: Call[] = [];
  /** In bytes. */
  capacity = Infinity;
  /** How likely a call fails. */
  errorRate = 0;
  /** How often it crashed. */
  lives = 0;
  /** Whose calls come through: what a process of a former life still had in mind does not. */
  #session = {};

  constructor(random: Random) {
    this.#random = random;
  }

  get names(): string[] {
    return [...this.#names.keys()];
  }

  get used(): number {
    let bytes = 0;
    for (const { data } of this.#names.values()) bytes += data.length + 20;
    return bytes;
  }

  /** The disk as the process that is started now sees it, until the next crash. */
  session(): Disk {
    const session = this.#session;
    const call = <Value>(work: () => Promise<Value>): Promise<Value> =>
      session === this.#session ? work() : new Promise(() => undefined);
    const file = (handle: DiskFile): DiskFile => ({
      write: (bytes) => call(() => handle.write(bytes)),
      truncate: (size) => call(() => handle.truncate(size)),
      syncData: () => call(() => handle.syncData()),
      sync: () => call(() => handle.sync()),
      close: () => call(() => handle.close()),
    });
    return {
      directory: this.directory,
      list: () => call(() => this.list()),
      read: (name) => call(() => this.read(name)),
      create: (name) => call(() => this.create(name).then(file)),
      append: (name) => call(() => this.append(name).then(file)),
      rename: (from, to) => call(() => this.rename(from, to)),
      remove: (name) => call(() => this.remove(name)),
      syncNames: () => call(() => this.syncNames()),
      setAside: () => call(() => this.setAside()),
    };
  }

  list(): Promise<Map<string, number>> {
    return this.#later(
      'list',
      () => new Map([...this.#names].map(([name, { data }]) => [name, data.length])),
    );
  }

  read(name: string): Promise<Buffer> {
    return this.#later('read', () => this.#file(name).data);
  }

  create(name: string): Promise<DiskFile> {
    return this.#later('create', () => {
      if (this.used >= this.capacity) throw failure('ENOSPC');
      if (this.#names.has(name)) throw failure('EEXIST');
      const file: MemoryFile = { data: Buffer.alloc(0), stable: Buffer.alloc(0), operations: [], holes: [] };
      this.#names.set(name, file);
      this.#nameChanges.push([[name, file]]);
      return this.#open(file);
    });
  }

  append(name: string): Promise<DiskFile> {
    return this.#later('append', () => this.#open(this.#file(name)));
  }

  rename(from: string, to: string): Promise<void> {
    const effect = () => {
      const file = this.#file(from);
      this.#names.delete(from);
      this.#names.set(to, file);
      this.#nameChanges.push([
        [from, undefined],
        [to, file],
      ]);
    };
    return this.#later('rename', effect, 'takes effect');
  }

  remove(name: string): Promise<void> {
    return this.#later('remove', () => {
      if (!this.#names.delete(name)) throw failure('ENOENT');
      this.#nameChanges.push([[name, undefined]]);
    });
  }

  syncNames(): Promise<void> {
    return this.#later('syncNames', () => {
      this.#stableNames = new Map(this.#names);
      this.#nameChanges = [];
    });
  }

  setAside(): Promise<void> {
    return Promise.resolve();
  }

  /** Lets one waiting call happen, or fail. @returns whether there was one. */
  step(): boolean {
    const [call] = this.#calls.splice(Math.floor(this.#random() * this.#calls.length), 1);
    if (!call) return false;
    const mayFail = call.what !== 'list' && call.what !== 'read';
    if (mayFail && this.#random() < this.errorRate) {
      this.#fail(call);
      return true;
    }
    try {
      call.resolve(call.effect(false) as never);
    } catch (error) {
      call.reject(error);
    }
    return true;
  }

  /** Ends the process, and with `power` the machine: any of what was not synced may be gone. */
  crash(power: boolean): void {
    for (const call of this.#calls) this.#maybeHalfDone(call);
    this.#calls = [];
    this.#session = {};
    this.lives++;
    this.errorRate = 0;
    if (power) this.#cutPower();
  }

  /** Another disk with the same files, to be damaged. */
  clone(): FaultyDisk {
    const clone = new FaultyDisk(this.#random);
    for (const [name, { data }] of this.#names) {
      clone.#names.set(name, { data, stable: data, operations: [], holes: [] });
    }
    clone.#stableNames = new Map(clone.#names);
    return clone;
  }

  /** Changes a file behind everybody's back; `undefined` takes it away. */
  damage(name: string, change: (data: Buffer) => Buffer | undefined): void {
    const file = this.#file(name);
    const data = change(file.data);
    if (data === undefined) this.#names.delete(name);
    else file.data = data;
  }

  #open(file: MemoryFile): DiskFile {
    const sync = () =>
      this.#later(
        'sync',
        () => {
          file.stable = withHoles(file);
          file.operations = [];
        },
        () => {
          for (const operation of file.operations) {
            if ('cutTo' in operation) file.holes = clipped(file.holes, operation.cutTo);
            else file.holes.push([operation.at, operation.at + operation.bytes.length]);
          }
          file.operations = [];
        },
      );
    return {
      write: (bytes) =>
        this.#later(
          'write',
          (half) => {
            this.#write(file, Buffer.from(bytes), half);
          },
          'half',
        ),
      truncate: (size) =>
        this.#later('truncate', () => {
          file.data = file.data.subarray(0, size);
          file.operations.push({ cutTo: size });
          file.holes = clipped(file.holes, size);
        }),
      syncData: sync,
      sync,
      close: () => Promise.resolve(),
    };
  }

  #write(file: MemoryFile, bytes: Buffer, half: boolean): void {
    const room = this.capacity - this.used;
    const isFull = bytes.length > room;
    const take = half ? Math.floor(this.#random() * bytes.length) : isFull ? Math.max(0, room) : bytes.length;
    const part = bytes.subarray(0, take);
    file.operations.push({ at: file.data.length, bytes: part });
    file.data = Buffer.concat([file.data, part]);
    if (isFull && !half) throw failure('ENOSPC');
  }

  #file(name: string): MemoryFile {
    const file = this.#names.get(name);
    if (!file) throw failure('ENOENT');
    return file;
  }

  #later<Value>(what: string, effect: (half: boolean) => Value, onError?: Call['onError']): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.#calls.push({
        what,
        effect,
        ...(onError !== undefined && { onError }),
        resolve: resolve,
        reject,
      });
    });
  }

  #fail({ effect, onError, reject }: Call): void {
    // A rename that took effect and says that it did not.
    if (onError === 'takes effect' && this.#random() < 0.5) attempt(() => effect(false));
    else if (onError === 'half') attempt(() => effect(true));
    else if (typeof onError === 'function') onError();
    reject(failure('EIO'));
  }

  /** What was under way when the process ended. */
  #maybeHalfDone({ what, effect }: Call): void {
    const likelihood = what === 'write' ? 0.5 : what === 'rename' || what === 'remove' ? 0.3 : 0;
    if (this.#random() < likelihood) attempt(() => effect(what === 'write' && this.#random() < 0.5));
  }

  #cutPower(): void {
    const random = this.#random;
    const names = new Map(this.#stableNames);
    const isPrefix = random() < 0.5;
    const upTo = Math.floor(random() * (this.#nameChanges.length + 1));
    this.#nameChanges.forEach((change, at) => {
      if (isPrefix ? at >= upTo : random() < 0.5) return;
      for (const [name, file] of change) {
        if (file) names.set(name, file);
        else names.delete(name);
      }
    });
    for (const file of new Set(names.values())) {
      file.data = this.#survivorsOf(file);
      file.stable = file.data;
      file.operations = [];
      file.holes = [];
    }
    this.#names = names;
    this.#stableNames = new Map(names);
    this.#nameChanges = [];
  }

  #survivorsOf({ stable, operations }: MemoryFile): Buffer {
    const random = this.#random;
    const inOrder = random() < 0.5;
    let isOn = true;
    let data = stable;
    for (const operation of operations) {
      const survives = random() < 0.6;
      isOn &&= survives;
      if (inOrder ? !isOn : !survives) continue;
      data = 'cutTo' in operation ? data.subarray(0, operation.cutTo) : this.#overlaid(data, operation);
    }
    return data;
  }

  /** The whole of a write, a part of it, or only its length. */
  #overlaid(data: Buffer, { at, bytes }: { at: number; bytes: Buffer }): Buffer {
    const random = this.#random;
    const part =
      random() < 0.6
        ? bytes
        : random() < 0.5
          ? bytes.subarray(0, Math.floor(random() * bytes.length))
          : Buffer.alloc(bytes.length);
    const result = Buffer.alloc(Math.max(data.length, at + part.length));
    data.copy(result);
    part.copy(result, at);
    return result;
  }
}

function withHoles({ data, holes }: MemoryFile): Buffer {
  if (holes.length === 0) return data;
  const result = Buffer.from(data);
  for (const [from, to] of holes) result.fill(0, from, to);
  return result;
}

function clipped(holes: MemoryFile['holes'], size: number): MemoryFile['holes'] {
  return holes.filter(([from]) => from < size).map(([from, to]) => [from, Math.min(to, size)] as const);
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // It could not have happened anyway.
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
