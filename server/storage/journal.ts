import { open, type FileHandle } from 'node:fs/promises';
import { removeIfThere, syncDirectory } from './durable-files.ts';
import { encodeLine } from './journal-line.ts';
import { segmentFile, type JournalSegment } from './journal-reading.ts';

/** Lines that are written and synced together. */
interface Batch {
  text: string;
  firstSeq: number;
  lastSeq: number;
  /** What must have succeeded before, or these lines mean nothing. */
  readonly after: Promise<void> | undefined;
  /** The last one of its segment. */
  endsSegment: boolean;
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

type KnownSegment = JournalSegment & { lastSeq: number; bytes: number };

/** What writing needs of the file system; tests make it fail. */
export type JournalFile = Pick<FileHandle, 'writeFile' | 'datasync' | 'close'>;
export interface JournalFiles {
  open(file: string): Promise<JournalFile>;
}

const realFiles: JournalFiles = {
  // Owner only: the bank's keys pass through. Truncated: what is there was refused, see below.
  open: (file) => open(file, 'w', 0o600),
};

/**
 * The append-only journal: every change is on disk before anybody is told of it.
 *
 * Group commit: what is appended while a write and its fdatasync are under way goes out together in
 * the next one, so a thousand concurrent commits cost a few syncs, and one alone waits for one.
 *
 * When a write fails, its callers are refused, and that segment is not written again (what a failed
 * sync has left on disk can't be known). The next attempt opens a new segment and begins with the
 * refused lines, because the changes after them may rest on them.
 */
export class Journal {
  readonly #directory: string;
  readonly #files: JournalFiles;
  #segments: KnownSegment[];
  #current: { handle: JournalFile; segment: KnownSegment } | undefined;
  #lastSeq: number;
  #syncedSeq: number;
  readonly #queue: Batch[] = [];
  /** The last of the queue, as long as lines may join it. */
  #joinable: Batch | undefined;
  #after: Promise<void> | undefined;
  #refused: { text: string; firstSeq: number } | undefined;
  #writing = false;

  constructor(
    directory: string,
    past: { segments: readonly (JournalSegment & { bytes: number })[]; lastSeq: number },
    files: JournalFiles = realFiles,
  ) {
    this.#directory = directory;
    this.#files = files;
    this.#segments = past.segments.map((segment, i) => ({
      ...segment,
      lastSeq: (past.segments[i + 1]?.firstSeq ?? past.lastSeq + 1) - 1,
    }));
    this.#lastSeq = past.lastSeq;
    this.#syncedSeq = past.lastSeq;
  }

  /** The last place given out, durable or not. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Of all segments that are still needed. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * @param changes JSON of one commit's changes.
   * @returns a promise shared by all that go out together; rejects when they could not be written.
   */
  append(changes: string): Promise<void> {
    const batch = this.#join();
    const seq = ++this.#lastSeq;
    batch.text += encodeLine(seq, this.#syncedSeq, changes);
    batch.lastSeq = seq;
    return batch.durable;
  }

  /**
   * Ends the segment here: what is appended from now on goes to another one.
   *
   * @returns the place of the cut, and when everything before it is durable.
   */
  cut(): { position: number; durable: Promise<void> } {
    const batch = this.#join();
    batch.endsSegment = true;
    this.#joinable = undefined;
    return { position: this.#lastSeq, durable: batch.durable };
  }

  /**
   * Takes the next place in the order for something kept elsewhere, which replaces everything before
   * it. What is appended from now on waits for `kept` and is refused when that fails.
   *
   * @returns the place.
   */
  replaced(kept: Promise<void>): number {
    this.cut();
    this.#after = kept;
    kept.then(
      () => {
        if (this.#after === kept) this.#after = undefined;
      },
      () => {
        if (this.#after === kept) this.#after = undefined;
      },
    );
    return ++this.#lastSeq;
  }

  /** Removes the segments that hold nothing after `seq`. Only after a cut at `seq` or later. */
  async forgetUpTo(seq: number): Promise<void> {
    const gone = this.#segments.filter(
      (segment) => segment.lastSeq <= seq && segment !== this.#current?.segment,
    );
    if (gone.length === 0) return;
    this.#segments = this.#segments.filter((segment) => !gone.includes(segment));
    for (const { file } of gone) await removeIfThere(file);
    await syncDirectory(this.#directory);
  }

  /** Forgets lines that were refused, because something later stands for them. */
  forgetRefused(seq: number): void {
    if (this.#refused && this.#refused.firstSeq <= seq) this.#refused = undefined;
  }

  /** Waits for what is queued. Rejects when something could not be written. */
  async close(): Promise<void> {
    const { durable } = this.cut();
    await durable;
  }

  #join(): Batch {
    if (this.#joinable) return this.#joinable;
    const batch = newBatch(this.#lastSeq + 1, this.#after);
    this.#joinable = batch;
    this.#queue.push(batch);
    if (!this.#writing) {
      this.#writing = true;
      // Not at once: the other requests of this turn of the event loop join in.
      setImmediate(() => void this.#writeQueue());
    }
    return batch;
  }

  async #writeQueue(): Promise<void> {
    for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) {
      if (this.#joinable === batch) this.#joinable = undefined;
      try {
        await batch.after;
      } catch (error) {
        batch.reject(error);
        continue;
      }
      try {
        await this.#writeBatch(batch);
        batch.resolve();
      } catch (error) {
        batch.reject(error);
      }
    }
    this.#writing = false;
  }

  async #writeBatch(batch: Batch): Promise<void> {
    const { text, firstSeq } = this.#refused
      ? { text: this.#refused.text + batch.text, firstSeq: this.#refused.firstSeq }
      : batch;
    try {
      if (text !== '') {
        const isNew = this.#current === undefined;
        const { handle, segment } = (this.#current ??= await this.#openSegment(firstSeq));
        segment.lastSeq = batch.lastSeq;
        await handle.writeFile(text);
        await Promise.all([handle.datasync(), isNew && syncDirectory(this.#directory)]);
        this.#refused = undefined;
        this.#syncedSeq = batch.lastSeq;
        segment.bytes += text.length;
      }
      if (batch.endsSegment) await this.#closeSegment();
    } catch (error) {
      if (text !== '') this.#refused = { text, firstSeq };
      await this.#closeSegment().catch(() => undefined);
      throw error;
    }
  }

  async #openSegment(firstSeq: number): Promise<{ handle: JournalFile; segment: KnownSegment }> {
    const file = segmentFile(this.#directory, firstSeq);
    // The same name again only where everything in the file was refused and is written anew.
    this.#segments = this.#segments.filter((segment) => segment.file !== file);
    const handle = await this.#files.open(file);
    const segment = { file, firstSeq, lastSeq: firstSeq, bytes: 0 };
    this.#segments.push(segment);
    return { handle, segment };
  }

  async #closeSegment(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.handle.close();
  }
}

function newBatch(firstSeq: number, after: Promise<void> | undefined): Batch {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const durable = new Promise<void>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  // Whoever appended hears of it; the empty batch of a cut may have nobody who listens.
  durable.catch(() => undefined);
  return { text: '', firstSeq, lastSeq: firstSeq - 1, after, endsSegment: false, durable, resolve, reject };
}
