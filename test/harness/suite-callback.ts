import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestSandbox } from './sandbox.ts';

/** Stands where the conformance suite takes in what the bank answers. */
export interface SuiteCallback extends AsyncDisposable {
  /** `https://127.0.0.1:…` */
  readonly base: string;
  /** The addresses the customer was sent back to, the oldest first. */
  readonly arrivals: URL[];
}

/** Answers every address as the suite's callback does once it has read the answer. */
export async function startSuiteCallback({ context }: TestSandbox): Promise<SuiteCallback> {
  const { certificate: cert, privateKey: key } = await context.certificates.serverMaterial([]);
  const arrivals: URL[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    const address = new URL(request.url ?? '/', base);
    if (address.pathname.endsWith('/callback')) arrivals.push(address);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>Callback</title><p id="submission_complete">Taken in.</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    arrivals,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
