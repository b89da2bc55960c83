import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataUnreadable } from '../../../../server/storage/errors.ts';
import type { OlderContents, StatementRow } from '../../../../server/storage/migrations/migration.ts';
import { stateDirectory } from '../../../../server/storage/migrations/state-directory/read-state-directory.ts';

// The directory was written by version 0.1.0 under a bank with two customers, which was then killed;
// `expected.json` is what its control API answered last.
const fixture = fileURLToPath(new URL('../../../fixtures/state-directory', import.meta.url));

interface Expected {
  customers: { id: string; loginId: string }[];
  accounts: { accountId: string }[];
  clients: { client_id: string }[];
  grants: { grantId: string }[];
  faults: { id: string }[];
  settings: { pageSize: number };
  clock: { now: string };
  snapshots: { name: string }[];
  rows: Record<string, { itemKey: string; amount: string }[]>;
}
const readExpected = async () =>
  JSON.parse(await readFile(join(fixture, 'expected.json'), 'utf8')) as Expected;

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ib-link-state-directory-'));
  await cp(join(fixture, 'data'), dataDir, { recursive: true });
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function statements(contents: OlderContents | undefined): Promise<Record<string, StatementRow[]>> {
  const found: Record<string, StatementRow[]> = {};
  for (const ledger of contents?.ledgers ?? []) {
    const rows = (found[ledger.accountId] = [] as StatementRow[]);
    for await (const some of ledger.rows()) rows.push(...some);
  }
  return found;
}
const keysOf = (contents: OlderContents | undefined, table: string) => [
  ...(contents?.tables.get(table)?.keys() ?? []),
];

async function fileNamed(pattern: RegExp): Promise<string> {
  const name = (await readdir(dataDir, { recursive: true })).sort().find((each) => pattern.test(each));
  if (name === undefined) throw new Error(`no file ${String(pattern)}`);
  return join(dataDir, name);
}
async function alter(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
/** Changes what a file says and makes its checksum anew, as somebody might who edits it. */
async function forge(file: string, from: string | RegExp, to: string): Promise<void> {
  await alter(file, (text) => {
    const body = text.slice(0, text.lastIndexOf(',"sha256":"')).replace(from, to);
    return `${body},"sha256":"${createHash('sha256').update(body).digest('hex')}"}\n`;
  });
}

describe('a directory of version 0.1.0', () => {
  it('is known by its names', async () => {
    expect(stateDirectory.isFormatOf(await readdir(dataDir))).toBe(true);
    expect(stateDirectory.isFormatOf(['lock', 'log', 'store'])).toBe(false);
  });

  it('gives what the bank knew last: files, and the journal behind them', async () => {
    const expected = await readExpected();
    const { current, words, leftOver } = await stateDirectory.read(dataDir);
    expect(words).toEqual([]);
    expect(leftOver).toEqual(['journal-000000000018.ndjson', 'snapshots', 'state-000000000001']);
    expect(keysOf(current, 'customers')).toEqual(expected.customers.map(({ id }) => id));
    expect(keysOf(current, 'accounts').sort()).toEqual(
      expected.accounts.map(({ accountId }) => accountId).sort(),
    );
    expect(keysOf(current, 'clients')).toEqual(expected.clients.map(({ client_id }) => client_id));
    expect(keysOf(current, 'grants')).toEqual(expected.grants.map(({ grantId }) => grantId));
    expect(keysOf(current, 'faults')).toEqual(expected.faults.map(({ id }) => id));
    expect(keysOf(current, 'secrets')).toContain('tokens');
    expect(current?.tables.get('settings')?.get('current')).toMatchObject({
      pageSize: expected.settings.pageSize,
    });
    expect(current?.tables.get('clock')?.get('current')).toEqual({
      mode: 'frozen',
      at: Date.parse(expected.clock.now),
    });

    const rows = await statements(current);
    expect(Object.keys(rows).sort()).toEqual(Object.keys(expected.rows).sort());
    for (const [accountId, found] of Object.entries(rows)) {
      const all = [...(expected.rows[accountId] ?? [])].sort((a, b) => (a.itemKey < b.itemKey ? -1 : 1));
      expect(found.map(({ itemKey, amount }) => ({ itemKey, amount }))).toEqual(
        all.map(({ itemKey, amount }) => ({ itemKey, amount })),
      );
    }
  });

  it('gives its named snapshots, each with its own past', async () => {
    const expected = await readExpected();
    const { snapshots } = await stateDirectory.read(dataDir);
    expect(snapshots.map(({ name }) => name)).toEqual(expected.snapshots.map(({ name }) => name));
    const [dayTwo, first] = await Promise.all(snapshots.map((snapshot) => snapshot.contents()));
    expect(keysOf(dayTwo, 'accounts')).toContain('001017000002');
    expect((await statements(dayTwo))['001017000001']).toHaveLength(30);
    expect(keysOf(first, 'accounts')).not.toContain('001017000002');
    expect((await statements(first))['001017000001']).toHaveLength(29);
  });

  it('is empty where nothing was ever stored', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'ib-link-empty-'));
    expect(await stateDirectory.read(empty)).toEqual({
      current: undefined,
      snapshots: [],
      words: [],
      leftOver: [],
    });
    await rm(empty, { recursive: true });
  });
});

describe('what a crash leaves in it', () => {
  it('a torn last line is left out with a word: nobody was told of it', async () => {
    const journal = await fileNamed(/^journal/);
    await appendFile(journal, '{"seq":25,"synced":24,"crc32":"00000000","chan');
    const { current, words } = await stateDirectory.read(dataDir);
    expect(keysOf(current, 'accounts')).toContain('001017000004');
    expect(words).toHaveLength(1);
    expect(words[0]?.en).toContain(journal);
    expect(words[0]?.ja).toContain('8 行目');
  });

  it('a torn line from before the state was written is of no concern', async () => {
    await rename(join(dataDir, 'state-000000000001'), join(dataDir, 'state-000000000017'));
    await writeFile(join(dataDir, 'journal-000000000016.ndjson'), '{"seq":16,"syn');
    const { current, words } = await stateDirectory.read(dataDir);
    expect(keysOf(current, 'accounts')).toContain('001017000004');
    expect(words).toEqual([]);
  });

  it('a snapshot that was being replaced is found under its unfinished name', async () => {
    const label = await fileNamed(/c67879c2e7be76f468929d4b08e10f54\/label\.json$/);
    const directory = join(label, '..');
    await cp(directory, `${directory}.unfinished`, { recursive: true });
    await rm(join(directory, 'configuration.json'));
    const { snapshots, words } = await stateDirectory.read(dataDir);
    expect(snapshots.map(({ name }) => name)).toEqual(['day-two', 'first']);
    expect(words).toEqual([]);
  });
});

describe('damage is told, and nothing is made of it', () => {
  const counted = [
    [
      'a line in the middle of the journal',
      /^journal/,
      (text: string) => text.replace('"pageSize":33', '"pageSize":34'),
    ],
    ['a first line that is gone', /^journal/, (text: string) => text.slice(text.indexOf('\n') + 1)],
    [
      'a file of tables',
      /^state-.*configuration\.json$/,
      (text: string) => text.replace('30000000001', '30000000009'),
    ],
    ['a file cut short', /^state-.*keys\.json$/, (text: string) => text.slice(0, 1_000)],
    ['a file emptied', /^state-.*authorization\.json$/, () => ''],
    ['a statement', /^state-.*001027000003\.json$/, (text: string) => text.replace('"1004"', '"9004"')],
    ['a statement cut short', /^state-.*001027000003\.json$/, (text: string) => text.slice(0, -40)],
  ] as const;

  it.each(counted)('%s', async (_, pattern, change) => {
    const file = await fileNamed(pattern);
    await alter(file, change);
    await expect(stateDirectory.read(dataDir)).rejects.toMatchObject({ exitCode: 5, file });
  });

  it.each([
    ['a file of tables', /^state-.*configuration\.json$/],
    ['a statement of which only the backup is there', /^state-.*001017000001\.json$/],
  ])('%s that is missing', async (_, pattern) => {
    const file = await fileNamed(pattern);
    await rm(file);
    await expect(stateDirectory.read(dataDir)).rejects.toBeInstanceOf(DataUnreadable);
  });

  it.each([
    [
      'a table of a newer version',
      /^state-.*keys\.json$/,
      '"secrets":',
      '"mandates":{},"secrets":',
      /mandates/,
    ],
    ['no tables at all', /^state-.*keys\.json$/, /"data":.*/s, '"data":null', /keys\.json/],
    ['a table that is a list', /^state-.*keys\.json$/, '"secrets":{', '"secrets":[],"x":{', /keys\.json/],
    ['an amount that is none', /^state-.*001027000003\.json$/, '"1004"', '1004', /001027000003/],
    [
      'a list that is not closed',
      /^state-.*001027000003\.json$/,
      '"remarks":"明細0"},',
      '"remarks":"明細0",',
      /001027000003/,
    ],
  ])('%s, under a right checksum', async (_, pattern, from, to, named) => {
    await forge(await fileNamed(pattern), from, to);
    const whole = async () => statements((await stateDirectory.read(dataDir)).current);
    await expect(whole()).rejects.toThrow(DataUnreadable);
    await expect(whole()).rejects.toThrow(named);
  });

  it('a damaged snapshot is told and left out; the others and the bank are there', async () => {
    const file = await fileNamed(/snapshots\/c6.*configuration\.json$/);
    await alter(file, (text) => text.slice(0, -5));
    const { current, snapshots, words } = await stateDirectory.read(dataDir);
    expect(current).toBeDefined();
    expect(snapshots.map(({ name }) => name)).toEqual(['first']);
    expect(words[0]?.en).toContain(file);
  });
});
