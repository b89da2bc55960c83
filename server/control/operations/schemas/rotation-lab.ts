import { z } from 'zod';
import { refreshRotation } from './client.ts';
import { outcome } from './log-entry.ts';

const generation = z.int().min(1);

const trialStep = z.strictObject({
  afterSeconds: z.number().meta({ description: 'Since the customer linked.' }),
  action: z.enum(['link', 'refresh', 'retry', 'probe']).meta({
    description: 'link: the customer is asked; probe: the client goes on with the newest token it holds.',
  }),
  sent: generation.exactOptional().meta({ description: 'Which refresh token was sent, from 1.' }),
  received: generation.exactOptional().meta({ description: 'Which one the answer held.' }),
  answerLost: z.boolean(),
  outcome,
  grant: z
    .enum(['active', 'expired', 'revoked', 'superseded'])
    .meta({ description: 'Where the grant stands afterwards.' }),
});

const trial = z.strictObject({
  behaviour: z.enum(['retry-at-once', 'retry-after-grace', 'refresh-twice-at-once', 'link-again']),
  steps: z.array(trialStep),
  linkage: z.enum(['lives', 'stranded', 'ended']).meta({
    description: 'stranded: the grant lives, and the client holds nothing the bank would take.',
  }),
  customerAsked: z.boolean().meta({ description: 'Whether the customer had to consent anew.' }),
});

/** What each behaviour of a client meets under each rotation. */
export const rotationLab = z
  .strictObject({
    clientId: z.string(),
    present: z.strictObject({
      rotation: refreshRotation,
      decidedBy: z.enum(['client', 'profile', 'settings']),
    }),
    graceSeconds: z.int(),
    rotations: z.array(
      z.strictObject({
        rotation: refreshRotation,
        deviatesFromProfile: z.boolean(),
        trials: z.array(trial),
      }),
    ),
  })
  .meta({ id: 'RotationLab' });
export type RotationLabView = z.output<typeof rotationLab>;
