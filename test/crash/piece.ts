import { outcomes, statesOf, type Call, type Outcome, type State } from './history.ts';

/** Who calls: the owner changes the piece, keepers save and restore the whole state, the reader looks on. */
export const callers = ['owner', 'keeper', 'secondKeeper', 'reader'] as const;
export type Caller = (typeof callers)[number];

const keepers = [callers.indexOf('keeper'), callers.indexOf('secondKeeper')];

/** What became of a piece over one life of the process. */
export type Verdict =
  | {
      kind: 'kept';
      /** Of each keeper, whether its call without an answer is part of it: `0` it is (or there is none), `1` not. */
      keepersLeft: ReadonlySet<string>;
    }
  /** `shown`: what had been acknowledged is there, but not what a reader was shown. */
  | { kind: 'lost' | 'shown'; history: string };

/** One piece of the bank's state that is checked by itself. */
export class Piece {
  readonly name: string;
  #states: State[];
  #calls: Record<Caller, Call[]> = noCalls();

  /** @param value when it comes into being: absent from every snapshot there is by then, `value` at a reset. */
  constructor(name: string, value: string, snapshots: readonly string[], absent: string) {
    this.name = name;
    this.#states = [{ value, snapshots: Object.fromEntries(snapshots.map((each) => [each, absent])) }];
  }

  record(caller: Caller, call: Call): void {
    this.#calls[caller].push(call);
  }

  /** Whether neither the bank nor any snapshot can hold anything but `value`. */
  isEverywhere(value: string): boolean {
    return this.#states.every((state) =>
      [state.value, ...Object.values(state.snapshots)].every((each) => each === value),
    );
  }

  /** What is taken as true from here on, where the judgement was that something is wrong. */
  begin(value: string, snapshots: readonly string[]): void {
    this.#states = [{ value, snapshots: Object.fromEntries(snapshots.map((name) => [name, value])) }];
  }

  /** Judges what is there after the process was killed and started again; the next life begins with it. */
  judge(found: Call): Verdict {
    const all = outcomes(
      this.#states,
      callers.map((caller) => this.#calls[caller]),
    );
    const kept = seenAs(all, found);
    const unread = kept.length > 0 ? [] : seenAs(this.#withoutReader(), found);
    const history = kept.length > 0 ? '' : this.#describe(found);
    const totals = callers.map((caller) => this.#calls[caller].length);
    this.#calls = noCalls();
    this.#states = statesOf(kept.length > 0 ? kept : unread);
    if (kept.length > 0) {
      const left = kept.map(({ counts }) =>
        keepers.map((at) => (totals[at] ?? 0) - (counts[at] ?? 0)).join(),
      );
      return { kind: 'kept', keepersLeft: new Set(left) };
    }
    return { kind: unread.length > 0 ? 'shown' : 'lost', history };
  }

  #withoutReader(): Outcome[] {
    const calls = callers.map((caller) => (caller === 'reader' ? [] : this.#calls[caller]));
    return outcomes(this.#states, calls);
  }

  #describe(found: Call): string {
    const calls = callers.flatMap((caller) =>
      this.#calls[caller].map(({ timing }) => ({ caller, ...timing })),
    );
    const lines = calls
      .sort((a, b) => a.start - b.start)
      .map(({ caller, what, start, end }) => `  ${start.toFixed(1)}–${end.toFixed(1)} ${caller}: ${what}`);
    const before = this.#states.slice(0, 4).map((state) => JSON.stringify(state));
    return [`${this.name}: before ${before.join(' or ')}`, ...lines, `  then: ${found.timing.what}`].join(
      '\n',
    );
  }
}

function noCalls(): Record<Caller, Call[]> {
  return { owner: [], keeper: [], secondKeeper: [], reader: [] };
}

function seenAs(found: readonly Outcome[], observation: Call): Outcome[] {
  return found.flatMap(({ state, counts }) => {
    const after = observation.apply(state);
    return after ? [{ state: after, counts }] : [];
  });
}
