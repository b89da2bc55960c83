import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Bilingual } from '../../../bank/catalogue/entry.ts';
import { DataUnreadable } from '../../errors.ts';
import type { Migration, OlderContents, OlderDirectory, OlderSnapshot } from '../migration.ts';
import { asObject, readChecked, unexpected } from './checked-file.ts';
import { readJournal, segmentName, type JournalLine } from './journal.ts';
import { emptyTables, readStateFiles, unknownTable, type StateFiles, type Tables } from './state-files.ts';
import { asRow, Statement } from './statement.ts';

/**
 * The format of version 0.1.0, in which files were replaced one at a time:
 *
 *     state-000000000123/            configuration.json, authorization.json, keys.json, ledgers/<account>.json
 *     journal-000000000124.ndjson    what has changed since, a line a commit
 *     snapshots/<hash>/              named snapshots: label.json and the files of a state
 *
 * Every file says up to which line of the journal it is.
 */
export const stateDirectory: Migration = {
  isFormatOf: (names) => names.some((name) => stateName.test(name) || segmentName.test(name)),
  owns,
  read: readStateDirectory,
};

const stateName = /^state-(\d{12})$/;
const unfinishedName = /^state-\d{12}\.unfinished$/;
const snapshots = 'snapshots';
const ledgerPrefix = 'ledger:';

async function readStateDirectory(dataDir: string): Promise<OlderDirectory> {
  const names = (await readdir(dataDir)).sort();
  const words: Bilingual[] = [];
  return {
    current: await readCurrent(dataDir, names, words),
    snapshots: names.includes(snapshots) ? await readSnapshots(path.join(dataDir, snapshots), words) : [],
    words,
    leftOver: names.filter(owns),
  };
}

function owns(name: string): boolean {
  return stateName.test(name) || unfinishedName.test(name) || segmentName.test(name) || name === snapshots;
}

async function readCurrent(
  dataDir: string,
  names: readonly string[],
  words: Bilingual[],
): Promise<OlderContents | undefined> {
  const newest = names.findLast((name) => stateName.test(name));
  const base = Number(stateName.exec(newest ?? '')?.[1] ?? 0);
  const files = newest === undefined ? undefined : await readStateFiles(path.join(dataDir, newest));
  const positions = files
    ? [...files.tablePositions.values(), ...files.ledgers.map(({ position }) => position)]
    : [];
  const lines = await readJournal(dataDir, base, Math.max(base, ...positions), words);
  const [first] = lines;
  if (!files && first === undefined) return undefined;
  if (!files && first !== undefined && first.seq > 1) {
    throw new DataUnreadable(path.join(dataDir, 'state-…'), {
      ja: '変更記録より前のデータがありません',
      en: 'what stood before the journal is missing',
    });
  }
  const replay = new Replay(base, files);
  for (const line of lines) replay.apply(line);
  return replay.contents;
}

/** The state of the files, brought forward by the journal. */
class Replay {
  readonly #base: number;
  readonly #tables: Tables;
  readonly #tablePositions: ReadonlyMap<string, number>;
  readonly #ledgers = new Map<string, Statement>();
  readonly #ledgerPositions = new Map<string, number>();

  constructor(base: number, files: StateFiles | undefined) {
    this.#base = base;
    this.#tables = files?.tables ?? emptyTables();
    this.#tablePositions = files?.tablePositions ?? new Map<string, number>();
    for (const file of files?.ledgers ?? []) {
      this.#ledgers.set(file.accountId, new Statement(file.accountId, file));
      this.#ledgerPositions.set(file.accountId, file.position);
    }
  }

  get contents(): OlderContents {
    return { tables: this.#tables, ledgers: [...this.#ledgers.values()] };
  }

  apply({ file, seq, changes }: JournalLine): void {
    for (const [table, key, row] of changes) {
      if (table.startsWith(ledgerPrefix))
        this.#changeRow(file, seq, table.slice(ledgerPrefix.length), key, row);
      else this.#changeTable(file, seq, table, key, row);
    }
  }

  #changeRow(file: string, seq: number, accountId: string, key: string, row: unknown): void {
    if (seq <= (this.#ledgerPositions.get(accountId) ?? this.#base)) return;
    let statement = this.#ledgers.get(accountId);
    if (!statement) this.#ledgers.set(accountId, (statement = new Statement(accountId)));
    statement.change(key, row === null ? null : asRow(file, row));
  }

  #changeTable(file: string, seq: number, table: string, key: string, row: unknown): void {
    const rows = this.#tables.get(table);
    if (!rows) throw unknownTable(file, table);
    const isNew = seq > (this.#tablePositions.get(table) ?? this.#base);
    if (isNew && row === null) rows.delete(key);
    else if (isNew) rows.set(key, row);
    // With its account a statement goes: also where the table has that already, and the statement's file not yet.
    if (table === 'accounts' && row === null && seq > (this.#ledgerPositions.get(key) ?? this.#base)) {
      this.#ledgers.delete(key);
    }
  }
}

async function readSnapshots(directory: string, words: Bilingual[]): Promise<OlderSnapshot[]> {
  const found: OlderSnapshot[] = [];
  const names = (await readdir(directory)).map(
    (name) => /^([0-9a-f]{32})(?:\.unfinished)?$/.exec(name)?.[1] ?? '',
  );
  for (const name of [...new Set(names)].filter(Boolean).sort()) {
    const snapshot = await readSnapshot(path.join(directory, name), words);
    if (snapshot) found.push(snapshot);
  }
  return found.sort((a, b) => a.savedAt - b.savedAt);
}

/**
 * One that was being replaced when the process died is whole under its unfinished name, and nowhere
 * else: the old one was removed only then.
 */
async function readSnapshot(directory: string, words: Bilingual[]): Promise<OlderSnapshot | undefined> {
  let damage: DataUnreadable | undefined;
  for (const place of [directory, `${directory}.unfinished`]) {
    // Without its label it is none: removed, or not finished.
    if (!existsSync(path.join(place, 'label.json'))) continue;
    try {
      return await openSnapshot(place);
    } catch (error) {
      if (!(error instanceof DataUnreadable)) throw error;
      damage ??= error;
    }
  }
  if (damage) words.push(notTaken(directory, damage));
  return undefined;
}

async function openSnapshot(directory: string): Promise<OlderSnapshot> {
  const label = path.join(directory, 'label.json');
  const { name, savedAt } = asObject(label, await readChecked(label));
  if (typeof name !== 'string' || typeof savedAt !== 'number') throw new DataUnreadable(label, unexpected);
  const contents = async () => {
    const { tables, ledgers } = await readStateFiles(directory);
    return { tables, ledgers: ledgers.map((file) => new Statement(file.accountId, file)) };
  };
  // Read once already now, since one that is damaged has to be told before anything is made of the rest.
  await contents();
  return { name, savedAt, contents };
}

function notTaken(directory: string, damage: DataUnreadable): Bilingual {
  return {
    ja: `スナップショット「${directory}」は壊れているため引き継ぎません。${damage.text.ja}`,
    en: `The snapshot ${directory} is damaged and is not taken over. ${damage.text.en}`,
  };
}
