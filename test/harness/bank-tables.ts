import { tableGroups, type TableName } from '../../server/bank/state.ts';
import type { TestSandbox } from './sandbox.ts';

/** Counters and waiting rooms: what a refused request may leave a trace in. */
const MAY_CHANGE: ReadonlySet<TableName> = new Set(['interactions', 'signingKeys']);

/** Everything the bank holds, to be compared before and after a request that must change nothing. */
export function bankTables(sandbox: TestSandbox, except: ReadonlySet<TableName> = MAY_CHANGE): string {
  const { state } = sandbox.context;
  const names = Object.values(tableGroups)
    .flat()
    .filter((name) => !except.has(name));
  return JSON.stringify(names.map((name) => [name, [...state.table(name).entries()]]));
}
