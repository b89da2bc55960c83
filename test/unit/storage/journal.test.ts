import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DataUnreadable } from '../../../server/storage/errors.ts';
import { DataDirectories, fact, storeFiles, type OpenedStorage } from './data-directory.ts';

const directories = new DataDirectories();
afterEach(() => directories.clear());

async function opened(): Promise<OpenedStorage & { dataDir: string }> {
  const dataDir = await directories.make();
  return Object.assign(await directories.open(dataDir), { dataDir });
}

async function journalOf(dataDir: string): Promise<string> {
  const [name = ''] = await storeFiles(dataDir, 'journal-');
  return path.join(dataDir, 'store', name);
}

describe('the journal', () => {
  it('brings back every acknowledged commit after a crash', async () => {
    const bank = await opened();
    expect(bank.empty).toBe(true);
    await bank.commit(fact('a', 1), fact('b', 2));
    await bank.commit(['facts', 'a', null]);
    const again = await directories.open(await directories.afterCrash(bank.dataDir));
    expect(again.empty).toBe(false);
    expect(again.facts).toEqual({ b: 2 });
  });

  it('keeps a prefix of the commits, whole, wherever its end is cut', async () => {
    const bank = await opened();
    for (let n = 1; n <= 12; n++) {
      await bank.commit(fact(`left-${String(n)}`, '円'.repeat(n)), fact(`right-${String(n)}`, n));
    }
    const whole = await readFile(await journalOf(bank.dataDir));
    const ends = [...whole.keys()].filter((at) => whole[at] === 0x0a).map((at) => at + 1);

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (cut) => {
        const crashed = await directories.afterCrash(bank.dataDir);
        await writeFile(await journalOf(crashed), whole.subarray(0, cut));
        const again = await directories.open(crashed);
        const expected: Record<string, unknown> = {};
        for (let n = 1; n <= ends.filter((end) => end <= cut).length; n++) {
          expected[`left-${String(n)}`] = '円'.repeat(n);
          expected[`right-${String(n)}`] = n;
        }
        expect(again.facts).toEqual(expected);
        const isTorn = cut > 0 && !ends.includes(cut);
        expect(again.words !== '').toBe(isTorn);
        // And life goes on after it: the next commit is kept beside the survivors.
        await again.commit(fact('after', cut));
        const twice = await directories.open(await directories.afterCrash(crashed));
        expect(twice.facts).toEqual({ ...expected, after: cut });
      }),
      { numRuns: 25 },
    );
  });

  it('never shows anything but commits that were made, whatever byte is altered', async () => {
    const bank = await opened();
    for (let n = 1; n <= 6; n++) await bank.commit(fact(`fact-${String(n)}`, n));
    const whole = await readFile(await journalOf(bank.dataDir));
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;

    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const crashed = await directories.afterCrash(bank.dataDir);
        const file = await journalOf(crashed);
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] ?? 0) ^ flip;
        await writeFile(file, altered);
        if (at < lastLine) {
          // Somebody was told of it: a damaged line in the middle is never passed over in silence.
          await expect(directories.open(crashed)).rejects.toBeInstanceOf(DataUnreadable);
          expect(await readFile(file)).toEqual(altered);
        } else {
          const again = await directories.open(crashed);
          expect(again.facts).toEqual({ 'fact-1': 1, 'fact-2': 2, 'fact-3': 3, 'fact-4': 4, 'fact-5': 5 });
          expect(again.words).toContain('unfinished record');
        }
      }),
      { numRuns: 40 },
    );
  });

  it('vouches for its last line when nothing follows, so that damage to that one is known too', async () => {
    const dataDir = await directories.make();
    const bank = await directories.open(dataDir, { policy: { idleMs: 10 } });
    await bank.commit(fact('last', 1));
    const file = await journalOf(dataDir);
    await expect.poll(async () => (await readFile(file, 'utf8')).split('\n').length).toBe(3);
    const crashed = await directories.afterCrash(dataDir);
    const altered = await readFile(file, 'utf8');
    await writeFile(await journalOf(crashed), altered.replace('"value":1', '"value":2'));
    await expect(directories.open(crashed)).rejects.toBeInstanceOf(DataUnreadable);
  });

  it('finds the damage where only the line feed before the last line is gone', async () => {
    const bank = await opened();
    for (let n = 1; n <= 3; n++) await bank.commit(fact(`fact-${String(n)}`, n));
    const crashed = await directories.afterCrash(bank.dataDir);
    const file = await journalOf(crashed);
    const altered = await readFile(file);
    altered[altered.lastIndexOf(0x0a, altered.length - 2)] = 0x0b;
    await writeFile(file, altered);
    await expect(directories.open(crashed)).rejects.toBeInstanceOf(DataUnreadable);
  });
});
