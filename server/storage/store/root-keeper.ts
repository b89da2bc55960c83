import type { Disk, DiskFile } from '../disk/disk.ts';
import { systemErrorCode } from '../errors.ts';
import type { FileCollection } from './file-collection.ts';
import { OpenJournal } from './open-journal.ts';
import type { Reserve } from './reserve.ts';
import { filesOfRoot, ROOT_COPY, ROOT_FILE, ROOT_FORMAT, type Image, type Root } from './root.ts';
import { writeSealed } from './sealed-document.ts';

/**
 * What a change of the root says anew; the rest stays. `image` is the present one with the whole
 * journal, `place` what the new root stands for.
 */
export type BuildRoot = (
  root: Root,
  image: Image,
  place: number,
) => Pick<Root, 'current' | 'previous' | 'snapshots'>;

/** The first lines of the new journal. */
export interface FirstLines {
  readonly text: Buffer;
  /** The place of the last of them. */
  readonly last: number;
}

/** A change of the root did not come about, or may have. */
export class RootChangeFailed extends Error {
  /** The new root may be on disk all the same. */
  readonly isDoubtful: boolean;
  /** The system's, e.g. `ENOSPC`. */
  readonly code: string | undefined;

  constructor(error: unknown, isDoubtful: boolean) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
    this.name = 'RootChangeFailed';
    this.code = systemErrorCode(error);
    this.isDoubtful = isDoubtful;
  }
}

/**
 * The root, and how it is changed: next journal, temporary root, rename, each synced before the next.
 * Up to the rename an error leaves everything as it was; from there on only another root, or the next
 * start, says which of the two is on disk.
 */
export class RootKeeper {
  readonly #disk: Disk;
  readonly #files: FileCollection;
  #root: Root;
  #number: number;
  #journal: OpenJournal | undefined;
  /** False from a failed change on until another has succeeded. */
  #isCertain = true;
  readonly #reserve: Reserve;

  /** @param reserve room for what must be written on a full disk. */
  constructor(disk: Disk, files: FileCollection, root: Root, reserve: Reserve) {
    this.#disk = disk;
    this.#files = files;
    this.#root = root;
    this.#number = root.number;
    this.#reserve = reserve;
  }

  get root(): Root {
    return this.#root;
  }

  /** @throws Error before the first change where there was no journal to go on with. */
  get journal(): OpenJournal {
    if (!this.#journal) throw new Error('no journal is open');
    return this.#journal;
  }

  /** Goes on with a journal that was found. */
  async resume(journal: OpenJournal): Promise<void> {
    await this.#journal?.close().catch(() => undefined);
    this.#journal = journal;
  }

  /** The present image, with what the open journal holds. */
  get image(): Image {
    const sealed = this.#journal?.sealed();
    const { current } = this.#root;
    return sealed ? { ...current, segments: [...current.segments, sealed] } : current;
  }

  /**
   * Writes another root, and with it another journal.
   *
   * @param place what the new root stands for.
   * @throws RootChangeFailed
   */
  async change(build: BuildRoot, place: number, first?: FirstLines): Promise<void> {
    const journalFile = this.#files.name('journal');
    const temporary = this.#files.name('root');
    const made = [journalFile, temporary];
    let handle: DiskFile | undefined;
    let isRenaming = false;
    try {
      handle = await this.#disk.create(journalFile);
      if (first) await handle.write(first.text);
      await handle.sync();
      const root: Root = {
        ...this.#root,
        ...build(this.#root, this.image, place),
        format: ROOT_FORMAT,
        number: ++this.#number,
        place,
        open: { file: journalFile, after: place },
      };
      await writeSealed(this.#disk, temporary, root);
      await this.#disk.syncNames();
      isRenaming = true;
      await this.#disk.rename(temporary, ROOT_FILE);
      await this.#disk.syncNames();
      const before = this.#journal;
      this.#root = root;
      this.#journal = new OpenJournal(handle, {
        file: journalFile,
        after: place,
        last: first?.last ?? place,
        bytes: first?.text.length ?? 0,
      });
      this.#isCertain = true;
      this.#files.unpin(made);
      await before?.close().catch(() => undefined);
    } catch (error) {
      await handle?.close().catch(() => undefined);
      this.#files.unpin(made);
      if (isRenaming) this.#isCertain = false;
      else for (const file of made) await this.#files.forget(file);
      throw new RootChangeFailed(error, isRenaming);
    }
  }

  /** The same with the room that is kept for a full disk, where there is no other. */
  async changeAtAnyPrice(build: BuildRoot, place: number, first?: FirstLines): Promise<void> {
    try {
      await this.change(build, place, first);
    } catch (error) {
      if (!isFull(error) || !(await this.#reserve.spend())) throw error;
      await this.change(build, place, first);
    }
  }

  /** Removes what is not needed any more, and looks after the copy and the reserve. */
  async collect(): Promise<void> {
    const root = this.#root;
    await this.#files.collect(() => (this.#isCertain ? filesOfRoot(this.#root) : undefined));
    if (this.#isCertain && this.#root === root) await this.#copyRoot(root);
    await this.#reserve.fill();
  }

  close(): Promise<void> {
    return this.#journal?.close() ?? Promise.resolve();
  }

  /** Without syncs: nothing rests on it, and a torn one knows that it is. */
  async #copyRoot(root: Root): Promise<void> {
    const temporary = this.#files.name('root');
    try {
      await writeSealed(this.#disk, temporary, root, { isDurable: false });
      await this.#disk.rename(temporary, ROOT_COPY);
    } catch {
      // No copy then, or the one before.
    } finally {
      this.#files.unpin([temporary]);
      await this.#files.forget(temporary);
    }
  }
}

export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemErrorCode(error) ?? '');
}
