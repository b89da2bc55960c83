import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { Ledger } from '../../bank/ledger.ts';
import { BankState, type TableName } from '../../bank/state.ts';
import { syncDirectory } from '../durable-files.ts';
import { DataUnreadable } from '../errors.ts';
import { filesOf, isKnownTable, type WrittenParts } from '../store/image-parts.ts';
import type { Image, NamedImage } from '../store/root.ts';
import { isEmptyRoot, type FoundStore } from '../store/start.ts';
import type { Migration, OlderContents } from './migration.ts';
import { stateDirectory } from './state-directory/read-state-directory.ts';

/** Every format there was, the newest first. */
const migrations: readonly Migration[] = [stateDirectory];

/**
 * A plain file where version 0.1.0 looks for the newest of its directories: it stops there and says
 * that it can't read it, and does not begin anew beside the data.
 */
export const MARK_FOR_OLDER_VERSIONS = 'state-999999999999';

/** Where the files of an older version go once they are read. */
const BEFORE_STORE = 'before-store';

/**
 * Takes over what an older version left in the data directory: everything is written anew, and one
 * change of the root lets it count. Interrupted, it begins again, or finishes moving the old files away.
 *
 * @returns what to tell whoever runs the sandbox.
 * @throws DataUnreadable when the old data is damaged; it is left as it is then.
 */
export async function migrateIfOlder(dataDir: string, found: FoundStore): Promise<readonly Bilingual[]> {
  const all = await readdir(dataDir);
  const names = all.filter((name) => name !== MARK_FOR_OLDER_VERSIONS);
  const migration = migrations.find((each) => each.isFormatOf(names));
  const words = migration && isEmptyRoot(found.roots.root) ? await takeOver(found, dataDir, migration) : [];
  if (!all.includes(MARK_FOR_OLDER_VERSIONS)) {
    await writeFile(path.join(dataDir, MARK_FOR_OLDER_VERSIONS), markText, { mode: 0o600 });
  }
  if (migration) {
    await moveAway(
      dataDir,
      names.filter((name) => migration.owns(name)),
    );
  }
  return words;
}

const markText =
  'This data directory belongs to a newer version of IB Link Sandbox (see store/root.json).\n' +
  'このデータディレクトリは、より新しいバージョンの IB Link Sandbox のものです（store/root.json）。\n';

async function takeOver(
  { images, roots }: FoundStore,
  dataDir: string,
  migration: Migration,
): Promise<readonly Bilingual[]> {
  const older = await migration.read(dataDir);
  const { current } = older;
  if (!current) return older.words;
  const made: WrittenParts[] = [];
  const imageOf = async (contents: OlderContents): Promise<Image> => {
    const written = await images.write(
      images.capture(await stateOf(contents, dataDir)),
      undefined,
      () => true,
    );
    made.push(written);
    return { at: 0, parts: filesOf(written), segments: [] };
  };
  try {
    const snapshots: NamedImage[] = [];
    for (const snapshot of older.snapshots) {
      const { name, savedAt } = snapshot;
      snapshots.push({
        name,
        id: String(snapshots.length + 1),
        savedAt,
        image: await imageOf(await snapshot.contents()),
      });
    }
    const image = await imageOf(current);
    await roots.change(() => ({ current: image, previous: null, snapshots }), 0);
  } finally {
    for (const written of made) images.unpin(written);
  }
  const taken = {
    ja: `「${dataDir}」のデータを新しい形式に移しました。以前のファイルは ${BEFORE_STORE} にあります。`,
    en: `The data in ${dataDir} has been taken over into the new format; the old files are in ${BEFORE_STORE}.`,
  };
  return [...older.words, taken];
}

async function stateOf({ tables, ledgers }: OlderContents, dataDir: string): Promise<BankState> {
  const state = new BankState();
  for (const [table, rows] of tables) {
    if (!isKnownTable(table)) {
      throw new DataUnreadable(dataDir, {
        ja: `このバージョンにない表「${table}」があります`,
        en: `it has a table ${table} that this version does not know`,
      });
    }
    for (const [key, row] of rows) state.table<TableName>(table).put(key, row as never);
  }
  for (const { accountId, rows } of ledgers.map((each) => ({
    accountId: each.accountId,
    rows: each.rows(),
  }))) {
    const ledger = state.ledger(accountId);
    for await (const some of rows) for (const row of some) ledger.insert(Ledger.revive(row));
  }
  return state;
}

async function moveAway(dataDir: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const target = path.join(dataDir, BEFORE_STORE);
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const name of names) await rename(path.join(dataDir, name), path.join(target, name));
  await syncDirectory(target);
  await syncDirectory(dataDir);
}
