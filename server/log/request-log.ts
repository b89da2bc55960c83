/**
 * The request log: every exchange with the bank, explained, for people and for tests.
 *
 * Threat: it sees every secret that passes. What was sent is held as it was only in memory (until
 * its row is needed, and for the newest few hundred exchanges so that they can be sent again); what
 * is listed, streamed, exported or written to disk has been through `redaction.ts`.
 *
 * Cost: while a request is being answered only references are kept. Parsing, redacting and
 * serialising happen afterwards, in batches, and only when somebody reads the log or it is kept on
 * disk; whoever reads gets everything that was answered before.
 */
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../bank/clock.ts';
import type { Refusal } from '../bank/refusal.ts';
import type { BankState } from '../bank/state.ts';
import type { Sliced } from '../slices.ts';
import { toTimestamp } from '../bank/time.ts';
import { LogArchive } from './archive.ts';
import { outcome } from './entry-of-recording.ts';
import {
  defaultLogLimits,
  type LogCapacity,
  type LogEntry,
  type LogLimits,
  type LogNote,
  type LogOrigin,
} from './entry.ts';
import { attachExchange, Exchange } from './exchange.ts';
import type { LogFilter } from './filter.ts';
import { Fingerprints } from './fingerprint.ts';
import { KeptEntries, type LogPage } from './kept-entries.ts';
import { findPiecemeal } from './piecemeal-search.ts';
import { ReplayableRecordings } from './replayable-recordings.ts';
import { LogReaders, type Selection } from './log-readers.ts';
import { baseOf, newRecording, watch, type Recording } from './recording.ts';
import { OutgoingRow } from './outgoing-row.ts';
import { Redaction } from './redaction.ts';
import { ROWS_PER_TURN, RowMaker, rowOf, type LogRow } from './row-maker.ts';

export interface LogQuery extends Selection {
  /** Only entries with a greater `seq`, from the oldest of them on. */
  after?: number;
  /** Only entries with a smaller `seq`, up to the newest of them. */
  before?: number;
  limit: number;
}

/** What is known of a request that was refused before it was read. */
interface UnreadRequest {
  readonly method: string;
  readonly target: string;
  readonly base: string;
  readonly refusal: Refusal;
  readonly status: number;
}

export class RequestLog {
  readonly limits: LogLimits;
  readonly #clock: Clock;
  readonly #archive: LogArchive | null;
  readonly #kept: KeptEntries;
  readonly #redaction = new Redaction(new Fingerprints());
  readonly #run = `r${randomBytes(4).toString('hex')}`;
  readonly #readers = new LogReaders((selection, entry) => this.#selects(selection, entry));
  readonly #rows: RowMaker;
  /** Reading of what earlier runs left, while it goes on. */
  #recalling: Promise<void> | undefined;
  readonly #replayable: ReplayableRecordings;
  #begun = 0;
  #lastSeq = 0;

  constructor(options: { clock: Clock; dataDir: string | null; limits?: Partial<LogLimits> }) {
    this.#clock = options.clock;
    this.limits = { ...defaultLogLimits, ...options.limits };
    this.#kept = new KeptEntries(this.limits);
    this.#replayable = new ReplayableRecordings(this.limits);
    this.#rows = new RowMaker(this.limits, this.#redaction, {
      hasReaders: () => this.#readers.size > 0,
      isKept: () => this.#archive !== null,
      nextSeq: () => ++this.#lastSeq,
      rowOfGap: (dropped) => this.#rowOfGap(dropped),
      take: (rows) => {
        this.#publish(rows);
      },
    });
    this.#archive = options.dataDir === null ? null : new LogArchive(options.dataDir, this.limits);
  }

  /** Finds what an earlier run left. To be called before the first `begin`. */
  open(): void {
    this.#lastSeq = this.#archive?.open() ?? 0;
  }

  /** Hides an exact value wherever it appears, e.g. the control token. */
  hide(secret: string, kind: string): void {
    this.#redaction.hide(secret, kind);
  }

  /**
   * Hides every secret the bank holds, as they come and go, and keeps as much as its settings say.
   *
   * @returns ends that, where another state takes this one's place.
   */
  *follow(state: BankState): Sliced<() => Sliced<void>> {
    const ends = [yield* this.#redaction.hideSecretsOf(state), yield* this.#obeySettingsOf(state)];
    return function* () {
      for (const end of ends) yield* end();
    };
  }

  #obeySettingsOf(state: BankState): Sliced<() => Sliced<void>> {
    return state.settings.watch((_, settings) => {
      if (!settings?.retention) return;
      this.limits.entries = settings.retention.logEntries;
      this.limits.bytes = settings.retention.logMegabytes * 1024 * 1024;
    });
  }

  /** How full the log is: the oldest entries go when either limit is reached. */
  get capacity(): LogCapacity {
    return { ...this.#kept.size, mostEntries: this.limits.entries, mostBytes: this.limits.bytes };
  }

  /** A text, e.g. for stderr, as the log would show it. */
  readonly hideSecrets = this.#redaction.text;

  /** A JSON value as the log would show it. */
  redacted<Value>(value: Value): Value {
    return this.#redaction.json(value) as Value;
  }

  /**
   * Starts recording a request; to be called before anything reads it or answers it. The exchange is
   * attached to the request, so handlers find it with `exchangeOf(request)`.
   */
  begin(request: IncomingMessage, response: ServerResponse, origin: LogOrigin): Exchange {
    const exchange = this.#newExchange();
    attachExchange(request, exchange);
    const startedAt = performance.now();
    const recording: Recording = {
      ...this.#newRecording(exchange, this.limits.bodyBytes),
      origin,
      method: request.method ?? 'GET',
      target: targetOf(request),
      base: baseOf(request),
      requestHeaders: request.rawHeaders,
    };
    watch(request, response, recording, () => {
      recording.durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      this.#ended(recording);
      this.#replayable.add(recording);
    });
    return exchange;
  }

  /** Starts recording a request that the bank itself makes. */
  beginOutgoing(url: URL, headers: Readonly<Record<string, string>>): OutgoingRow {
    const recording = this.#newRecording(this.#newExchange(), this.limits.bodyBytes);
    return new OutgoingRow(recording, url, headers, (made) => {
      this.#ended(made);
    });
  }

  /** Records a request that was refused before anybody could read it: what is known of it, and the cause. */
  refused({ method, target, base, refusal, status }: UnreadRequest): void {
    const exchange = this.#newExchange();
    exchange.refuse(refusal);
    this.#ended({ ...this.#newRecording(exchange, 0), method, target, base, status });
  }

  #newRecording(exchange: Exchange, bodyBytes: number): Recording {
    return newRecording(exchange, bodyBytes, { at: this.#clock.now(), realAt: this.#clock.realNow() });
  }

  #newExchange(): Exchange {
    const exchange = new Exchange(`${this.#run}-${(++this.#begun).toString(36)}`);
    exchange.hideSecrets = this.hideSecrets;
    return exchange;
  }

  /** Adds a row for something that no request did. */
  note(note: LogNote): LogEntry {
    // Behind what was answered before, unless so much waits that somebody would wait for it.
    if (this.#rows.waiting <= ROWS_PER_TURN) this.flush();
    const entry = this.#event(note);
    this.#publish([rowOf(entry)]);
    return entry;
  }

  #event({ subject, code, details = {}, effects = [], at = this.#clock.now() }: LogNote): LogEntry {
    const nothing = { headers: {}, body: null, bodySize: 0 };
    return {
      id: `${this.#run}-${(++this.#begun).toString(36)}`,
      seq: ++this.#lastSeq,
      at: toTimestamp(at),
      realAt: toTimestamp(this.#clock.realNow()),
      durationMs: 0,
      origin: 'control',
      method: 'EVENT',
      url: `sandbox:${subject}`,
      path: subject,
      status: 0,
      request: nothing,
      response: nothing,
      outcome: outcome(code, details, this.#redaction),
      effects: this.redacted([...effects]),
    };
  }

  /**
   * A page of the log, always in ascending order. With `after`, the oldest matches behind it;
   * otherwise the newest matches (before `before`).
   */
  list({ after, before, limit, ...selection }: LogQuery): LogPage {
    this.#recall();
    return this.#kept.page({ after, before, limit }, (entry) => this.#selects(selection, entry));
  }

  /**
   * As `list`, without keeping requests waiting: what is not yet a row becomes one, and a filter reads,
   * a few rows at a time.
   */
  async find({ after, before = Infinity, limit, ...selection }: LogQuery): Promise<LogPage> {
    await this.caughtUp();
    const picks = (entry: LogEntry): boolean => this.#selects(selection, entry);
    const window = { after: after ?? 0, before: Math.min(before, this.#lastSeq + 1), limit };
    return findPiecemeal(this.#kept, window, after !== undefined, picks);
  }

  /** Resolves when everything answered before the call is a row, and what earlier runs left is read. */
  async caughtUp(): Promise<void> {
    await this.#recallPiecemeal();
    // Others may make some of them meanwhile, and newer ones may come.
    const newest = this.#lastSeq + this.#rows.waiting;
    while (this.#rows.hasWork && this.#lastSeq < newest) {
      this.#rows.makeRows();
      await nextTurn();
    }
  }

  get(id: string): LogEntry | undefined {
    this.#recall();
    return this.#kept.get(id);
  }

  /** The exchange as it was, while it is held. Full of secrets: for sending it again, nothing else. */
  recordingOf(id: string): Recording | undefined {
    return this.#replayable.find(id);
  }

  /** The `seq` of an entry by its id, for cursors. */
  readonly sequenceOf = (id: string): number | undefined => {
    this.#recall();
    return this.#kept.sequenceOf(id);
  };

  /** The `seq` of the newest entry. */
  get lastSeq(): number {
    this.flush();
    return this.#lastSeq;
  }

  /**
   * The first match with a `seq` greater than `after` (by default: after now), as soon as there is
   * one; undefined when `timeoutMs` have passed or `signal` says to stop.
   */
  wait({
    after = this.lastSeq,
    timeoutMs,
    signal,
    ...selection
  }: Selection & { after?: number; timeoutMs: number; signal?: AbortSignal }): Promise<LogEntry | undefined> {
    const [there] = this.list({ ...selection, after, limit: 1 }).items;
    if (there) return Promise.resolve(there);
    return this.#readers.next(selection, { timeoutMs, signal });
  }

  /**
   * Tells of each new match, in order. With `after`, first of the matches there already are behind it.
   *
   * @returns a function that ends it.
   */
  subscribe({
    after,
    onEntry,
    ...selection
  }: Selection & { after?: number; onEntry: (entry: LogEntry) => void }): () => void {
    this.flush();
    if (after !== undefined) {
      for (const entry of this.list({ ...selection, after, limit: this.limits.entries }).items)
        onEntry(entry);
    }
    return this.#readers.add({ ...selection, onEntry });
  }

  /** Forgets matching entries (all without a filter), on disk too. @returns how many. */
  delete(filter?: LogFilter): number {
    this.#recall();
    const deleted = this.#kept.delete((entry) => this.#selects(filter ? { filter } : {}, entry));
    this.#replayable.forget(deleted);
    this.#archive?.replace(this.#kept.all(), this.#lastSeq);
    return deleted.size;
  }

  /** Makes rows of everything that has been answered. */
  flush(): void {
    this.#rows.flush();
  }

  /** Writes what is left and stops. */
  async close(): Promise<void> {
    // Without an archive nobody will ever read them, and thousands of rows take seconds to make.
    if (this.#archive) this.flush();
    this.#readers.clear();
    await this.#archive?.close();
  }

  #ended(recording: Recording): void {
    recording.exchange.settle();
    this.#rows.add(recording);
  }

  /** Stands in the place of the last that was let go. */
  #rowOfGap(dropped: number): LogRow {
    this.#lastSeq += dropped - 1;
    this.#kept.dropped += dropped;
    const { entries, bytes } = this.limits;
    return rowOf(
      this.#event({
        subject: 'log',
        code: 'log_entries_dropped',
        details: { dropped, entries, megabytes: Math.round(bytes / 1024 / 1024) },
      }),
    );
  }

  #selects({ filter, matching }: Selection, entry: LogEntry): boolean {
    return (filter?.matches(entry, this.sequenceOf) ?? true) && (matching?.(entry) ?? true);
  }

  #publish(rows: readonly LogRow[]): void {
    const entries = rows.map(({ entry }) => entry);
    const lines = rows.map(({ line }) => line);
    this.#kept.add(
      rows.map(({ entry, line }) => ({ entry, bytes: line.length })),
      this.#clock.realNow(),
    );
    this.#archive?.append(entries, lines);
    this.#readers.tell(entries);
  }

  /** Everything answered so far, and what earlier runs left: read only when it is first asked for. */
  #recall(): void {
    const past = this.#archive?.takePast();
    if (past) this.#kept.prepend(past, this.#clock.realNow());
    this.flush();
  }

  async #recallPiecemeal(): Promise<void> {
    this.#recalling ??= this.#archive?.readPast().then((past) => {
      if (past) this.#kept.prepend(past, this.#clock.realNow());
      this.#recalling = undefined;
    });
    await this.#recalling;
  }
}

/** The whole target of the request line. Express routers cut `url` down to what is theirs. */
function targetOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '/';
}
