import type { Instant } from '../bank/time.ts';
import type { Storage } from './storage.ts';

export interface DirectoryStorageOptions {
  /** Absolute path; made when it is not there. */
  dataDir: string;
  /** The computer's time, for what happens to files. */
  wallClock: () => Instant;
}

/**
 * Opens a data directory and takes possession of it.
 *
 * @throws DataDirectoryInUse when a living process has it, DataUnreadable when a file is damaged.
 */
export function openDirectoryStorage(options: DirectoryStorageOptions): Promise<Storage> {
  return Promise.reject(new Error(`not yet: ${options.dataDir}`));
}
