import { z } from 'zod';
import { bilingual, timestamp } from './common.ts';

export const trialGroup = z.enum([
  'authorization',
  'pushed_request',
  'request_object',
  'client_authentication',
  'code',
  'refresh',
  'dpop',
  'resource',
  'mutual_tls',
  'other_endpoints',
]);

const toldAnswer = z.strictObject({
  status: z.int().meta({ description: '0: no answer came.' }),
  error: z.string().meta({ description: 'As the answer names it; empty for a page.' }),
  code: z.string().meta({ description: 'The cause the log names, of the catalogue.' }),
});

export const trialResult = z
  .strictObject({
    id: z.string(),
    group: trialGroup,
    clause: z.string(),
    sent: bilingual.meta({ description: 'What was sent, in words.' }),
    expected: toldAnswer,
    got: toldAnswer,
    passed: z.boolean(),
    problem: z.string().exactOptional().meta({ description: 'What kept the trial from being held.' }),
  })
  .meta({ id: 'TrialResult' });

/** A trial that could not be held, and why. */
export const trialNotHeld = z
  .strictObject({
    id: z.string(),
    group: trialGroup,
    clause: z.string(),
    sent: bilingual,
    because: bilingual.meta({ description: 'What it would have taken.' }),
  })
  .meta({ id: 'TrialNotHeld' });

const runMembers = {
  id: z.string(),
  status: z.enum(['running', 'finished', 'broken_off']),
  startedAt: timestamp.meta({ description: "The computer's time." }),
  finishedAt: timestamp.exactOptional(),
  total: z.int().meta({ description: 'How many trials there are.' }),
  passed: z.int(),
  failed: z.int(),
  notHeld: z.int().meta({ description: 'Trials for which the sandbox lacks something, e.g. TLS.' }),
  filter: z
    .string()
    .meta({ description: 'Finds its requests in the log; with a minus before it, the rest.' }),
  problem: z.string().exactOptional(),
};

/** A run of the self-test as lists show it. */
export const selfTestSummary = z.strictObject(runMembers).meta({ id: 'SelfTestSummary' });

export const selfTest = z
  .strictObject({ ...runMembers, rows: z.array(trialResult), rowsNotHeld: z.array(trialNotHeld) })
  .meta({ id: 'SelfTest' });
export type SelfTestView = z.output<typeof selfTest>;
