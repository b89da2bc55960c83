import type { BankDate } from '../../bank/time.ts';

/**
 * Which way the rows of a file run. Banks hand out either end first, and some the newest day first
 * with each day's rows in the order they were booked.
 */
export const rowOrders = ['oldest-first', 'newest-first', 'newest-day-first', 'newest-in-day-first'] as const;
export type RowOrder = (typeof rowOrders)[number];

/** What a row of a file tells about the order. */
export interface OrderedRow {
  readonly line: number;
  readonly date: BankDate;
  /** What it does to the balance, in the currency's minor unit. */
  readonly change: bigint;
  /** 残高 behind the row as the file has it; left out where it has none. */
  readonly balance?: bigint;
}

/** A balance that does not follow from the one before it. */
export interface Contradiction<Row> {
  readonly row: Row;
  readonly stated: bigint;
  readonly computed: bigint;
  /** The line of the balance it was computed from. */
  readonly from: number;
}

export interface OrderProof<Row> {
  readonly order: RowOrder;
  /** The rows, the oldest first. */
  readonly rows: readonly Row[];
  /** What the file says stood before its first row and behind its last; left out without balances. */
  readonly balances?: { readonly before: bigint; readonly after: bigint };
  readonly contradictions: readonly Contradiction<Row>[];
  /** Rows whose day is earlier than that of the row before them. */
  readonly backwards: readonly { readonly row: Row; readonly before: Row }[];
}

/**
 * Puts the rows of a file into the order in which they were booked: that which the balances prove
 * and, where they leave it open, that of the days. Without any proof they stay as they are.
 */
export function proveOrder<Row extends OrderedRow>(written: readonly Row[]): OrderProof<Row> {
  const [asWritten, ...others] = rowOrders.map((order) => proofOf(order, arranged[order](written)));
  if (!asWritten) throw new TypeError('there is no order to try');
  // Without balances the order inside a day can't be known; that of the days alone decides.
  const candidates = asWritten.balances
    ? others
    : others.filter(({ order, backwards }) => order === 'newest-first' && backwards.length === 0);
  return candidates.reduce((best, candidate) => (isBetter(candidate, best) ? candidate : best), asWritten);
}

function isBetter(candidate: OrderProof<unknown>, best: OrderProof<unknown>): boolean {
  const [contradictions, fewest] = [candidate.contradictions.length, best.contradictions.length];
  if (contradictions !== fewest) return contradictions < fewest;
  return candidate.backwards.length < best.backwards.length;
}

const arranged: Readonly<Record<RowOrder, <Row extends OrderedRow>(rows: readonly Row[]) => readonly Row[]>> =
  {
    'oldest-first': (rows) => rows,
    'newest-first': (rows) => rows.toReversed(),
    'newest-day-first': (rows) => days(rows).toReversed().flat(),
    'newest-in-day-first': (rows) => days(rows).flatMap((day) => day.toReversed()),
  };

/** Neighbouring rows of one day, together. */
function days<Row extends OrderedRow>(rows: readonly Row[]): Row[][] {
  const all: Row[][] = [];
  for (const row of rows) {
    const day = all.at(-1);
    if (day?.[0]?.date === row.date) day.push(row);
    else all.push([row]);
  }
  return all;
}

function proofOf<Row extends OrderedRow>(order: RowOrder, rows: readonly Row[]): OrderProof<Row> {
  const backwards = rows.flatMap((row, index) => {
    const before = rows[index - 1];
    return before && row.date < before.date ? [{ row, before }] : [];
  });
  return { order, rows, backwards, ...followBalances(rows) };
}

function followBalances<Row extends OrderedRow>(
  rows: readonly Row[],
): Pick<OrderProof<Row>, 'balances' | 'contradictions'> {
  const contradictions: Contradiction<Row>[] = [];
  let before: bigint | undefined;
  let stated: { balance: bigint; line: number } | undefined;
  /** Behind a contradiction, what the balance would be without it: one wrong cell is one fault. */
  let unbroken: bigint | undefined;
  let moved = 0n;
  for (const row of rows) {
    moved += row.change;
    const { balance, line } = row;
    if (balance === undefined) continue;
    if (!stated) {
      before = balance - moved;
    } else {
      const computed = stated.balance + moved;
      const other = unbroken === undefined ? undefined : unbroken + moved;
      const agrees = balance === computed || balance === other;
      if (!agrees) contradictions.push({ row, stated: balance, computed, from: stated.line });
      unbroken = agrees ? undefined : computed;
    }
    stated = { balance, line };
    moved = 0n;
  }
  if (!stated || before === undefined) return { contradictions };
  return { contradictions, balances: { before, after: stated.balance + moved } };
}
