import type { LogEntry, LoggedMessage } from './entry.ts';

interface NameValue {
  name: string;
  value: string;
}

/**
 * Entries as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), to be opened in a browser's
 * developer tools. What the log adds stands in members that begin with `_`, as the format asks.
 * Rows that no request made are left out: the format has no place for them.
 */
export function harOf(entries: readonly LogEntry[], version: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'IB Link Sandbox', version },
      entries: entries.filter(({ method }) => method !== 'EVENT').map(harEntry),
    },
  };
}

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
      ...(request.body !== null && {
        postData: { mimeType: typeOf(request), params: [], text: request.body },
      }),
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
        mimeType: typeOf(response),
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
  return query === undefined
    ? []
    : Array.from(new URLSearchParams(query), ([name, value]) => ({ name, value }));
}
