import type { LogLimits } from './entry.ts';
import type { Recording } from './recording.ts';

/** The newest exchanges as they were, so that they can be sent again. Full of secrets; in memory only. */
export class ReplayableRecordings {
  readonly #limits: Pick<LogLimits, 'replayable'>;
  #recordings: Recording[] = [];

  constructor(limits: Pick<LogLimits, 'replayable'>) {
    this.#limits = limits;
  }

  add(recording: Recording): void {
    this.#recordings.push(recording);
    const { replayable } = this.#limits;
    if (this.#recordings.length >= replayable * 2) this.#recordings = this.#recordings.slice(-replayable);
  }

  find(exchangeId: string): Recording | undefined {
    return this.#recordings
      .slice(-this.#limits.replayable)
      .find(({ exchange }) => exchange.id === exchangeId);
  }

  forget(exchangeIds: ReadonlySet<string>): void {
    this.#recordings = this.#recordings.filter(({ exchange }) => !exchangeIds.has(exchange.id));
  }
}
