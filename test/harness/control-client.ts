import { request } from 'node:http';
import { expect } from 'vitest';
import { problem } from '../../server/control/operations/schemas/common.ts';
import type { Problem } from '../../server/control/problem.ts';
import type { TestSandbox } from './sandbox.ts';

export interface ControlAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A request with every header as given, `Host` too, which `fetch` does not let through. */
export function sendControl(
  sandbox: TestSandbox,
  {
    method,
    path,
    headers,
    body,
  }: { method: string; path: string; headers: Record<string, string>; body?: string },
): Promise<ControlAnswer> {
  const url = new URL(sandbox.ready.control);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: url.hostname,
        port: url.port,
        method,
        path: `${url.pathname}${path}`,
        // Node frames the body of a GET or DELETE only when it is told the length.
        headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (text += chunk));
        incoming.on('end', () => {
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Expects an RFC 9457 document that says what, by which rule, and what to do. */
export function expectProblem(text: string, status: number): Problem {
  const document = problem.parse(JSON.parse(text));
  expect(document.status).toBe(status);
  expect(document.type).toBe(`urn:ib-link-sandbox:problem:${document.code}`);
  expect(document.spec).toMatch(/\S/);
  for (const words of [document.title, document.detail, document.hint]) {
    expect(words).toMatch(/\S/);
    expect(words, 'a placeholder was left unfilled').not.toMatch(/\{\w+\}/);
  }
  for (const { message } of document.errors ?? []) expect(message).toMatch(/\S/);
  return document;
}

/**
 * Everything the bank holds, statements and clock too, to be compared before and after a refusal.
 * Begun authorizations apart: at the screens, too, a wrong password leaves the page standing.
 */
export function everything({ context: { state, clock } }: TestSandbox): string {
  const {
    signingKeys: _keys,
    interactions: _interactions,
    ...tables
  } = state as unknown as Record<string, Iterable<unknown>>;
  const rows = Object.entries(tables).map(([name, table]) => [
    name,
    Symbol.iterator in table ? [...table] : table,
  ]);
  const ledgers = [...state.ledgers].map(([id, ledger]) => [id, ledger.size, String(ledger.balance())]);
  return JSON.stringify([rows.filter(([name]) => name !== 'ledgers'), ledgers, clock.setting]);
}
