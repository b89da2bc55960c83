import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { BankState } from '../../bank/state.ts';
import { DirectoryDisk } from '../disk/directory-disk.ts';
import type { Disk } from '../disk/disk.ts';
import { DataUnreadable } from '../errors.ts';
import { readLines } from '../journal-line.ts';
import { stateDirectory } from '../migrations/state-directory/read-state-directory.ts';
import { FileCollection } from '../store/file-collection.ts';
import { ImageFiles } from '../store/image-files.ts';
import { checkReferences } from '../store/references.ts';
import { parseRoot } from '../store/root-form.ts';
import { ROOT_COPY, ROOT_FILE, type Image, type Root, type Segment } from '../store/root.ts';
import { readNamed, readSealed } from '../store/sealed-document.ts';

/** A whole state that the directory may hold, and what is wrong with it if it does not. */
export interface Generation {
  /** `current`, `previous`, or the name of a snapshot. */
  readonly name: string;
  readonly kind: 'current' | 'previous' | 'snapshot';
  /** Wall-clock time of saving, epoch ms; of snapshots. */
  readonly savedAt?: number;
  readonly image: Image;
  readonly damage: Bilingual | undefined;
}

/** What a data directory holds. Nothing is changed by looking. */
export interface Examination {
  readonly format: 'empty' | 'older' | 'store';
  /** What keeps a start from succeeding; empty when nothing does. */
  readonly damages: readonly Bilingual[];
  readonly generations: readonly Generation[];
  /** The root, or its copy where the root itself is damaged. */
  readonly root: Root | undefined;
}

export function storeOf(dataDir: string): Disk {
  return new DirectoryDisk(path.join(dataDir, 'store'), path.join(dataDir, 'set-aside'));
}

/** @throws Error of the file system where the directory can't be read at all. */
export async function examine(dataDir: string): Promise<Examination> {
  const store = path.join(dataDir, 'store');
  if (existsSync(store) && (await readdir(store)).length > 0) return await examineStore(storeOf(dataDir));
  const names = existsSync(dataDir) ? await readdir(dataDir) : [];
  const nothing = { damages: [], generations: [], root: undefined };
  if (!stateDirectory.isFormatOf(names)) return { format: 'empty', ...nothing };
  const damage = await damageOf(() => stateDirectory.read(dataDir));
  return { format: 'older', ...nothing, damages: damage ? [damage] : [] };
}

async function examineStore(disk: Disk): Promise<Examination> {
  const damages: Bilingual[] = [];
  let root: Root | undefined;
  for (const file of [ROOT_FILE, ROOT_COPY]) {
    const damage = await damageOf(async () => {
      root = parseRoot(await readSealed<unknown>(disk, { file }), `${disk.directory}/${file}`);
    });
    if (root) break;
    if (damage) damages.push(damage);
  }
  if (!root) return { format: 'store', damages, generations: [], root };
  const generations = [
    await examineCurrent(disk, root),
    ...(root.previous
      ? [await examineImage(disk, { name: 'previous', kind: 'previous', image: root.previous })]
      : []),
  ];
  for (const { name, savedAt, image } of root.snapshots) {
    generations.push(await examineImage(disk, { name, kind: 'snapshot', savedAt, image }));
  }
  damages.push(...generations.flatMap(({ damage }) => damage ?? []));
  return { format: 'store', damages, generations, root };
}

/** The present state: the image, and the journal that was being written. */
async function examineCurrent(disk: Disk, root: Root): Promise<Generation> {
  let image = root.current;
  const unreadable = await damageOf(async () => {
    const { segment, isDamaged } = await openSegment(disk, root);
    if (segment) image = { ...image, segments: [...image.segments, segment] };
    if (!isDamaged) return;
    throw new DataUnreadable(`${disk.directory}/${root.open.file}`, {
      ja: '変更記録が途中で壊れています',
      en: 'the journal is damaged in the middle',
    });
  });
  const examined = await examineImage(disk, { name: 'current', kind: 'current', image });
  return { ...examined, damage: unreadable ?? examined.damage };
}

/** The good front of the open journal as a closed piece; undefined when it is empty. */
async function openSegment(
  disk: Disk,
  { open: { file, after } }: Root,
): Promise<{ segment: Segment | undefined; isDamaged: boolean }> {
  const { bytes, last, vouched } = readLines(await readNamed(disk, file), after);
  return { segment: bytes > 0 ? { file, after, last, bytes } : undefined, isDamaged: vouched > last };
}

async function examineImage(disk: Disk, found: Omit<Generation, 'damage'>): Promise<Generation> {
  const damage = await damageOf(async () => {
    const state = new BankState();
    await new ImageFiles(disk, new FileCollection(disk)).read(found.image, state);
    checkReferences(state, disk.directory);
  });
  return { ...found, damage };
}

async function damageOf(read: () => Promise<unknown>): Promise<Bilingual | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    if (error instanceof DataUnreadable) return error.text;
    throw error;
  }
}
