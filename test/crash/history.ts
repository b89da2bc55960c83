// What may be true of one piece of the bank's state, given what several callers did to it, one call
// after the other each, and all of them at the same time.

/** What a piece is: its value, and its value in each named snapshot. */
export interface State {
  readonly value: string;
  readonly snapshots: Readonly<Record<string, string>>;
}

/** A call from outside: what, and when. A call on several pieces has one for all of them. */
export interface Timing {
  /** For whoever has to understand what went wrong. */
  what: string;
  readonly start: number;
  /** When its answer was complete; `Infinity` where the process was killed first. */
  end: number;
}

/** A call and what it means for one piece. */
export interface Call {
  readonly timing: Timing;
  /** The state after it; undefined where this answer can't be given in that state. */
  readonly apply: (state: State) => State | undefined;
}

/** One caller's calls, each begun after the one before was answered. Only the last may be without an answer. */
export type Sequence = readonly Call[];

/** A state that can be, and how many calls of each sequence it contains. */
export interface Outcome {
  readonly state: State;
  readonly counts: readonly number[];
}

/**
 * Every state that some order of the calls leads to. An order has to keep to time: a call that was
 * answered before another was begun comes before it. Calls without an answer may be part of it or not.
 */
export function outcomes(initial: readonly State[], sequences: readonly Sequence[]): Outcome[] {
  const seen = new Set<string>();
  const found: Outcome[] = [];
  const open: Outcome[] = initial.map((state) => ({ state, counts: sequences.map(() => 0) }));
  for (let next = open.pop(); next; next = open.pop()) {
    const key = keyOf(next);
    if (seen.has(key)) continue;
    seen.add(key);
    const { state, counts } = next;
    const waiting = sequences.map((calls, at) => calls[counts[at] ?? 0]);
    if (waiting.every((call) => call === undefined || call.timing.end === Infinity)) found.push(next);
    const firstEnd = Math.min(...waiting.map((call) => call?.timing.end ?? Infinity));
    waiting.forEach((call, at) => {
      if (!call || firstEnd < call.timing.start) return;
      const after = call.apply(state);
      if (after)
        open.push({ state: after, counts: counts.map((count, i) => (i === at ? count + 1 : count)) });
    });
  }
  return found;
}

/** The states of some outcomes, each once. */
export function statesOf(found: readonly Outcome[]): State[] {
  return [...new Map(found.map(({ state }) => [stateKey(state), state])).values()];
}

function keyOf({ state, counts }: Outcome): string {
  return `${counts.join()} ${stateKey(state)}`;
}

function stateKey({ value, snapshots }: State): string {
  return JSON.stringify([value, Object.entries(snapshots).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
