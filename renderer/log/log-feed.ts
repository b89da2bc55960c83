import { streamLog, listLog } from '../../server/control/operations/log.ts';
import { ControlError, type ControlClient } from '../app/control-client.ts';
import { readEventStream } from './event-stream.ts';
import type { LogEntry } from './log-entry.ts';
import { withoutSelfTests } from './self-test-rows.ts';

/** Rows kept in the page; older ones are still in the sandbox and found by a filter. */
export const rowLimit = 5000;
const firstPage = 500;
/** A hidden tab gives its connection back: browsers allow six to one origin, over all tabs. */
const hiddenGraceMs = 20_000;
const slowestRetryMs = 5000;

export interface FeedSnapshot {
  readonly entries: readonly LogEntry[];
  readonly state: 'connecting' | 'live' | 'reconnecting' | 'failed';
  readonly error: Error | undefined;
  readonly filter: string;
  /** Whether rows of self-tests are among them. */
  readonly selfTests: boolean;
  /** Held back while paused. */
  readonly waiting: number;
  readonly paused: boolean;
  /** Older rows exist that are not shown. */
  readonly cut: boolean;
}

/**
 * The request log as it happens: the newest rows first read, then followed through the event stream,
 * taken up again after an interruption where it broke off. One for the whole console.
 */
export class LogFeed {
  readonly #client: ControlClient;
  readonly #listeners = new Set<() => void>();
  #snapshot: FeedSnapshot = {
    entries: [],
    state: 'connecting',
    error: undefined,
    filter: '',
    selfTests: false,
    waiting: 0,
    paused: false,
    cut: false,
  };
  #incoming: LogEntry[] = [];
  #held: LogEntry[] = [];
  #lastSeq = 0;
  #drawing: number | undefined;
  #connection: AbortController | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: ControlClient) {
    this.#client = client;
  }

  readonly snapshot = (): FeedSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#connect(true);
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#hiddenTimer);
    this.#disconnect();
  }

  /** Shows the rows a filter lets through. The sandbox judges the filter, not the page. */
  setFilter(filter: string, selfTests = false): void {
    if (filter === this.#snapshot.filter && selfTests === this.#snapshot.selfTests) return;
    this.#update({
      filter,
      selfTests,
      entries: [],
      waiting: 0,
      cut: false,
      error: undefined,
      state: 'connecting',
    });
    this.#connect(true);
  }

  pause(): void {
    this.#update({ paused: true });
  }

  resume(): void {
    const entries = this.#appended(this.#held);
    this.#held = [];
    this.#update({ paused: false, waiting: 0, ...entries });
  }

  /** Reads everything anew: after the log was emptied, or by request of the reader. */
  reload(): void {
    this.#update({ entries: [], waiting: 0, cut: false, error: undefined, state: 'connecting' });
    this.#connect(true);
  }

  #connect(fresh: boolean): void {
    this.#disconnect();
    if (fresh) {
      this.#lastSeq = 0;
      this.#incoming = [];
      this.#held = [];
    }
    const connection = new AbortController();
    this.#connection = connection;
    void this.#follow(connection.signal, fresh);
  }

  #disconnect(): void {
    this.#connection?.abort();
    this.#connection = undefined;
    if (this.#drawing !== undefined) cancelAnimationFrame(this.#drawing);
    this.#drawing = undefined;
  }

  /** Reads and follows until aborted or refused for good. */
  async #follow(signal: AbortSignal, fresh: boolean): Promise<void> {
    // A function, because the flag changes while this one awaits.
    const isOver = () => signal.aborted;
    let mustRead = fresh;
    let delay = 250;
    while (!isOver()) {
      try {
        if (mustRead) {
          await this.#readNewest(signal);
          mustRead = false;
        }
        const response = await this.#client.request(
          streamLog,
          { query: this.#query() },
          { signal, headers: { 'last-event-id': String(this.#lastSeq), accept: 'text/event-stream' } },
        );
        if (!response.body) throw new ControlError(0, { title: 'unreachable' });
        this.#update({ state: 'live', error: undefined });
        delay = 250;
        for await (const { event, data } of readEventStream(response.body)) {
          if (isOver()) return;
          if (event === 'entry' || event === 'message') this.#receive(JSON.parse(data) as LogEntry);
        }
      } catch (error) {
        if (isOver()) return;
        const refused = error instanceof ControlError && error.status >= 400 && error.status < 500;
        if (refused) {
          this.#update({ state: 'failed', error });
          return;
        }
        this.#update({ error: error instanceof Error ? error : new Error(String(error)) });
      }
      if (isOver()) return;
      this.#update({ state: 'reconnecting' });
      await pauseFor(delay, signal);
      delay = Math.min(delay * 2, slowestRetryMs);
    }
  }

  async #readNewest(signal: AbortSignal): Promise<void> {
    const response = await this.#client.request(
      listLog,
      { query: { ...this.#query(), limit: firstPage } },
      { signal },
    );
    const page = (await response.json()) as { items: LogEntry[]; next?: string };
    const entries = page.items.toSorted((a, b) => a.seq - b.seq);
    this.#lastSeq = entries.at(-1)?.seq ?? 0;
    this.#update({ entries, cut: page.items.length >= firstPage });
  }

  #query(): { filter?: string } {
    const { filter, selfTests } = this.#snapshot;
    const asked = selfTests ? filter : withoutSelfTests(filter);
    return asked ? { filter: asked } : {};
  }

  /** Rows that arrive within one frame are drawn together. */
  #receive(entry: LogEntry): void {
    if (entry.seq <= this.#lastSeq) return;
    this.#lastSeq = entry.seq;
    this.#incoming.push(entry);
    this.#drawing ??= requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = undefined;
    const arrived = this.#incoming;
    this.#incoming = [];
    if (this.#snapshot.paused) {
      this.#held = [...this.#held, ...arrived].slice(-rowLimit);
      this.#update({ waiting: this.#held.length });
    } else {
      this.#update(this.#appended(arrived));
    }
  }

  #appended(arrived: readonly LogEntry[]): Pick<FeedSnapshot, 'entries' | 'cut'> {
    const entries = [...this.#snapshot.entries, ...arrived];
    if (entries.length <= rowLimit) return { entries, cut: this.#snapshot.cut };
    return { entries: entries.slice(-rowLimit), cut: true };
  }

  #update(change: Partial<FeedSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = setTimeout(() => {
        if (this.#snapshot.state === 'live') this.#disconnect();
      }, hiddenGraceMs);
    } else if (!this.#connection) {
      this.#connect(false);
    }
  };
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
