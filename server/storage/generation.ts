import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Low } from 'lowdb';
import { rowsOf } from '../bank/ledger-pages.ts';
import { Ledger, type LedgerImage, type PersistedLedgerRow } from '../bank/ledger.ts';
import type { BankState, TableGroup } from '../bank/state.ts';
import type { Instant } from '../bank/time.ts';
import {
  captureGroup,
  captureLedger,
  groupNames,
  type StateContents,
  type TableContents,
} from './contents.ts';
import { fileNameFor, renameWithRetry, syncDirectory } from './durable-files.ts';
import { DataUnreadable, systemErrorCode } from './errors.ts';
import { SnapshotFile } from './snapshot-file.ts';

/** What every file says of itself: it holds the changes up to this line of the journal. */
interface Positioned {
  position: number;
  savedAt: Instant;
}
interface GroupDocument extends Positioned {
  group: TableGroup;
  tables: TableContents;
}
interface LedgerDocument extends Positioned {
  accountId: string;
  rows: readonly PersistedLedgerRow[];
}
/** What is to be written of a ledger: rows as memory has them, persisted while being written. */
type LedgerToWrite = Omit<LedgerDocument, 'rows'> & { rows: LedgerImage };

/** Parts of the state as they stood at one place of the journal, to be written later. */
export interface Cut extends Positioned {
  groups: { group: TableGroup; tables: TableContents }[];
  ledgers: { accountId: string; rows: LedgerImage }[];
}

/** Which parts of the state have changed since they were written. */
export interface Parts {
  groups: Iterable<TableGroup>;
  ledgers: Iterable<string>;
}

/** Takes hold of parts of the state, in one turn; the price is a shallow copy. */
export function cutState(state: BankState, parts: Parts, position: number, savedAt: Instant): Cut {
  return {
    position,
    savedAt,
    groups: [...parts.groups].map((group) => ({ group, tables: captureGroup(state, group) })),
    ledgers: [...parts.ledgers].map((accountId) => ({ accountId, rows: captureLedger(state, accountId) })),
  };
}

export function allParts(state: BankState): Parts {
  return { groups: groupNames, ledgers: state.ledgers.keys() };
}

/** What a generation holds, and up to where each part is. */
export interface ReadGeneration {
  contents: StateContents;
  groupPositions: Map<TableGroup, number>;
  ledgerPositions: Map<string, number>;
}

const rowsPerPiece = 500;

function* encodeLedger({ rows, ...rest }: LedgerToWrite): Iterable<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"rows":[`;
  let separator = '\n';
  let piece: string[] = [];
  for (const row of rowsOf(rows.pages)) {
    if (piece.push(JSON.stringify(Ledger.persist(row))) < rowsPerPiece) continue;
    yield separator + piece.join(',\n');
    separator = ',\n';
    piece = [];
  }
  yield `${piece.length > 0 ? separator : ''}${piece.join(',\n')}]}`;
}

/**
 * A directory of snapshot files that belong together: one per group of tables, one per ledger.
 * Complete from the moment it has its name; afterwards its files are replaced one at a time, each
 * saying up to which line of the journal it is.
 */
export class Generation {
  readonly directory: string;
  /** The journal matters from here on, for parts that have no file. */
  readonly base: number;

  private constructor(directory: string, base: number) {
    this.directory = directory;
    this.base = base;
  }

  /** A directory that is there, written up to `base` when it was made. */
  static at(directory: string, base: number): Generation {
    return new Generation(directory, base);
  }

  /** Writes a whole state as a new directory, which is there completely or not at all. */
  static async create(directory: string, cut: Cut): Promise<Generation> {
    const unfinished = `${directory}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(path.join(unfinished, 'ledgers'), { recursive: true, mode: 0o700 });
    try {
      await new Generation(unfinished, cut.position).write(cut);
      await syncDirectory(unfinished);
      await renameWithRetry(unfinished, directory);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
      throw error;
    }
    await syncDirectory(path.dirname(directory));
    return new Generation(directory, cut.position);
  }

  /** Replaces the files of the parts in `cut`; an account without rows has none. */
  async write({ position, savedAt, groups, ledgers }: Cut): Promise<void> {
    for (const { group, tables } of groups) {
      const low = new Low<GroupDocument>(new SnapshotFile(this.#groupFile(group)), {
        position,
        savedAt,
        group,
        tables,
      });
      await low.write();
    }
    for (const { accountId, rows } of ledgers) {
      const file = new SnapshotFile<LedgerToWrite>(this.#ledgerFile(accountId), encodeLedger);
      if (rows.size === 0) await file.remove();
      else await new Low<LedgerToWrite>(file, { position, savedAt, accountId, rows }).write();
    }
  }

  /** @throws DataUnreadable */
  async read(): Promise<ReadGeneration> {
    const read: ReadGeneration = {
      contents: { groups: { configuration: {}, authorization: {}, keys: {} }, ledgers: [] },
      groupPositions: new Map(),
      ledgerPositions: new Map(),
    };
    for (const group of groupNames) {
      const file = new SnapshotFile<GroupDocument>(this.#groupFile(group));
      const { position, tables } = await file.readOrFail();
      read.contents.groups[group] = tables;
      read.groupPositions.set(group, position);
    }
    for (const name of await this.#ledgerFiles()) {
      const file = new SnapshotFile<LedgerDocument>(path.join(this.directory, 'ledgers', name));
      const { accountId, position, rows } = await file.readOrFail();
      read.contents.ledgers.push({ accountId, rows });
      read.ledgerPositions.set(accountId, position);
    }
    return read;
  }

  /** The files that make it up, without backups, relative to the directory. */
  async files(): Promise<string[]> {
    const ledgers = await this.#ledgerFiles();
    return [
      ...groupNames.map((group) => `${group}.json`),
      ...ledgers.map((name) => path.join('ledgers', name)),
    ];
  }

  async #ledgerFiles(): Promise<string[]> {
    try {
      const names = await readdir(path.join(this.directory, 'ledgers'));
      // A backup without its file is a file that got lost: reading it will say so.
      const files = names.map((name) => /^([^.]+\.json)(?:\.[12])?$/.exec(name)?.[1] ?? '');
      return [...new Set(files)].filter(Boolean).sort();
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw new DataUnreadable(path.join(this.directory, 'ledgers'), {
        ja: `読み取りエラー ${systemErrorCode(error) ?? ''}`,
        en: `it cannot be listed: ${systemErrorCode(error) ?? ''}`,
      });
    }
  }

  #groupFile(group: TableGroup): string {
    return path.join(this.directory, `${group}.json`);
  }

  #ledgerFile(accountId: string): string {
    return path.join(this.directory, 'ledgers', `${fileNameFor(accountId)}.json`);
  }
}
