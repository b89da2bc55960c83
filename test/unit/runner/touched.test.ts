import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../runner/step.ts';
import { touchedBy } from '../../runner/touched.ts';

const tests = [
  'test/integration/grants.test.ts',
  'test/integration/protocol/par.test.ts',
  'test/integration/data-api/answers.test.ts',
  'test/integration/data-api/wire-format.ts',
];

describe('a change touches', () => {
  it('the tests of the folder it is in', () => {
    expect(touchedBy(['server/data-api/balances.ts', 'README.md'], tests)).toEqual({
      sources: ['server/data-api/balances.ts'],
      integration: ['test/integration/data-api/answers.test.ts'],
    });
    expect(touchedBy(['server/authorization/checks/check.ts'], tests).integration).toEqual([
      'test/integration/protocol/par.test.ts',
    ]);
  });

  it('the tests it changes, new ones too', () => {
    const changed = ['test/integration/grants.test.ts', 'test/integration/new.test.ts'];
    expect(touchedBy(changed, tests)).toEqual({ sources: changed, integration: changed });
  });

  it('nothing of the integration tests where it is elsewhere', () => {
    expect(touchedBy(['renderer/app/main.tsx', 'server/bank/kana.ts'], tests).integration).toEqual([]);
  });

  it('folders that there are', () => {
    for (const folder of ['authorization', 'control', 'data-api', 'faults', 'log', 'partner']) {
      expect(existsSync(`${ROOT}/server/${folder}`), folder).toBe(true);
    }
    for (const folder of ['protocol', 'control', 'data-api', 'faults', 'hostile', 'partner']) {
      expect(existsSync(`${ROOT}/test/integration/${folder}`), folder).toBe(true);
    }
  });
});
