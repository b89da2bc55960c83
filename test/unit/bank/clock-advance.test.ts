import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { advanceClock, setClock } from '../../../server/bank/clock-advance.ts';
import { Clock } from '../../../server/bank/clock.ts';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
import type {
  AccessToken,
  AuthorizationCode,
  Customer,
  Grant,
  Interaction,
} from '../../../server/bank/model.ts';
import { BankState, type Effect } from '../../../server/bank/state.ts';
import { DAY, HOUR, MINUTE, SECOND, toTimestamp, type Instant } from '../../../server/bank/time.ts';
import { Transaction } from '../../../server/bank/transaction.ts';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';

const START = Date.parse('2027-02-20T04:04:00Z');

interface Due {
  kind: 'grant' | 'endedGrant' | 'token' | 'code' | 'usedCode' | 'interaction' | 'lock' | 'maintenance';
  /** Seconds from the start; not all of them in the future. */
  in: number;
}

/** A bank in which things come due; rows hold only what the clock looks at. */
function bankWith(dues: readonly Due[], unlockAfterMinutes = 30): BankState {
  const state = new BankState();
  const maintenance: { from: string; to: string }[] = [];
  dues.forEach(({ kind, in: seconds }, index) => {
    const at: Instant = START + seconds * SECOND;
    const key = `${kind}-${index}`;
    switch (kind) {
      case 'grant':
      case 'endedGrant':
        state.grants.put(key, {
          grantId: key,
          clientId: 'client',
          customerId: 'customer',
          expiresAt: at,
          ...(kind === 'endedGrant' ? { endedAt: START } : {}),
        } as Grant);
        return;
      case 'token':
        state.accessTokens.put(key, {
          tokenId: key,
          grantId: 'g',
          clientId: 'client',
          expiresAt: at,
        } as AccessToken);
        return;
      case 'code':
      case 'usedCode':
        state.authorizationCodes.put(key, {
          codeId: key,
          flowId: 'f',
          request: { clientId: 'client' },
          expiresAt: at,
          ...(kind === 'usedCode' ? { usedAt: START } : {}),
        } as AuthorizationCode);
        return;
      case 'interaction':
        state.interactions.put(key, {
          interactionId: key,
          flowId: 'f',
          request: { clientId: 'client' },
          stage: 'login',
          expiresAt: at,
        } as Interaction);
        return;
      case 'lock':
        state.customers.put(key, {
          id: key,
          status: 'locked',
          lockedAt: at - 30 * MINUTE,
          failedLogins: 5,
        } as Customer);
        return;
      case 'maintenance':
        maintenance.push({ from: toTimestamp(at), to: toTimestamp(at + HOUR) });
    }
  });
  state.settings.put('current', {
    ...defaultSettings,
    maintenance,
    policies: { ...defaultSettings.policies, unlockAfterMinutes },
  });
  return state;
}

const frozen = (at = START) => new Clock({ mode: 'frozen', at }, () => START);

function advance(state: BankState, clock: Clock, to: Instant): Effect[] {
  return advanceClock(new Transaction(state, clock.now()), clock, { to }).effects;
}

const due = fc.record({
  kind: fc.constantFrom<Due['kind']>(
    'grant',
    'endedGrant',
    'token',
    'code',
    'usedCode',
    'interaction',
    'lock',
    'maintenance',
  ),
  // Coarse, so that things fall on the same instant and on the ends of steps.
  in: fc.integer({ min: -2_000, max: 10_000 }).map((seconds) => Math.round(seconds / 500) * 500),
});
const steps = fc.array(
  fc.integer({ min: 0, max: 8 }).map((step) => step * 500),
  { minLength: 1, maxLength: 90 },
);

describe('an advance over many ends', () => {
  it('hands over its effects one by one, because a call takes no hundred thousand arguments', () => {
    const state = bankWith(Array.from({ length: 50 }, () => ({ kind: 'code', in: 60 }) as const));
    const clock = new Clock({ mode: 'frozen', at: START });
    const tx = new Transaction(state, clock.now());
    const push = vi.spyOn(tx.effects, 'push');
    const { effects } = advanceClock(tx, clock, { to: START + HOUR });
    expect(effects).toHaveLength(50);
    expect(tx.effects).toHaveLength(51);
    expect(push.mock.calls.every(({ length }) => length === 1)).toBe(true);
  });
});

describe('advancing the clock', () => {
  it('tells the same in one jump as in many, and leaves the same behind', () => {
    fc.assert(
      fc.property(fc.array(due, { maxLength: 25 }), steps, (dues, stepSeconds) => {
        const end = START + stepSeconds.reduce((sum, seconds) => sum + seconds, 0) * SECOND;
        const [once, often] = [bankWith(dues), bankWith(dues)];
        const [oneClock, otherClock] = [frozen(), frozen()];
        const inOne = advance(once, oneClock, end);
        let now = START;
        const inMany = stepSeconds.flatMap((seconds) =>
          advance(often, otherClock, (now += seconds * SECOND)),
        );

        expect(inMany).toEqual(inOne);
        expect(otherClock.now()).toBe(oneClock.now());
        expect([...often.customers]).toEqual([...once.customers]);
      }),
    );
  });

  it('tells things in order, each grant and code once, and none that was not due', () => {
    fc.assert(
      fc.property(fc.array(due, { maxLength: 25 }), fc.integer({ min: 0, max: 12_000 }), (dues, seconds) => {
        const end = START + seconds * SECOND;
        const effects = advance(bankWith(dues), frozen(), end);
        const times = effects.map(({ at }) => Date.parse(at));
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times.every((at) => at <= end)).toBe(true);
        const grants = dues.filter(({ kind, in: at }) => kind === 'grant' && at > 0 && at <= seconds);
        expect(effects.filter(({ type }) => type === 'grant.expired')).toHaveLength(grants.length);
        const codes = dues.filter(({ kind, in: at }) => kind === 'code' && at > 0 && at <= seconds);
        expect(effects.filter(({ type }) => type === 'authorization_code.expired')).toHaveLength(
          codes.length,
        );
      }),
    );
  });

  it('ends a grant at its very instant and not a millisecond before', () => {
    const state = bankWith([{ kind: 'grant', in: 60 }]);
    const clock = frozen();
    expect(advance(state, clock, START + MINUTE - 1)).toEqual([]);
    expect(advance(state, clock, START + MINUTE)).toEqual([
      {
        at: toTimestamp(START + MINUTE),
        type: 'grant.expired',
        grantId: 'grant-0',
        clientId: 'client',
        customerId: 'customer',
      },
    ]);
    expect(advance(state, clock, START + DAY)).toEqual([]);
  });

  it('unlocks who was locked long enough, and nobody where only the console unlocks', () => {
    const locked: Due[] = [{ kind: 'lock', in: 60 }];
    const state = bankWith(locked);
    expect(advance(state, frozen(), START + HOUR)).toEqual([
      { at: toTimestamp(START + MINUTE), type: 'customer.unlocked', customerId: 'lock-0' },
    ]);
    expect([...state.customers]).toEqual([{ id: 'lock-0', status: 'active', failedLogins: 0 }]);

    const byHand = bankWith(locked, 0);
    expect(advance(byHand, frozen(), START + DAY)).toEqual([]);
    expect([...byHand.customers][0]?.status).toBe('locked');
  });

  it('counts calendar months in Tokyo, days as 86,400 seconds', () => {
    const to = (by: string) => {
      const clock = frozen(Date.parse('2027-01-30T20:00:00Z'));
      return toTimestamp(advanceClock(new Transaction(bankWith([]), clock.now()), clock, { by }).now);
    };
    expect(to('P90D')).toBe('2027-04-30T20:00:00.000Z');
    // 31 January, 5 in the morning in Tokyo; February has 28 days.
    expect(to('P1M')).toBe('2027-02-27T20:00:00.000Z');
    expect(to('PT36H')).toBe('2027-02-01T08:00:00.000Z');
  });

  it('goes to some time before a grant ends', () => {
    const state = bankWith([{ kind: 'grant', in: 90 * 86_400 }]);
    const clock = frozen();
    const target = { grantId: 'grant-0', before: 'PT1M' };
    const { now } = advanceClock(new Transaction(state, clock.now()), clock, target);
    expect(now).toBe(START + 90 * DAY - MINUTE);
  });
});

describe('the modes', () => {
  const code = (act: () => unknown): RefusalCode | undefined => {
    try {
      act();
      return undefined;
    } catch (error) {
      return (error as { code: RefusalCode }).code;
    }
  };

  it('never go backwards, and a refusal leaves clock and state alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 * 365 }), (days) => {
        const clock = frozen();
        const tx = new Transaction(bankWith([]), clock.now());
        expect(code(() => advanceClock(tx, clock, { to: START - days * DAY }))).toBe('clock_backwards');
        expect(code(() => setClock(tx, clock, { mode: 'offset', now: START - days * DAY }))).toBe(
          'clock_backwards',
        );
        expect(tx.changes).toEqual([]);
        expect(clock.setting).toEqual({ mode: 'frozen', at: START });
      }),
    );
  });

  it('a running clock goes on from where it was moved to', () => {
    let wall = START;
    const clock = new Clock({ mode: 'real' }, () => wall);
    const state = bankWith([]);
    advanceClock(new Transaction(state, clock.now()), clock, { by: 'P1D' });
    expect(clock.setting).toEqual({ mode: 'offset', offsetMs: DAY });
    wall += MINUTE;
    expect(clock.now()).toBe(START + DAY + MINUTE);
    expect(state.clock.get('current')).toEqual(clock.setting);
    const tx = new Transaction(state, clock.now());
    expect(code(() => setClock(tx, clock, { mode: 'real' }))).toBe('clock_backwards');
    setClock(tx, clock, { mode: 'frozen' });
    wall += DAY;
    expect(clock.now()).toBe(START + DAY + MINUTE);
    // The computer has overtaken the bank by now.
    wall += DAY;
    setClock(new Transaction(state, clock.now()), clock, { mode: 'real' });
    expect(clock.now()).toBe(wall);
  });
});
