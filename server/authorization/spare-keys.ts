import type { JWK } from 'jose';
import type { KeyMaker } from './key-making.ts';

/** An RSA key takes from a third of a second to several; one of a curve is there at once. */
const SLOW_TO_MAKE: ReadonlySet<string> = new Set(['RS256', 'PS256']);

/**
 * Private keys made before they are asked for, one for each algorithm whose keys take long. In memory
 * only: none is the bank's before it is put into the ring.
 */
export class SpareKeys {
  readonly #make: KeyMaker;
  readonly #spares = new Map<string, Promise<JWK>>();

  constructor(make: KeyMaker) {
    this.#make = make;
  }

  /** The key made ahead, or one made now; never the same twice. */
  take(alg: string): Promise<JWK> {
    const spare = this.#spares.get(alg);
    this.#spares.delete(alg);
    return spare ?? this.#make(alg);
  }

  /** Begins to make the next key, where it is worth it. One that can't be made is made when asked for. */
  restock(alg: string): void {
    if (!SLOW_TO_MAKE.has(alg) || this.#spares.has(alg)) return;
    const spare = this.#make(alg);
    this.#spares.set(alg, spare);
    spare.catch(() => {
      if (this.#spares.get(alg) === spare) this.#spares.delete(alg);
    });
  }

  /** Resolves when no key is being made ahead any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#spares.values());
  }
}
