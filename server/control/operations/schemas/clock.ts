import { z } from 'zod';
import { effect, says, timestamp, timestampInput, undo } from './common.ts';

export const clockMode = z.enum(['real', 'offset', 'frozen']);

export const clock = z.strictObject({ mode: clockMode, now: timestamp }).meta({ id: 'Clock' });
export type ClockView = z.output<typeof clock>;

export const clockSetting = z
  .strictObject({
    mode: clockMode,
    now: timestampInput.exactOptional().meta({
      description: 'Where to set the clock, for `offset` and `frozen`; left out: it stays where it is.',
    }),
  })
  .refine(({ mode, now }) => mode !== 'real' || now === undefined, {
    path: ['now'],
    error: says(
      'real は実際の時刻に従うため now を指定できません。offset か frozen にしてください。',
      'real follows the computer, so it takes no now; choose offset or frozen.',
    ),
  })
  .meta({ id: 'ClockSetting' });

/** ISO 8601, whole units: `P90D`, `PT1M`. */
export const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(?:\d{1,4}Y)?(?:\d{1,5}M)?(?:\d{1,6}W)?(?:\d{1,7}D)?(?:T(?=\d)(?:\d{1,8}H)?(?:\d{1,9}M)?(?:\d{1,11}S)?)?$/,
    says(
      'ISO 8601 の期間（P90D、PT10M など）にしてください。',
      'Write an ISO 8601 duration, such as P90D or PT10M.',
    ),
  )
  .max(40)
  .meta({ format: 'duration', examples: ['P90D', 'PT1M'] });

export const clockAdvance = z
  .union([
    z.strictObject({ by: duration }),
    z.strictObject({
      to: z
        .union([timestampInput, z.strictObject({ grantId: z.string().min(1), before: duration })])
        .meta({ id: 'ClockTarget' }),
    }),
  ])
  .meta({ id: 'ClockAdvance' });
export type ClockAdvance = z.output<typeof clockAdvance>;

export const clockAdvanced = z
  .strictObject({ now: timestamp, effects: z.array(effect), undo })
  .meta({ id: 'ClockAdvanced' });

export const clockSet = clock.extend({ effects: z.array(effect), undo }).meta({ id: 'ClockSet' });
