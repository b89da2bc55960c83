import type { LogLimits } from './entry.ts';
import type { Recording } from './recording.ts';

/** About what a recording takes in memory beside its bodies: headers, strings. */
const recordingBytes = 1_500;

/**
 * What has been answered and is not yet made into rows. While nobody reads, it holds no more than twice
 * what the log keeps: the oldest of what the limits would drop anyway are let go before they cost a
 * row, and counted, so that the log can say so.
 */
export class WaitingRecordings {
  readonly #limits: LogLimits;
  #recordings: Recording[] = [];
  #bytes = 0;
  #dropped = 0;

  constructor(limits: LogLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#recordings.length;
  }

  /** How many were let go, older than all that is left, since they were last taken account of. */
  get dropped(): number {
    return this.#dropped;
  }

  push(recording: Recording): void {
    this.#recordings.push(recording);
    this.#bytes += heldBytes(recording);
    const { entries, bytes } = this.#limits;
    if (this.#recordings.length >= entries * 2 || this.#bytes > bytes * 2) this.#dropOldest();
  }

  /** The oldest of them. */
  take(count: number): Recording[] {
    const taken = this.#recordings.splice(0, count);
    for (const recording of taken) this.#bytes -= heldBytes(recording);
    return taken;
  }

  /** As `dropped`, which begins anew. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  #dropOldest(): void {
    let bytes = 0;
    let from = this.#recordings.length;
    // One less than the log keeps: the row that tells of the others takes a place.
    const oldest = Math.max(0, from - this.#limits.entries + 1);
    while (from > oldest) {
      const size = heldBytes(this.#recordings[from - 1] as Recording);
      if (bytes + size > this.#limits.bytes) break;
      bytes += size;
      from -= 1;
    }
    this.#dropped += from;
    this.#recordings = this.#recordings.slice(from);
    this.#bytes = bytes;
  }
}

function heldBytes({ requestBody, responseBody }: Recording): number {
  return recordingBytes + requestBody.held + responseBody.held;
}
