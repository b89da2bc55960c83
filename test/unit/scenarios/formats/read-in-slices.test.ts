import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../../server/bank/invalid-input.ts';
import type { Account } from '../../../../server/bank/model.ts';
import { readStatement } from '../../../../server/scenarios/formats/statement-file.ts';
import { TARO, TestBank } from '../../../harness/test-bank.ts';
import { csvFile, csvLine, zenginRecords } from './file-import.ts';
import { statementWith } from './statement-fixture.ts';

const ACCOUNT: Account = { ...statementWith([]).account, customerId: TARO.id };

/** How often the reading of a file lets others in, and how many faults it finds. */
function read(text: string, format: 'csv' | 'zengin' = 'csv'): { pauses: number; faults: number } {
  const bank = new TestBank();
  bank.state.accounts.put(ACCOUNT.accountId, ACCOUNT);
  const source = { bytes: Buffer.from(text), format, account: 'same' as const };
  const work = readStatement(bank.state, bank.now, ACCOUNT.accountId, source);
  for (let pauses = 0; ; pauses++) {
    try {
      if (work.next().done) return { pauses, faults: 0 };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return { pauses, faults: Number(error.details['count']) };
    }
  }
}

const lines = (count: number, line: string) => `${line}\r\n`.repeat(count);

describe('the reading of a statement file lets others in', () => {
  it('between the rows of a sound one', () => {
    const { pauses, faults } = read(csvFile(...Array.from({ length: 9_000 }, () => ({ in: '1' }))));
    expect(faults).toBe(0);
    // Once for each thousand cells, and thrice for each thousand rows.
    expect(pauses).toBeGreaterThanOrEqual(13 * 9 + 3 * 9);
  });

  it.each<[string, string, 'csv' | 'zengin', number]>([
    ['a fault in every row', lines(20_000, csvLine({ date: '2027-13-45', in: '1' })), 'csv', 260],
    ['rows of one cell', lines(100_000, 'a'), 'csv', 100],
    ['a row of very many cells', ','.repeat(200_000), 'csv', 200],
    ['a cell of very many lines', `"${'\n'.repeat(100_000)}a`, 'csv', 100],
    ['a cell of very many quotes', `"${'""'.repeat(100_000)}`, 'csv', 100],
    ['too many rows', lines(20_000, csvLine({ in: '1' })), 'csv', 260],
    ['records that are none', `1031${lines(50_000, 'a')}`, 'zengin', 100],
    [
      'records that are all at fault',
      [zenginRecords[0] ?? '', ...Array<string>(20_000).fill(`2${'9'.repeat(199)}`)].join('\r\n'),
      'zengin',
      40,
    ],
  ])('where it has %s', (_case, text, format, least) => {
    const { pauses, faults } = read(text, format);
    expect(faults).toBeGreaterThan(0);
    expect(pauses).toBeGreaterThanOrEqual(least);
  });
});
