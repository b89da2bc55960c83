import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  /** Head as received, for `Location` and cookies. */
  head: string;
  body: string;
}

/**
 * One keep-alive connection that sends one request at a time. Far cheaper than a general HTTP client,
 * so that on a small machine the server is what gets measured.
 */
export class Connection {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    this.#host = hostname;
    this.#port = Number(port);
  }

  static async open(origin: string): Promise<Connection> {
    const connection = new Connection(origin);
    connection.#socket = await connection.#connect();
    return connection;
  }

  /** Connects anew where the server has closed the connection, as it may while others have their turn. */
  async send(request: string): Promise<Answer> {
    const socket = (this.#socket ??= await this.#connect());
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket?.destroy();
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.#host, port: this.#port, noDelay: true });
      socket.once('connect', () => {
        resolve(socket);
      });
      socket.on('error', reject);
      socket.on('data', (chunk: Buffer) => {
        this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
        this.#deliver();
      });
      socket.once('close', () => {
        this.#socket = undefined;
        this.#received = Buffer.alloc(0);
        this.#waiting?.reject(new Error('the server closed the connection'));
        this.#waiting = undefined;
      });
    });
  }

  #deliver(): void {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const start = end + 4;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    let body: string;
    let next: number;
    if (length !== undefined) {
      next = start + Number(length);
      if (this.#received.length < next) return;
      body = this.#received.toString('utf8', start, next);
    } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
      const chunked = readChunks(this.#received, start);
      if (!chunked) return;
      ({ body, next } = chunked);
    } else {
      body = '';
      next = start;
    }
    this.#received = this.#received.subarray(next);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body });
  }
}

function readChunks(bytes: Buffer, from: number): { body: string; next: number } | undefined {
  const parts: Buffer[] = [];
  let at = from;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(parts).toString('utf8'), next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

/** A GET as bytes, once for many sendings. */
export function getRequest(path: string, headers: Record<string, string> = {}): string {
  return `GET ${path} HTTP/1.1\r\n${headerLines(headers)}\r\n`;
}

/** A form POST as bytes. */
export function formRequest(path: string, form: string, headers: Record<string, string> = {}): string {
  return (
    `POST ${path} HTTP/1.1\r\n${headerLines(headers)}` +
    `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(form)}\r\n\r\n${form}`
  );
}

function headerLines(headers: Record<string, string>): string {
  return Object.entries({ Host: '127.0.0.1', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}
