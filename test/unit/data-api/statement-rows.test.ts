import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatAmount } from '../../../server/bank/currency.ts';
import { shiftedItemKey } from '../../../server/bank/drill.ts';
import { itemKeyOf } from '../../../server/bank/item-key.ts';
import { Ledger } from '../../../server/bank/ledger.ts';
import type { LedgerRow } from '../../../server/bank/model.ts';
import { addDays } from '../../../server/bank/time.ts';
import { ByteText } from '../../../server/data-api/byte-text.ts';
import { paymentArrivalOnWire, transactionOnWire } from '../../../server/data-api/rows-on-wire.ts';
import { StatementRows } from '../../../server/data-api/statement-rows.ts';

const text = fc.oneof(
  fc.constantFrom('給与', '振込　ｻﾝﾌﾟﾙ', '"\\\n', '😀', '\ud800'),
  fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
);
const row = fc.record(
  {
    day: fc.integer({ min: 0, max: 3 }),
    transactionType: fc.constantFrom('1' as const, '2' as const),
    amount: fc.oneof(
      fc.bigInt({ min: 0n, max: 1_000_000n }),
      fc.constantFrom(0n, 2n ** 52n - 1n, 2n ** 52n, 2n ** 53n + 1n, 10n ** 15n - 1n),
    ),
    valueDate: fc.constant('2026-01-31' as const),
    remarks: text,
    transfer: fc.record({ applicantName: text, paymentBankName: text, paymentBranchName: text }),
    foreign: fc.constantFrom('', 'a'),
  },
  { requiredKeys: ['day', 'transactionType', 'amount'] },
);

/** With few texts and with so many that they are looked up. */
const rows = fc.array(row, { minLength: 1, maxLength: 150 }).map((drawn) =>
  drawn.map(({ day, foreign = '', ...others }, n): LedgerRow => {
    const transactionDate = addDays('2026-02-01', day);
    return { itemKey: itemKeyOf(transactionDate, 99_999_000 + n) + foreign, transactionDate, ...others };
  }),
);

const currency = fc.constantFrom('JPY', 'USD');
const shift = fc.constantFrom(0, 0, 10_000_000);
const openingBalance = fc.constantFrom(0n, 5n, -(2n ** 52n), 2n ** 52n - 1n, 10n ** 19n);

function ledgerOf(opening: bigint, booked: readonly LedgerRow[]): Ledger {
  const ledger = new Ledger(opening);
  for (const each of booked) ledger.insert(each);
  return ledger;
}

const month = { from: '2026-02-01', to: '2026-02-28' } as const;

it('a page is written from the columns as JSON.stringify writes its rows', () => {
  fc.assert(
    fc.property(
      rows,
      openingBalance,
      currency,
      shift,
      fc.integer({ min: 1, max: 160 }),
      (booked, opening, code, keyShift, limit) => {
        const ledger = ledgerOf(opening, booked);
        const out = new ByteText();
        const page = new StatementRows(ledger, { ...month, limit });
        page.write(out, transactionOnWire(code, keyShift));
        const expected = ledger.page({ ...month, limit });
        const shown = expected.rows.map((each) => ({
          transactionDate: each.transactionDate,
          valueDate: each.valueDate ?? each.transactionDate,
          transactionType: each.transactionType,
          amount: formatAmount(each.amount, code),
          remarks: each.remarks,
          balance: formatAmount(each.balance, code),
          itemKey: shiftedItemKey(each.itemKey, each.transactionDate, keyShift),
        }));
        expect(out.taken('[', ']').toString()).toBe(Buffer.from(JSON.stringify(shown)).toString());
        expect([page.count, page.hasNext, page.lastItemKey]).toEqual([
          expected.rows.length,
          expected.hasNext,
          expected.rows.at(-1)?.itemKey,
        ]);
      },
    ),
  );
});

it('a page is written the same again, whatever has become of the statement', () => {
  fc.assert(
    fc.property(rows, openingBalance, fc.boolean(), (booked, opening, arrivals) => {
      const ledger = ledgerOf(opening, booked);
      const only = (each: LedgerRow) => each.transfer !== undefined;
      const page = new StatementRows(ledger, { ...month, limit: 100, ...(arrivals && { only }) });
      const out = new ByteText();
      const written = () => {
        out.begin();
        page.write(out, (arrivals ? paymentArrivalOnWire : transactionOnWire)('JPY', 0));
        return out.taken('', '').toString();
      };
      const before = written();
      for (const each of booked.slice(0, 20)) {
        ledger.insert({ ...each, amount: each.amount + 1n, remarks: '訂正' });
        ledger.insert({ ...each, itemKey: `${each.itemKey}b` });
      }
      for (const each of booked.slice(20, 40)) ledger.remove(each.itemKey);
      ledger.setOpeningBalance(1n);
      expect(written()).toBe(before);
    }),
  );
});
