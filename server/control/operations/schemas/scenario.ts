import { z } from 'zod';
import { undo } from './common.ts';

/**
 * A whole scenario. Its members are checked by the scenario reader itself, whose schema is not in
 * the browser's bundle; whatever it finds wrong is answered with the member's path all the same.
 */
export const scenarioDocument = z
  .looseObject({})
  .meta({ id: 'Scenario', description: 'A scenario document as `GET /scenario` exports it.' });

/** A scenario that brings no clock of its own leaves the bank's as it is, unless it is told otherwise. */
export const clockAfterwards = z.strictObject({
  clock: z.enum(['keep', 'real']).default('keep').meta({
    description: '`real`: the clock follows the computer again, also where that is back in time.',
  }),
});

export const scenarioByName = z.strictObject({ name: z.string().min(1).max(100) });

export const loadedScenario = z
  .strictObject({
    name: z.string().exactOptional(),
    customers: z.int(),
    accounts: z.int(),
    clients: z.int(),
    transactions: z.int(),
    now: z.string(),
    undo,
  })
  .meta({ id: 'LoadedScenario' });
