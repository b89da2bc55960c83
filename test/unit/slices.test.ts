import { describe, expect, it } from 'vitest';
import { atOnce, gatherBytes, inSlices, turnByTurn, type Sliced } from '../../server/slices.ts';

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

  it('gathers bytes as they come, and no more than were announced', async () => {
    const chunks = async function* () {
      for (const text of ['ab', 'c', '']) yield await Promise.resolve(Buffer.from(text));
    };
    expect((await gatherBytes(chunks(), 3)).toString()).toBe('abc');
    expect((await gatherBytes(chunks(), 9)).toString()).toBe('abc');
    await expect(gatherBytes(chunks(), 2)).rejects.toThrow(RangeError);
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
