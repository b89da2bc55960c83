import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { SandboxStartError } from '../sandbox-options.ts';
import { ExpressMessages } from './express-messages.ts';

/** Makes the server behind an origin: plain HTTP, unless told otherwise. */
export type MakeServer = (options: ServerOptions, listener: RequestListener) => Server;

interface OriginOptions {
  messages?: ExpressMessages;
  makeServer?: MakeServer;
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
  readonly #sockets = new Set<Socket>();
  #handler: RequestListener | undefined;

  /** @param messages those of another origin that is to serve the same app. */
  constructor(
    name: string,
    { messages = new ExpressMessages(), makeServer = createServer }: OriginOptions = {},
  ) {
    this.name = name;
    this.messages = messages;
    this.#server = makeServer(
      {
        ...messages.serverOptions,
        maxHeaderSize: 32 * 1024,
        headersTimeout: 15_000,
        requestTimeout: 60_000,
        // Long enough that a client's pooled connection is not closed under its hands.
        keepAliveTimeout: 65_000,
      },
      (request, response) => {
        if (hostLines(request) > 1) {
          refuseSecondHost(response);
          return;
        }
        request.url = inOriginForm(request.url ?? '/');
        if (this.#handler) this.#handler(request, response);
        else response.writeHead(503, { 'Retry-After': '1' }).end();
      },
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('clientError', answerUnreadableRequest);
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

  serve(app: Express): void {
    this.messages.adopt(app);
    this.#handler = app;
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

function hostLines({ rawHeaders }: IncomingMessage): number {
  let lines = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (/^host$/i.test(rawHeaders[at] ?? '')) lines++;
  return lines;
}

/** RFC 9112 §3.2: a request with more than one Host line is answered with 400. */
function refuseSecondHost(response: ServerResponse): void {
  response.writeHead(400, { 'Content-Type': 'application/json', Connection: 'close' }).end(
    JSON.stringify({
      error: 'invalid_request',
      error_description: 'The request has more than one Host line (RFC 9112 3.2). Send one.',
    }),
  );
}

/** A target as a proxy is sent it, `http://host/path` (RFC 9112 §3.2.2), as its path and query. */
function inOriginForm(target: string): string {
  if (!/^https?:\/\//i.test(target)) return target;
  const path = target.indexOf('/', target.indexOf('//') + 2);
  if (path >= 0) return target.slice(path);
  const query = target.indexOf('?');
  return query < 0 ? '/' : `/${target.slice(query)}`;
}

/** What can't be parsed as HTTP never reaches a handler; it gets a 400 that says so, not a bare reset. */
function answerUnreadableRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  // Where the handshake has failed or was never finished there is nobody to read an answer: one that
  // was begun all the same would keep the connection for ever.
  if (error.code === 'ECONNRESET' || /^ERR_(?:TLS|SSL)_/.test(error.code ?? '') || !socket.writable) {
    socket.destroy();
    return;
  }
  setTimeout(() => socket.destroy(), LAST_ANSWER_MS).unref();
  const [status, reason] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'The request line and headers are larger than 32 KiB.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request did not arrive completely in time.']
        : ['400 Bad Request', 'The request is not valid HTTP/1.1.'];
  const body = JSON.stringify({ error: 'invalid_request', error_description: reason });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
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
