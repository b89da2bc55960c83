import type { Disk, DiskFile } from '../disk/disk.ts';

export const RESERVE_FILE = 'reserve';
const RESERVE_BYTES = 512 * 1024;

/**
 * Room on the disk for the one write that a full disk must not refuse: the one that says what was
 * refused, or at the start which lines are durable.
 */
export class Reserve {
  readonly #disk: Disk;
  readonly #bytes: number;
  #isThere: boolean;

  private constructor(disk: Disk, bytes: number, isThere: boolean) {
    this.#disk = disk;
    this.#bytes = bytes;
    this.#isThere = isThere;
  }

  /** Looks for it among what is on the disk, and removes one that was cut off. */
  static async find(disk: Disk, sizes: ReadonlyMap<string, number>, bytes = RESERVE_BYTES): Promise<Reserve> {
    const found = sizes.get(RESERVE_FILE);
    if (found !== undefined && found !== bytes) await disk.remove(RESERVE_FILE).catch(() => undefined);
    return new Reserve(disk, bytes, found === bytes);
  }

  /** Gives its room to others. @returns whether there was any. */
  async spend(): Promise<boolean> {
    if (!this.#isThere) return false;
    await this.#disk.remove(RESERVE_FILE).catch(() => undefined);
    this.#isThere = false;
    return true;
  }

  /** Makes it again, where there is room. */
  async fill(): Promise<void> {
    if (this.#isThere) return;
    this.#isThere = true;
    let handle: DiskFile | undefined;
    try {
      handle = await this.#disk.create(RESERVE_FILE);
      await handle.write(Buffer.alloc(this.#bytes));
    } catch {
      await this.#disk.remove(RESERVE_FILE).catch(() => undefined);
      this.#isThere = false;
    } finally {
      await handle?.close().catch(() => undefined);
    }
  }
}
