import type { JWK } from 'jose';
import { makePrivateKey, type KeyMaker } from '../../server/authorization/key-making.ts';

/** Keys made in this worker that no running sandbox has, by algorithm. */
const idle = new Map<string, JWK[]>();

/**
 * Keys for one sandbox, lent: an RSA key takes longer to make than most tests take to run. Those of a
 * stopped sandbox go to the next. Sandboxes that run side by side never have a key in common, nor does
 * one sandbox get a key twice.
 */
export class LentKeys {
  readonly #lent: { readonly alg: string; readonly key: JWK }[] = [];

  readonly make: KeyMaker = async (alg) => {
    const key = idle.get(alg)?.pop() ?? (await makePrivateKey(alg));
    this.#lent.push({ alg, key });
    return structuredClone(key);
  };

  /** For a sandbox that has stopped. */
  giveBack(): void {
    for (const { alg, key } of this.#lent.splice(0)) {
      const keys = idle.get(alg);
      if (keys) keys.push(key);
      else idle.set(alg, [key]);
    }
  }
}
