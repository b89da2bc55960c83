import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countOf, NOT_COMPARED } from '../../runner/reports.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ib-link-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function reportOf(contents: object): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(contents));
  return file;
}

describe('a report of vitest', () => {
  const testsWith = (...statuses: string[]) =>
    statuses.map((status, at) => ({ status, fullName: `the ${String(at + 1)}. test` }));
  const reportWith = (...files: { status: string; assertionResults: object[] }[]) =>
    reportOf({ testResults: files });

  it('is counted, with the names of what did not run', () => {
    const file = reportWith(
      { status: 'passed', assertionResults: testsWith('passed', 'skipped', 'passed') },
      { status: 'failed', assertionResults: testsWith('failed', 'todo') },
    );
    expect(countOf('vitest', file, 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: ['the 2. test', 'the 2. test'],
    });
  });

  it('counts a file that could not be loaded, or failed outside its tests', () => {
    const file = reportWith(
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: testsWith('passed') },
    );
    expect(countOf('vitest', file, 1)).toMatchObject({ passed: 1, failed: 2 });
  });

  it('of a run that failed without a failed test counts one', () => {
    const file = reportWith({ status: 'passed', assertionResults: testsWith('passed') });
    expect(countOf('vitest', file, 0)).toMatchObject({ passed: 1, failed: 0 });
    expect(countOf('vitest', file, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it.each([
    ['in which no test ran', { testResults: [] }],
    ['that is none', { surprise: true }],
  ])('%s is a failure', (_case, contents) => {
    expect(countOf('vitest', reportOf(contents), 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('that is missing is a failure', () => {
    expect(countOf('vitest', join(folder, 'nowhere.json'), 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('a report of Playwright', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const report = (flaky: number) => ({
    stats: { expected: 2, unexpected: 0, flaky },
    suites: [
      {
        specs: [spec('opens', 'expected')],
        suites: [{ specs: [spec('closes', 'expected'), spec('compares', 'skipped')] }],
      },
      { suites: [{ suites: [{ specs: [spec('prints', 'skipped')] }] }] },
    ],
  });

  it('is counted, with the names of what did not run', () => {
    const { skipped, ...counts } = countOf('playwright', reportOf(report(0)), 0);
    expect(counts).toEqual({ passed: 2, failed: 0 });
    expect(skipped.toSorted()).toEqual(['compares', 'prints']);
  });

  it('names the pictures that were not compared', () => {
    const annotations = [
      { type: NOT_COMPARED, description: 'terms-ja.png' },
      { type: 'slow', description: 'a browser' },
    ];
    const stats = { expected: 1, unexpected: 0, flaky: 0 };
    const suites = [{ specs: [{ title: 'terms', tests: [{ status: 'expected', annotations }] }] }];
    expect(countOf('playwright', reportOf({ stats, suites }), 0)).toEqual({
      passed: 1,
      failed: 0,
      skipped: ['the comparison with terms-ja.png'],
    });
  });

  it('counts what passed the second time only as failed', () => {
    expect(countOf('playwright', reportOf(report(1)), 0)).toMatchObject({ passed: 2, failed: 1 });
  });
});
