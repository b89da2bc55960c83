/**
 * Small deterministic random numbers for made-up statements: the text of the seed is hashed with
 * FNV-1a (32 bits), and SplitMix32 counts on from there. The same seed gives the same numbers on
 * every machine, in every zone and for ever; nothing secret may come from here.
 */
export class Random {
  #state: number;

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < seed.length; i++) {
      hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
    }
    this.#state = hash >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `min` to `max`, both included, in steps of `step` from `min`. */
  int(min: number, max: number, step = 1): number {
    return min + Math.floor(this.next() * (Math.floor((max - min) / step) + 1)) * step;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }
}
