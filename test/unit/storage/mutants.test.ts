import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mutants, type Mutant } from './model/mutants.ts';
import type { StorageUnderTest } from './model/schedule.ts';
import { tryOut } from './model/try-out.ts';

// A model that misses nothing proves nothing: each check of the storage is taken out in a copy, and
// the same histories must find that out.

const root = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
beforeAll(async () => {
  await mkdir(join(root, 'build'), { recursive: true });
  folder = await mkdtemp(join(root, 'build', 'mutants-'));
  await symlink(join(root, 'server', 'bank'), join(folder, 'bank'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function storageWithout({ file, from, to }: Mutant, name: string): Promise<StorageUnderTest> {
  const copy = join(folder, name);
  await cp(join(root, 'server', 'storage'), copy, { recursive: true });
  const source = await readFile(join(copy, file), 'utf8');
  expect(source, `${file} has what is to be taken out`).toContain(from);
  await writeFile(join(copy, file), source.replace(from, to));
  const load = (path: string) =>
    import(/* @vite-ignore */ pathToFileURL(join(copy, path)).href) as Promise<unknown>;
  const parts = await Promise.all(
    ['store/start.ts', 'store/disk-storage.ts', 'errors.ts', 'store/root.ts'].map(load),
  );
  return Object.assign({}, ...(parts as object[])) as StorageUnderTest;
}

const MOST_HISTORIES = 4_000;

it('a copy with nothing taken out holds', async () => {
  const nothing = { what: 'nothing is taken out', file: 'store/start.ts', from: 'sure', to: 'sure' };
  const { failures } = await tryOut(1, 50, await storageWithout(nothing, 'whole'));
  expect(failures).toEqual([]);
});

it.each(mutants.map((mutant, at) => [mutant.what, mutant, at] as const))(
  'it is found out where %s',
  async (_, mutant, at) => {
    const tested = await storageWithout(mutant, String(at));
    const { failures } = await tryOut(mutant.firstSeed ?? 1, MOST_HISTORIES, tested, 1);
    expect(failures).toHaveLength(1);
  },
);
