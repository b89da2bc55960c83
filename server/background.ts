import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * What a sandbox does beside answering: loading what the first answers will need, making keys, holding
 * a self-test. Whoever stops the sandbox waits here, so that nothing of it outlives it.
 */
export class Background {
  readonly #ending = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** Aborted as soon as the sandbox is to stop: waits are cut short, and long work breaks off. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /**
   * Begins `work` in a later turn, after whatever is answered now; not at all once the end has begun.
   * A failure is told on stderr under `name`, and ends nothing.
   */
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void {
    const running = this.#run(name, work).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing runs any more. */
  async end(): Promise<void> {
    this.#ending.abort();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #run(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    await nextTurn();
    const { signal } = this;
    try {
      signal.throwIfAborted();
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      process.stderr.write(
        `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
  }
}
