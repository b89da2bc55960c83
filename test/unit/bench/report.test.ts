import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../../bench/competition.ts';
import { measureAll, writeResults, type Part } from '../../bench/report.ts';
import { MachineLacks } from '../../runner/machine.ts';

const result = (bench: string): Result => ({
  bench,
  figures: [{ contestant: 'sandbox', perSecond: 2 }],
  ratios: {},
});

const cleanUp = vi.fn(() => Promise.resolve());

/** A part that tells these results and then, where it can't go on, why. */
const part = (name: string, benches: readonly string[], end?: Error): Part => ({
  name,
  cleanUp,
  async *measure() {
    for (const bench of benches) yield await Promise.resolve(result(bench));
    if (end) throw end;
  },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ib-link-report-'));
  cleanUp.mockClear();
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = () => JSON.parse(readFileSync(join(folder, 'latest.json'), 'utf8')) as unknown;

describe('a run of the benches', () => {
  const parts = [
    part('one', ['first', 'second'], new Error('the rival has ended')),
    part('two', ['third']),
    part('three', [], new MachineLacks('There is no display.')),
    part('four', ['fourth']),
  ];

  it('names what could not be measured, and measures the rest', async () => {
    const said: string[] = [];
    const { results, missing } = await measureAll(
      parts,
      (text) => said.push(text),
      () => undefined,
    );
    expect(results.map(({ bench }) => bench)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(missing).toEqual([
      { part: 'one', because: 'the rival has ended', failed: true },
      { part: 'three', because: 'There is no display.', failed: false },
    ]);
    expect(said.join('')).toContain('one\n  failed: the rival has ended\n');
    expect(said.join('')).toContain('three\n  left out: There is no display.\n');
    expect(cleanUp).toHaveBeenCalledTimes(4);
  });

  it('has on disk what it has measured, at every moment', async () => {
    const files: unknown[] = [];
    await measureAll(
      parts,
      () => undefined,
      (outcome) => {
        writeResults(folder, { rounds: 5 }, outcome);
        files.push(kept());
      },
    );
    expect(files).toHaveLength(6);
    expect(files[0]).toEqual({ rounds: 5, results: [result('first')], missing: [] });
    expect(files.at(-1)).toMatchObject({
      results: [{ bench: 'first' }, { bench: 'second' }, { bench: 'third' }, { bench: 'fourth' }],
      missing: [{ part: 'one' }, { part: 'three' }],
    });
  });
});
