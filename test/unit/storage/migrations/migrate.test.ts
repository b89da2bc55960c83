import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataUnreadable } from '../../../../server/storage/errors.ts';
import { DataDirectories, type OpenedStorage } from '../data-directory.ts';

const fixture = fileURLToPath(new URL('../../../fixtures/state-directory', import.meta.url));
const directories = new DataDirectories();
afterEach(() => directories.clear());

let dataDir: string;
let expected: { customers: { id: string }[]; snapshots: { name: string }[]; rows: Record<string, unknown[]> };
beforeEach(async () => {
  dataDir = await directories.make();
  await cp(join(fixture, 'data'), dataDir, { recursive: true });
  expected = JSON.parse(await readFile(join(fixture, 'expected.json'), 'utf8')) as typeof expected;
});

async function expectEverything(bank: OpenedStorage): Promise<void> {
  expect([...bank.state.customers].map(({ id }) => id).sort()).toEqual(
    expected.customers.map(({ id }) => id).sort(),
  );
  for (const [accountId, rows] of Object.entries(expected.rows)) {
    expect(bank.state.ledger(accountId).size).toBe(rows.length);
  }
  const names = (await bank.storage.list()).map(({ name }) => name);
  expect(names).toEqual(expected.snapshots.map(({ name }) => name));
  for (const name of names) {
    const prepared = await bank.storage.open(name);
    expect(prepared?.state.customers.size).toBeGreaterThan(0);
    prepared?.discard();
  }
}

it('takes over what an older version left, once, and puts its files aside', async () => {
  const old = (await readdir(dataDir)).sort();
  const bank = await directories.open(dataDir);
  expect(bank.empty).toBe(false);
  expect(bank.words).toContain('taken over into the new format');
  await expectEverything(bank);
  await bank.storage.close();
  expect((await readdir(join(dataDir, 'before-store'))).sort()).toEqual(old);
  expect((await readdir(dataDir)).sort()).toEqual(['before-store', 'state-999999999999', 'store']);

  const again = await directories.open(dataDir);
  expect(again.words).toBe('');
  await expectEverything(again);
});

it('begins again where it was cut off, and finishes where only the old files were still to be moved', async () => {
  await mkdir(join(dataDir, 'store'));
  const bank = await directories.open(dataDir);
  await expectEverything(bank);
  await bank.storage.close();

  for (const name of ['snapshots', 'state-000000000001']) {
    await rename(join(dataDir, 'before-store', name), join(dataDir, name));
  }
  await rm(join(dataDir, 'snapshots'), { recursive: true });
  const again = await directories.open(dataDir);
  await expectEverything(again);
  expect(await readdir(dataDir)).not.toContain('state-000000000001');
});

it('leaves damaged data as it is', async () => {
  const state = join(dataDir, 'state-000000000001', 'configuration.json');
  await writeFile(state, (await readFile(state, 'utf8')).replace('customers', 'kustomers'));
  await expect(directories.open(dataDir)).rejects.toBeInstanceOf(DataUnreadable);
  expect(await readdir(dataDir)).toContain('state-000000000001');
  await expect(directories.open(dataDir)).rejects.toBeInstanceOf(DataUnreadable);
  expect(await filesStillOpen(dataDir)).toEqual([]);
});

/** Where the machine tells: a file that nobody closes is closed by the collector, with a warning, or never. */
async function filesStillOpen(directory: string): Promise<string[]> {
  if (!existsSync('/proc/self/fd')) return [];
  const descriptors = await readdir('/proc/self/fd');
  const targets = await Promise.all(
    descriptors.map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(directory));
}
