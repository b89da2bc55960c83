import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DataUnreadable, systemErrorCode } from '../../errors.ts';
import { asObject, isObject, readChecked, unexpected } from './checked-file.ts';
import { openLedgerFile, type LedgerFile } from './statement.ts';

/** The tables of this version, by the file they were kept in. */
const tableGroups: Readonly<Record<string, readonly string[]>> = {
  configuration: [
    'customers',
    'accounts',
    'clients',
    'clientCertificates',
    'settings',
    'clock',
    'faults',
    'conformanceRuns',
    'facts',
  ],
  authorization: [
    'grants',
    'accessTokens',
    'clientAccessTokens',
    'authorizationCodes',
    'interactions',
    'pushedRequests',
  ],
  keys: ['signingKeys', 'secrets'],
};

export type Tables = Map<string, Map<string, unknown>>;

/** A directory of files that belong together: a state, or a named snapshot of one. */
export interface StateFiles {
  readonly tables: Tables;
  /** Up to which line of the journal each table is. */
  readonly tablePositions: ReadonlyMap<string, number>;
  readonly ledgers: readonly LedgerFile[];
}

export function emptyTables(): Tables {
  const names = Object.values(tableGroups).flat();
  return new Map(names.map((name) => [name, new Map<string, unknown>()]));
}

/** Reads the tables and verifies the statements. @throws DataUnreadable */
export async function readStateFiles(directory: string): Promise<StateFiles> {
  const tables = emptyTables();
  const tablePositions = new Map<string, number>();
  for (const [group, names] of Object.entries(tableGroups)) {
    const file = path.join(directory, `${group}.json`);
    const { position, tables: found } = asObject(file, await readChecked(file));
    if (typeof position !== 'number' || !isObject(found)) throw new DataUnreadable(file, unexpected);
    for (const [name, rows] of Object.entries(found)) {
      if (!names.includes(name)) throw unknownTable(file, name);
      if (!isObject(rows) || !Object.values(rows).every(isObject)) throw new DataUnreadable(file, unexpected);
      tables.set(name, new Map(Object.entries(rows)));
    }
    for (const name of names) tablePositions.set(name, position);
  }
  const ledgers: LedgerFile[] = [];
  for (const file of await ledgerFiles(path.join(directory, 'ledgers')))
    ledgers.push(await openLedgerFile(file));
  return { tables, tablePositions, ledgers };
}

async function ledgerFiles(directory: string): Promise<string[]> {
  try {
    // A backup without its file is a file that got lost: opening it will say so.
    const names = (await readdir(directory)).map(
      (name) => /^([^.]+\.json)(?:\.[12])?$/.exec(name)?.[1] ?? '',
    );
    return [...new Set(names)]
      .filter(Boolean)
      .sort()
      .map((name) => path.join(directory, name));
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    throw new DataUnreadable(directory, {
      ja: code === 'ENOENT' ? 'ディレクトリがありません' : `読み取りエラー ${code}`,
      en: code === 'ENOENT' ? 'the directory is missing' : `it cannot be listed: ${code}`,
    });
  }
}

export function unknownTable(file: string, name: string): DataUnreadable {
  return new DataUnreadable(file, {
    ja: `このバージョンの知らない表「${name}」があります`,
    en: `it has a table ${JSON.stringify(name)} that this version does not know`,
  });
}
