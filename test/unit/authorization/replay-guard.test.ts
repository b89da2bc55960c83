import { describe, expect, it } from 'vitest';
import { ReplayGuard } from '../../../server/authorization/replay-guard.ts';
import { Clock } from '../../../server/bank/clock.ts';

const NOW = Date.parse('2027-02-20T13:04:00+09:00');

describe('the guard against replays', () => {
  it('takes an identifier once from each owner, until it would be refused for its age', () => {
    const clock = new Clock({ mode: 'frozen', at: NOW });
    const guard = new ReplayGuard(clock);
    expect(guard.firstUse('a', '1', NOW + 10)).toBe(true);
    expect(guard.firstUse('a', '1', NOW + 10)).toBe(false);
    expect(guard.firstUse('b', '1', NOW + 10)).toBe(true);
    clock.set({ mode: 'frozen', at: NOW + 10 });
    expect(guard.wasUsed('a', '1')).toBe(false);
    expect(guard.firstUse('a', '1', NOW + 20)).toBe(true);
  });

  it('forgets what is too old to be sent again, without a look at all it remembers', () => {
    const clock = new Clock({ mode: 'frozen', at: NOW });
    const guard = new ReplayGuard(clock);
    for (let id = 0; id < 1_000; id++) guard.firstUse('a', `early ${id}`, NOW + 10 + id);
    clock.set({ mode: 'frozen', at: NOW + 2_000 });
    for (let id = 0; id < 1_000; id++) guard.firstUse('a', `late ${id}`, NOW + 10_000);
    expect(guard.size).toBeLessThanOrEqual(1_001);
    expect(guard.wasUsed('a', 'late 0')).toBe(true);
  });

  it('has an end though the clock stands still, and forgets first what ends first', () => {
    const guard = new ReplayGuard(new Clock({ mode: 'frozen', at: NOW }));
    for (let id = 0; id < 100_500; id++) guard.firstUse('a', String(id), NOW + 1_000 + id);
    expect(guard.size).toBe(100_000);
    expect(guard.wasUsed('a', '0')).toBe(false);
    expect(guard.wasUsed('a', '100499')).toBe(true);
  });
});
