import { createServer, type Server } from 'node:https';
import type { Express } from 'express';
import type { CertificateAuthority } from '../certificates/certificate-authority.ts';
import type { ExpressMessages } from './express-messages.ts';
import { OriginServer, type MakeServer, type RefusedRequest } from './origin-server.ts';

/** How often the listener looks whether its certificate is to be renewed. */
const RENEWAL_CHECK_MS = 3_600_000;

/**
 * Of what RFC 9325 §4.2 recommends for TLS 1.2 (forward secrecy with authenticated encryption) the two
 * that FAPI 1.0 Part 2 §8.5 allows, which has RSA only. Those of TLS 1.3 are all of that kind.
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':');

/**
 * The bank's origin over TLS.
 *
 * Every connection is asked for a client certificate and none is refused for lack or faults of one
 * (RFC 8705 §7.2 allows it): a customer with a password needs none, and whoever presents a wrong one
 * is told by the bank what is wrong with it, in words and by the bank's own clock, instead of seeing
 * the handshake fail.
 */
export class TlsOrigin {
  readonly #origin: OriginServer;
  #server: Server | undefined;
  #hosts: readonly string[] = [];
  #certificates: string | undefined;
  #renewal: NodeJS.Timeout | undefined;

  /** @param messages of the origin whose app this one serves too. */
  constructor(name: string, messages: ExpressMessages) {
    const makeServer: MakeServer = (options, listener) => {
      this.#server = createServer(
        {
          ...options,
          requestCert: true,
          rejectUnauthorized: false,
          handshakeTimeout: 5_000,
        },
        listener,
      );
      return this.#server;
    };
    this.#origin = new OriginServer(name, { messages, scheme: 'https', makeServer });
  }

  /** Takes the port; handshakes fail until {@link serve}. @throws SandboxStartError as OriginServer does. */
  listen(host: string, port: number): Promise<number> {
    this.#hosts = host === '0.0.0.0' || host === '::' ? [] : [host];
    return this.#origin.listen(host, port);
  }

  /** @param onRefused told of each request that does not reach the app. */
  async serve(
    app: Express,
    certificates: CertificateAuthority,
    onRefused: (refused: RefusedRequest) => void,
  ): Promise<void> {
    await this.#useCertificates(certificates);
    this.#origin.serve(app, onRefused);
    this.#renewal = setInterval(() => {
      // Tried again at the next check; until then the present certificate serves on.
      this.#useCertificates(certificates).catch((error: unknown) => {
        process.stderr.write(`the TLS certificate could not be renewed: ${String(error)}\n`);
      });
    }, RENEWAL_CHECK_MS).unref();
  }

  async close(drainMs: number): Promise<void> {
    clearInterval(this.#renewal);
    await this.#origin.close(drainMs);
  }

  /**
   * One certificate for each kind of key, of which every client takes what it knows. RSA comes first:
   * under TLS 1.2 nothing else serves.
   */
  async #useCertificates(certificates: CertificateAuthority): Promise<void> {
    const materials = await Promise.all(
      (['RSA', 'EC'] as const).map((keyType) => certificates.serverMaterial(this.#hosts, keyType)),
    );
    const cert = materials.map(({ certificate }) => certificate);
    if (cert.join() === this.#certificates) return;
    const ca = await certificates.rootCertificate();
    // The root comes along in the handshake's list of authorities, by which browsers choose what to offer.
    const useFirst = (count: number) => {
      // All of it each time: what is left out goes back to Node's defaults.
      this.#server?.setSecureContext({
        cert: cert.slice(0, count),
        key: materials.slice(0, count).map(({ privateKey }) => privateKey),
        ca,
        minVersion: 'TLSv1.2',
        ciphers: CIPHERS,
      });
    };
    try {
      useFirst(materials.length);
    } catch (error) {
      // BoringSSL, which Electron has in OpenSSL's place, keeps one key: the one for every version.
      if (!(error instanceof Error) || !error.message.includes('KEY_TYPE_MISMATCH')) throw error;
      useFirst(1);
    }
    this.#certificates = cert.join();
  }
}
