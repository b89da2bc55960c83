import type { ServerResponse } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import type { LogEntry } from '../log/entry.ts';
import { LogFilter } from '../log/filter.ts';
import { harPieces } from '../log/har.ts';
import { replay } from '../log/replay.ts';
import type { RequestLog } from '../log/request-log.ts';
import { JsonPieces } from './json-pieces.ts';
import { LogStream } from './log-stream.ts';
import { implement, type ImplementedOperation } from './operation.ts';
import {
  clearLog,
  exportHar,
  getLogEntry,
  listLog,
  longestWaitSeconds,
  replayLogEntry,
  streamLog,
  waitForLogEntry,
} from './operations/log.ts';

/** The `/log` resource. */
export function implementLog(): ImplementedOperation[] {
  return [
    implement(listLog, async ({ context, query }) => {
      const { log } = context;
      await log.caughtUp();
      const before = sequence(log, query.before);
      const page = await log.find({
        ...selection(context, query),
        ...(before !== undefined && { before }),
        limit: query.limit,
      });
      const first = page.items[0];
      const last = page.items.at(-1);
      return new JsonPieces(
        pageText(page.items, {
          ...(page.hasNext && last && { next: String(last.seq) }),
          ...(page.hasEarlier && first && { earlier: String(first.seq) }),
          capacity: log.capacity,
        }),
      );
    }),
    implement(getLogEntry, async ({ context: { log }, params }) => {
      await log.caughtUp();
      return loggedEntry(log, params.id);
    }),
    implement(waitForLogEntry, ({ context, query, response }) => waitForEntry(context, query, response)),
    implement(streamLog, async ({ context, query, request, response }) => {
      const { log } = context;
      await log.caughtUp();
      const selected = selection(context, query);
      const lastEventId = request.headers['last-event-id'];
      // WHATWG HTML §9.2.4: a reader that comes back says what it saw last.
      const resumed = typeof lastEventId === 'string' && /^\d{1,15}$/.test(lastEventId);
      new LogStream(log, response, {
        ...(selected.filter && { filter: selected.filter }),
        after: resumed ? Number(lastEventId) : (selected.after ?? log.lastSeq),
      }).begin();
    }),
    implement(exportHar, async ({ context, query, response }) => {
      const { log, version } = context;
      await log.caughtUp();
      const { items } = await log.find({ ...selection(context, query), limit: log.limits.entries });
      response.setHeader('Content-Disposition', 'attachment; filename="ib-link-sandbox.har"');
      await new JsonPieces(harPieces(items, version)).sendTo(response);
    }),
    implement(clearLog, async ({ context, query }) => {
      const { log } = context;
      await log.caughtUp();
      return { deleted: log.delete(selection(context, query).filter) };
    }),
    implement(replayLogEntry, ({ context, params }) => replayEntry(context, params.id)),
  ];
}

/** As large as pieces are made, in UTF-16 code units: a millisecond's worth or little more. */
const PIECE_LENGTH = 65_536;

/** A page as JSON, some rows at a time: a thousand rows with long bodies are a hundred megabytes. */
function* pageText(items: readonly LogEntry[], members: object): Generator<string> {
  let piece = '{"items":[';
  let separator = '';
  for (const entry of items) {
    piece += separator + JSON.stringify(entry);
    separator = ',';
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}],${JSON.stringify(members).slice(1)}`;
}

function selection(
  { log, clock, state }: SandboxContext,
  query: { filter?: string; after?: string },
): { filter?: LogFilter; after?: number } {
  const after = sequence(log, query.after);
  return {
    ...(query.filter !== undefined && {
      filter: LogFilter.parse(query.filter, {
        now: clock.now(),
        realNow: clock.realNow(),
        customersOf: (loginId) => state.customers.where('loginId', loginId).map(({ id }) => id),
      }),
    }),
    ...(after !== undefined && { after }),
  };
}

/** @throws Refusal log_entry_unknown for an id that is not in the log. */
function sequence(log: RequestLog, cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d+$/.test(cursor)) return Number(cursor);
  const seq = log.sequenceOf(cursor);
  if (seq === undefined) throw new Refusal('log_entry_unknown', { id: cursor });
  return seq;
}

export function loggedEntry(log: RequestLog, id: string): LogEntry {
  const entry = log.get(id);
  if (!entry) throw new Refusal('log_entry_unknown', { id });
  return entry;
}

async function waitForEntry(
  context: SandboxContext,
  query: { filter?: string; after?: string; timeout: string },
  response: ServerResponse,
): Promise<LogEntry> {
  const { log } = context;
  const [, number = '', unit] = /^([\d.]+)(ms|s)?$/.exec(query.timeout) ?? [];
  const seconds = Math.min(Number(number) / (unit === 'ms' ? 1000 : 1), longestWaitSeconds);
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  await log.caughtUp();
  const lastBefore = log.lastSeq;
  const entry = await log.wait({
    ...selection(context, query),
    timeoutMs: seconds * 1000,
    signal: gone.signal,
  });
  if (!entry) throw new Refusal('log_no_match', { seconds, seen: log.lastSeq - lastBefore });
  return entry;
}

/** How long the row of a replay may take to be there once its answer is. */
const replayRowMs = 2_000;

async function replayEntry({ log, addresses }: SandboxContext, id: string): Promise<LogEntry> {
  await log.caughtUp();
  const entry = loggedEntry(log, id);
  if (entry.origin !== 'bank') throw new Refusal('log_replay_not_bank', { id });
  const recording = log.recordingOf(id);
  if (!recording) throw new Refusal('log_replay_too_old', { id, replayable: log.limits.replayable });
  if (recording.requestBody.cut) throw new Refusal('log_replay_body_cut', { id });
  const after = log.lastSeq;
  try {
    await replay(recording, addresses.issuer);
  } catch (error) {
    throw new Refusal('log_replay_failed', { cause: error instanceof Error ? error.message : String(error) });
  }
  const row = await log.wait({ after, timeoutMs: replayRowMs, matching: ({ replayOf }) => replayOf === id });
  if (!row) throw new Refusal('log_replay_failed', { cause: 'no log entry' });
  return row;
}
