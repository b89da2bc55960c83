import { tableGroups, type BankState, type TableGroup, type TableName } from '../../bank/state.ts';
import { Steps, type Sliced } from '../../slices.ts';
import { piecesOf, type GatheredPieces, type KeptPiece, type StatementPiece } from '../statement-pieces.ts';
import type { FileReference } from './sealed-document.ts';

/** The groups of tables, and apart from them the scenario last loaded: much, and hardly ever changed. */
export type GroupName = TableGroup | 'scenario';

export type KeptRow = readonly [table: string, key: string, row: unknown];

/** What a part file holds. */
export type PartDocument =
  | { readonly group: GroupName; readonly rows: readonly KeptRow[] }
  | { readonly group: 'statements'; readonly pieces: readonly KeptPiece[] };

/** A group as it stands now, and a mark that is another as soon as it changes. */
export interface CapturedGroup {
  readonly name: GroupName;
  readonly mark: unknown;
  readonly rows: readonly KeptRow[];
}

/** A state as it stands now. Rows are replaced, never edited, so it can be written in slices later. */
export interface CapturedState {
  readonly groups: readonly CapturedGroup[];
  readonly pieces: readonly StatementPiece[];
}

/** Which files hold which parts of a state, so that what has not changed need not be written again. */
export interface WrittenParts {
  readonly groups: ReadonlyMap<
    GroupName,
    { readonly mark: unknown; readonly files: readonly FileReference[] }
  >;
  readonly packs: readonly { readonly file: FileReference; readonly pieces: readonly number[] }[];
}

export function filesOf({ groups, packs }: WrittenParts): FileReference[] {
  return [...[...groups.values()].flatMap(({ files }) => files), ...packs.map(({ file }) => file)];
}

const SCENARIO = 'scenario';
const groupNames = [...Object.keys(tableGroups), SCENARIO] as GroupName[];

/** @param clean groups that need no rows, because the mark says that they are written. */
export function captureState(
  state: BankState,
  isWritten: (group: GroupName, mark: unknown) => boolean,
): CapturedState {
  const groups = groupNames.map((name) => {
    const mark = markOf(state, name);
    return { name, mark, rows: isWritten(name, mark) ? [] : rowsOf(state, name) };
  });
  return { groups, pieces: piecesOf(state) };
}

/** The marks of all groups. */
export function marksOf(state: BankState): Map<GroupName, unknown> {
  return new Map(groupNames.map((name) => [name, markOf(state, name)]));
}

function markOf(state: BankState, name: GroupName): unknown {
  if (name === SCENARIO) return state.facts.get(SCENARIO);
  return tableGroups[name].map((table) => state.table(table).version).join();
}

function rowsOf(state: BankState, name: GroupName): KeptRow[] {
  if (name === SCENARIO) {
    const document = state.facts.get(SCENARIO);
    return document ? [['facts', SCENARIO, document]] : [];
  }
  const rows: KeptRow[] = [];
  for (const table of tableGroups[name]) {
    for (const [key, row] of state.table(table).entries()) {
      if (table !== 'facts' || key !== SCENARIO) rows.push([table, key, row]);
    }
  }
  return rows;
}

/** The JSON of a row; of one that is packed, and therefore long, in the pieces it is kept in. */
export function* rowText([table, key, row]: KeptRow): Iterable<string> {
  if (!isPacked(row)) {
    yield JSON.stringify([table, key, row]);
    return;
  }
  const { packed, ...others } = row.value;
  const emptied = JSON.stringify([table, key, { ...row, value: { ...others, packed: [] } }]);
  // Within a text every quotation mark has a backslash before it: this is found at its place only.
  const [before = '', after = ''] = emptied.split('"packed":[]');
  yield `${before}"packed":[`;
  for (const [index, piece] of packed.entries()) yield `${index > 0 ? ',' : ''}${JSON.stringify(piece)}`;
  yield `]${after}`;
}

function isPacked(row: unknown): row is { value: { packed: readonly string[] } } {
  const { value } = (row ?? {}) as { value?: { packed?: unknown } | null };
  return Array.isArray(value?.packed);
}

const knownTables: ReadonlySet<string> = new Set(Object.values(tableGroups).flat());

export function isKnownTable(name: string): name is TableName {
  return knownTables.has(name);
}

/** Puts one document's contents into the state, its pages to the others. @returns their versions. */
export function* fillFrom(
  state: BankState,
  gathered: GatheredPieces,
  document: PartDocument,
): Sliced<number[]> {
  const versions: number[] = [];
  if ('pieces' in document) {
    for (const piece of document.pieces) {
      versions.push(gathered.add(piece));
      yield;
    }
    return versions;
  }
  const steps = new Steps();
  for (const [table, key, row] of document.rows) {
    state.table(table as TableName).put(key, row as never);
    if (steps.fillSlice()) yield;
  }
  return versions;
}
