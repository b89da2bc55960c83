import type { LogEntry, LoggedMessage } from './entry.ts';

interface NameValue {
  name: string;
  value: string;
}

/**
 * Entries as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), to be opened in a browser's
 * developer tools. What the log adds stands in members that begin with `_`, as the format asks.
 * Rows that no request made are left out: the format has no place for them.
 *
 * @returns the text in pieces, a few entries each, so that whoever writes them can pause in between.
 */
export function* harPieces(entries: readonly LogEntry[], version: string): Generator<string> {
  const head = { version: '1.2', creator: { name: 'IB Link Sandbox', version } };
  yield `{"log":{${JSON.stringify(head).slice(1, -1)},"entries":[`;
  let separator = '\n';
  for (let at = 0; at < entries.length; at += ENTRIES_PER_PIECE) {
    let piece = '';
    for (const entry of entries.slice(at, at + ENTRIES_PER_PIECE)) {
      if (entry.method === 'EVENT') continue;
      piece += separator + JSON.stringify(harEntry(entry));
      separator = ',\n';
    }
    yield piece;
  }
  yield '\n]}}\n';
}

const ENTRIES_PER_PIECE = 50;

function harEntry(entry: LogEntry): object {
  const { request, response } = entry;
  const location = response.headers['location'];
  return {
    startedDateTime: entry.realAt,
    time: entry.durationMs,
    request: {
      method: entry.method,
      url: entry.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(request),
      queryString: queryOf(entry.url),
      ...(request.body !== null && { postData: postDataOf(request, request.body) }),
      headersSize: -1,
      bodySize: request.bodySize,
    },
    response: {
      status: entry.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(response),
      content: {
        size: response.bodySize,
        mimeType: typeOf(response) || 'application/octet-stream',
        ...(response.body !== null && { text: response.body }),
        ...(response.bodyNote && { comment: response.bodyNote.en }),
      },
      redirectURL: typeof location === 'string' ? location : '',
      headersSize: -1,
      bodySize: response.bodySize,
    },
    cache: {},
    timings: { send: 0, wait: entry.durationMs, receive: 0 },
    comment: entry.outcome.message.en,
    _id: entry.id,
    _bankTime: entry.at,
    _outcome: entry.outcome,
    _effects: entry.effects,
  };
}

const FORM = /^application\/x-www-form-urlencoded\b/i;

/**
 * A form as its parameters, anything else as text: the format knows one or the other, and programs
 * that find both take the parameters. A type nobody told is told as unknown (RFC 9110 §8.3).
 */
function postDataOf(request: LoggedMessage, body: string): object {
  const mimeType = typeOf(request) || 'application/octet-stream';
  return FORM.test(mimeType) ? { mimeType, params: pairsOf(body) } : { mimeType, text: body };
}

function headersOf({ headers }: LoggedMessage): NameValue[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
}

function typeOf({ headers }: LoggedMessage): string {
  return [headers['content-type'] ?? ''].flat()[0] ?? '';
}

function queryOf(url: string): NameValue[] {
  const query = /\?([^#]*)/.exec(url)?.[1];
  return query === undefined ? [] : pairsOf(query);
}

function pairsOf(form: string): NameValue[] {
  return Array.from(new URLSearchParams(form), ([name, value]) => ({ name, value }));
}
