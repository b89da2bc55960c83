import { Ledger, type LedgerImage, type PersistedLedgerRow } from '../bank/ledger.ts';
import { tableGroups, type BankState, type Rows, type TableGroup, type TableName } from '../bank/state.ts';

export const groupNames = Object.keys(tableGroups) as TableGroup[];

/** The rows of some tables by key, as they are written. */
export type TableContents = Partial<Record<TableName, Record<string, unknown>>>;

/** One account's rows, ascending. */
export interface LedgerContents {
  accountId: string;
  rows: readonly PersistedLedgerRow[];
}

/** Everything the bank remembers, as plain JSON. */
export interface StateContents {
  groups: Record<TableGroup, TableContents>;
  ledgers: LedgerContents[];
}

/**
 * A group's tables as they stand now. Rows are replaced, never edited, so holding on to them is a
 * consistent picture although the writing happens later.
 */
export function captureGroup(state: BankState, group: TableGroup): TableContents {
  return Object.fromEntries(
    tableGroups[group].map((name) => [name, Object.fromEntries(state.table(name).entries())]),
  );
}

/** An account's rows as they stand now; they are made and persisted piecemeal while being written. */
export function captureLedger(state: BankState, accountId: string): LedgerImage {
  return state.ledgers.get(accountId)?.image() ?? { pages: [], size: 0 };
}

/** Everything, persisted. For small states and for snapshots kept in memory. */
export function captureState(state: BankState): StateContents {
  return {
    groups: Object.fromEntries(groupNames.map((group) => [group, captureGroup(state, group)])) as Record<
      TableGroup,
      TableContents
    >,
    ledgers: [...state.ledgers].map(([accountId, ledger]) => ({
      accountId,
      rows: ledger.rows().map((row) => Ledger.persist(row)),
    })),
  };
}

export function fillTables(state: BankState, contents: TableContents): void {
  for (const [name, rows] of Object.entries(contents)) {
    const table = state.table(name as TableName);
    for (const [key, row] of Object.entries(rows)) table.put(key, row as Rows[TableName]);
  }
}

/** Needs the accounts to be there already: the ledger takes its opening balance from them. */
export function fillLedger(state: BankState, { accountId, rows }: LedgerContents): void {
  const ledger = state.ledger(accountId);
  for (const row of rows) ledger.insert(Ledger.revive(row));
}

/** Empties `state` and fills it with `contents`, in one turn. */
export function fillState(state: BankState, contents: StateContents): void {
  state.clear();
  for (const group of groupNames) fillTables(state, contents.groups[group]);
  for (const ledger of contents.ledgers) fillLedger(state, ledger);
}
