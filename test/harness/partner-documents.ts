import { createServer as createPlain, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a partner's server answers at one address: JSON, or what a function of the response makes of it. */
type Document = object;

/** A partner's own server: what is published there can be changed, and every reading is counted. */
export class PartnerDocuments implements AsyncDisposable {
  readonly base: string;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
  readonly #documents: Map<string, Document>;
  readonly #close: () => Promise<void>;

  private constructor(
    base: string,
    asked: string[],
    documents: Map<string, Document>,
    close: () => Promise<void>,
  ) {
    this.base = base;
    this.asked = asked;
    this.#documents = documents;
    this.#close = close;
  }

  /** Over TLS where it has a certificate. */
  static async start(certificate?: { cert: string; key: string }): Promise<PartnerDocuments> {
    const asked: string[] = [];
    const documents = new Map<string, Document>();
    const listener: RequestListener = (request, response) => {
      const path = request.url ?? '/';
      asked.push(path);
      const found = documents.get(path);
      if (typeof found === 'function') (found as (response: ServerResponse) => void)(response);
      else if (found === undefined) response.writeHead(404).end();
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
    };
    const server = certificate ? createTls(certificate, listener) : createPlain(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new PartnerDocuments(
      `${certificate ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
      asked,
      documents,
      () =>
        new Promise((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections();
        }),
    );
  }

  /** @returns where it is to be read from now on. */
  publish(path: string, document: Document): string {
    this.#documents.set(path, document);
    return this.base + path;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}
