import { cp, mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SandboxStartError } from '../../server/sandbox-options.ts';
import { everythingKept, fillBank } from '../harness/kept-bank.ts';
import { startSandbox } from '../harness/sandbox.ts';

// Each file of a data directory is removed, cut, emptied and altered in turn. Either the start is
// refused and the file named, or everything is there: nothing is ever lost without a word.

let folder: string;
let original: string;
let kept: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ib-link-damage-'));
  original = join(folder, 'original');
  const sandbox = await startSandbox({ dataDir: original, scenario: 'blank' });
  await fillBank(sandbox);
  await sandbox.stop();
  const copy = await copyOf('whole');
  const whole = await startSandbox({ dataDir: copy });
  kept = await everythingKept(whole);
  await whole.stop();
  expect(Object.keys(kept).sort()).toEqual(['current', 'early', 'late']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function copyOf(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(original, copy, { recursive: true });
  return copy;
}

async function alterByte(file: string, place: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, place);
    await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, place);
  } finally {
    await handle.close();
  }
}

const damages: Record<string, (file: string, size: number) => Promise<void>> = {
  removed: (file) => rm(file),
  'cut in half': (file, size) => truncate(file, Math.floor(size / 2)),
  'a byte short': (file, size) => truncate(file, Math.max(0, size - 1)),
  emptied: (file) => truncate(file, 0),
  'altered in the middle': (file, size) => alterByte(file, Math.floor(size / 2)),
  'altered at its end': (file, size) => alterByte(file, Math.max(0, size - 2)),
};

describe('a file of the store', () => {
  it.each(Object.keys(damages))('%s: refused with 5, or nothing is lost', async (damage) => {
    const names = (await readdir(join(original, 'store'))).sort();
    expect(names).toContain('root.json');
    let refused = 0;
    for (const name of names) {
      const copy = await copyOf('damaged');
      const file = join(copy, 'store', name);
      const { size } = await stat(file);
      if (size > 0 || damage === 'removed') await damages[damage]?.(file, size);
      try {
        const sandbox = await startSandbox({ dataDir: copy });
        try {
          expect(await everythingKept(sandbox), name).toEqual(kept);
        } finally {
          await sandbox.stop();
        }
      } catch (error) {
        if (!(error instanceof SandboxStartError)) throw error;
        expect(error.exitCode, name).toBe(5);
        expect(error.message).toContain(name);
        refused += 1;
      }
      await rm(copy, { recursive: true });
    }
    // Most files count: a start that shrugs at all of them has looked at none.
    expect(refused).toBeGreaterThan(names.length / 2);
  });

  it('all of them gone: refused, and not begun anew', async () => {
    const copy = await copyOf('emptied');
    await rm(join(copy, 'store'), { recursive: true });
    await expect(startSandbox({ dataDir: copy })).rejects.toMatchObject({ exitCode: 5 });
    expect(await readdir(copy)).not.toContain('store');
  });
});
