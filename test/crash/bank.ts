import type { ReadyEvent } from '../../server/sandbox-options.ts';
import { basic } from '../harness/partner-client.ts';

/** Longer than anything may take; an answer that takes longer hangs. */
const PATIENCE_MS = 30_000;

export const CLIENT = {
  clientId: 'crash-partner',
  secret: 'crash-partner-secret-do-not-use-in-production',
  method: 'client_secret_basic',
} as const;
export const REDIRECT_URI = 'http://127.0.0.1/callback';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** The process is gone: whether the call had an effect is not known. */
export class NoAnswer extends Error {}

/** An answer that nothing in the load asks for: a defect, or a call that is wrong itself. */
export class UnexpectedAnswer extends Error {}

/** One life of a sandbox, as its callers reach it. */
export class Bank {
  readonly #ready: ReadyEvent;

  constructor(ready: ReadyEvent) {
    this.#ready = ready;
  }

  get issuer(): string {
    return this.#ready.issuer;
  }

  /** @param expected which refusals the caller can make sense of. */
  control(method: string, path: string, body?: object, expected: readonly number[] = []): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.#ready.controlToken}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    return send(
      this.#ready.control + path,
      { method, headers, ...(body && { body: JSON.stringify(body) }) },
      expected,
    );
  }

  token(parameters: Record<string, string>): Promise<Answer> {
    const init = {
      method: 'POST',
      headers: { authorization: basic(CLIENT) },
      body: new URLSearchParams(parameters),
    };
    return send(`${this.issuer}/oauth2/token`, init, [400]);
  }
}

async function send(url: string, init: RequestInit, expected: readonly number[]): Promise<Answer> {
  let status: number;
  let text: string;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(url, { ...init, signal: patience });
    status = response.status;
    text = await response.text();
  } catch (error) {
    if (patience.aborted) throw new UnexpectedAnswer(`${init.method ?? 'GET'} ${url} hangs`);
    throw new NoAnswer(String(error));
  }
  if (status >= 400 && !expected.includes(status)) {
    throw new UnexpectedAnswer(`${init.method ?? 'GET'} ${url} answered ${String(status)}: ${text}`);
  }
  return { status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}
