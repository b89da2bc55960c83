import type { ServerResponse } from 'node:http';
import type { LogEntry } from '../log/entry.ts';
import type { LogFilter } from '../log/filter.ts';
import type { RequestLog } from '../log/request-log.ts';

/** Comment lines keep proxies and browsers from taking a quiet log for a dead connection. */
const HEARTBEAT_MS = 15_000;
/** What may wait in memory for one reader. Beyond it nothing is written until the reader has caught up. */
const MOST_WAITING_BYTES = 1024 * 1024;
/** How many entries are taken from the log at once for a reader that is behind. */
const ENTRIES_AT_ONCE = 50;
/** A reader that takes nothing for so long is told, and let go; it resumes where it was. */
const PATIENCE_MS = 60_000;

/**
 * The log as server-sent events for one reader (WHATWG HTML §9.2), who may be slower than the log is
 * written. What he has not taken stays in the log and not in his connection: memory is bounded whatever
 * he does. Each event's id is the entry's `seq`, from which he resumes by `Last-Event-ID`.
 */
export class LogStream {
  readonly #log: RequestLog;
  readonly #response: ServerResponse;
  readonly #filter: LogFilter | undefined;
  /** The last entry that was written. */
  #sent: number;
  /** Whether he is behind, so that what is new is left to be fetched. */
  #isBehind = true;
  #lastTaken: number;
  #end: (() => void) | undefined;

  /** @param options.after the `seq` behind which the reader begins. */
  constructor(log: RequestLog, response: ServerResponse, options: { filter?: LogFilter; after: number }) {
    this.#log = log;
    this.#response = response;
    this.#filter = options.filter;
    this.#sent = options.after;
    this.#lastTaken = performance.now();
  }

  begin(): void {
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    // RFC 9110 §9.3.2: a HEAD is told what there is, which for a stream is an end without a beginning.
    if (this.#response.req.method === 'HEAD') {
      this.#response.end();
      return;
    }
    this.#response.write('retry: 1000\n\n');
    const unsubscribe = this.#log.subscribe({
      ...(this.#filter && { filter: this.#filter }),
      onEntry: (entry) => {
        if (!this.#isBehind) this.#write(entry);
      },
    });
    const heartbeat = setInterval(() => {
      this.#beat();
    }, HEARTBEAT_MS).unref();
    this.#response.on('drain', () => {
      this.#lastTaken = performance.now();
      this.#catchUp();
    });
    this.#end = () => {
      clearInterval(heartbeat);
      unsubscribe();
    };
    this.#response.once('close', this.#end);
    this.#catchUp();
  }

  #catchUp(): void {
    if (!this.#isBehind || this.#response.writableEnded || this.#response.destroyed) return;
    const { items, hasNext } = this.#log.list({
      ...(this.#filter && { filter: this.#filter }),
      after: this.#sent,
      limit: ENTRIES_AT_ONCE,
    });
    // Whoever has no more room is waited for.
    if (!items.every((entry) => this.#write(entry))) return;
    this.#isBehind = hasNext;
    // He takes them as fast as they come: go on, but let requests in between.
    if (hasNext) {
      setImmediate(() => {
        this.#catchUp();
      });
    }
  }

  /** @returns whether there is room for more. */
  #write(entry: LogEntry): boolean {
    this.#response.write(`id: ${String(entry.seq)}\nevent: entry\ndata: ${JSON.stringify(entry)}\n\n`);
    this.#sent = entry.seq;
    if (this.#response.writableLength <= MOST_WAITING_BYTES) return true;
    this.#isBehind = true;
    this.#lastTaken = performance.now();
    return false;
  }

  #beat(): void {
    if (!this.#isBehind) {
      this.#response.write(': still here\n\n');
    } else if (performance.now() - this.#lastTaken > PATIENCE_MS) {
      this.#end?.();
      this.#response.end(
        'event: behind\ndata: {"reason":"This reader took nothing for a minute. It resumes from the last id."}\n\n',
      );
      // What he never takes would keep the connection for ever.
      setTimeout(() => this.#response.destroy(), HEARTBEAT_MS).unref();
    }
  }
}
