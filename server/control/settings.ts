import { retentionOutlook } from '../bank/retention.ts';
import { outlookAt } from '../bank/service-hours.ts';
import { changedSettings, changeSettings } from '../bank/settings.ts';
import { toTimestamp } from '../bank/time.ts';
import { sweep } from '../retention-sweep.ts';
import { implement } from './operation.ts';
import {
  dropOverdueRows,
  getSettings,
  previewOpening,
  previewRetention,
  updateSettings,
} from './operations/settings.ts';

export const implementedSettings = [
  implement(getSettings, ({ context }) => context.settings()),

  implement(updateSettings, ({ context, body, exchange }) =>
    context.work.run((tx) => changeSettings(tx, body), exchange.addEffects),
  ),

  implement(previewOpening, ({ context, body }) => {
    const now = context.clock.now();
    const { opening, changesAt } = outlookAt(changedSettings(context.settings(), body), now);
    return {
      now: toTimestamp(now),
      open: opening.open,
      ...(opening.open ? {} : { cause: opening.cause }),
      ...(changesAt === undefined ? {} : { changesAt: toTimestamp(changesAt) }),
    };
  }),

  implement(previewRetention, ({ context, body }) => {
    const now = context.clock.now();
    const { retention } = changedSettings(context.settings(), body);
    const { overdue, nextAt } = retentionOutlook(context.state, now, retention);
    return { now: toTimestamp(now), overdue, ...(nextAt !== undefined && { nextAt: toTimestamp(nextAt) }) };
  }),

  implement(dropOverdueRows, ({ context }) => sweep(context, context.clock.now())),
];
