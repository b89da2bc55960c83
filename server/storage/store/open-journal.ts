import type { DiskFile } from '../disk/disk.ts';
import type { Segment } from './root.ts';

/** The piece of the journal that is being written. */
export class OpenJournal {
  readonly file: string;
  /** The place of the line before its first. */
  readonly after: number;
  /** The place of the last line that is durable. */
  last: number;
  /** As far as it is durable. */
  bytes: number;
  readonly #handle: DiskFile;

  constructor(
    handle: DiskFile,
    { file, after, last, bytes }: { file: string; after: number; last: number; bytes: number },
  ) {
    this.#handle = handle;
    this.file = file;
    this.after = after;
    this.last = last;
    this.bytes = bytes;
  }

  /** @param text whole lines, the last of them for place `last`. */
  async write(text: Buffer, last: number): Promise<void> {
    await this.#handle.write(text);
    try {
      await this.#handle.syncData();
    } catch (error) {
      throw new SyncFailed(error);
    }
    this.bytes += text.length;
    this.last = last;
  }

  /** Takes away what was refused, so that it can't be read again. */
  async cutBack(): Promise<void> {
    await this.#handle.truncate(this.bytes);
    await this.#handle.sync();
  }

  /** What of it is durable, as a closed piece; undefined when that is nothing. */
  sealed(): Segment | undefined {
    const { file, after, last, bytes } = this;
    return bytes > 0 ? { file, after, last, bytes } : undefined;
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/**
 * A sync failed: what was written before may be dropped and called clean, so that the next sync
 * succeeds without it. Such a file is not written again.
 */
export class SyncFailed extends Error {
  constructor(error: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
    this.name = 'SyncFailed';
  }
}
