import { z } from 'zod';
import { bilingual, timestamp } from './common.ts';
import { poisonName } from './poison.ts';

/** A way in which an answer can be wrong on purpose. */
export const poison = z
  .strictObject({
    name: poisonName,
    title: bilingual,
    spec: z.string().meta({ description: 'The clause a client catches it by.' }),
    hint: bilingual.meta({ description: 'How to mend a client that does not.' }),
    correct: z.enum(['stops', 'goes-on']).meta({ description: 'What a correct client does then.' }),
  })
  .meta({ id: 'Poison' });

export const conformanceRun = z
  .strictObject({
    id: z.string(),
    poison,
    faultId: z.string(),
    clientId: z
      .string()
      .exactOptional()
      .meta({ description: 'Left out where nobody can know who asked: metadata.' }),
    grantId: z.string().exactOptional(),
    flowId: z.string().exactOptional(),
    logId: z.string().meta({ description: 'The exchange whose answer was poisoned.' }),
    beganAt: timestamp,
    until: timestamp.meta({ description: "By the bank's clock; watched up to this very instant." }),
    verdict: z.enum(['pending', 'passed', 'failed']),
    reason: bilingual.exactOptional().meta({ description: 'What decided.' }),
    decidedAt: timestamp.exactOptional(),
    decidingLogId: z.string().exactOptional().meta({ description: 'The call that decided.' }),
  })
  .meta({ id: 'ConformanceRun' });
export type ConformanceRunView = z.output<typeof conformanceRun>;

export const conformanceReport = z
  .strictObject({
    issuer: z.string(),
    at: timestamp,
    counts: z.strictObject({ pending: z.int(), passed: z.int(), failed: z.int() }),
    runs: z.array(conformanceRun),
  })
  .meta({ id: 'ConformanceReport' });
export type ConformanceReportView = z.output<typeof conformanceReport>;
