import { describe, expect, it } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';

describe('Clock', () => {
  it('follows the computer, runs beside it, or stands still', () => {
    let wall = 1_000;
    const clock = new Clock({ mode: 'real' }, () => wall);
    expect(clock.now()).toBe(1_000);
    clock.set(clock.settingFor(5_000, 'offset'));
    wall += 10;
    expect(clock.now()).toBe(5_010);
    clock.set(clock.settingFor(9_000, 'frozen'));
    wall += 10;
    expect(clock.now()).toBe(9_000);
    expect(clock.realNow()).toBe(1_020);
    clock.set({ mode: 'real' });
    expect(clock.now()).toBe(1_020);
  });
});
