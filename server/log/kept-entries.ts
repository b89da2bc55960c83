import type { LogEntry, LogLimits } from './entry.ts';

/** An entry and the length of its JSON, which is what the limits count. */
export interface MeasuredEntry {
  entry: LogEntry;
  bytes: number;
}

export interface LogPage {
  /** Ascending by `seq`: oldest first, newest last. */
  items: LogEntry[];
  /** There are later matches: ask again `after` the last item. */
  hasNext: boolean;
  /** There are earlier matches: ask again `before` the first item. */
  hasEarlier: boolean;
}

interface Range {
  after: number | undefined;
  before: number | undefined;
  limit: number;
}

/** The rows of the log in memory, ascending by `seq`, as many as the limits allow. */
export class KeptEntries {
  readonly #limits: LogLimits;
  readonly #sequences = new Map<string, number>();
  /** How many the limits have cost since the start, here or before they became rows. */
  dropped = 0;
  #entries: MeasuredEntry[] = [];
  #bytes = 0;

  constructor(limits: LogLimits) {
    this.#limits = limits;
  }

  all(): LogEntry[] {
    return this.#entries.map(({ entry }) => entry);
  }

  /** Of the oldest entry; 0 where there is none. */
  get firstSeq(): number {
    return this.#entries[0]?.entry.seq ?? 0;
  }

  get size(): { entries: number; bytes: number; dropped: number } {
    return { entries: this.#entries.length, bytes: this.#bytes, dropped: this.dropped };
  }

  get(id: string): LogEntry | undefined {
    const seq = this.#sequences.get(id);
    return seq === undefined ? undefined : this.#entries[this.#firstAfter(seq - 1)]?.entry;
  }

  sequenceOf(id: string): number | undefined {
    return this.#sequences.get(id);
  }

  /** Adds entries behind the others. `now`: wall clock, for the limit of age. */
  add(entries: readonly MeasuredEntry[], now: number): void {
    for (const measured of entries) this.#push(measured);
    this.#dropOld(now);
  }

  /** Puts what an earlier run wrote before what this one has added. */
  prepend(past: readonly MeasuredEntry[], now: number): void {
    const present = this.#entries;
    this.#entries = [];
    this.#bytes = 0;
    this.add([...past, ...present], now);
  }

  /** @returns the ids of what was deleted. */
  delete(matches: (entry: LogEntry) => boolean): Set<string> {
    const before = this.#entries;
    const gone = new Set(before.filter(({ entry }) => matches(entry)).map(({ entry }) => entry.id));
    this.#entries = [];
    this.#sequences.clear();
    this.#bytes = 0;
    for (const measured of before) if (!gone.has(measured.entry.id)) this.#push(measured);
    return gone;
  }

  page({ after, before = Infinity, limit }: Range, matches: (entry: LogEntry) => boolean): LogPage {
    const found: LogEntry[] = [];
    if (after !== undefined) {
      for (let at = this.#firstAfter(after); at < this.#entries.length && found.length <= limit; at++) {
        const entry = this.#entries[at]?.entry;
        if (!entry || entry.seq >= before) break;
        if (matches(entry)) found.push(entry);
      }
      return { items: found.slice(0, limit), hasNext: found.length > limit, hasEarlier: false };
    }
    for (let at = this.#firstAfter(before - 1) - 1; at >= 0 && found.length <= limit; at--) {
      const entry = this.#entries[at]?.entry;
      if (entry && matches(entry)) found.push(entry);
    }
    return { items: found.slice(0, limit).reverse(), hasNext: false, hasEarlier: found.length > limit };
  }

  #push(measured: MeasuredEntry): void {
    this.#entries.push(measured);
    this.#bytes += measured.bytes;
    this.#sequences.set(measured.entry.id, measured.entry.seq);
  }

  #dropOld(now: number): void {
    const oldest = now - this.#limits.ageMs;
    let drop = 0;
    for (const { entry, bytes } of this.#entries) {
      const fits = this.#entries.length - drop <= this.#limits.entries && this.#bytes <= this.#limits.bytes;
      if (fits && Date.parse(entry.realAt) >= oldest) break;
      this.#bytes -= bytes;
      this.#sequences.delete(entry.id);
      drop++;
    }
    if (drop > 0) this.#entries.splice(0, drop);
    this.dropped += drop;
  }

  /** Index of the first entry with a `seq` greater than `seq`. */
  #firstAfter(seq: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.entry.seq ?? Infinity) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
