import { tableGroups, type BankState, type TableGroup, type TableName } from '../../bank/state.ts';
import { Steps, type Sliced } from '../../slices.ts';
import { piecesOf, type GatheredPieces, type KeptPiece, type StatementPiece } from '../statement-pieces.ts';
import { RowList, type KeptRow } from './row-list.ts';
import type { FileReference } from './sealed-document.ts';

/** A file of rows is about as large as this: large enough to be few, small enough to be written again for one. */
export const ROWS_CHARACTERS = 1024 * 1024;

/** The groups of tables, and apart from them the scenario last loaded: much, and hardly ever changed. */
export type GroupName = TableGroup | 'scenario';

/** What a part file holds. */
export type PartDocument =
  | { readonly group: GroupName; readonly rows: readonly KeptRow[] }
  | { readonly group: 'statements'; readonly pieces: readonly KeptPiece[] };

/** A part file of tables, and the rows that are in it. */
export interface RowPack {
  readonly file: FileReference;
  readonly rows: RowList;
}

/** A group in files, and a mark that is another as soon as the group changes. */
export interface WrittenGroup {
  readonly mark: unknown;
  readonly packs: readonly RowPack[];
}

/** A group as it stands now: packs that need not be written again, and what is to be written between them. */
export interface CapturedGroup {
  readonly name: GroupName;
  readonly mark: unknown;
  readonly parts: readonly (RowPack | RowList)[];
}

/** A state as it stands now. Rows are replaced, never edited, so it can be written in slices later. */
export interface CapturedState {
  readonly groups: readonly CapturedGroup[];
  readonly pieces: readonly StatementPiece[];
}

/** Which files hold which parts of a state, so that what has not changed need not be written again. */
export interface WrittenParts {
  readonly groups: ReadonlyMap<GroupName, WrittenGroup>;
  readonly packs: readonly { readonly file: FileReference; readonly pieces: readonly number[] }[];
}

export function filesOf({ groups, packs }: WrittenParts): FileReference[] {
  return [...[...groups.values()].flatMap((group) => group.packs), ...packs].map(({ file }) => file);
}

const SCENARIO = 'scenario';
const groupNames = [...Object.keys(tableGroups), SCENARIO] as GroupName[];

export function captureState(state: BankState, written: WrittenParts | undefined): CapturedState {
  const groups = groupNames.map((name) => {
    const mark = markOf(state, name);
    const before = written?.groups.get(name);
    const parts =
      before && before.mark === mark ? before.packs : sortRows(rowsOf(state, name), before?.packs ?? []);
    return { name, mark, parts };
  });
  return { groups, pieces: piecesOf(state) };
}

/** Less of a file is gathered with what is to be written beside it, so that files never become many. */
const WORTH_KEEPING = ROWS_CHARACTERS / 4;

/**
 * Finds the packs whose rows are all still there, one behind the other as they were: what a long history
 * has come to is not written again for what was added to it. Rows are replaced, never edited, so the
 * same object is the same contents.
 */
function sortRows(rows: RowList, packs: readonly RowPack[]): (RowPack | RowList)[] {
  const beginnings = new Map(
    packs.filter(({ file }) => file.bytes >= WORTH_KEEPING).map((pack) => [pack.rows.rowAt(0), pack]),
  );
  const parts: (RowPack | RowList)[] = [];
  let from = 0;
  for (let at = 0; at < rows.length;) {
    const pack = beginnings.get(rows.rowAt(at));
    if (!pack || !rows.continuesWith(pack.rows, at)) {
      at += 1;
      continue;
    }
    if (at > from) parts.push(rows.slice(from, at));
    parts.push(pack);
    at += pack.rows.length;
    from = at;
  }
  if (rows.length > from) parts.push(rows.slice(from, rows.length));
  return parts;
}

/** The marks of all groups. */
export function marksOf(state: BankState): Map<GroupName, unknown> {
  return new Map(groupNames.map((name) => [name, markOf(state, name)]));
}

function markOf(state: BankState, name: GroupName): unknown {
  if (name === SCENARIO) return state.facts.get(SCENARIO);
  return tableGroups[name].map((table) => state.table(table).version).join();
}

function rowsOf(state: BankState, name: GroupName): RowList {
  const rows = new RowList();
  if (name === SCENARIO) {
    const document = state.facts.get(SCENARIO);
    if (document) rows.add('facts', SCENARIO, document);
    return rows;
  }
  for (const table of tableGroups[name]) {
    for (const [key, row] of state.table(table).entries()) {
      if (table !== 'facts' || key !== SCENARIO) rows.add(table, key, row);
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

/** Puts one document's contents into the state, its pages to the others. @returns the pages' versions, or the rows. */
export function* fillFrom(
  state: BankState,
  gathered: GatheredPieces,
  document: PartDocument,
): Sliced<{ pieces: number[]; rows: RowList }> {
  const pieces: number[] = [];
  const rows = new RowList();
  if ('pieces' in document) {
    for (const piece of document.pieces) {
      pieces.push(gathered.add(piece));
      yield;
    }
    return { pieces, rows };
  }
  const steps = new Steps();
  for (const [table, key, row] of document.rows) {
    state.table(table as TableName).put(key, row as never);
    rows.add(table, key, row);
    if (steps.fillSlice()) yield;
  }
  return { pieces, rows };
}
