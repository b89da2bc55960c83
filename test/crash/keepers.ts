import type { Bank } from './bank.ts';
import type { CallerAtWork } from './callers.ts';
import type { State } from './history.ts';
import type { Seeded } from './seeded.ts';
import type { World } from './world.ts';

/** Saves the whole state under names of its own, deletes those, restores and resets. */
export class StateKeeper implements CallerAtWork {
  constructor(
    readonly world: World,
    readonly random: Seeded,
    readonly role: 'keeper' | 'secondKeeper',
    readonly names: readonly string[],
  ) {}

  async step(bank: Bank): Promise<void> {
    const name = this.random.oneOf(this.names);
    const chance = this.random.next();
    if (chance < 0.5) await this.#save(bank, name);
    else if (chance < 0.65) await this.#delete(bank, name);
    else if (chance < 0.9) await this.#restore(bank, name);
    else await this.#reset(bank);
  }

  #save(bank: Bank, name: string): Promise<void> {
    return this.world.keep(
      this.role,
      `save ${name}`,
      () => bank.control('POST', '/snapshots', { name }),
      () => (state) => ({ ...state, snapshots: { ...state.snapshots, [name]: state.value } }),
      (_, snapshots) => snapshots.add(name),
    );
  }

  #delete(bank: Bank, name: string): Promise<void> {
    return this.world.keep(
      this.role,
      `delete ${name}`,
      () => bank.control('DELETE', `/snapshots/${name}`, undefined, [404]),
      (answer) =>
        expecting(name, answer?.status, ({ value, snapshots: { [name]: _, ...others } }) => ({
          value,
          snapshots: others,
        })),
      (_, snapshots) => snapshots.delete(name),
    );
  }

  #restore(bank: Bank, name: string): Promise<void> {
    return this.world.keep(
      this.role,
      `restore ${name}`,
      () => bank.control('POST', `/snapshots/${name}/restore`, undefined, [404]),
      (answer) =>
        expecting(name, answer?.status, (state) => ({
          ...state,
          value: state.snapshots[name] ?? state.value,
        })),
      () => undefined,
    );
  }

  #reset(bank: Bank): Promise<void> {
    return this.world.keep(
      this.role,
      'reset',
      () => bank.control('POST', '/scenario/reset'),
      () => (state, original) => ({ ...state, value: original }),
      () => undefined,
    );
  }
}

/** What a call on a snapshot does where there is one; an answer tells whether there is. */
function expecting(
  name: string,
  status: number | undefined,
  apply: (state: State) => State,
): (state: State) => State | undefined {
  return (state) => {
    const isThere = Object.hasOwn(state.snapshots, name);
    if (status !== undefined && (status === 404) === isThere) return undefined;
    return isThere ? apply(state) : state;
  };
}
