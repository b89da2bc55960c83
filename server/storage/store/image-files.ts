import { isStatementChange, type BankState } from '../../bank/state.ts';
import { inSlices } from '../../slices.ts';
import type { Disk } from '../disk/disk.ts';
import { DataUnreadable } from '../errors.ts';
import { readLines, type JournalLine } from '../journal-line.ts';
import type { FileCollection } from './file-collection.ts';
import {
  captureState,
  filesOf,
  fillFrom,
  isKnownTable,
  marksOf,
  rowText,
  ROWS_CHARACTERS,
  type CapturedGroup,
  type CapturedState,
  type GroupName,
  type PartDocument,
  type RowPack,
  type WrittenGroup,
  type WrittenParts,
} from './image-parts.ts';
import { GatheredPieces, type StatementPiece } from '../statement-pieces.ts';
import type { Image, Segment } from './root.ts';
import type { RowList } from './row-list.ts';
import { readNamed, readSealed, writeSealed, type FileReference } from './sealed-document.ts';

/** A file of statements is about as large as this: large enough to be few, small enough to be rewritten. */
const PACK_CHARACTERS = 4 * 1024 * 1024;

/** Writes states as part files, and reads them back. */
export class ImageFiles {
  readonly #disk: Disk;
  readonly #files: FileCollection;

  constructor(disk: Disk, files: FileCollection) {
    this.#disk = disk;
    this.#files = files;
  }

  /**
   * Takes hold of a state, in this turn, to be written by {@link write}.
   *
   * @param written what of it is in files already.
   */
  capture(state: BankState, written?: WrittenParts): CapturedState {
    return captureState(state, written);
  }

  /**
   * Writes what is not in files yet, in slices. The files are pinned until the caller unpins them.
   *
   * @param isWanted asked between files; what nobody wants any more is broken off with an error.
   */
  async write(
    captured: CapturedState,
    written: WrittenParts | undefined,
    isWanted: () => boolean,
  ): Promise<WrittenParts> {
    const made: string[] = [];
    const kept = written ? filesOf(written).map(({ file }) => file) : [];
    this.#files.pin(kept);
    try {
      const groups = new Map<GroupName, WrittenGroup>();
      for (const group of captured.groups) {
        groups.set(group.name, { mark: group.mark, packs: await this.#writeGroup(group, made, isWanted) });
      }
      const packs = await this.#writePacks(captured.pieces, written, made, isWanted);
      const result = { groups, packs };
      this.#files.pin(filesOf(result).map(({ file }) => file));
      return result;
    } finally {
      this.#files.unpin([...kept, ...made]);
      await this.#forgetUnpinned(made);
    }
  }

  unpin(written: WrittenParts): void {
    this.#files.unpin(filesOf(written).map(({ file }) => file));
  }

  /** Verifies and reads an image into an empty state. @throws DataUnreadable */
  async read(image: Image, state: BankState): Promise<WrittenParts> {
    const groups = new Map<GroupName, { mark: unknown; packs: RowPack[] }>();
    const packs: { file: FileReference; pieces: number[] }[] = [];
    const gathered = new GatheredPieces();
    for (const file of image.parts) {
      const document = await readSealed<PartDocument>(this.#disk, file);
      this.#check(document, file.file);
      const filled = await inSlices(fillFrom(state, gathered, document));
      if (document.group === 'statements') {
        packs.push({ file, pieces: filled.pieces });
        continue;
      }
      const pack = { file, rows: filled.rows };
      const group = groups.get(document.group);
      if (group) group.packs.push(pack);
      else groups.set(document.group, { mark: undefined, packs: [pack] });
    }
    gathered.putInto(state);
    for (const [name, mark] of marksOf(state)) {
      const group = groups.get(name);
      if (group) group.mark = mark;
    }
    for (const segment of image.segments) {
      for (const line of await this.#readSegment(segment)) {
        if (line.place > image.at) this.replay(state, line, segment.file);
      }
    }
    return { groups, packs };
  }

  /** @throws DataUnreadable where the line is of a version that knows more. */
  replay(state: BankState, { changes }: JournalLine, file: string): void {
    for (const change of changes) {
      const [table] = change;
      if (!isStatementChange(table) && !isKnownTable(table)) throw this.#unknownTable(file, table);
      state.apply(change);
    }
  }

  async #readSegment({ file, after, last, bytes }: Segment): Promise<readonly JournalLine[]> {
    const contents = await readNamed(this.#disk, file);
    const read = readLines(contents.subarray(0, bytes), after);
    if (read.bytes !== bytes || read.last !== last) {
      throw new DataUnreadable(`${this.#disk.directory}/${file}`, {
        ja: `変更記録の ${String(read.lines.length + 1)} 行目が壊れています`,
        en: `line ${String(read.lines.length + 1)} of the journal is damaged`,
      });
    }
    return read.lines;
  }

  #check(document: PartDocument, file: string): void {
    if (!('rows' in document)) return;
    for (const [table] of document.rows) if (!isKnownTable(table)) throw this.#unknownTable(file, table);
  }

  #unknownTable(file: string, table: string): DataUnreadable {
    return new DataUnreadable(`${this.#disk.directory}/${file}`, {
      ja: `このバージョンにない表「${table}」があります。新しいバージョンで書かれたものです`,
      en: `it has a table ${table} that this version does not know; a newer version wrote it`,
    });
  }

  async #writeGroup(
    { name, parts }: CapturedGroup,
    made: string[],
    isWanted: () => boolean,
  ): Promise<RowPack[]> {
    const packs: RowPack[] = [];
    for (const part of parts) {
      if ('file' in part) packs.push(part);
      else packs.push(...(await this.#writeRows(name, part, made, isWanted)));
    }
    return packs;
  }

  async #writeRows(
    name: GroupName,
    rows: RowList,
    made: string[],
    isWanted: () => boolean,
  ): Promise<RowPack[]> {
    const packs: RowPack[] = [];
    for (let from = 0; from < rows.length;) {
      let to = from;
      const encode = function* (): Iterable<string> {
        yield `{"group":"${name}","rows":[`;
        for (let size = 0; to < rows.length && size < ROWS_CHARACTERS; to++) {
          yield to > from ? ',\n' : '\n';
          for (const text of rowText(rows.keptAt(to))) {
            size += text.length;
            yield text;
          }
        }
        yield ']}';
      };
      const file = await this.#writePart(name, encode, made, isWanted);
      packs.push({ file, rows: rows.slice(from, to) });
      from = to;
    }
    return packs;
  }

  async #writePacks(
    pieces: readonly StatementPiece[],
    written: WrittenParts | undefined,
    made: string[],
    isWanted: () => boolean,
  ): Promise<WrittenParts['packs']> {
    const { kept, left } = sortPacks(pieces, written);
    const packs = [...kept];
    for (let from = 0; from < left.length;) {
      let to = from;
      const encode = function* (): Iterable<string> {
        yield '{"group":"statements","pieces":[';
        for (let size = 0; to < left.length && size < PACK_CHARACTERS; to++) {
          const text = left[to]?.encode() ?? '';
          size += text.length;
          yield to > from ? `,\n${text}` : `\n${text}`;
        }
        yield ']}';
      };
      const file = await this.#writePart('statements', encode, made, isWanted);
      packs.push({ file, pieces: left.slice(from, to).map(({ version }) => version) });
      from = to;
    }
    return packs;
  }

  async #writePart(
    what: string,
    encode: () => Iterable<string>,
    made: string[],
    isWanted: () => boolean,
  ): Promise<FileReference> {
    if (!isWanted()) throw new Error('what was to be written is not wanted any more');
    const file = this.#files.name('part', what);
    made.push(file);
    return await writeSealed(this.#disk, file, what, { encode });
  }

  /** What was written for an image that did not come about. */
  async #forgetUnpinned(made: readonly string[]): Promise<void> {
    for (const file of made) if (!this.#files.isPinned(file)) await this.#files.forget(file);
  }
}

/** Packs all of whose pieces are as they were are kept; the pieces of the others are to be written. */
function sortPacks(
  pieces: readonly StatementPiece[],
  written: WrittenParts | undefined,
): { kept: WrittenParts['packs']; left: StatementPiece[] } {
  const current = new Set(pieces.map(({ version }) => version));
  const packs = written?.packs ?? [];
  const whole = packs.filter(({ pieces: those }) => those.every((version) => current.has(version)));
  const inWhole = new Set(whole.flatMap(({ pieces: those }) => those));
  const anew = pieces.some(({ version }) => !inWhole.has(version)) || whole.length < packs.length;
  // Where something is to be written anyway, small packs join it, so that they never become many.
  const kept = anew ? whole.filter(({ file }) => file.bytes >= PACK_CHARACTERS / 4) : whole;
  const inKept = new Set(kept.flatMap(({ pieces: those }) => those));
  return { kept, left: pieces.filter(({ version }) => !inKept.has(version)) };
}
