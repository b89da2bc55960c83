import { setImmediate as nextTurn } from 'node:timers/promises';
import { inSlices, type Sliced } from '../slices.ts';
import { Refusal } from './refusal.ts';

/** Work too long for one turn of the event loop, done in slices for as long as the sandbox runs. */
export class LongJobs {
  readonly #ending: AbortSignal;
  readonly #busyAccounts = new Set<string>();

  /** @param ending aborted when the sandbox is to stop. */
  constructor(ending: AbortSignal) {
    this.#ending = ending;
  }

  /**
   * Does the work, one slice in each turn.
   *
   * @throws what the work throws; Refusal `storage_closed` where the sandbox stops meanwhile.
   */
  async inSlices<Value>(work: Sliced<Value>): Promise<Value> {
    try {
      return await inSlices(work, () => nextTurn(undefined, { signal: this.#ending }));
    } catch (error) {
      throw this.#ending.aborted ? new Refusal('storage_closed') : error;
    }
  }

  /**
   * Does a job on an account's statement, where no other is under way.
   *
   * @throws what the job throws; Refusal `account_busy`.
   */
  async onAccount<Value>(accountId: string, job: () => Promise<Value>): Promise<Value> {
    if (this.#busyAccounts.has(accountId)) throw new Refusal('account_busy', { accountId });
    this.#busyAccounts.add(accountId);
    try {
      return await job();
    } finally {
      this.#busyAccounts.delete(accountId);
    }
  }
}
