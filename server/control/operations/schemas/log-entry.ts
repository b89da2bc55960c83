import { z } from 'zod';
import { securityProfile } from './client.ts';
import { bilingual, effect, timestamp } from './common.ts';
import { inspectedKind } from './inspection.ts';

/** As long as what it quotes of a request. */
const told = z.strictObject({ ja: z.string(), en: z.string() });

const loggedMessage = z.strictObject({
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())]).meta({ id: 'HeaderValue' })).meta({
    description: 'By lower-case name; a list where the header came more than once. Secrets are fingerprints.',
  }),
  body: z
    .string()
    .nullable()
    .meta({ description: 'As sent, secrets as fingerprints; null: none, or see bodyNote.' }),
  bodySize: z.int().meta({ description: 'Bytes on the wire.' }),
  bodyCut: z.literal(true).exactOptional().meta({ description: 'Only the beginning of the body is kept.' }),
  bodyNote: bilingual.exactOptional().meta({ description: 'What the body was, where its text is not kept.' }),
});

const presented = z.strictObject({
  kind: inspectedKind,
  clientId: z.string().exactOptional(),
  header: z.looseObject({}).exactOptional(),
  claims: z.looseObject({}).exactOptional(),
  steps: z.array(
    z.strictObject({
      name: z.string(),
      result: z.enum(['passed', 'failed', 'skipped']),
      expected: z.string(),
      found: z.string(),
      because: z.enum(['not_asked', 'earlier_failed', 'unreadable', 'elsewhere']).exactOptional(),
      code: z.string().exactOptional(),
      details: z
        .record(z.string(), z.union([z.string(), z.number()]).meta({ id: 'DetailValue' }))
        .exactOptional(),
    }),
  ),
});

/** A code of the catalogue with its words filled in. */
export const outcome = z.strictObject({
  code: z.string(),
  spec: z.string().exactOptional(),
  message: told,
  hint: told.exactOptional(),
});

/** A row of the request log. */
export const logEntry = z
  .strictObject({
    id: z.string(),
    seq: z.int().meta({ description: 'Ascending in the order in which answers went out.' }),
    at: timestamp.meta({ description: "The bank's time at the beginning." }),
    realAt: timestamp.meta({ description: "The computer's time at the beginning." }),
    durationMs: z.number(),
    origin: z.enum(['bank', 'control', 'outgoing']).meta({
      description:
        'Where the request was made: at the bank, at its control API, or, outgoing, by the bank itself.',
    }),
    method: z.string().meta({ description: 'EVENT for a row that no request made.' }),
    url: z.string(),
    path: z.string(),
    status: z.int().meta({ description: '0: no answer went out.' }),
    clientId: z.string().exactOptional(),
    clientClaimed: z
      .literal(true)
      .exactOptional()
      .meta({ description: 'clientId is what the request says of itself; it was not authenticated.' }),
    customerId: z.string().exactOptional(),
    grantId: z.string().exactOptional(),
    flowId: z.string().exactOptional(),
    replayOf: z.string().exactOptional(),
    request: loggedMessage,
    response: loggedMessage,
    outcome,
    effects: z.array(effect),
    verdicts: z
      .array(z.strictObject({ profile: securityProfile, passes: z.boolean(), reasons: z.array(outcome) }))
      .exactOptional()
      .meta({ description: 'How the request would have fared under each stricter profile.' }),
    presented: z.array(presented).exactOptional().meta({
      description:
        'Assertions, proofs and request objects, as they were checked and without their signatures; in words at /log/{id}/inspections.',
    }),
  })
  .meta({ id: 'LogEntry' });
