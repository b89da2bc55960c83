/** A file that is being written. Bytes count as kept only once a sync has resolved. */
export interface DiskFile {
  /** Adds all of `bytes` at the end, or fails with some of them written. */
  write(bytes: Uint8Array): Promise<void>;
  truncate(size: number): Promise<void>;
  /** What was added survives a power cut. */
  syncData(): Promise<void>;
  /** The same for a change of the size. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the storage needs of a file system: one flat directory. The real one is {@link DirectoryDisk};
 * the model test has one in memory that fails in every way a disk can.
 *
 * Errors are Node's: a `code` such as `ENOENT` or `ENOSPC`.
 */
export interface Disk {
  /** Where it is, for messages to people. */
  readonly directory: string;
  /** Size in bytes by name. */
  list(): Promise<Map<string, number>>;
  read(name: string): Promise<Buffer>;
  /** A new, empty file for the owner only. */
  create(name: string): Promise<DiskFile>;
  /** One that is there, to be written on at its end. */
  append(name: string): Promise<DiskFile>;
  /** Over what is there. */
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Makes names (new, renamed, removed) survive a power cut. */
  syncNames(): Promise<void>;
  /** Keeps bytes that are dropped where a person finds them, as far as that works. */
  setAside(name: string, bytes: Uint8Array): Promise<void>;
}
