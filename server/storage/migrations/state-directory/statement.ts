import { DataUnreadable } from '../../errors.ts';
import type { OlderLedger, StatementRow } from '../migration.ts';
import { asObject, openList, parse, unexpected, verifyChecked } from './checked-file.ts';

const ROWS_AT_A_TIME = 512;

/** An account's rows as a file has them. */
export interface LedgerFile {
  readonly accountId: string;
  /** The file holds every change up to this line of the journal. */
  readonly position: number;
  rows(): AsyncIterable<StatementRow>;
}

/** Verifies the file; its rows are read when they are asked for. @throws DataUnreadable */
export async function openLedgerFile(file: string): Promise<LedgerFile> {
  await verifyChecked(file);
  const { data, elements } = await openList(file, 'rows');
  const { accountId, position } = asObject(file, data);
  if (typeof accountId !== 'string' || typeof position !== 'number') {
    throw new DataUnreadable(file, unexpected);
  }
  return {
    accountId,
    position,
    rows: async function* () {
      for await (const element of elements()) yield asRow(file, parse(file, element));
    },
  };
}

/** @throws DataUnreadable when it is no row of a statement. */
export function asRow(file: string, row: unknown): StatementRow {
  const { itemKey, transactionDate, transactionType, amount } = asObject(file, row);
  const isRow =
    typeof itemKey === 'string' &&
    typeof transactionDate === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(transactionDate) &&
    (transactionType === '1' || transactionType === '2') &&
    typeof amount === 'string' &&
    /^\d+$/.test(amount);
  if (!isRow) throw new DataUnreadable(file, unexpected);
  return row as StatementRow;
}

/** A statement: its file, if it has one, and what the journal has changed since. */
export class Statement implements OlderLedger {
  readonly accountId: string;
  readonly #file: LedgerFile | undefined;
  readonly #changed = new Map<string, StatementRow | null>();

  constructor(accountId: string, file?: LedgerFile) {
    this.accountId = accountId;
    this.#file = file;
  }

  change(itemKey: string, row: StatementRow | null): void {
    this.#changed.set(itemKey, row);
  }

  async *rows(): AsyncIterable<StatementRow[]> {
    let batch: StatementRow[] = [];
    for await (const row of this.#merged()) {
      batch.push(row);
      if (batch.length < ROWS_AT_A_TIME) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  /** Both are in the order of their keys: compared by code units, as the ledger does. */
  async *#merged(): AsyncIterable<StatementRow> {
    const changed = [...this.#changed].sort(([a], [b]) => (a < b ? -1 : 1));
    let next = 0;
    for await (const row of this.#file?.rows() ?? []) {
      for (; next < changed.length; next++) {
        const [itemKey, put] = changed[next] ?? ['', null];
        if (itemKey >= row.itemKey) break;
        if (put) yield put;
      }
      if (!this.#changed.has(row.itemKey)) yield row;
    }
    for (const [, put] of changed.slice(next)) if (put) yield put;
  }
}
