import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import type { LogEntry } from '../log/entry.ts';
import { LogFilter } from '../log/filter.ts';
import { harOf } from '../log/har.ts';
import { replay } from '../log/replay.ts';
import type { RequestLog } from '../log/request-log.ts';
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
    implement(listLog, ({ context: { log }, query }) => {
      const before = sequence(log, query.before);
      const page = log.list({
        ...selection(log, query),
        ...(before !== undefined && { before }),
        limit: query.limit,
      });
      const first = page.items[0];
      const last = page.items.at(-1);
      return {
        items: page.items,
        ...(page.hasNext && last && { next: String(last.seq) }),
        ...(page.hasEarlier && first && { earlier: String(first.seq) }),
      };
    }),
    implement(getLogEntry, ({ context: { log }, params }) => loggedEntry(log, params.id)),
    implement(waitForLogEntry, ({ context: { log }, query, response }) => waitForEntry(log, query, response)),
    implement(streamLog, ({ context: { log }, query, request, response }) => {
      stream(log, query, request, response);
    }),
    implement(exportHar, ({ context: { log, version }, query, response }) => {
      const { items } = log.list({ ...selection(log, query), limit: log.limits.entries });
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.setHeader('Content-Disposition', 'attachment; filename="ib-link-sandbox.har"');
      response.end(JSON.stringify(harOf(items, version), null, 1));
    }),
    implement(clearLog, ({ context: { log }, query }) => ({
      deleted: log.delete(selection(log, query).filter),
    })),
    implement(replayLogEntry, ({ context, params }) => replayEntry(context, params.id)),
  ];
}

function selection(
  log: RequestLog,
  query: { filter?: string; after?: string },
): { filter?: LogFilter; after?: number } {
  const after = sequence(log, query.after);
  return {
    ...(query.filter !== undefined && { filter: LogFilter.parse(query.filter) }),
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
  log: RequestLog,
  query: { filter?: string; after?: string; timeout: string },
  response: ServerResponse,
): Promise<LogEntry> {
  const [, number = '', unit] = /^([\d.]+)(ms|s)?$/.exec(query.timeout) ?? [];
  const seconds = Math.min(Number(number) / (unit === 'ms' ? 1000 : 1), longestWaitSeconds);
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const lastBefore = log.lastSeq;
  const entry = await log.wait({
    ...selection(log, query),
    timeoutMs: seconds * 1000,
    signal: gone.signal,
  });
  if (!entry) throw new Refusal('log_no_match', { seconds, seen: log.lastSeq - lastBefore });
  return entry;
}

/** Comment lines keep proxies and browsers from taking a quiet log for a dead connection. */
const heartbeatMs = 15_000;
/** A reader that falls this far behind is cut off; it resumes where it was. */
const longestBacklogBytes = 16 * 1024 * 1024;

function stream(
  log: RequestLog,
  query: { filter?: string; after?: string },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const selected = selection(log, query);
  const lastEventId = request.headers['last-event-id'];
  // WHATWG HTML §9.2.4: a reader that comes back says what it saw last.
  const resumed = typeof lastEventId === 'string' && /^\d{1,15}$/.test(lastEventId);
  const after = resumed ? Number(lastEventId) : selected.after;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  const unsubscribe = log.subscribe({
    ...(selected.filter && { filter: selected.filter }),
    ...(after !== undefined && { after }),
    onEntry: (entry) => {
      response.write(`id: ${String(entry.seq)}\nevent: entry\ndata: ${JSON.stringify(entry)}\n\n`);
      if (response.writableLength > longestBacklogBytes) response.destroy();
    },
  });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  heartbeat.unref();
  const end = () => {
    clearInterval(heartbeat);
    unsubscribe();
  };
  response.once('close', end);
  // The reader may have gone before the handler came to this line: then nothing tells of it any more.
  if (response.closed || response.destroyed) end();
}

/** How long the row of a replay may take to be there once its answer is. */
const replayRowMs = 2_000;

async function replayEntry({ log, addresses }: SandboxContext, id: string): Promise<LogEntry> {
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
