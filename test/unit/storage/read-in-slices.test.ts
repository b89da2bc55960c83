import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../server/bank/ledger.ts';
import { BankState } from '../../../server/bank/state.ts';
import type { Sliced } from '../../../server/slices.ts';
import { GatheredPieces, piecesOf, type KeptPiece } from '../../../server/storage/statement-pieces.ts';
import { fillFrom, type PartDocument } from '../../../server/storage/store/image-parts.ts';

function pausesOf(work: Sliced<unknown>): number {
  let pauses = 0;
  while (!work.next().done) pauses += 1;
  return pauses;
}

describe('the reading of an image lets others in', () => {
  it('after each thousand rows of a table', () => {
    const state = new BankState();
    const rows = Array.from(
      { length: 5_000 },
      (_, index) => ['facts', `n${String(index)}`, { value: index }] as const,
    );
    const document: PartDocument = { group: 'configuration', rows };
    expect(pausesOf(fillFrom(state, new GatheredPieces(), document))).toBe(5);
    expect(state.facts.size).toBe(5_000);
  });

  it('after each page of a statement', () => {
    const written = new BankState();
    const ledger = new Ledger(0n);
    for (let day = 0; day < 20_000; day++) {
      ledger.insert({
        itemKey: `20270220${String(day).padStart(8, '0')}`,
        transactionDate: '2027-02-20',
        transactionType: '1',
        amount: 1n,
      });
    }
    written.ledgers.set('a', ledger);
    const pieces = piecesOf(written).map((piece) => JSON.parse(piece.encode()) as KeptPiece);
    const state = new BankState();
    const gathered = new GatheredPieces();
    expect(pausesOf(fillFrom(state, gathered, { group: 'statements', pieces }))).toBe(pieces.length);
    gathered.putInto(state);
    expect(state.ledger('a').balance()).toBe(20_000n);
  });
});
