import type { KeyRing } from './authorization/key-ring.ts';
import type { UnitOfWork } from './bank/transaction.ts';
import type { SandboxContext } from './context.ts';
import type { RequestLog } from './log/request-log.ts';
import { atOnce, inSlices, type Sliced } from './slices.ts';
import type { Prepared, Storage } from './storage/storage.ts';

/** What has to do with the bank's memory as a whole. */
interface Parts {
  readonly work: UnitOfWork;
  readonly keys: KeyRing;
  readonly storage: Storage;
  readonly log: RequestLog;
}

/** Puts another state in the place of the bank's memory: a scenario, a restored snapshot. */
export class StateExchange {
  readonly #parts: Parts;
  /** Ends that the log follows the state that counts. */
  #endFollowing: () => Sliced<void>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#endFollowing = atOnce(parts.log.follow(parts.work.state));
  }

  /** See {@link SandboxContext.replaceState}. */
  async replace(prepared: Prepared, keep: Parameters<SandboxContext['replaceState']>[1]): Promise<void> {
    const { log, work } = this.#parts;
    try {
      const endFollowing = await inSlices(log.follow(prepared.state));
      try {
        await this.#exchange(prepared, keep);
        await this.#followWith(endFollowing);
      } catch (error) {
        await inSlices(endFollowing());
        // The settings of the one before hold again.
        await this.#followWith(await inSlices(log.follow(work.state)));
        throw error;
      }
    } finally {
      prepared.discard();
    }
  }

  async #followWith(endFollowing: () => Sliced<void>): Promise<void> {
    const endFormer = this.#endFollowing;
    this.#endFollowing = endFollowing;
    await inSlices(endFormer());
  }

  async #exchange(prepared: Prepared, keep: Parameters<SandboxContext['replaceState']>[1]): Promise<void> {
    const { work, keys, storage } = this.#parts;
    for (;;) {
      // A key that is being made would go into the state that goes.
      await keys.settled();
      const wait = storage.writable();
      if (!wait) break;
      await wait;
    }
    // From here on in one turn.
    const kept = keep(work.state);
    for (const change of kept.changes) prepared.state.apply(change);
    const back = work.exchange(prepared.state, kept.clock);
    const { done } = storage.replace(prepared, kept.changes, () => {
      back();
      keys.prepare();
    });
    keys.prepare();
    await done;
  }
}
