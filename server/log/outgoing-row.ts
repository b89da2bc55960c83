import type { IncomingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange.ts';
import type { Recording } from './recording.ts';

/** A request that the bank makes, recorded while it goes on: told as far as it came, wherever it breaks off. */
export class OutgoingRow {
  readonly exchange: Exchange;
  readonly #recording: Recording;
  readonly #startedAt = performance.now();
  readonly #onEnd: (recording: Recording) => void;

  /** @param begun a recording with nothing in it but its beginning. */
  constructor(
    begun: Recording,
    url: URL,
    headers: Readonly<Record<string, string>>,
    onEnd: (recording: Recording) => void,
  ) {
    this.exchange = begun.exchange;
    this.#onEnd = onEnd;
    this.#recording = {
      ...begun,
      origin: 'outgoing',
      target: url.pathname + url.search,
      base: url.origin,
      requestHeaders: Object.entries(headers).flat(),
    };
  }

  /** The head of the answer is there. */
  answered(status: number, headers: IncomingHttpHeaders): void {
    this.#recording.status = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#recording.responseHeaders[name] = value;
    }
  }

  /** A piece of the body is there. */
  received(chunk: Buffer): void {
    this.#recording.responseBody.add(chunk);
  }

  /** To be called once, when nothing more is going to happen and the exchange knows how it ended. */
  ended(): void {
    this.#recording.durationMs = Math.round((performance.now() - this.#startedAt) * 10) / 10;
    this.#onEnd(this.#recording);
  }
}
