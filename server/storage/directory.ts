import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Instant } from '../bank/time.ts';
import { DirectoryLock } from './directory-lock.ts';
import { DirectoryDisk } from './disk/directory-disk.ts';
import { DataUnreadable } from './errors.ts';
import { MARK_FOR_OLDER_VERSIONS, migrateIfOlder } from './migrations/migrate.ts';
import { defaultPolicy, DiskStorage, type StoragePolicy } from './store/disk-storage.ts';
import { ROOT_FILE } from './store/root.ts';
import { findStore, type FoundStore } from './store/start.ts';
import type { Storage } from './storage.ts';

export interface DirectoryStorageOptions {
  /** Absolute path; made when it is not there. */
  dataDir: string;
  /** The computer's time, for what happens to files. */
  wallClock: () => Instant;
  /** When to do what without being asked; for tests. */
  policy?: Partial<StoragePolicy>;
}

/**
 * Opens a data directory and takes possession of it.
 *
 *     lock           who owns the directory
 *     store/         the data, see {@link DiskStorage}
 *     set-aside/     copies of unfinished records that were dropped at a start
 *     before-store/  the files of an older version, once they were taken over
 *
 * @throws DataDirectoryInUse when a living process has it, DataUnreadable when a file is damaged.
 */
export async function openDirectoryStorage(options: DirectoryStorageOptions): Promise<Storage> {
  const { dataDir, wallClock } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await DirectoryLock.take(dataDir);
  try {
    const directory = path.join(dataDir, 'store');
    refuseLostStore(dataDir, directory);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const found = await findStore(new DirectoryDisk(directory, path.join(dataDir, 'set-aside')));
    const words = await closingOnFailure(found, migrateIfOlder(dataDir, found));
    const policy = { ...defaultPolicy, ...options.policy };
    return new DiskStorage(found, { wallClock, policy, words, release: () => lock.release() });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function closingOnFailure<Value>(found: FoundStore, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    await found.roots.close();
    throw error;
  }
}

/** The mark for older versions is made once there is a root: where that is gone, so is everything. */
function refuseLostStore(dataDir: string, directory: string): void {
  const root = path.join(directory, ROOT_FILE);
  if (existsSync(root) || !existsSync(path.join(dataDir, MARK_FOR_OLDER_VERSIONS))) return;
  throw new DataUnreadable(root, {
    ja: 'データの目録がありません',
    en: 'the file that says which data counts is missing',
  });
}
