/** What the bank remembers, as the model sees it. */
export type Rows = ReadonlyMap<string, number>;

/** What an entry does; one of these. */
export interface EntryInfo {
  changes?: readonly (readonly [key: string, row: unknown])[];
  /** A whole new state. */
  rows?: Rows;
  save?: string;
  /** What stood when it was saved. */
  contents?: Rows;
  remove?: string;
  /** Memory has gone back behind it. */
  isUndone?: boolean;
}

export interface ModelEntry {
  readonly info: EntryInfo;
  status: 'pending' | 'kept' | 'refused' | 'unknown';
  isShown: boolean;
}

interface Contents {
  rows: Rows;
  snapshots: ReadonlyMap<string, string>;
}

/** What the storage must be like: a list of entries and what became of each. */
export class OrderModel {
  /** Since the last start that was judged. */
  log: ModelEntry[] = [];
  #base: Contents = { rows: new Map(), snapshots: new Map() };
  readonly #saved = new Map<string, Set<string>>();
  readonly #tally: { kept: number; refused: number; unknown: number };

  constructor(tally: { kept: number; refused: number; unknown: number }) {
    this.#tally = tally;
  }

  add(info: EntryInfo): ModelEntry {
    // It could be made, so what was refused before it is fenced by now.
    for (const before of this.log) if (before.status === 'unknown') before.status = 'refused';
    const entry: ModelEntry = { info, status: 'pending', isShown: false };
    this.log.push(entry);
    if (info.save !== undefined && info.contents) {
      const texts = this.#saved.get(info.save) ?? new Set();
      this.#saved.set(info.save, texts.add(textOf(info.contents)));
    }
    return entry;
  }

  wasSaved(name: string, rows: Rows): boolean {
    return this.#saved.get(name)?.has(textOf(rows)) ?? false;
  }

  /** The last entry that a reader sees the effect of. */
  lastOfState(): ModelEntry | undefined {
    return this.log.findLast(
      ({ info }) => info.isUndone !== true && (info.changes ?? info.rows) !== undefined,
    );
  }

  kept(entry: { info: EntryInfo }): void {
    const found = this.log.find(({ info }) => info === entry.info);
    if (!found) return;
    found.status = 'kept';
    this.#tally.kept++;
  }

  refused(entry: { info: EntryInfo }, isUnknown: boolean): void {
    const found = this.log.find(({ info }) => info === entry.info);
    if (!found) return;
    found.status = isUnknown ? 'unknown' : 'refused';
    this.#tally[found.status]++;
  }

  /** The state of everything that was acknowledged. */
  acknowledged(): Rows {
    return this.#fold(this.log.filter(({ status }) => status === 'kept')).rows;
  }

  /**
   * Whether what is there is what may be: some beginning of the entries, with all that was
   * acknowledged or shown, without what was refused. What is there is the base from then on.
   *
   * @param isExact nothing more than what was acknowledged.
   * @returns what is wrong.
   */
  judge(rows: Rows, snapshots: ReadonlyMap<string, string>, isExact: boolean): string | undefined {
    const alive = this.log.filter(({ status }) => status !== 'refused');
    const must = alive.findLastIndex(({ status, isShown }) => status === 'kept' || isShown);
    const last = isExact ? must + 1 : alive.length;
    for (let count = must + 1; count <= last; count++) {
      const may = this.#fold(alive.slice(0, count));
      if (textOf(may.rows) === textOf(rows) && textOf(may.snapshots) === textOf(snapshots)) {
        this.#base = may;
        this.log = [];
        return undefined;
      }
    }
    const least = this.#fold(alive.slice(0, must + 1));
    return [
      `${textOf(rows)} ${textOf(snapshots)} is none of what it may be:`,
      `${textOf(least.rows)} ${textOf(least.snapshots)} and ${String(alive.length - must - 1)} more`,
    ].join(' ');
  }

  #fold(entries: readonly ModelEntry[]): Contents {
    let rows = new Map(this.#base.rows);
    const snapshots = new Map(this.#base.snapshots);
    for (const { info } of entries) {
      if (info.rows) rows = new Map(info.rows);
      for (const [key, row] of info.changes ?? []) {
        if (row === null) rows.delete(key);
        else rows.set(key, (row as { value: number }).value);
      }
      if (info.save !== undefined) snapshots.set(info.save, textOf(info.contents ?? new Map()));
      if (info.remove !== undefined) snapshots.delete(info.remove);
    }
    return { rows, snapshots };
  }
}

export function textOf(entries: ReadonlyMap<string, unknown>): string {
  return JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
