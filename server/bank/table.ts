import { Steps, type Sliced } from '../slices.ts';
import { RankedKeys, type Place, type RankedKey } from './ranked-keys.ts';

/** What an index finds a row by; a row may have several values, or none and is then not in it. */
type IndexValues<Row> = (row: Row) => string | readonly string[] | undefined;

/** In which group of a ranking a row stands, and where; a row without either is not in it. */
type RankOf<Row> = (row: Row) => { groups: readonly string[]; rank: number } | undefined;

interface Index<Row> {
  valuesOf: IndexValues<Row>;
  keys: Map<string, Set<string>>;
}

interface Ranking<Row> {
  rankOf: RankOf<Row>;
  groups: Map<string, RankedKeys>;
}

const NONE = new RankedKeys();

/** Told of each row that comes, is replaced (both are given) or goes. */
export type Watcher<Row> = (before: Row | undefined, after: Row | undefined) => void;

/** Rows by key, with indexes kept in step. Rows are shared: treat them as immutable. */
export class Table<Row> implements Iterable<Row> {
  readonly #rows = new Map<string, Row>();
  #watchers: readonly Watcher<Row>[] = [];
  readonly #indexes = new Map<string, Index<Row>>();
  readonly #rankings = new Map<string, Ranking<Row>>();
  /** The order in which the keys came, where there is a ranking. */
  readonly #orders = new Map<string, number>();
  #lastOrder = 0;
  #version = 0;

  /** Another number after every change. */
  get version(): number {
    return this.#version;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  get size(): number {
    return this.#rows.size;
  }

  [Symbol.iterator](): IterableIterator<Row> {
    return this.#rows.values();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  /** Declares an index; to be called before the first row is put. */
  index(name: string, valuesOf: IndexValues<Row>): this {
    this.#indexes.set(name, { valuesOf, keys: new Map() });
    return this;
  }

  /** Declares a ranking: rows in groups, in the order of a number. Likewise before the first row. */
  ranking(name: string, rankOf: RankOf<Row>): this {
    this.#rankings.set(name, { rankOf, groups: new Map() });
    return this;
  }

  /**
   * Tells from now on of every change, and in slices of the rows there are now.
   *
   * @returns ends that in the same way, as if every row went.
   */
  *watch(watcher: Watcher<Row>): Sliced<() => Sliced<void>> {
    this.#watchers = [...this.#watchers, watcher];
    const steps = new Steps();
    for (const row of [...this.#rows.values()]) {
      watcher(undefined, row);
      if (steps.fillSlice()) yield;
    }
    return () => this.#unwatch(watcher);
  }

  *#unwatch(watcher: Watcher<Row>): Sliced<void> {
    this.#watchers = this.#watchers.filter((each) => each !== watcher);
    const steps = new Steps();
    for (const row of [...this.#rows.values()]) {
      watcher(row, undefined);
      if (steps.fillSlice()) yield;
    }
  }

  /** The rows whose index value is `value`, in the order they were put. */
  where(indexName: string, value: string): Row[] {
    const found: Row[] = [];
    for (const key of this.#index(indexName).keys.get(value) ?? []) {
      const row = this.#rows.get(key);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  /** How many rows have that index value. */
  countWhere(indexName: string, value: string): number {
    return this.#index(indexName).keys.get(value)?.size ?? 0;
  }

  /** Every value of an index, and how many rows have it. */
  *countsBy(indexName: string): Generator<[value: string, count: number]> {
    for (const [value, keys] of this.#index(indexName).keys) yield [value, keys.size];
  }

  /** The key that was put first among those with that index value. */
  firstKeyWhere(indexName: string, value: string): string | undefined {
    const [first] = this.#index(indexName).keys.get(value) ?? [];
    return first;
  }

  /** The keys of a group of a ranking; empty for a group that no row is in. */
  ranked(rankingName: string, group = ''): RankedKeys {
    const ranking = this.#rankings.get(rankingName);
    if (!ranking) throw new Error(`no ranking ${rankingName}`);
    return ranking.groups.get(group) ?? NONE;
  }

  /** Where a row stands in a ranking; undefined if it is not in it. */
  placeIn(rankingName: string, key: string): Place | undefined {
    const row = this.#rows.get(key);
    const order = this.#orders.get(key);
    const rank = row === undefined ? undefined : this.#rankings.get(rankingName)?.rankOf(row)?.rank;
    return rank === undefined || order === undefined ? undefined : { rank, order };
  }

  /** The rows of those keys, `most` at most. */
  rowsOf(keys: Iterable<string>, most = Infinity): Row[] {
    const rows: Row[] = [];
    for (const key of keys) {
      const row = this.#rows.get(key);
      if (row !== undefined) rows.push(row);
      if (rows.length >= most) break;
    }
    return rows;
  }

  put(key: string, row: Row): void {
    const before = this.#rows.get(key);
    this.#rows.set(key, row);
    this.#version++;
    for (const watcher of this.#watchers) watcher(before, row);
    for (const { valuesOf, keys } of this.#indexes.values()) {
      const values = listOf(valuesOf(row));
      if (before !== undefined) {
        const old = listOf(valuesOf(before));
        if (old.length === values.length && old.every((value, at) => value === values[at])) continue;
        for (const value of old) dropFromIndex(keys, value, key);
      }
      for (const value of values) {
        const set = keys.get(value);
        if (set) set.add(key);
        else keys.set(value, new Set([key]));
      }
    }
    if (this.#rankings.size > 0) this.#rank(key, before, row);
  }

  delete(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    this.#version++;
    for (const watcher of this.#watchers) watcher(before, undefined);
    for (const { valuesOf, keys } of this.#indexes.values()) {
      for (const value of listOf(valuesOf(before))) dropFromIndex(keys, value, key);
    }
    if (this.#rankings.size === 0) return;
    this.#rank(key, before, undefined);
    this.#orders.delete(key);
  }

  clear(): void {
    for (const watcher of this.#watchers) for (const row of this.#rows.values()) watcher(row, undefined);
    this.#rows.clear();
    this.#version++;
    for (const { keys } of this.#indexes.values()) keys.clear();
    for (const { groups } of this.#rankings.values()) groups.clear();
    this.#orders.clear();
  }

  #index(name: string): Index<Row> {
    const index = this.#indexes.get(name);
    if (!index) throw new Error(`no index ${name}`);
    return index;
  }

  #rank(key: string, before: Row | undefined, row: Row | undefined): void {
    let order = this.#orders.get(key);
    if (order === undefined) this.#orders.set(key, (order = ++this.#lastOrder));
    for (const { rankOf, groups } of this.#rankings.values()) {
      const old = before === undefined ? undefined : rankOf(before);
      const next = row === undefined ? undefined : rankOf(row);
      if (old?.rank === next?.rank && String(old?.groups) === String(next?.groups)) continue;
      for (const group of old?.groups ?? []) {
        const keys = groups.get(group);
        keys?.delete({ rank: old?.rank ?? 0, order, key });
        if (keys?.size === 0) groups.delete(group);
      }
      const entry: RankedKey = { rank: next?.rank ?? 0, order, key };
      for (const group of next?.groups ?? []) {
        const keys = groups.get(group) ?? new RankedKeys();
        keys.add(entry);
        groups.set(group, keys);
      }
    }
  }
}

function listOf(values: string | readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  return typeof values === 'string' ? [values] : values;
}

function dropFromIndex(keys: Map<string, Set<string>>, value: string, key: string): void {
  const set = keys.get(value);
  if (!set) return;
  set.delete(key);
  if (set.size === 0) keys.delete(value);
}
