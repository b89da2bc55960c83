import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { describeOnWire } from '../bank/interactions.ts';
import { Refusal } from '../bank/refusal.ts';
import { baseOf } from '../log/recording.ts';
import { SandboxStartError } from '../sandbox-options.ts';
import { ExpressMessages } from './express-messages.ts';
import {
  LARGEST_HEAD_KIB,
  refusalOfConnection,
  requestLineOf,
  type ConnectionError,
  type RequestLine,
} from './refused-connection.ts';

/** Makes the server behind an origin: plain HTTP, unless told otherwise. */
export type MakeServer = (options: ServerOptions, listener: RequestListener) => Server;

interface OriginOptions {
  messages?: ExpressMessages;
  scheme?: 'http' | 'https';
  makeServer?: MakeServer;
}

/** What was refused before any app saw it. */
export interface RefusedRequest extends RequestLine {
  /** Scheme and authority. */
  readonly base: string;
  readonly refusal: Refusal;
  /** 0 where no answer could be given. */
  readonly status: number;
}

/**
 * One of the origins: a socket behind which an app answers.
 *
 * Threat: a client that sends slowly, or too much. Headers, requests and idle connections have time
 * limits of their own, header size is bounded, and stopping never waits on a client for ever.
 */
export class OriginServer {
  readonly name: string;
  readonly messages: ExpressMessages;
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';
  readonly #sockets = new Set<Socket>();
  #handler: RequestListener | undefined;
  #onRefused: (refused: RefusedRequest) => void = () => undefined;
  #toldOfFullAt = -Infinity;

  /** @param messages those of another origin that is to serve the same app. */
  constructor(
    name: string,
    { messages = new ExpressMessages(), scheme = 'http', makeServer = createServer }: OriginOptions = {},
  ) {
    this.name = name;
    this.messages = messages;
    this.#scheme = scheme;
    const listener: RequestListener = (request, response) => {
      this.#receive(request, response);
    };
    this.#server = makeServer(
      {
        ...messages.serverOptions,
        maxHeaderSize: LARGEST_HEAD_KIB * 1024,
        // Refused below, in words.
        requireHostHeader: false,
        headersTimeout: 15_000,
        requestTimeout: 60_000,
        // Long enough that a client's pooled connection is not closed under its hands.
        keepAliveTimeout: 65_000,
      },
      listener,
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    // What nobody expects is not refused (RFC 9110 §10.1.1).
    this.#server.on('checkExpectation', listener);
    this.#server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
      this.#refuseAt(socket, { method: 'CONNECT', target: '/' }, new Refusal('request_not_for_proxy'));
    });
    this.#server.on('clientError', (error: ConnectionError, socket: Duplex) => {
      this.#refuseUnreadable(error, socket);
    });
    this.#server.on('drop', () => {
      this.#tellOfFull();
    });
  }

  /**
   * Takes the port. Requests that come before {@link serve} are told to try again.
   *
   * @returns the port, which is the free one taken for 0.
   * @throws SandboxStartError 3 when it is taken, 2 when the address is not this computer's.
   */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        reject(explainListenError(error, this.name, host, port));
      });
      this.#server.listen({ host, port }, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** @param onRefused told of each request that does not reach the app. */
  serve(app: Express, onRefused: (refused: RefusedRequest) => void = () => undefined): void {
    this.messages.adopt(app);
    this.#handler = app;
    this.#onRefused = onRefused;
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const fault = faultOfHost(request);
    if (fault) {
      this.#refuse(request, response, fault);
      return;
    }
    request.url = withUnreservedPlain(inOriginForm(request.url ?? '/'));
    if (this.#handler) this.#handler(request, response);
    else response.writeHead(503, { 'Retry-After': '1' }).end();
  }

  #refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
    const { status } = refusal.entry;
    response
      .writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' })
      .end(bodyOf(refusal));
    const { method = 'GET', url: target = '/' } = request;
    this.#onRefused({ method, target, base: baseOf(request), refusal, status });
  }

  /** What can't be parsed as HTTP never reaches a handler; it gets an answer that says so, not a bare reset. */
  #refuseUnreadable(error: ConnectionError, socket: Duplex): void {
    if (error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const refusal = refusalOfConnection(error);
    const line = requestLineOf(error);
    // Where the handshake has failed or was never finished there is nobody to read an answer: one that
    // was begun all the same would keep the connection for ever.
    if (/^ERR_(?:TLS|SSL)_/.test(error.code ?? '') || !socket.writable) {
      socket.destroy();
      this.#onRefused({ ...line, base: this.#base, refusal, status: 0 });
      return;
    }
    this.#refuseAt(socket, line, refusal);
  }

  #refuseAt(socket: Duplex, line: RequestLine, refusal: Refusal): void {
    socket.on('error', () => socket.destroy());
    setTimeout(() => socket.destroy(), LAST_ANSWER_MS).unref();
    const { status } = refusal.entry;
    const body = bodyOf(refusal);
    socket.end(
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`,
    );
    this.#onRefused({ ...line, base: this.#base, refusal, status });
  }

  #tellOfFull(): void {
    const now = performance.now();
    if (now - this.#toldOfFullAt < FULL_TOLD_EVERY_MS) return;
    this.#toldOfFullAt = now;
    const refusal = new Refusal('connections_full', { most: MOST_CONNECTIONS });
    this.#onRefused({ method: 'UNKNOWN', target: '/', base: this.#base, refusal, status: 0 });
  }

  /** Where it listens; a connection that failed can't tell any more. */
  get #base(): string {
    const at = this.#server.address();
    const { address, port } = typeof at === 'object' && at ? at : { address: '127.0.0.1', port: 0 };
    const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
    return `${this.#scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  }

  /**
   * Stops taking connections, lets answers under way finish, and cuts what is left after `drainMs`:
   * slow clients, and event streams, which never finish by themselves.
   */
  async close(drainMs: number): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    this.#server.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, drainMs);
    await closed;
    clearTimeout(cut);
  }
}

/** How long a client may take to read why its request was not understood. */
const LAST_ANSWER_MS = 5_000;
/**
 * Connections one origin holds at once. Beyond them it takes no more until some have ended, so that a
 * flood at one origin leaves descriptors for the others; most systems allow a process 1,024 or more.
 */
const MOST_CONNECTIONS = 400;
/** How often it is told that there are so many: each is a connection of a flood. */
const FULL_TOLD_EVERY_MS = 60_000;

function hostLines({ rawHeaders }: IncomingMessage): number {
  let lines = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (/^host$/i.test(rawHeaders[at] ?? '')) lines++;
  return lines;
}

/** RFC 9112 §3.2: one Host line, no more, and no less but before HTTP/1.1. */
function faultOfHost(request: IncomingMessage): Refusal | undefined {
  const lines = hostLines(request);
  if (lines > 1) return new Refusal('request_host_twice');
  return lines === 0 && request.httpVersion === '1.1' ? new Refusal('request_host_missing') : undefined;
}

/** A target as a proxy is sent it, `http://host/path` (RFC 9112 §3.2.2), as its path and query. */
function inOriginForm(target: string): string {
  if (!/^https?:\/\//i.test(target)) return target;
  const path = target.indexOf('/', target.indexOf('//') + 2);
  if (path >= 0) return target.slice(path);
  const query = target.indexOf('?');
  return query < 0 ? '/' : `/${target.slice(query)}`;
}

/** Letters, digits and `-._~` mean the same percent-encoded (RFC 3986 §6.2.2.2); anything else does not. */
function withUnreservedPlain(target: string): string {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  if (!path.includes('%')) return target;
  const plain = path.replace(/%([0-9a-f]{2})/gi, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : encoded;
  });
  return query < 0 ? plain : plain + target.slice(query);
}

function bodyOf(refusal: Refusal): string {
  return JSON.stringify({
    error: refusal.entry.wire ?? 'invalid_request',
    error_description: `${describeOnWire(refusal)} (${refusal.entry.spec.replaceAll('§', '')}). ${refusal.entry.hint.en}`,
  });
}

function explainListenError(
  error: NodeJS.ErrnoException,
  name: string,
  host: string,
  port: number,
): SandboxStartError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new SandboxStartError(
        3,
        `Port ${port} for the ${name} is taken by another program. Choose another one, or 0 for any free one.`,
        { cause: error },
      );
    case 'EACCES':
      return new SandboxStartError(
        3,
        `Port ${port} for the ${name} may not be used by this user. Choose one above 1023, or 0 for any free one.`,
        { cause: error },
      );
    default:
      return new SandboxStartError(
        2,
        `The ${name} can't listen on ${host}:${port} (${error.code ?? error.message}). Check --host.`,
        { cause: error },
      );
  }
}
