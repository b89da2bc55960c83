import { describe, expect, it } from 'vitest';
import type { StatementRow } from '../../../server/partner/bank-answers.ts';
import { balanceHistory } from '../../../server/partner/balance-history.ts';
import type { Holding } from '../../../server/partner/holdings.ts';

const row = (
  transactionDate: string,
  transactionType: '1' | '2',
  amount: string,
  balance: string,
): StatementRow => ({
  transactionDate,
  transactionType,
  amount,
  balance,
  itemKey: transactionDate + balance,
});

function holding(yen: bigint, rows?: StatementRow[], currencyCode = 'JPY'): Holding {
  const account = { accountId: String(yen), accountTypeCode: '01', accountTypeName: '普通', currencyCode };
  return { account, balance: yen.toString(), yen, rows };
}

describe('the worth of all accounts day by day', () => {
  it('follows the rows, and ends at the present balances', () => {
    const rows = [row('2027-02-01', '1', '500', '1500'), row('2027-02-03', '2', '200', '1300')];
    const history = balanceHistory([holding(1300n, rows), holding(10_000n)], '2027-02-04');
    expect(history.map(({ date, yen }) => [date, yen])).toEqual([
      ['2027-02-01', 11_500n],
      ['2027-02-02', 11_500n],
      ['2027-02-03', 11_300n],
      ['2027-02-04', 11_300n],
    ]);
  });

  it('has nothing to tell without rows', () => {
    expect(balanceHistory([holding(1n), holding(2n, [])], '2027-02-04')).toEqual([]);
  });
});
