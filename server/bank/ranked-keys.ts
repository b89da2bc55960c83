/** What keys are ordered by: a number first, then the order in which they came. */
export interface Place {
  readonly rank: number;
  readonly order: number;
}

export interface RankedKey extends Place {
  readonly key: string;
}

const LONGEST_RUN = 512;

/**
 * Keys in ascending order of their rank, among equals in the order they came. Finding one, adding one
 * and taking one away costs little however many there are: they are held in short runs.
 *
 * Not to be changed while one of its iterators is in use.
 */
export class RankedKeys {
  readonly #runs: RankedKey[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(entry: RankedKey): void {
    const at = this.#runOf(entry);
    const run = this.#runs[at];
    this.#size += 1;
    if (!run) {
      this.#runs.push([entry]);
      return;
    }
    run.splice(placeIn(run, entry), 0, entry);
    if (run.length > LONGEST_RUN) this.#runs.splice(at + 1, 0, run.splice(LONGEST_RUN / 2));
  }

  delete(entry: RankedKey): void {
    const at = this.#runOf(entry);
    const run = this.#runs[at];
    const place = run ? placeIn(run, entry) : 0;
    if (run?.[place]?.key !== entry.key) return;
    run.splice(place, 1);
    this.#size -= 1;
    if (run.length === 0) this.#runs.splice(at, 1);
  }

  /** Those ranked higher than `rank`, or all, ascending. */
  above(rank = -Infinity): Generator<string> {
    return this.between(rank, Infinity);
  }

  /** Those ranked higher than `rank`, up to and including `last`, ascending. */
  *between(rank: number, last: number): Generator<string> {
    for (const entry of this.#from({ rank, order: Infinity })) {
      if (entry.rank > last) return;
      yield entry.key;
    }
  }

  /** All of them, the highest first. */
  *newest(): Generator<string> {
    for (const { key } of this.backwards()) yield key;
  }

  /** Those before a place, or all, the last one first. */
  *backwards(before: Place = HIGHEST): Generator<RankedKey> {
    let at = Math.min(this.#runOf(before), this.#runs.length - 1);
    let place = placeIn(this.#runs[at] ?? [], before);
    for (; at >= 0; at--, place = this.#runs[at]?.length ?? 0) {
      for (place -= 1; place >= 0; place--) {
        const entry = this.#runs[at]?.[place];
        if (entry) yield entry;
      }
    }
  }

  /** How many are ranked higher than `rank`. */
  countAbove(rank: number): number {
    return this.#size - this.countBefore({ rank, order: Infinity });
  }

  /** How many stand before a place. */
  countBefore(place: Place): number {
    const at = this.#runOf(place);
    const before = this.#runs.slice(0, at).reduce((sum, { length }) => sum + length, 0);
    return before + placeIn(this.#runs[at] ?? [], place);
  }

  *#from(start: Place): Generator<RankedKey> {
    const first = this.#runOf(start);
    for (let at = first; at < this.#runs.length; at++) {
      const run = this.#runs[at] ?? [];
      for (let place = at === first ? placeIn(run, start) : 0; place < run.length; place++) {
        const entry = run[place];
        if (entry) yield entry;
      }
    }
  }

  /** The run an entry is in, or would be put in; the last one for what comes behind all. */
  #runOf(entry: Place): number {
    let low = 0;
    let high = Math.max(0, this.#runs.length - 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.#runs[middle]?.at(-1);
      if (last && isBefore(last, entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const HIGHEST: Place = { rank: Infinity, order: Infinity };

function isBefore(a: Place, b: Place): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.order < b.order);
}

/** The place of the first entry of a run that is not before `entry`. */
function placeIn(run: readonly Place[], entry: Place): number {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = run[middle];
    if (other && isBefore(other, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}
