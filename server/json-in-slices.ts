import { isUtf8 } from 'node:buffer';
import type { Sliced } from './slices.ts';

/** So many bytes of a text are parsed in one slice, or a single member that is longer. */
const SLICE_BYTES = 64 * 1024;

/** A text that is no JSON. */
export class JsonMalformed extends Error {
  /** Where reading stopped, or the beginning of the slice in which it did, in UTF-16 code units. */
  readonly position: number;

  constructor(position: number) {
    super(`malformed JSON at position ${String(position)}`);
    this.name = 'JsonMalformed';
    this.position = position;
  }
}

/** Bytes that are not UTF-8, as JSON has to be (RFC 8259 §8.1). */
export class NotUtf8 extends Error {
  constructor() {
    super('the text is not UTF-8');
    this.name = 'NotUtf8';
  }
}

/**
 * `JSON.parse` of a text too long for one turn of the event loop: runs of members are parsed together
 * as long as they fit a slice, and what is longer is gone into.
 *
 * @throws JsonMalformed, NotUtf8
 */
export function* parseInSlices(bytes: Buffer): Sliced<unknown> {
  const reader = new JsonReader(bytes);
  while (!reader.isDone) {
    reader.readSlice();
    yield;
  }
  return reader.value;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

const containers = {
  0x5b: { close: 0x5d, open: '[', end: ']', make: (): object => [] },
  0x7b: { close: 0x7d, open: '{', end: '}', make: (): object => ({}) },
} as const;
type Kind = (typeof containers)[keyof typeof containers];

function containerAt(byte: number | undefined): Kind | undefined {
  return byte === 0x5b || byte === 0x7b ? containers[byte] : undefined;
}

/** An array or object that is being read. */
interface Open {
  readonly kind: Kind;
  readonly value: object;
  /** Under which name it stands in the object around it. */
  readonly name: string | undefined;
  /** Whether a member has to come: behind a comma. */
  expectsMember: boolean;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

class JsonReader {
  readonly #bytes: Buffer;
  readonly #open: Open[] = [];
  #at: number;
  /** How many UTF-16 code units stand before {@link #at}. */
  #position = 0;
  #root: { value: unknown } | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    // A byte order mark may be ignored (RFC 8259 §8.1).
    this.#at = bytes.length > 2 && bytes.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  }

  get isDone(): boolean {
    return this.#root !== undefined;
  }

  get value(): unknown {
    return this.#root?.value;
  }

  readSlice(): void {
    const top = this.#open.at(-1);
    if (top) this.#readMembers(top);
    else this.#readRoot();
  }

  #readRoot(): void {
    this.#skipSpace();
    const kind = containerAt(this.#bytes[this.#at]);
    if (kind) this.#enter(kind, undefined);
    else this.#finish(this.#parse(this.#bytes.length));
  }

  /** A run of members, the end of their container, or the beginning of one that is long. */
  #readMembers(top: Open): void {
    const { end, isClosed } = this.#runFrom(this.#at, top.kind.close);
    if (end === undefined) {
      this.#readLongMember(top);
      return;
    }
    const members = this.#parse(end, top.kind) as object;
    const names = Object.keys(members);
    if (names.length === 0 && (top.expectsMember || !isClosed)) throw new JsonMalformed(this.#position);
    for (const name of names) add(top, name, (members as Record<string, unknown>)[name]);
    this.#skip(1);
    if (isClosed) this.#leave(top);
    else top.expectsMember = true;
  }

  /**
   * How far members go that end within a slice.
   *
   * @returns the place of the comma, or of the bracket, that ends them; without, if the first is longer.
   */
  #runFrom(from: number, close: number): { end?: number; isClosed: boolean } {
    const bytes = this.#bytes;
    const limit = Math.min(bytes.length, from + SLICE_BYTES);
    let depth = 0;
    let lastComma: number | undefined;
    for (let at = from; at < limit; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.#stringEnd(at, limit);
      else if (byte === 0x5b || byte === 0x7b) depth += 1;
      else if (byte === 0x5d || byte === 0x7d) {
        if (depth === 0 && byte === close) return { end: at, isClosed: true };
        depth -= 1;
      } else if (byte === COMMA && depth === 0) lastComma = at;
    }
    if (lastComma === undefined) return { isClosed: false };
    return { end: lastComma, isClosed: false };
  }

  /** The closing quote of the string that begins there; `limit` if it is not before that. */
  #stringEnd(start: number, limit: number): number {
    for (let at = start + 1; at < limit; at++) {
      const byte = this.#bytes[at];
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) return at;
    }
    return limit;
  }

  #readLongMember(top: Open): void {
    let name: string | undefined;
    this.#skipSpace();
    if (this.#bytes[this.#at] === top.kind.close && !top.expectsMember) {
      this.#skip(1);
      this.#leave(top);
      return;
    }
    if (top.kind === containers[0x7b]) {
      if (this.#bytes[this.#at] !== QUOTE) throw new JsonMalformed(this.#position);
      name = String(this.#parse(this.#stringEnd(this.#at, this.#bytes.length) + 1));
      this.#skipSpace();
      if (this.#bytes[this.#at] !== COLON) throw new JsonMalformed(this.#position);
      this.#skip(1);
      this.#skipSpace();
    }
    const kind = containerAt(this.#bytes[this.#at]);
    if (kind) {
      this.#enter(kind, name);
      return;
    }
    add(top, name, this.#parse(this.#scalarEnd()));
    this.#behindMember(top);
  }

  #scalarEnd(): number {
    const bytes = this.#bytes;
    if (bytes[this.#at] === QUOTE) return this.#stringEnd(this.#at, bytes.length) + 1;
    let end = this.#at;
    while (end < bytes.length && ![COMMA, 0x5d, 0x7d].includes(bytes[end] ?? 0)) end += 1;
    return end;
  }

  #enter(kind: Kind, name: string | undefined): void {
    this.#skip(1);
    this.#open.push({ kind, value: kind.make(), name, expectsMember: false });
  }

  /** Closes a list or object, and those around it that end right behind: in a loop, they may be thousands. */
  #leave(left: Open): void {
    for (let closed: Open | undefined = left; closed;) {
      this.#open.pop();
      const around = this.#open.at(-1);
      if (!around) {
        this.#finish(closed.value);
        return;
      }
      add(around, closed.name, closed.value);
      closed = this.#isOver(around) ? around : undefined;
    }
  }

  #behindMember(around: Open): void {
    if (this.#isOver(around)) this.#leave(around);
  }

  /** Reads what stands behind a member that was read by itself: whether its list or object ends there. */
  #isOver(around: Open): boolean {
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    if (byte !== COMMA && byte !== around.kind.close) throw new JsonMalformed(this.#position);
    this.#skip(1);
    if (byte === COMMA) around.expectsMember = true;
    return byte !== COMMA;
  }

  #finish(value: unknown): void {
    this.#skipSpace();
    if (this.#at < this.#bytes.length) throw new JsonMalformed(this.#position);
    this.#root = { value };
  }

  /** Parses up to `end`: a value, or members as those of a container. */
  #parse(end: number, kind?: Kind): unknown {
    const part = this.#bytes.subarray(this.#at, end);
    if (!isUtf8(part)) throw new NotUtf8();
    const text = part.toString('utf8');
    const { open = '', end: close = '' } = kind ?? {};
    try {
      const value: unknown = JSON.parse(`${open}${text}${close}`);
      this.#at = end;
      this.#position += text.length;
      return value;
    } catch (error) {
      const inText = /position (\d+)/.exec(String(error))?.[1] ?? '0';
      throw new JsonMalformed(this.#position + Math.max(0, Number(inText) - open.length));
    }
  }

  #skipSpace(): void {
    while (isSpace(this.#bytes[this.#at])) this.#skip(1);
  }

  #skip(bytes: number): void {
    this.#at += bytes;
    this.#position += bytes;
  }
}

/** Adds a member as `JSON.parse` does: the last of a name counts, and `__proto__` is a name like others. */
function add({ value }: Open, name: string | undefined, member: unknown): void {
  if (Array.isArray(value)) value.push(member);
  else
    Object.defineProperty(value, name ?? '', {
      value: member,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}
