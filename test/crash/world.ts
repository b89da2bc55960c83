import type { Answer } from './bank.ts';
import type { Call, State, Timing } from './history.ts';
import { Piece, type Caller } from './piece.ts';

/** The value of a piece that is not there. */
export const ABSENT = '(absent)';

type Apply = Call['apply'];
type Keeper = Exclude<Caller, 'owner' | 'reader'>;

/** A piece with what is known of it beside its history. */
interface Known {
  readonly piece: Piece;
  /** What a reset makes of it. */
  readonly original: string;
}

/** What a look at the bank shows of the pieces. */
export type Sight = ReadonlyMap<string, string>;

/** Something that must not be. `half`: a save or restore that some pieces have seen, and others not. */
export interface Wrong {
  readonly kind: 'lost' | 'shown' | 'half';
  readonly history: string;
}

/**
 * Everything the callers have done to the bank, and so what may be in it. Each piece is judged by
 * itself; that a save, restore or reset holds for all of them or for none is judged over all.
 */
export class World {
  readonly #pieces = new Map<string, Known>();
  /** Snapshots that are there for certain, apart from what is under way. */
  readonly #snapshots = new Set<string>();
  /** What a keeper is about to do to every piece, for those that come into being meanwhile. */
  readonly #underWay = new Map<Keeper, (known: Known) => void>();
  /** Changes that were answered. */
  acknowledged = 0;

  /** A piece that comes into being with the next call on it; `original`: what a reset makes of it. */
  add(name: string, value = ABSENT, original = value): void {
    const known = { piece: new Piece(name, value, [...this.#snapshots], ABSENT), original };
    this.#pieces.set(name, known);
    for (const record of this.#underWay.values()) record(known);
  }

  /** Whether it is still looked at: not, once neither the bank nor a snapshot can hold it. */
  has(name: string): boolean {
    return this.#pieces.has(name);
  }

  get names(): string[] {
    return [...this.#pieces.keys()];
  }

  /** The owner changes a piece. @param applyOf what an answer says of the state, or none (undefined). */
  async change(
    name: string,
    what: string,
    send: () => Promise<Answer>,
    applyOf: (answer: Answer | undefined) => (value: string) => string | undefined,
  ): Promise<Answer> {
    const timing = begun(what);
    let apply = onValue(applyOf(undefined));
    this.#piece(name).record('owner', { timing, apply: (state) => apply(state) });
    const answer = await send();
    finish(timing, answer);
    apply = onValue(applyOf(answer));
    if (answer.status < 400) this.acknowledged += 1;
    return answer;
  }

  /** A keeper saves, deletes, restores or resets: a call on every piece at once. */
  async keep(
    keeper: Keeper,
    what: string,
    send: () => Promise<Answer>,
    applyOf: (answer: Answer | undefined) => (state: State, original: string) => State | undefined,
    settled: (answer: Answer, snapshots: Set<string>) => void,
  ): Promise<void> {
    const timing = begun(what);
    let apply = applyOf(undefined);
    const record = ({ piece, original }: Known) => {
      piece.record(keeper, { timing, apply: (state) => apply(state, original) });
    };
    for (const known of this.#pieces.values()) record(known);
    this.#underWay.set(keeper, record);
    const answer = await send();
    finish(timing, answer);
    apply = applyOf(answer);
    this.#underWay.delete(keeper);
    settled(answer, this.#snapshots);
    if (answer.status < 400) this.acknowledged += 1;
  }

  /** A reader looks at some of the pieces. */
  saw(start: number, sight: Sight): void {
    const timing = { what: 'looks', start, end: performance.now() };
    for (const [name, value] of sight) {
      this.#pieces.get(name)?.piece.record('reader', { timing, apply: isValue(value) });
    }
  }

  /**
   * Judges the bank after a kill and a new start.
   *
   * @param snapshots those it lists.
   * @param used pieces that can't be looked at, but go on being used.
   */
  judge(sight: Sight, snapshots: readonly string[], used: ReadonlySet<string>): Wrong[] {
    const wrong: Wrong[] = [];
    let whole: ReadonlySet<string> | undefined;
    const listed = [...snapshots].sort().join();
    for (const [name, { piece }] of this.#pieces) {
      const value = sight.get(name);
      const fits = value === undefined ? (state: State) => state : isValue(value);
      const start = performance.now();
      const verdict = piece.judge({
        timing: {
          what: `${value === undefined ? '' : `is ${value}; `}snapshots ${listed}`,
          start,
          end: start,
        },
        apply: (state) => (Object.keys(state.snapshots).sort().join() === listed ? fits(state) : undefined),
      });
      if (verdict.kind !== 'kept') {
        wrong.push(verdict);
        if (value !== undefined) piece.begin(value, snapshots);
      } else {
        const common: ReadonlySet<string> = whole
          ? intersection(whole, verdict.keepersLeft)
          : verdict.keepersLeft;
        if (common.size > 0) whole = common;
        else wrong.push({ kind: 'half', history: `${name} is of another moment than the others` });
      }
      const isOver =
        value === undefined ? !used.has(name) || verdict.kind !== 'kept' : piece.isEverywhere(ABSENT);
      if (isOver) this.#pieces.delete(name);
    }
    this.#underWay.clear();
    this.#snapshots.clear();
    for (const name of snapshots) this.#snapshots.add(name);
    return wrong;
  }

  #piece(name: string): Piece {
    const known = this.#pieces.get(name);
    if (!known) throw new Error(`no piece ${name}`);
    return known.piece;
  }
}

function isValue(value: string): Apply {
  return (state) => (state.value === value ? state : undefined);
}

function onValue(change: (value: string) => string | undefined): Apply {
  return (state) => {
    const value = change(state.value);
    return value === undefined ? undefined : { ...state, value };
  };
}

function begun(what: string): Timing {
  return { what, start: performance.now(), end: Infinity };
}

function finish(timing: Timing, answer: Answer): void {
  timing.end = performance.now();
  timing.what += ` → ${String(answer.status)}`;
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].filter((each) => b.has(each)));
}
