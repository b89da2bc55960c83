import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  for (const besides of ['bank', 'slices.ts', 'json-in-slices.ts'])
    await symlink(join(root, 'server', besides), join(folder, besides));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function storageWithout({ file, from, to }: Mutant, name: string): Promise<StorageUnderTest> {
  const copy = join(folder, name);
  await cp(join(root, 'server', 'storage'), copy, { recursive: true });
  const source = await readFile(join(copy, file), 'utf8');
  expect(source, `${file} has what is to be taken out`).toContain(from);
  await writeFile(join(copy, file), source.replace(from, to));
  // One entry, so that the tests see the very classes that the copies of the files use.
  await writeFile(
    join(copy, 'tested.ts'),
    ['store/start', 'store/disk-storage', 'errors', 'store/root']
      .map((path) => `export * from './${path}.ts';\n`)
      .join(''),
  );
  return (await import(/* @vite-ignore */ join(copy, 'tested.ts'))) as StorageUnderTest;
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
