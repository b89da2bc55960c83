import type { LogEntry } from './entry.ts';
import type { LogFilter } from './filter.ts';
import { nameOf } from './row-maker.ts';

/** Which entries: those of a filter, or those a predicate picks. */
export interface Selection {
  filter?: LogFilter;
  matching?: (entry: LogEntry) => boolean;
}

/** Whether an entry is one of a selection. */
export type Selects = (selection: Selection, entry: LogEntry) => boolean;

interface Reader extends Selection {
  readonly onEntry: (entry: LogEntry) => void;
}

/** Those who are told of each row as it comes. */
export class LogReaders {
  readonly #selects: Selects;
  readonly #readers = new Set<Reader>();

  constructor(selects: Selects) {
    this.#selects = selects;
  }

  get size(): number {
    return this.#readers.size;
  }

  /** @returns a function that ends it. */
  add(reader: Reader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  clear(): void {
    this.#readers.clear();
  }

  /** In order. A reader that fails is let go, and fails nobody else. */
  tell(entries: readonly LogEntry[]): void {
    for (const reader of [...this.#readers]) {
      try {
        for (const entry of entries) {
          if (this.#selects(reader, entry)) reader.onEntry(entry);
          if (!this.#readers.has(reader)) break;
        }
      } catch (error) {
        this.#readers.delete(reader);
        process.stderr.write(`a reader of the log failed: ${nameOf(error)}\n`);
      }
    }
  }

  /** The next match; undefined when `timeoutMs` have passed or `signal` says to stop. */
  next(
    selection: Selection,
    { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<LogEntry | undefined> {
    return new Promise((resolve) => {
      const done = (entry: LogEntry | undefined): void => {
        clearTimeout(timer);
        end();
        signal?.removeEventListener('abort', stop);
        resolve(entry);
      };
      const stop = (): void => {
        done(undefined);
      };
      const timer = setTimeout(stop, timeoutMs);
      const end = this.add({ ...selection, onEntry: done });
      signal?.addEventListener('abort', stop);
      if (signal?.aborted) stop();
    });
  }
}
