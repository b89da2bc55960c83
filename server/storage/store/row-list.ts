export type KeptRow = readonly [table: string, key: string, row: unknown];

/** Rows of tables in their order. Flat: a hundred thousand of them are three objects to the garbage collector. */
export class RowList {
  readonly #tables: string[];
  readonly #keys: string[];
  readonly #rows: unknown[];

  constructor(tables: string[] = [], keys: string[] = [], rows: unknown[] = []) {
    this.#tables = tables;
    this.#keys = keys;
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  add(table: string, key: string, row: unknown): void {
    this.#tables.push(table);
    this.#keys.push(key);
    this.#rows.push(row);
  }

  rowAt(at: number): unknown {
    return this.#rows[at];
  }

  /** As it is kept in a file. */
  keptAt(at: number): KeptRow {
    return [this.#tables[at] ?? '', this.#keys[at] ?? '', this.#rows[at]];
  }

  /** Whether the very rows of another list stand here, from a place on. */
  continuesWith(others: RowList, from: number): boolean {
    if (from + others.length > this.length) return false;
    for (let at = 0; at < others.length; at++) {
      if (this.#rows[from + at] !== others.#rows[at]) return false;
      if (this.#keys[from + at] !== others.#keys[at]) return false;
      if (this.#tables[from + at] !== others.#tables[at]) return false;
    }
    return true;
  }

  /** Those from a place on up to, not including, another. */
  slice(from: number, to: number): RowList {
    return new RowList(this.#tables.slice(from, to), this.#keys.slice(from, to), this.#rows.slice(from, to));
  }
}
