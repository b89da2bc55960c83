import { constants } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { FileCollection } from '../store/file-collection.ts';
import { Reserve } from '../store/reserve.ts';
import { RootKeeper } from '../store/root-keeper.ts';
import type { Image, Root } from '../store/root.ts';
import { syncDirectory } from '../durable-files.ts';
import { storeOf, type Examination, type Generation } from './examine.ts';

/**
 * Makes one whole generation the present state: everything in the store is copied aside first, then
 * one change of the root switches. Snapshots that are damaged are left out; the whole ones stay.
 *
 * @param examination of the same directory, under the same lock.
 * @returns where the copies are.
 */
export async function restoreGeneration(
  dataDir: string,
  root: Root,
  chosen: Generation,
  { generations }: Examination,
): Promise<string> {
  const disk = storeOf(dataDir);
  const aside = await copyAside(disk.directory, path.join(dataDir, 'set-aside'), root.number);
  const sizes = await disk.list();
  const files = new FileCollection(disk);
  files.adopt(sizes.keys());
  const whole = generations.filter(({ kind, damage }) => kind === 'snapshot' && !damage);
  const snapshots = root.snapshots.filter(({ name }) => whole.some((each) => each.name === name));
  const roots = new RootKeeper(disk, files, root, await Reserve.find(disk, sizes));
  const previous = otherThan(chosen, generations);
  await roots.changeAtAnyPrice(
    () => ({ current: chosen.image, previous, snapshots }),
    placeAfter(root, generations),
  );
  await roots.close();
  return aside;
}

/** What was the present state stays as the way back, where it is whole. */
function otherThan(chosen: Generation, generations: readonly Generation[]): Image | null {
  const kind = chosen.kind === 'current' ? 'previous' : 'current';
  return generations.find((each) => each.kind === kind && !each.damage)?.image ?? null;
}

/** Behind every line there is, so that none of them is taken for a later one. */
function placeAfter(root: Root, generations: readonly Generation[]): number {
  const ends = generations.flatMap(({ image }) => [image.at, ...image.segments.map(({ last }) => last)]);
  return Math.max(root.place, root.open.after, ...ends) + 1;
}

async function copyAside(store: string, aside: string, number: number): Promise<string> {
  const target = path.join(aside, `store-${String(number)}`);
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const name of await readdir(store)) {
    await copyFile(path.join(store, name), path.join(target, name), constants.COPYFILE_FICLONE);
  }
  await syncDirectory(target);
  return target;
}
