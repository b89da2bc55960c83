import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Instant } from '../bank/time.ts';
import type { LogOrigin } from './entry.ts';
import type { Exchange, RewritableBytes } from './exchange.ts';

/** A body as far as it is kept. */
export class CapturedBody {
  /** All bytes seen, kept or not. */
  size = 0;
  readonly #limit: number;
  #kept = 0;
  /** Text as it was given: most bodies come in one piece, and most are never looked at. */
  #first: Buffer | string | (() => Buffer) | undefined;
  #rest: Buffer[] | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get cut(): boolean {
    return this.size > this.#kept;
  }

  /** @param rewritable what can be written again is not kept itself. */
  add(chunk: unknown, encoding?: unknown, rewritable?: RewritableBytes): void {
    if (
      rewritable &&
      chunk === rewritable.bytes &&
      this.size === 0 &&
      rewritable.bytes.length <= this.#limit
    ) {
      this.size = rewritable.bytes.length;
      this.#kept = this.size;
      this.#first = rewritable.again;
    } else if (typeof chunk === 'string') {
      // In the place of an encoding there can also be a callback.
      if (typeof encoding === 'string' && Buffer.isEncoding(encoding) && !/^utf-?8$/i.test(encoding)) {
        this.#addBytes(Buffer.from(chunk, encoding));
      } else {
        this.#addText(chunk);
      }
    } else if (chunk instanceof Uint8Array) {
      this.#addBytes(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    }
  }

  bytes(): Buffer {
    const first = typeof this.#first === 'function' ? this.#first() : (this.#first ?? '');
    const bytes = typeof first === 'string' ? Buffer.from(first) : first;
    return this.#rest ? Buffer.concat([bytes, ...this.#rest]) : bytes;
  }

  /** What is held in memory, in bytes. */
  get held(): number {
    return this.#kept;
  }

  /** Lets go of the contents; the size stays known. */
  release(): void {
    this.#first = undefined;
    this.#rest = undefined;
    this.#kept = 0;
  }

  #addText(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#first !== undefined || bytes > this.#limit) {
      this.#addBytes(Buffer.from(text));
      return;
    }
    if (bytes === 0) return;
    this.size += bytes;
    this.#kept += bytes;
    this.#first = text;
  }

  #addBytes(chunk: Buffer): void {
    this.size += chunk.length;
    const room = this.#limit - this.#kept;
    if (room <= 0 || chunk.length === 0) return;
    // A copy where only a part is kept, so that the log does not hold on to the whole of a large answer.
    const kept = chunk.length <= room ? chunk : Buffer.from(chunk.subarray(0, room));
    this.#kept += kept.length;
    if (this.#first === undefined) this.#first = kept;
    else (this.#rest ??= []).push(kept);
  }
}

/** One exchange as it went over the wire: nothing parsed, nothing redacted. Never leaves the process. */
export interface Recording {
  readonly exchange: Exchange;
  readonly origin: LogOrigin;
  readonly at: Instant;
  readonly realAt: Instant;
  durationMs: number;
  readonly method: string;
  /** The request line's target, usually path and query. */
  readonly target: string;
  /** Scheme and authority as the client addressed them. */
  readonly base: string;
  /** Name, value, name, value … as received. */
  readonly requestHeaders: readonly string[];
  readonly requestBody: CapturedBody;
  /** 0 when no status line went out. */
  status: number;
  responseHeaders: Record<string, string | string[]>;
  readonly responseBody: CapturedBody;
  /** The connection ended before the answer did. */
  aborted: boolean;
}

/** Of an exchange of which nothing but its time is known yet. @param bodyBytes how much of a body is kept. */
export function newRecording(
  exchange: Exchange,
  bodyBytes: number,
  begun: Pick<Recording, 'at' | 'realAt'>,
): Recording {
  return {
    ...begun,
    exchange,
    origin: 'bank',
    durationMs: 0,
    method: 'GET',
    target: '/',
    base: '',
    requestHeaders: [],
    requestBody: new CapturedBody(bodyBytes),
    status: 0,
    responseHeaders: {},
    responseBody: new CapturedBody(bodyBytes),
    aborted: false,
  };
}

type HeaderArgument = string | number | readonly string[] | undefined;

/**
 * Watches one exchange without touching it: the parser's chunks on their way into the request, and
 * what the handlers write. `onEnd` is called in the turn in which the answer was handed to the
 * socket, so whoever has received an answer finds it recorded.
 */
export function watch(
  request: IncomingMessage,
  response: ServerResponse,
  recording: Recording,
  onEnd: () => void,
): void {
  watchRequestBody(request, recording);
  let ended = false;

  const end = (aborted: boolean): void => {
    if (ended) return;
    ended = true;
    recording.aborted = aborted;
    recording.status = response.headersSent ? response.statusCode : 0;
    onEnd();
  };

  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    const result = writeHead(...args);
    recording.responseHeaders = headersOf(response, args.at(-1));
    return result;
  };

  const withoutBody = request.method === 'HEAD';
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  response.write = ((...args: unknown[]) => {
    if (!withoutBody && !ended) recording.responseBody.add(args[0], args[1]);
    return write(...args);
  }) as typeof response.write;

  const finish = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = ((...args: unknown[]) => {
    if (!withoutBody && !ended) {
      recording.responseBody.add(args[0], args[1], recording.exchange.rewritable);
    }
    const result = finish(...args);
    end(false);
    return result;
  }) as typeof response.end;

  response.once('close', () => {
    end(true);
  });
}

/**
 * Reading the stream here would take the chunks away from the handler's body parser, and listening
 * for `data` would start the flow before that parser is there; so the chunks are seen as the HTTP
 * parser pushes them in.
 */
function watchRequestBody(request: IncomingMessage, recording: Recording): void {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk !== null) recording.requestBody.add(chunk, encoding);
    return push(chunk, encoding);
  };
}

/** What was set on the response and what `writeHead` was given on top, which Node does not always merge. */
function headersOf(response: ServerResponse, given: unknown): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(response.getHeaders())) setHeader(headers, name, value);
  if (Array.isArray(given)) {
    for (let i = 0; i + 1 < given.length; i += 2) {
      setHeader(headers, String(given[i]), given[i + 1] as HeaderArgument);
    }
  } else if (typeof given === 'object' && given !== null) {
    for (const [name, value] of Object.entries(given)) setHeader(headers, name, value as HeaderArgument);
  }
  return headers;
}

function setHeader(
  headers: Record<string, string | string[]>,
  name: string,
  value: HeaderArgument | string[],
): void {
  if (value === undefined) return;
  headers[name.toLowerCase()] = Array.isArray(value) ? value.map(String) : String(value);
}

const authority = /^[A-Za-z0-9.\-_:[\]]{1,255}$/;

/** Scheme and authority of the request, from its `Host` where that is one. */
export function baseOf(request: IncomingMessage): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  const { host } = request.headers;
  if (host !== undefined && authority.test(host)) return `${scheme}://${host}`;
  const { localAddress = '127.0.0.1', localPort = 80 } = request.socket;
  return `${scheme}://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${String(localPort)}`;
}
