import type { BankState } from '../../bank/state.ts';
import type { Bilingual } from '../../bank/catalogue/entry.ts';
import type { Disk } from '../disk/disk.ts';
import { DataUnreadable } from '../errors.ts';
import { readLines, type ReadLines } from '../journal-line.ts';
import { FileCollection } from './file-collection.ts';
import { ImageFiles } from './image-files.ts';
import type { WrittenParts } from './image-parts.ts';
import { OpenJournal } from './open-journal.ts';
import { checkReferences } from './references.ts';
import { parseRoot } from './root-form.ts';
import { Reserve } from './reserve.ts';
import { isFull, RootKeeper } from './root-keeper.ts';
import { emptyImage, ROOT_FILE, ROOT_FORMAT, type Root } from './root.ts';
import { readNamed, readSealed } from './sealed-document.ts';
import { restate, Sequencer, type SequencerPolicy } from './sequencer.ts';

/** A directory that has been opened, and not yet loaded. */
export interface FoundStore {
  readonly disk: Disk;
  readonly files: FileCollection;
  readonly images: ImageFiles;
  readonly roots: RootKeeper;
}

/** The same with its contents in memory, ready to be written. */
export interface StartedStore extends FoundStore {
  readonly sequencer: Sequencer;
  readonly written: WrittenParts;
  /** Nothing has ever been stored here. */
  readonly isEmpty: boolean;
  /** What whoever runs the sandbox should know. */
  readonly words: readonly Bilingual[];
}

const emptyRoot: Root = {
  format: ROOT_FORMAT,
  number: 0,
  place: 0,
  current: emptyImage,
  previous: null,
  snapshots: [],
  open: { file: '', after: 0 },
};

/**
 * Finds the root, and that everything it names is there with its size. In an empty directory it makes
 * the first root, so that a part or a line without one is always a loss.
 *
 * @throws DataUnreadable
 */
export async function findStore(disk: Disk, reserveBytes?: number): Promise<FoundStore> {
  const sizes = await disk.list();
  const files = new FileCollection(disk);
  files.adopt(sizes.keys());
  const images = new ImageFiles(disk, files);
  const reserve = await Reserve.find(disk, sizes, reserveBytes);
  if (!sizes.has(ROOT_FILE)) {
    checkThatNothingIsLost(disk, sizes);
    const roots = new RootKeeper(disk, files, emptyRoot, reserve);
    await roots.change(restate, 0);
    return { disk, files, images, roots };
  }
  const rootFile = `${disk.directory}/${ROOT_FILE}`;
  const root = parseRoot(await readSealed<unknown>(disk, { file: ROOT_FILE }), rootFile);
  checkSizes(disk, root, sizes);
  return { disk, files, images, roots: new RootKeeper(disk, files, root, reserve) };
}

/**
 * Fills `state` with what the root names and with the good front of the open journal, and makes sure
 * that all of it is durable before anybody is shown it.
 *
 * @throws DataUnreadable
 */
export async function startStore(
  found: FoundStore,
  state: BankState,
  policy: SequencerPolicy,
): Promise<StartedStore> {
  const { disk, images, roots } = found;
  const { root } = roots;
  const written = await images.read(root.current, state);
  const { file, after } = root.open;
  const contents = await readNamed(disk, file);
  const read = readLines(contents, after);
  if (read.vouched > read.last) throw damagedLine(`${disk.directory}/${file}`, read);
  for (const line of read.lines) images.replay(state, line, file);
  checkReferences(state, disk.directory);

  const words: Bilingual[] = [];
  if (contents.length > read.bytes) words.push(await dropTail(disk, file, contents, read));
  // After a kill the newest root may be in the page cache only, and what it replaced is removed below.
  await disk.syncNames();
  const { sure } = read;
  await roots.resume(new OpenJournal(await disk.append(file), { file, after, ...sure }));
  const sequencer = new Sequencer(roots, read.last, disk.directory, policy);
  if (contents.length > 0) {
    // So may the newest lines, even where a sync says otherwise (it failed before the kill): what no
    // line vouches for is written once more, elsewhere.
    const tail = { text: contents.subarray(sure.bytes, read.bytes), last: read.last };
    try {
      await sequencer.settleTail(tail);
    } catch (error) {
      if (!isFull(error)) throw error;
      await roots.journal.sync();
      sequencer.beReadOnly(error);
      words.push({
        ja: `ディスクがいっぱいのため、「${disk.directory}」は今は参照だけできます。空きができれば、書き込みも再開します。`,
        en: `The disk is full: ${disk.directory} can only be read for now. Writing resumes when there is room.`,
      });
    }
  } else {
    await roots.collect();
  }
  const isEmpty = read.last === 0 && isEmptyRoot(root);
  return { ...found, sequencer, written, isEmpty, words };
}

/** Nothing has been stored in it yet. */
export function isEmptyRoot({ place, current, snapshots }: Root): boolean {
  return place === 0 && current.parts.length === 0 && snapshots.length === 0;
}

function checkThatNothingIsLost(disk: Disk, sizes: ReadonlyMap<string, number>): void {
  for (const [name, bytes] of sizes) {
    if (name.startsWith('part-') || (name.startsWith('journal-') && bytes > 0)) {
      throw new DataUnreadable(`${disk.directory}/${ROOT_FILE}`, {
        ja: 'データはありますが、その目録がありません',
        en: 'there is data, but the file that says which of it counts is missing',
      });
    }
  }
}

function checkSizes(disk: Disk, root: Root, sizes: ReadonlyMap<string, number>): void {
  const images = [
    root.current,
    ...(root.previous ? [root.previous] : []),
    ...root.snapshots.map(({ image }) => image),
  ];
  const expectations = [
    ...images.flatMap(({ parts }) => parts.map(({ file, bytes }) => ({ file, least: bytes, most: bytes }))),
    // Behind what counts of a piece of the journal may stand what was refused.
    ...images.flatMap(({ segments }) =>
      segments.map(({ file, bytes }) => ({ file, least: bytes, most: Infinity })),
    ),
    { file: root.open.file, least: 0, most: Infinity },
  ];
  for (const { file, least, most } of expectations) {
    const size = sizes.get(file);
    if (size !== undefined && size >= least && size <= most) continue;
    throw new DataUnreadable(
      `${disk.directory}/${file}`,
      size === undefined
        ? { ja: 'ファイルがありません', en: 'the file is missing' }
        : { ja: '大きさが変わっています', en: 'its size has changed' },
    );
  }
}

function damagedLine(file: string, { lines }: ReadLines): DataUnreadable {
  const number = String(lines.length + 1);
  return new DataUnreadable(file, {
    ja: `変更記録の ${number} 行目が壊れています`,
    en: `line ${number} of the journal is damaged`,
  });
}

/** Nobody was told that it was kept; but a person may want to see it. */
async function dropTail(
  disk: Disk,
  file: string,
  contents: Buffer,
  { bytes }: ReadLines,
): Promise<Bilingual> {
  const dropped = contents.subarray(bytes);
  await disk.setAside(`${file}.${String(bytes)}`, dropped).catch(() => undefined);
  const size = String(dropped.length);
  return {
    ja: `変更記録「${disk.directory}/${file}」の末尾 ${size} バイトは書きかけだったため、使いませんでした（保存を知らせる前の変更です）。写しは set-aside にあります。`,
    en: `The last ${size} bytes of ${disk.directory}/${file} were an unfinished record and are not used; nobody had been told that it was kept. A copy is in set-aside.`,
  };
}
