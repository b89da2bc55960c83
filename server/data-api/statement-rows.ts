import type { MinorUnits } from '../bank/currency.ts';
import type { Ledger, PageQuery } from '../bank/ledger.ts';
import type { LedgerPage } from '../bank/ledger-page.ts';
import type { ByteText } from './byte-text.ts';
import type { WriteRow } from './rows-on-wire.ts';

/** Rows that stand one behind another in a page. */
interface Run {
  /** As it is now, whatever becomes of it. */
  readonly page: LedgerPage;
  readonly from: number;
  to: number;
  /** After the first of them. */
  readonly balance: MinorUnits;
}

/** Some rows of a statement as they are at one moment: a few numbers, however long they are on the wire. */
export class StatementRows {
  /** More rows follow in the statement. */
  readonly hasNext: boolean;
  readonly #runs: readonly Run[];

  constructor(ledger: Ledger, query: PageQuery) {
    const runs: Run[] = [];
    let run: Run | undefined;
    let visited: LedgerPage | undefined;
    this.hasNext = ledger.visit(query, (live, at, balance) => {
      if (run && visited === live && run.to === at) {
        run.to += 1;
        return;
      }
      const page = run && visited === live ? run.page : live.image();
      visited = live;
      runs.push((run = { page, from: at, to: at + 1, balance }));
    });
    this.#runs = runs;
  }

  get count(): number {
    return this.#runs.reduce((count, { from, to }) => count + to - from, 0);
  }

  get lastItemKey(): string | undefined {
    const last = this.#runs.at(-1);
    return last?.page.keyAt(last.to - 1);
  }

  /** The same each time. */
  write(out: ByteText, writeRow: WriteRow): void {
    let isFirst = true;
    for (const { page, from, to, balance: first } of this.#runs) {
      let balance = first;
      for (let at = from; at < to; at++) {
        if (at > from) balance = page.balanceAfter(balance, at);
        if (!isFirst) out.ascii(',');
        isFirst = false;
        writeRow(out, page, at, balance);
      }
    }
  }
}
