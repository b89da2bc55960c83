import { describe, expect, it } from 'vitest';
import { NoAnswer, type Answer } from '../crash/bank.ts';
import type { Call, State } from '../crash/history.ts';
import { Piece } from '../crash/piece.ts';
import { ABSENT, World } from '../crash/world.ts';

// The judge of the crash harness: what it lets pass, and what it has to catch.

const writes = (value: string, start: number, end: number): Call => ({
  timing: { what: `writes ${value}`, start, end },
  apply: (state) => ({ ...state, value }),
});
const sees = (value: string, start = 100, end = 101): Call => ({
  timing: { what: `sees ${value}`, start, end },
  apply: (state) => (state.value === value ? state : undefined),
});
const saves = (name: string, start: number, end: number): Call => ({
  timing: { what: `saves ${name}`, start, end },
  apply: (state) => ({ ...state, snapshots: { ...state.snapshots, [name]: state.value } }),
});
const restores = (name: string, start: number, end: number): Call => ({
  timing: { what: `restores ${name}`, start, end },
  apply: (state: State) => {
    const value = state.snapshots[name];
    return value === undefined ? undefined : { ...state, value };
  },
});

function judged(found: string, calls: Partial<Record<'owner' | 'keeper' | 'reader', Call[]>>): string {
  const piece = new Piece('piece', 'first', [], 'absent');
  for (const caller of ['owner', 'keeper', 'reader'] as const) {
    for (const call of calls[caller] ?? []) piece.record(caller, call);
  }
  return piece.judge(sees(found)).kind;
}

describe('after a kill', () => {
  it('what was answered has to be there', () => {
    expect(judged('second', { owner: [writes('second', 1, 2)] })).toBe('kept');
    expect(judged('first', { owner: [writes('second', 1, 2)] })).toBe('lost');
  });

  it('what was not answered may be there or not, and nothing else may', () => {
    const owner = [writes('second', 1, 2), writes('third', 3, Infinity)];
    expect(judged('second', { owner })).toBe('kept');
    expect(judged('third', { owner })).toBe('kept');
    expect(judged('first', { owner })).toBe('lost');
    expect(judged('something', { owner })).toBe('lost');
  });

  it('what a reader was shown has to be there, answered or not', () => {
    const owner = [writes('second', 1, Infinity)];
    expect(judged('first', { owner, reader: [sees('first', 2, 3)] })).toBe('kept');
    expect(judged('second', { owner, reader: [sees('second', 2, 3)] })).toBe('kept');
    expect(judged('first', { owner, reader: [sees('second', 2, 3)] })).toBe('shown');
  });

  it('a restore may undo what was answered before its end, and nothing that was begun after it', () => {
    const keeper = [saves('s', 1, 2), restores('s', 5, 8)];
    expect(judged('first', { keeper, owner: [writes('second', 6, 7)] })).toBe('kept');
    expect(judged('second', { keeper, owner: [writes('second', 6, 7)] })).toBe('kept');
    expect(judged('first', { keeper, owner: [writes('second', 9, 10)] })).toBe('lost');
  });

  it('a restore without an answer that a reader was shown has to hold', () => {
    const calls = (seen: string) => ({
      keeper: [saves('s', 1, 2), restores('s', 5, Infinity)],
      owner: [writes('second', 3, 4)],
      reader: [sees(seen, 6, 7)],
    });
    expect(judged('second', calls('second'))).toBe('kept');
    expect(judged('first', calls('first'))).toBe('kept');
    expect(judged('second', calls('first'))).toBe('shown');
  });

  it('tells which saves and restores are part of what is there, to compare the pieces', () => {
    const piece = new Piece('piece', 'first', ['s'], 'absent');
    piece.record('keeper', restores('s', 1, Infinity));
    expect(piece.judge(sees('absent'))).toEqual({ kind: 'kept', keepersLeft: new Set(['0,0']) });
  });
});

describe('over all pieces', () => {
  const answered = (status: number) => (): Promise<Answer> => Promise.resolve({ status, body: {} });
  const killed = (): Promise<Answer> => Promise.reject(new NoAnswer('killed'));
  const toSaved = () => (state: State) => ({ ...state, value: state.snapshots['s'] ?? state.value });

  /** Two pieces, changed since the snapshot; then a restore that the kill cuts off. */
  async function restoring(): Promise<World> {
    const world = new World();
    world.add('one', 'saved');
    world.add('other', 'saved');
    await world.keep(
      'keeper',
      'save s',
      answered(201),
      () => (state) => ({ ...state, snapshots: { ...state.snapshots, s: state.value } }),
      (_, snapshots) => snapshots.add('s'),
    );
    for (const name of ['one', 'other']) await world.change(name, 'set', answered(200), () => () => 'new');
    const cutOff = world.keep('keeper', 'restore s', killed, toSaved, () => undefined);
    await expect(cutOff).rejects.toBeInstanceOf(NoAnswer);
    return world;
  }
  const found = (one: string, other: string) =>
    new Map([
      ['one', one],
      ['other', other],
    ]);
  const nothing = new Set<string>();

  it('a restore that was cut off holds for all or for none', async () => {
    for (const value of ['saved', 'new']) {
      expect((await restoring()).judge(found(value, value), ['s'], nothing)).toEqual([]);
    }
    const kinds = (await restoring()).judge(found('saved', 'new'), ['s'], nothing).map(({ kind }) => kind);
    expect(kinds).toEqual(['half']);
  });

  it('a piece that came later, and saw fewer saves, is of the same moment', async () => {
    const world = await restoring();
    expect(world.judge(found('new', 'new'), ['s'], nothing)).toEqual([]);
    await world.keep(
      'keeper',
      'reset',
      answered(200),
      () => (state) => state,
      () => undefined,
    );
    world.add('late');
    await world.change('late', 'make', answered(201), () => () => 'made');
    const cutOff = world.keep('keeper', 'restore s', killed, toSaved, () => undefined);
    await expect(cutOff).rejects.toBeInstanceOf(NoAnswer);
    expect(world.judge(found('new', 'new').set('late', 'made'), ['s'], nothing)).toEqual([]);
  });

  it('a snapshot that was acknowledged has to be listed', async () => {
    const kinds = (await restoring()).judge(found('new', 'new'), [], nothing).map(({ kind }) => kind);
    expect(kinds).toEqual(['lost', 'lost']);
  });

  it('a piece that came into being while a restore was going on may be gone', async () => {
    const world = new World();
    let answer: (answer: Answer) => void = () => undefined;
    const reset = world.keep(
      'keeper',
      'reset',
      () => new Promise((resolve) => (answer = resolve)),
      () => (state, original) => ({ ...state, value: original }),
      () => undefined,
    );
    world.add('late');
    await world.change('late', 'make', answered(201), () => () => 'made');
    answer({ status: 200, body: {} });
    await reset;
    expect(world.judge(new Map([['late', ABSENT]]), [], nothing)).toEqual([]);
    expect(world.has('late')).toBe(false);
  });
});
