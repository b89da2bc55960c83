import { describe, expect, it } from 'vitest';
import type { StatementRow } from '../../../server/partner/bank-answers.ts';
import { irregularitiesSince } from '../../../server/partner/changes-since.ts';
import type { Holdings } from '../../../server/partner/holdings.ts';

const row = (itemKey: string, transactionDate: string): StatementRow => ({
  itemKey,
  transactionDate,
  transactionType: '1',
  amount: '100',
  remarks: `row of ${transactionDate}`,
  balance: '100',
});

function holdings(accounts: Record<string, StatementRow[] | undefined>): Holdings {
  return {
    at: '2027-02-20T13:04:00+09:00',
    mayReadBalances: true,
    mayReadStatements: true,
    holdings: Object.entries(accounts).map(([accountId, rows]) => ({
      account: { accountId, accountTypeCode: '01', accountTypeName: '普通預金', currencyCode: 'JPY' },
      balance: '100',
      yen: 100n,
      rows,
    })),
  };
}

const known = holdings({ a: [row('1', '2027-01-04'), row('2', '2027-01-05')] });

describe('irregularitiesSince', () => {
  it.each([
    ['the same again', holdings({ a: [row('1', '2027-01-04'), row('2', '2027-01-05')] }), []],
    ['a row more', holdings({ a: [row('2', '2027-01-05'), row('3', '2027-01-06')] }), []],
    ['an account more', holdings({ a: [row('2', '2027-01-05')], b: [] }), []],
    ['a statement no longer allowed', holdings({ a: undefined }), []],
    ['an account less', holdings({}), ['account_vanished']],
    ['the same rows under other keys', holdings({ a: [row('x1', '2027-01-04')] }), ['rows_renumbered']],
    ['rows from later on', holdings({ a: [row('9', '2027-02-01')] }), ['history_gap']],
  ])('%s', (_what, now, expected) => {
    expect(irregularitiesSince(known, now)).toEqual(expected);
  });
});
