import { describe, expect, it } from 'vitest';
import { atOnce, inSlices, turnByTurn, type Sliced } from '../../server/slices.ts';

function* counting(to: number): Sliced<number> {
  for (let step = 0; step < to; step++) yield;
  return to;
}

describe('long work', () => {
  it('lets others in after every slice', async () => {
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      return Promise.resolve();
    };
    expect(await inSlices(counting(3), pause)).toBe(3);
    expect(pauses).toBe(3);

    const pieces: string[] = [];
    for await (const piece of turnByTurn(['a', 'b'], pause)) pieces.push(`${piece}${String(pauses)}`);
    expect(pieces).toEqual(['a3', 'b4']);
  });

  it('gives up the turn between two slices, so that a timer that is due fires', async () => {
    let turns = 0;
    let ended = false;
    const others = function other(): void {
      if (ended) return;
      turns += 1;
      setImmediate(other);
    };
    setImmediate(others);
    await inSlices(counting(5));
    ended = true;
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('is done in one go where nobody waits, and ends with the error it meets', async () => {
    expect(atOnce(counting(4))).toBe(4);
    const failing = (function* (): Sliced<never> {
      yield;
      throw new Error('met');
    })();
    await expect(inSlices(failing)).rejects.toThrow('met');
  });
});
