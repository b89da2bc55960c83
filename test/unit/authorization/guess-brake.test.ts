import { describe, expect, it } from 'vitest';
import { GuessBrake } from '../../../server/authorization/client-authentication/guess-brake.ts';
import { Refusal } from '../../../server/bank/refusal.ts';

/** A brake with a clock of the test's own, and what it waited. */
function newBrake() {
  const clock = { now: 0, realNow: () => clock.now };
  const waited: number[] = [];
  const wait = (ms: number) => {
    waited.push(ms);
    return Promise.resolve();
  };
  const brake = new GuessBrake(clock, wait);
  /** How long the answer to one more wrong secret waits, or the seconds it is refused for. */
  const fail = async (clientId = 'c'): Promise<number | string> => {
    const before = waited.length;
    try {
      await brake.failed(clientId);
    } catch (error) {
      if (error instanceof Refusal) return `${error.code} ${String(error.details['seconds'])}`;
      throw error;
    }
    return waited.slice(before).reduce((sum, ms) => sum + ms, 0);
  };
  const failTimes = async (times: number, clientId = 'c') => {
    const all: (number | string)[] = [];
    for (let at = 0; at < times; at++) all.push(await fail(clientId));
    return all;
  };
  return { brake, clock, fail, failTimes };
}

describe('guessing of client secrets', () => {
  it('costs nothing five times, then more and more, then is refused for a while', async () => {
    const { failTimes, clock, fail } = newBrake();
    expect(await failTimes(11)).toEqual([
      ...[0, 0, 0, 0, 0],
      ...[250, 500, 1_000, 2_000],
      ...['client_guessing_paused 30', 'client_guessing_paused 30'],
    ]);
    clock.now = 29_999;
    expect(await fail()).toBe('client_guessing_paused 1');
    // What came during the pause did not lengthen it; one more is heard, late, and then it begins again.
    clock.now = 30_000;
    expect(await failTimes(2)).toEqual([2_000, 'client_guessing_paused 30']);
  });

  it('is forgotten after the right secret, and after ten minutes', async () => {
    const { brake, failTimes, clock, fail } = newBrake();
    await failTimes(10);
    brake.passed('c');
    expect(await failTimes(6)).toEqual([0, 0, 0, 0, 0, 250]);
    clock.now = 10 * 60_000;
    expect(await fail()).toBe(0);
  });

  it('is counted for each identifier by itself, known or not', async () => {
    const { failTimes, fail } = newBrake();
    await failTimes(10, 'one');
    expect(await fail('another')).toBe(0);
  });

  it('remembers a thousand identifiers and no more', async () => {
    const { failTimes, fail } = newBrake();
    await failTimes(9, 'first');
    for (let at = 0; at < 999; at++) await fail(`other-${String(at)}`);
    expect(await fail('first')).toMatch(/^client_guessing_paused/);
    for (let at = 0; at < 1_000; at++) await fail(`another-${String(at)}`);
    expect(await fail('first')).toBe(0);
  });

  it('holds back no more than 64 answers at once', async () => {
    const clock = { realNow: () => 0 };
    let release = () => undefined as void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const brake = new GuessBrake(clock, () => gate);
    const waiting: Promise<void>[] = [];
    for (let at = 0; at < 64; at++) {
      for (let free = 0; free < 5; free++) await brake.failed(`c${String(at)}`);
      waiting.push(brake.failed(`c${String(at)}`));
    }
    for (let free = 0; free < 5; free++) await brake.failed('one more');
    await expect(brake.failed('one more')).rejects.toMatchObject({ code: 'client_guessing_paused' });
    release();
    await Promise.all(waiting);
  });
});
