import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { BankState } from '../../../server/bank/state.ts';
import { DataDirectories, fact, type OpenedStorage } from './data-directory.ts';

const directories = new DataDirectories();
afterEach(() => directories.clear());

/** What is done without waiting for what was done before; `wait` lets that get ahead. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant('commit' as const) },
  { weight: 3, arbitrary: fc.constant('save' as const) },
  { weight: 2, arbitrary: fc.constant('replace' as const) },
  { weight: 1, arbitrary: fc.constant('compact' as const) },
  { weight: 2, arbitrary: fc.constant('wait' as const) },
);

/** Does the steps at once, each change with a number of its own. */
class Crowd {
  readonly #bank: OpenedStorage;
  readonly #done: Promise<unknown>[] = [];
  #number = 0;
  readonly saves: { name: string; earliest: number; latest: number }[] = [];

  constructor(bank: OpenedStorage) {
    this.#bank = bank;
  }

  /** Resolves when every step is answered. */
  async run(steps: readonly ('commit' | 'save' | 'replace' | 'compact' | 'wait')[]): Promise<void> {
    for (const each of steps) {
      if (each === 'wait') await Promise.race([...this.#done, nextTurn()]);
      else this.#done.push(this[each]());
    }
    await Promise.all(this.#done);
  }

  commit(): Promise<void> {
    return this.#bank.commit(fact('n', ++this.#number));
  }

  async replace(): Promise<void> {
    const prepared = await this.#bank.storage.prepare(new BankState());
    await this.#bank.exchange(prepared, [fact('n', ++this.#number)]);
  }

  compact(): Promise<void> {
    return this.#bank.storage.compact();
  }

  async save(): Promise<void> {
    const name = `save ${String(this.saves.length)}`;
    const save = { name, earliest: this.#number, latest: Infinity };
    this.saves.push(save);
    await this.#bank.storage.save(name);
    save.latest = this.#number;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

it('two saves and then a reset, while others write, are all answered', async () => {
  const bank = await directories.open(await directories.make());
  await new Crowd(bank).run(['commit', 'commit', 'save', 'save', 'replace', 'commit', 'commit']);
  expect(bank.facts).toEqual({ n: 5 });
});

it('whatever is done at once, all of it is answered, and a save holds what stood between call and answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
      const dataDir = await directories.make();
      const bank = await directories.open(dataDir);
      const crowd = new Crowd(bank);
      await crowd.run(['commit', ...steps]);
      for (const { name, earliest, latest } of crowd.saves) {
        const kept = await bank.storage.open(name);
        const value = kept?.state.facts.get('n')?.value;
        kept?.discard();
        expect(value).toBeGreaterThanOrEqual(earliest);
        expect(value).toBeLessThanOrEqual(latest);
      }
      const before = bank.contents;
      await bank.storage.close();
      expect((await directories.open(dataDir)).contents).toEqual(before);
    }),
    { numRuns: 60 },
  );
});
