import { advanceClock as advance, setClock as set, type ClockTarget } from '../bank/clock-advance.ts';
import { toTimestamp } from '../bank/time.ts';
import { implement } from './operation.ts';
import { advanceClock, getClock, setClock } from './operations/clock.ts';
import type { ClockAdvance } from './operations/schemas/clock.ts';
import { undoable } from './undo-point.ts';

export const implementedClock = [
  implement(getClock, ({ context: { clock } }) => ({
    mode: clock.setting.mode,
    now: toTimestamp(clock.now()),
  })),

  implement(setClock, async ({ context, body, exchange }) => {
    const { mode, now } = body;
    const wanted =
      mode === 'real' ? { mode } : { mode, ...(now === undefined ? {} : { now: Date.parse(now) }) };
    const { undo, ...moved } = await undoable(context, 'clock', () =>
      context.work.run((tx) => set(tx, context.clock, wanted), exchange.addEffects),
    );
    return { mode, now: toTimestamp(moved.now), effects: moved.effects, ...(undo && { undo }) };
  }),

  implement(advanceClock, async ({ context, body, exchange }) => {
    const { undo, ...moved } = await undoable(context, 'clock', () =>
      context.work.run((tx) => advance(tx, context.clock, targetOf(body)), exchange.addEffects),
    );
    return { now: toTimestamp(moved.now), effects: moved.effects, ...(undo && { undo }) };
  }),
];

function targetOf(body: ClockAdvance): ClockTarget {
  if ('by' in body) return body;
  return typeof body.to === 'string' ? { to: Date.parse(body.to) } : body.to;
}
