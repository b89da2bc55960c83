import { entryOfRecording, unreadableEntry } from './entry-of-recording.ts';
import type { LogEntry, LogLimits } from './entry.ts';
import type { Recording } from './recording.ts';
import type { Redaction } from './redaction.ts';
import { WaitingRecordings } from './waiting-recordings.ts';

/** How long a reader may wait for a row, in ms; within the 20 ms in which a row must be there. */
const READER_DELAY = 10;
/** How long rows may stay unwritten, in ms. */
const ARCHIVE_DELAY = 250;
/** How many rows are made without letting requests in between: about a millisecond's worth. */
export const ROWS_PER_TURN = 32;
/** After how long making rows lets requests in, in ms, however few rows that was: some are hard to make. */
const LONGEST_TURN = 8;
/**
 * Pause between turns while nobody reads and requests keep coming, in ms: at most 160 rows a second, so
 * that the time is the requests'. The newest exchanges wait as they are, and those the limits would
 * drop anyway never cost a row.
 */
const BUSY_PAUSE = 200;
/** The same when no request came since the last turn: what was put off is soon made up for. */
const QUIET_PAUSE = 10;

/** A row and its line in the archive. */
export interface LogRow {
  readonly entry: LogEntry;
  readonly line: string;
}

export function rowOf(entry: LogEntry): LogRow {
  return { entry, line: JSON.stringify(entry) };
}

/** Who the rows are made for. */
export interface RowTaker {
  /** Whether somebody waits for each row as it comes. */
  hasReaders(): boolean;
  /** Whether rows are kept on disk. */
  isKept(): boolean;
  nextSeq(): number;
  /** The row that stands for so many that were let go, with the `seq` of the last of them. */
  rowOfGap(dropped: number): LogRow;
  take(rows: readonly LogRow[]): void;
}

/** Makes rows of what was recorded: behind the answers, a few at a time, the oldest first. */
export class RowMaker {
  readonly #redaction: Redaction;
  readonly #taker: RowTaker;
  readonly #waiting: WaitingRecordings;
  /** How many recordings came, and how many had come at the last turn. */
  #came = 0;
  #cameBefore = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerDelay = Infinity;

  constructor(limits: LogLimits, redaction: Redaction, taker: RowTaker) {
    this.#redaction = redaction;
    this.#taker = taker;
    this.#waiting = new WaitingRecordings(limits);
  }

  /** How many are no rows yet, those that were let go included. */
  get waiting(): number {
    return this.#waiting.dropped + this.#waiting.length;
  }

  /** Whether there is a row to be made. */
  get hasWork(): boolean {
    return this.#waiting.length > 0;
  }

  add(recording: Recording): void {
    this.#came += 1;
    this.#waiting.push(recording);
    if (this.#taker.hasReaders()) this.#flushWithin(READER_DELAY);
    else if (this.#taker.isKept()) this.#flushWithin(ARCHIVE_DELAY);
  }

  /** Makes all of them now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerDelay = Infinity;
    while (this.hasWork) this.makeRows(this.#waiting.length);
  }

  /** Makes rows of the oldest, up to so many and for so long as one turn may take. */
  makeRows(most = ROWS_PER_TURN): void {
    const rows: LogRow[] = [];
    const dropped = this.#waiting.takeDropped();
    if (dropped > 0) rows.push(this.#taker.rowOfGap(dropped));
    const begun = performance.now();
    for (let made = 0; made < most && performance.now() - begun < LONGEST_TURN; made++) {
      const [recording] = this.#waiting.take(1);
      if (!recording) break;
      rows.push(this.#rowOf(recording));
      recording.responseBody.release();
    }
    if (rows.length > 0) this.#taker.take(rows);
  }

  #flushWithin(delay: number): void {
    if (delay >= this.#timerDelay) return;
    clearTimeout(this.#timer);
    this.#timerDelay = delay;
    this.#timer = setTimeout(() => {
      this.#makeRowsPiecemeal();
    }, delay);
    this.#timer.unref();
  }

  /** A few at a time, so that no request waits for the rows of the ones before. */
  #makeRowsPiecemeal(): void {
    this.#timerDelay = Infinity;
    this.makeRows();
    const pause = this.#came === this.#cameBefore ? QUIET_PAUSE : BUSY_PAUSE;
    this.#cameBefore = this.#came;
    if (this.hasWork) this.#flushWithin(this.#taker.hasReaders() ? 0 : pause);
  }

  /**
   * Whatever a client sent, there is a row of it, and making it throws nothing: rows are made in a
   * timer, where a throw would end the process.
   */
  #rowOf(recording: Recording): LogRow {
    const seq = this.#taker.nextSeq();
    try {
      return rowOf(entryOfRecording(recording, seq, this.#redaction));
    } catch (error) {
      process.stderr.write(`a row of the log could not be made: ${nameOf(error)}\n`);
      return rowOf(unreadableEntry(recording, seq, this.#redaction));
    }
  }
}

/** Of an error, without its message, which can quote what a client sent. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /^ +at .*/m.exec(error.stack ?? '')?.[0].trim();
  return place === undefined ? error.name : `${error.name} ${place}`;
}
