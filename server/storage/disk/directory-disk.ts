import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { renameWithRetry, syncDirectory } from '../durable-files.ts';
import { systemErrorCode } from '../errors.ts';
import type { Disk, DiskFile } from './disk.ts';

/** Readable by the owner only: keys, mock passwords and client secrets are in here. */
const OWNER_ONLY = 0o600;

/** A directory of the file system. */
export class DirectoryDisk implements Disk {
  readonly directory: string;
  readonly #aside: string;

  /** @param aside the directory for what is dropped; made when it is needed. */
  constructor(directory: string, aside: string) {
    this.directory = directory;
    this.#aside = aside;
  }

  async list(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for (const entry of await readdir(this.directory, { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      try {
        sizes.set(entry.name, (await stat(path.join(this.directory, entry.name))).size);
      } catch (error) {
        if (systemErrorCode(error) !== 'ENOENT') throw error;
      }
    }
    return sizes;
  }

  read(name: string): Promise<Buffer> {
    return readFile(path.join(this.directory, name));
  }

  async create(name: string): Promise<DiskFile> {
    return new OpenFile(await open(path.join(this.directory, name), 'ax', OWNER_ONLY));
  }

  async append(name: string): Promise<DiskFile> {
    const file = path.join(this.directory, name);
    return new OpenFile(await open(file, constants.O_WRONLY | constants.O_APPEND));
  }

  rename(from: string, to: string): Promise<void> {
    return renameWithRetry(path.join(this.directory, from), path.join(this.directory, to));
  }

  remove(name: string): Promise<void> {
    return unlink(path.join(this.directory, name));
  }

  syncNames(): Promise<void> {
    return syncDirectory(this.directory);
  }

  async setAside(name: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#aside, { recursive: true, mode: 0o700 });
    const handle = await open(path.join(this.#aside, name), 'w', OWNER_ONLY);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
  }
}

class OpenFile implements DiskFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** `writeFile` goes on until everything is written; the file is open for appending, so always at its end. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#handle.writeFile(bytes);
  }

  async truncate(size: number): Promise<void> {
    await this.#handle.truncate(size);
  }

  syncData(): Promise<void> {
    return this.#handle.datasync();
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
