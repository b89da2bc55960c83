import type { Disk } from '../disk/disk.ts';
import { systemErrorCode } from '../errors.ts';

const numbered = /^(?:part-(\d{1,15})-[a-z]+\.json|journal-(\d{1,15})\.ndjson|root-(\d{1,15})\.tmp)$/;

/**
 * The names in the directory: new ones, those somebody still reads or writes (pins), and the removal
 * of those that nobody needs. Numbers are never used twice, so a name always means the same bytes.
 */
export class FileCollection {
  readonly #disk: Disk;
  readonly #known = new Set<string>();
  readonly #pins = new Map<string, number>();
  #next = 1;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Takes in what was found at the start. */
  adopt(names: Iterable<string>): void {
    for (const name of names) {
      const match = numbered.exec(name);
      if (!match) continue;
      this.#known.add(name);
      this.#next = Math.max(this.#next, 1 + Number(match[1] ?? match[2] ?? match[3]));
    }
  }

  /** A name that was never used, pinned until {@link unpin}. */
  name(kind: 'journal' | 'root' | 'part', what = 'rows'): string {
    const number = String(this.#next++).padStart(6, '0');
    const name =
      kind === 'part'
        ? `part-${number}-${what}.json`
        : kind === 'journal'
          ? `journal-${number}.ndjson`
          : `root-${number}.tmp`;
    this.#known.add(name);
    this.pin([name]);
    return name;
  }

  pin(names: Iterable<string>): void {
    for (const name of names) this.#pins.set(name, (this.#pins.get(name) ?? 0) + 1);
  }

  unpin(names: Iterable<string>): void {
    for (const name of names) {
      const pins = (this.#pins.get(name) ?? 1) - 1;
      if (pins > 0) this.#pins.set(name, pins);
      else this.#pins.delete(name);
    }
  }

  isPinned(name: string): boolean {
    return this.#pins.has(name);
  }

  /**
   * Removes what is neither named nor pinned. What can't be removed is tried again the next time.
   *
   * @param named asked anew before each removal, because a root may change meanwhile; `undefined`
   *   while it is not certain which root is on disk.
   */
  async collect(named: () => ReadonlySet<string> | undefined): Promise<void> {
    for (const name of [...this.#known]) {
      const kept = named();
      if (!kept) return;
      if (!kept.has(name) && !this.#pins.has(name)) await this.forget(name);
    }
  }

  async forget(name: string): Promise<void> {
    try {
      await this.#disk.remove(name);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') return;
    }
    this.#known.delete(name);
  }
}
