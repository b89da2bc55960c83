import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Long work as a generator that yields, after each few milliseconds' worth, where others may come in
 * between. What it reads must not change meanwhile: it works on references taken before.
 */
export type Sliced<Value> = Generator<undefined, Value, undefined>;

/** So many small steps (a row, a line) make a slice. */
export const STEPS_A_SLICE = 1_000;

/** Counts small steps of whatever kind, and tells when a slice is full. */
export class Steps {
  #done = 0;

  /** Another step. @returns whether it is time to let others in. */
  fillSlice(): boolean {
    this.#done += 1;
    return this.#done % STEPS_A_SLICE === 0;
  }
}

/**
 * Does the work, one slice in each turn of the event loop.
 *
 * @param pause resolves when the next slice may begin.
 */
export async function inSlices<Value>(
  work: Sliced<Value>,
  pause: () => Promise<unknown> = nextTurn,
): Promise<Value> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await pause();
  }
}

/** Does the work without a pause, where nobody else waits: at the start, or where there is little of it. */
export function atOnce<Value>(work: Sliced<Value>): Value {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Gathers bytes as they come: putting many together at their end would be one long step.
 *
 * @param length how many they are at most; fewer may come.
 */
export async function gatherBytes(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for await (const chunk of chunks) {
    if (at + chunk.length > length) throw new RangeError(`more than ${String(length)} bytes came`);
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.subarray(0, at);
}

/** The same pieces, each made in a turn of its own. */
export async function* turnByTurn<Piece>(
  pieces: Iterable<Piece>,
  pause: () => Promise<unknown> = nextTurn,
): AsyncGenerator<Piece> {
  for (const piece of pieces) {
    yield piece;
    await pause();
  }
}
