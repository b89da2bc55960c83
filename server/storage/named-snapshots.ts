import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Instant } from '../bank/time.ts';
import type { StateContents } from './contents.ts';
import { linkOrCopy, removeIfThere, renameWithRetry, syncDirectory } from './durable-files.ts';
import { systemErrorCode } from './errors.ts';
import { Generation } from './generation.ts';
import { SnapshotFile } from './snapshot-file.ts';
import type { SnapshotInfo } from './storage.ts';

interface Label {
  name: string;
  savedAt: Instant;
}

/**
 * Snapshots under a name: directories of hard links to the files of a generation. Those are never
 * written in place, so a snapshot costs names, not copies.
 */
export class NamedSnapshots {
  readonly #directory: string;

  constructor(dataDir: string) {
    this.#directory = path.join(dataDir, 'snapshots');
  }

  /** @param generation just compacted, and not written to meanwhile. */
  async save(name: string, generation: Generation, savedAt: Instant): Promise<SnapshotInfo> {
    const directory = this.#directoryOf(name);
    const unfinished = `${directory}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(path.join(unfinished, 'ledgers'), { recursive: true, mode: 0o700 });
    for (const file of await generation.files()) {
      await linkOrCopy(path.join(generation.directory, file), path.join(unfinished, file));
    }
    await syncDirectory(path.join(unfinished, 'ledgers'));
    await new SnapshotFile<Label>(path.join(unfinished, 'label.json')).write({ name, savedAt });
    await rm(directory, { recursive: true, force: true });
    await renameWithRetry(unfinished, directory);
    await syncDirectory(this.#directory);
    return { name, savedAt, bytes: await sizeOf(directory) };
  }

  async list(): Promise<SnapshotInfo[]> {
    const infos: SnapshotInfo[] = [];
    for (const directory of await this.#directories()) {
      const { name, savedAt } = await new SnapshotFile<Label>(
        path.join(directory, 'label.json'),
      ).readOrFail();
      infos.push({ name, savedAt, bytes: await sizeOf(directory) });
    }
    return infos.sort((a, b) => a.savedAt - b.savedAt);
  }

  /** @throws DataUnreadable */
  async read(name: string): Promise<StateContents | undefined> {
    const directory = this.#directoryOf(name);
    if ((await new SnapshotFile<Label>(path.join(directory, 'label.json')).read()) === null) return undefined;
    return (await Generation.at(directory, 0).read()).contents;
  }

  async delete(name: string): Promise<boolean> {
    const directory = this.#directoryOf(name);
    // Without its label it is no snapshot any more, should the rest of the removal be cut off.
    if (!(await removeIfThere(path.join(directory, 'label.json')))) return false;
    await rm(directory, { recursive: true, force: true });
    await syncDirectory(this.#directory);
    return true;
  }

  async #directories(): Promise<string[]> {
    let names: string[];
    try {
      names = await readdir(this.#directory);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
    const directories: string[] = [];
    for (const name of names.filter((each) => /^[0-9a-f]{32}$/.test(each))) {
      const directory = path.join(this.#directory, name);
      const labelled = await stat(path.join(directory, 'label.json')).catch(() => undefined);
      if (labelled) directories.push(directory);
    }
    return directories;
  }

  /** By a hash, since a name may hold anything; the label tells the name. */
  #directoryOf(name: string): string {
    return path.join(this.#directory, createHash('sha256').update(name).digest('hex').slice(0, 32));
  }
}

async function sizeOf(directory: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
