import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, isIP, type AddressInfo } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import { connect as connectTls, createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { KeyMaterial } from '../certificates/certificate-making.ts';
import { SandboxStartError } from '../sandbox-options.ts';

/** The user name of the proxy's Basic credentials (RFC 9110 §11.7.1); the password is the secret. */
export const PROXY_USER = 'customer-window';

const HANDSHAKE_WITHIN_MS = 15_000;
/** A window opens six connections to a host, and people open a few windows. */
const MOST_CONNECTIONS = 128;

/** Both ends of the TLS: what the proxy shows to the window, and the CA by which it knows the bank. */
export interface BankSide {
  readonly server: KeyMaterial;
  readonly ca: string;
}

/**
 * An HTTP proxy for the customer's window of the desktop app (CONNECT, RFC 9110 §9.3.6) that shows the
 * bank the client certificate chosen there. A browser takes its client certificates from the system's
 * store, which the sandbox must not touch; so the window's TLS ends here, and another one begins, with
 * the chosen certificate proven in a handshake at the bank's own listener. Until one is chosen, the
 * bytes pass through unread.
 *
 * Threats: another program of this computer logging in as whoever was chosen, or using the proxy to
 * reach further: it answers only with the password, listens on loopback only, and connects to loopback
 * only. No private key leaves the engine's process.
 */
export class ClientCertificateProxy {
  readonly #bank: URL;
  readonly #password: Buffer;
  readonly #proxy: Server;
  readonly #terminator: TlsServer;
  readonly #tunnels = new Map<Duplex, { toBank: boolean }>();
  #identity: KeyMaterial | null = null;
  #ca = '';

  /** @param bank the address of the bank over TLS, such as `https://127.0.0.1:4783`. */
  constructor(bank: string, password: string) {
    this.#bank = new URL(bank);
    this.#password = digest(`Basic ${Buffer.from(`${PROXY_USER}:${password}`).toString('base64')}`);
    this.#proxy = createServer({ headersTimeout: HANDSHAKE_WITHIN_MS }, (_request, response) => {
      response.writeHead(405, { Allow: 'CONNECT' }).end();
    });
    this.#proxy.maxConnections = MOST_CONNECTIONS;
    this.#proxy.on('connect', (request, socket, head) => {
      this.#open(request, socket, head);
    });
    this.#terminator = createTlsServer(
      { minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_WITHIN_MS },
      (window) => {
        const identity = this.#identity;
        if (!identity) {
          window.destroy();
          return;
        }
        join(
          window,
          connectTls({
            host: hostOf(this.#bank),
            port: Number(this.#bank.port),
            ca: this.#ca,
            cert: identity.certificate,
            key: identity.privateKey,
            minVersion: 'TLSv1.2',
          }),
        );
      },
    );
    this.#terminator.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** @returns the port, which is the free one taken for 0. @throws SandboxStartError 3 when it is taken. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#proxy.once('error', (error) => {
        reject(
          new SandboxStartError(3, `Port ${port} for the certificate proxy cannot be used.`, {
            cause: error,
          }),
        );
      });
      this.#proxy.listen({ host: '127.0.0.1', port }, resolve);
    });
    return (this.#proxy.address() as AddressInfo).port;
  }

  /**
   * Shows this certificate to the bank from now on, or none. A certificate belongs to its connection:
   * the tunnels there are to the bank end, unless it is the same certificate.
   */
  present(identity: KeyMaterial | null, { server, ca }: BankSide): void {
    this.#ca = ca;
    this.#terminator.setSecureContext({ cert: server.certificate, key: server.privateKey });
    if (identity?.certificate === this.#identity?.certificate) return;
    this.#identity = identity;
    for (const [tunnel, { toBank }] of this.#tunnels) if (toBank) tunnel.destroy();
  }

  async close(): Promise<void> {
    for (const tunnel of this.#tunnels.keys()) tunnel.destroy();
    if (!this.#proxy.listening) return;
    await new Promise<void>((resolve) => {
      this.#proxy.close(() => {
        resolve();
      });
      this.#proxy.closeAllConnections();
    });
  }

  #open(request: IncomingMessage, window: Duplex, head: Buffer): void {
    window.on('error', () => window.destroy());
    if (!timingSafeEqual(digest(request.headers['proxy-authorization'] ?? ''), this.#password)) {
      refuse(
        window,
        '407 Proxy Authentication Required',
        'Proxy-Authenticate: Basic realm="IB Link Sandbox"',
      );
      return;
    }
    const target = URL.parse(`https://${request.url ?? ''}`);
    if (!target || !isLoopback(hostOf(target))) {
      refuse(window, '403 Forbidden');
      return;
    }
    const toBank = target.host === this.#bank.host;
    this.#tunnels.set(window, { toBank });
    window.once('close', () => this.#tunnels.delete(window));
    if (toBank && this.#identity) {
      window.write(ESTABLISHED);
      if (head.length > 0) window.unshift(head);
      this.#terminator.emit('connection', window);
      return;
    }
    const outside = connect({ host: hostOf(target), port: Number(target.port || 443) });
    const unreachable = () => {
      refuse(window, '502 Bad Gateway');
    };
    window.once('close', () => outside.destroy());
    outside.once('error', unreachable);
    outside.once('connect', () => {
      outside.off('error', unreachable);
      window.write(ESTABLISHED);
      outside.write(head);
      join(window, outside);
    });
  }
}

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n';

/** What one end says reaches the other, its end and its breaking off too. */
function join(one: Duplex, other: Duplex): void {
  const ended = () => undefined;
  pipeline(one, other, ended);
  pipeline(other, one, ended);
}

function refuse(socket: Duplex, status: string, header = ''): void {
  socket.end(
    `HTTP/1.1 ${status}\r\n${header === '' ? '' : `${header}\r\n`}Content-Length: 0\r\nConnection: close\r\n\r\n`,
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** An IPv6 address stands in brackets in a URL only. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Of one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
