import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { turnByTurn } from '../slices.ts';

/** A result as JSON text in pieces, each made when its turn comes. */
export class JsonPieces {
  readonly #pieces: Iterable<string>;

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces;
  }

  /** Sends the text as the answer's body, as fast as the caller takes it. */
  async sendTo(response: ServerResponse): Promise<void> {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    try {
      await pipeline(Readable.from(turnByTurn(this.#pieces)), response);
    } catch (error) {
      // Whoever asked has gone, and nobody is left to be told.
      if (!isPrematureClose(error)) throw error;
    }
  }
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
