import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BankState } from '../../../server/bank/state.ts';
import { captureState } from '../../../server/storage/contents.ts';
import { openDirectoryStorage } from '../../../server/storage/directory.ts';
import type { Storage } from '../../../server/storage/storage.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'ib-interleavings-'));
});

afterEach(() => rm(parent, { recursive: true, force: true }));

async function opened(dataDir: string): Promise<{ storage: Storage; state: BankState }> {
  const storage = await openDirectoryStorage({ dataDir, wallClock: () => 1_000 });
  const state = new BankState();
  await storage.load(state);
  return { storage, state };
}

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
  readonly #storage: Storage;
  readonly #state: BankState;
  readonly #done: Promise<unknown>[] = [];
  #number = 0;
  readonly saves: { name: string; earliest: number; latest: number }[] = [];

  constructor(storage: Storage, state: BankState) {
    this.#storage = storage;
    this.#state = state;
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
    const value = ++this.#number;
    this.#state.apply(['facts', 'n', { value }]);
    return this.#storage.append([['facts', 'n', { value }]]);
  }

  replace(): Promise<void> {
    this.#state.clear();
    this.#state.apply(['facts', 'n', { value: ++this.#number }]);
    return this.#storage.replaceAll(this.#state);
  }

  compact(): Promise<void> {
    return this.#storage.compact();
  }

  async save(): Promise<void> {
    const name = `save ${String(this.saves.length)}`;
    const save = { name, earliest: this.#number, latest: Infinity };
    this.saves.push(save);
    await this.#storage.saveSnapshot(name, this.#state);
    save.latest = this.#number;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

it('two saves and then a reset, while others write, are all answered', async () => {
  const { storage, state } = await opened(path.join(parent, 'data'));
  await new Crowd(storage, state).run(['commit', 'commit', 'save', 'save', 'replace', 'commit', 'commit']);
  expect(state.facts.get('n')).toEqual({ value: 5 });
  await storage.close();
});

it('whatever is done at once, all of it is answered, and a save holds what stood between call and answer', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
      const dataDir = path.join(parent, String(++run));
      const { storage, state } = await opened(dataDir);
      const crowd = new Crowd(storage, state);
      await crowd.run(['commit', ...steps]);
      for (const { name, earliest, latest } of crowd.saves) {
        const kept = (await storage.readSnapshot(name))?.groups.configuration.facts?.['n'];
        const { value } = kept as { value: number };
        expect(value).toBeGreaterThanOrEqual(earliest);
        expect(value).toBeLessThanOrEqual(latest);
      }
      const before = captureState(state);
      await storage.close();
      const again = await opened(dataDir);
      expect(captureState(again.state)).toEqual(before);
      await again.storage.close();
    }),
    { numRuns: 60 },
  );
});
