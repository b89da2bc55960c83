import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemKeyOf } from '../../../server/bank/item-key.ts';
import { ROWS_PER_PAGE } from '../../../server/bank/ledger-page.ts';
import { rowsOf } from '../../../server/bank/ledger-pages.ts';
import { Ledger, type LedgerImage } from '../../../server/bank/ledger.ts';
import type { LedgerRow } from '../../../server/bank/model.ts';
import { persistPage, revivePage } from '../../../server/bank/persisted-page.ts';
import { addDays, type BankDate } from '../../../server/bank/time.ts';

const FIRST_DAY: BankDate = '2026-01-01';
const everything = { from: '0000-01-01', to: '9999-12-31', limit: 100_000 } as const;

const text = fc.string({ minLength: 1, maxLength: 8, unit: 'binary' });
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 1_000_000n }),
  fc.constantFrom(0n, 1n, 2n ** 52n - 1n, 2n ** 52n, 2n ** 53n + 1n, 10n ** 15n - 1n, 10n ** 22n),
);

/** What may be in a row beside its key. */
const content = fc.record(
  {
    day: fc.integer({ min: 0, max: 30 }),
    valueDay: fc.integer({ min: -30, max: 0 }),
    transactionType: fc.constantFrom('1', '2'),
    amount,
    remarks: fc.oneof(text, fc.constantFrom('給与', '\n{"remarks":"給与"}', '振込　ｻﾝﾌﾟﾙ')),
    transfer: fc.record(
      { applicantName: text, paymentBankName: text, paymentBranchName: text, ediInfo: text },
      { requiredKeys: ['applicantName', 'paymentBankName', 'paymentBranchName'] },
    ),
    /** Behind the key: a key that some other bank gave. */
    foreign: fc.constantFrom('', 'a', '-7', '0'),
  },
  { requiredKeys: ['day', 'transactionType', 'amount'] },
);
type Content = typeof content extends fc.Arbitrary<infer Value> ? Value : never;

function rowOf({ day, valueDay, foreign = '', ...members }: Content, sequence: number): LedgerRow {
  const transactionDate = addDays(FIRST_DAY, day);
  return {
    itemKey: itemKeyOf(transactionDate, sequence) + foreign,
    transactionDate,
    ...(valueDay !== undefined && { valueDate: addDays(transactionDate, valueDay) }),
    ...members,
  };
}

/** Something that happens to a statement; numbers choose one of the rows there are. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ insert: content }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ removeFrom: fc.nat(), count: fc.nat(3_000) }) },
  { weight: 2, arbitrary: fc.record({ replace: fc.nat(), by: content }) },
  { weight: 2, arbitrary: fc.record({ read: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ keep: true } as const) },
  { weight: 1, arbitrary: fc.constant({ goOnWithImage: true } as const) },
  { weight: 1, arbitrary: fc.constant({ goOnWithFile: true } as const) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function throughFile({ pages }: LedgerImage): Ledger {
  const text = JSON.stringify(pages.map(persistPage));
  return new Ledger(7n, (JSON.parse(text) as Parameters<typeof revivePage>[0][]).map(revivePage));
}

/** The simplest statement there is, and a ledger that has to say the same. */
class Pair {
  ledger = new Ledger(7n);
  #rows: LedgerRow[] = [];
  #sequence = 0;
  readonly #kept: { image: LedgerImage; rows: LedgerRow[] }[] = [];

  fill(count: number): void {
    for (let at = 0; at < count; at++) {
      this.#insert({ day: Math.floor((at * 30) / count), transactionType: '1', amount: BigInt(at) });
    }
  }

  do(action: Step): void {
    if ('insert' in action) this.#insert(action.insert);
    else if ('keep' in action) this.#kept.push({ image: this.ledger.image(), rows: [...this.#rows] });
    else if ('goOnWithFile' in action) this.ledger = throughFile(this.ledger.image());
    else if ('goOnWithImage' in action) {
      this.#kept.push({ image: this.ledger.image(), rows: [...this.#rows] });
      this.ledger = Ledger.of(7n, this.ledger.image());
    } else if (this.#rows.length > 0) this.#doWithRow(action);
  }

  #doWithRow(action: Exclude<Step, { insert: Content }>): void {
    const count = this.#rows.length;
    if ('remove' in action) this.#remove(action.remove % count, 1);
    else if ('removeFrom' in action) this.#remove(action.removeFrom % count, action.count);
    else if ('read' in action) this.ledger.booked(this.#rows[action.read % count]?.itemKey ?? '');
    else if ('replace' in action) {
      const before = this.#rows[action.replace % count];
      if (!before) return;
      const { itemKey, transactionDate } = before;
      const row = { ...rowOf(action.by, 0), itemKey, transactionDate };
      this.#rows = this.#rows.map((each) => (each === before ? row : each));
      this.ledger.insert(row);
    }
  }

  #insert(what: Content): void {
    const row = rowOf(what, ++this.#sequence);
    const at = this.#rows.findLastIndex(({ itemKey }) => itemKey < row.itemKey) + 1;
    this.#rows.splice(at, 0, row);
    this.ledger.insert(row);
  }

  #remove(at: number, count: number): void {
    for (const { itemKey } of this.#rows.splice(at, count)) this.ledger.remove(itemKey);
  }

  check(): void {
    const { ledger } = this;
    let balance = 7n;
    const booked = this.#rows.map((row) => ({
      ...row,
      balance: (balance += row.transactionType === '1' ? row.amount : -row.amount),
    }));
    expect(ledger.rows()).toEqual(this.#rows);
    expect(ledger.page(everything).rows).toEqual(booked);
    expect(ledger.pageBackwards({ limit: 100_000 }).rows).toEqual(booked.toReversed());
    expect(ledger.size).toBe(booked.length);
    expect(ledger.balance()).toBe(balance);
    expect(ledger.lastDate()).toBe(booked.at(-1)?.transactionDate);
    expect(ledger.lastItemKey).toBe(booked.at(-1)?.itemKey ?? '');
    for (const at of [0, 1, Math.floor(booked.length / 2), booked.length - 1]) {
      const row = booked[at];
      if (!row) continue;
      expect(ledger.booked(row.itemKey)).toEqual(row);
      expect(ledger.countAfter(row.itemKey)).toBe(booked.length - at - 1);
      const { rows, hasNext } = ledger.page({ ...everything, afterItemKey: row.itemKey, limit: 2 });
      expect(rows).toEqual(booked.slice(at + 1, at + 3));
      expect(hasNext).toBe(booked.length > at + 3);
      expect(ledger.pageBackwards({ beforeItemKey: row.itemKey, limit: 2 }).rows).toEqual(
        booked.slice(Math.max(0, at - 2), at).toReversed(),
      );
    }
    for (const day of [-1, 0, 13, 31]) {
      const date = addDays(FIRST_DAY, day);
      const last = booked.findLast(({ transactionDate }) => transactionDate <= date);
      expect(ledger.closingBalance(date)).toBe(last?.balance ?? 7n);
      expect(ledger.countFrom(date)).toBe(booked.filter((row) => row.transactionDate >= date).length);
    }
    for (const { image, rows } of this.#kept) expect([...rowsOf(image.pages)]).toEqual(rows);
  }
}

describe('a statement in pages of columns', () => {
  it('says what a list of its rows says, whatever becomes of it, and so do the images of it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pair = new Pair();
        for (const action of steps) pair.do(action);
        pair.check();
      }),
      { numRuns: 200 },
    );
  });

  it('does so over several pages, which divide, empty and join', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
        const pair = new Pair();
        pair.fill(2 * ROWS_PER_PAGE + 100);
        for (const action of steps) pair.do(action);
        pair.check();
      }),
      { numRuns: 8 },
    );
  });
});

describe('a full page that takes in one more row', () => {
  /** Every second sequence is free. */
  function full(): Ledger {
    const ledger = new Ledger(0n);
    for (let at = 1; at <= 2 * ROWS_PER_PAGE; at++) {
      ledger.insert(rowOf({ day: 0, transactionType: '1', amount: 1n }, 2 * at));
    }
    return ledger;
  }
  const last = itemKeyOf(FIRST_DAY, 4 * ROWS_PER_PAGE);

  it.each([1, ROWS_PER_PAGE / 2, ROWS_PER_PAGE - 1])(
    'divides, and is added up anew by all that come behind it (behind row %i)',
    (at) => {
      const ledger = full();
      expect(ledger.booked(last)?.balance).toBe(BigInt(2 * ROWS_PER_PAGE));
      ledger.insert(rowOf({ day: 0, transactionType: '1', amount: 50n }, 2 * at + 1));
      expect(ledger.booked(last)?.balance).toBe(BigInt(2 * ROWS_PER_PAGE + 50));
      expect(ledger.countAfter(itemKeyOf(FIRST_DAY, 2 * ROWS_PER_PAGE))).toBe(ROWS_PER_PAGE);
    },
  );

  it('leaves the rows alone that an image of it has', () => {
    const ledger = full();
    const rows = ledger.rows();
    const image = ledger.image();
    ledger.insert(rowOf({ day: 0, transactionType: '2', amount: 9n }, ROWS_PER_PAGE + 1));
    expect([...rowsOf(image.pages)]).toEqual(rows);
  });
});

describe('the pages of a statement', () => {
  function statement(rows: number): Ledger {
    const ledger = new Ledger(0n);
    for (let at = 1; at <= rows; at++) {
      ledger.insert(rowOf({ day: 0, transactionType: '1', amount: 1n, remarks: `${at % 100}` }, at));
    }
    return ledger;
  }
  const versionsOf = (ledger: Ledger) => ledger.image().pages.map(({ version }) => version);

  it('are told apart by version exactly where their rows differ', () => {
    const ledger = statement(3 * ROWS_PER_PAGE);
    const before = versionsOf(ledger);
    expect(versionsOf(ledger)).toEqual(before);
    ledger.insert({ ...rowOf({ day: 0, transactionType: '2', amount: 1n }, ROWS_PER_PAGE + 5) });
    const after = versionsOf(ledger);
    expect(after.map((version, page) => version === before[page])).toEqual([true, false, true]);
    ledger.insert(rowOf({ day: 1, transactionType: '1', amount: 1n }, 100_000));
    expect(versionsOf(ledger).slice(0, 3)).toEqual(after);
  });

  it('are copied once, not for each row, when an image is held', () => {
    const ledger = statement(ROWS_PER_PAGE);
    const [before] = ledger.image().pages;
    for (let at = 1; at < 50; at++) {
      ledger.insert(rowOf({ day: 0, transactionType: '2', amount: 5n }, at));
    }
    const [after] = ledger.image().pages;
    expect(after?.contents).not.toBe(before?.contents);
    expect(before?.total).toBe(BigInt(ROWS_PER_PAGE));
    ledger.insert(rowOf({ day: 1, transactionType: '1', amount: 1n }, 100_000));
    expect(ledger.image().pages[0]?.contents).toBe(after?.contents);
  });

  it('take a small part of what rows as objects take', () => {
    const [page] = statement(ROWS_PER_PAGE).image().pages;
    expect(JSON.stringify(page && persistPage(page)).length / ROWS_PER_PAGE).toBeLessThan(16);
  });

  it('do not grow by what is no longer in them', () => {
    const ledger = statement(100);
    for (let at = 0; at < 50_000; at++) {
      ledger.insert(rowOf({ day: 0, transactionType: '1', amount: 1n, remarks: `again ${at}` }, 50));
    }
    const [page] = ledger.image().pages;
    expect(page?.contents.texts.size).toBeLessThan(4 * ROWS_PER_PAGE);
    expect(page && persistPage(page).texts.length).toBe(100);
    expect(ledger.get(itemKeyOf(FIRST_DAY, 50))?.remarks).toBe('again 49999');
  });

  it('are refused where their lists do not belong together', () => {
    const [page] = statement(3).image().pages;
    const sound = page && persistPage(page);
    if (!sound) throw new Error('there is no page');
    expect(() => revivePage({ ...sound, amounts: [1, 2] })).toThrow(RangeError);
    expect(() => revivePage({ ...sound, texts: [] })).toThrow(RangeError);
    expect([...rowsOf([revivePage(sound)])]).toHaveLength(3);
  });
});
