import { Ledger } from '../bank/ledger.ts';
import type { LedgerPage } from '../bank/ledger-page.ts';
import { persistPage, revivePage, type PersistedPage } from '../bank/persisted-page.ts';
import type { BankState } from '../bank/state.ts';

/** A page of one account's statement as it stands now. */
export interface StatementPiece {
  /** The same as long as the rows are the same, and never again another's within a process. */
  readonly version: number;
  /** JSON of a {@link KeptPiece}. */
  encode(): string;
}

/** The same as it is kept. */
export interface KeptPiece {
  readonly accountId: string;
  readonly page: PersistedPage;
}

/** All statements, page by page. Takes hold of them in one turn. */
export function piecesOf(state: BankState): StatementPiece[] {
  return [...state.ledgers].flatMap(([accountId, ledger]) =>
    ledger.image().pages.map((page) => ({
      version: page.version,
      encode: () => JSON.stringify({ accountId, page: persistPage(page) }),
    })),
  );
}

/** Pages that come back in any order, until all of them are there. */
export class GatheredPieces {
  readonly #pages = new Map<string, LedgerPage[]>();

  /** @returns the version of the page from now on. */
  add({ accountId, page }: KeptPiece): number {
    const revived = revivePage(page);
    const pages = this.#pages.get(accountId);
    if (pages) pages.push(revived);
    else this.#pages.set(accountId, [revived]);
    return revived.version;
  }

  /** Needs the accounts to be there: a statement takes its opening balance from its account. */
  putInto(state: BankState): void {
    for (const [accountId, pages] of this.#pages) {
      pages.sort((a, b) => (a.keyAt(0) < b.keyAt(0) ? -1 : 1));
      const opening = BigInt(state.accounts.get(accountId)?.openingBalance ?? '0');
      state.ledgers.set(accountId, new Ledger(opening, pages));
    }
  }
}
