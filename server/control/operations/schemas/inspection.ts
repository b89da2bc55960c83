import { z } from 'zod';
import { scope } from './grant.ts';
import { securityProfile } from './client.ts';
import { bilingual } from './common.ts';

export const inspectedKind = z.enum([
  'client_assertion',
  'dpop_proof',
  'request_object',
  'id_token',
  'authorization_response',
  'access_token',
]);

/** What is handed to the inspector; it is neither kept nor logged. */
export const inspectionRequest = z
  .strictObject({
    token: z.string().trim().min(1).max(100_000).meta({
      description: 'A client assertion, DPoP proof, request object, ID token, JARM response or access token.',
    }),
    kind: inspectedKind.exactOptional().meta({ description: 'Left out: told by what it says of itself.' }),
    clientId: z.string().min(1).max(128).exactOptional().meta({
      description: 'Whose profile it is judged by; left out: the client it names.',
    }),
    method: z
      .string()
      .min(1)
      .max(20)
      .exactOptional()
      .meta({ description: 'Of the request of a DPoP proof.' }),
    url: z.string().min(1).max(2000).exactOptional().meta({
      description: 'Where a DPoP proof or an access token was sent; an address or a path of the bank.',
    }),
    accessToken: z.string().min(1).max(10_000).exactOptional().meta({
      description: 'That of a DPoP proof (ath) or an ID token (at_hash).',
    }),
    nonce: z.string().max(1000).exactOptional().meta({ description: 'Sent with the authorization request.' }),
    state: z.string().max(5000).exactOptional().meta({ description: 'Sent with the authorization request.' }),
    scope: scope.exactOptional().meta({ description: 'What the resource of an access token asks for.' }),
  })
  .meta({ id: 'InspectionRequest' });

const inspectedStep = z.strictObject({
  name: z.string(),
  title: bilingual,
  clause: z.string().meta({ description: 'Of the specification; empty where it is the sandbox’s own.' }),
  result: z.enum(['passed', 'failed', 'skipped']),
  expected: z.string(),
  found: z.string(),
  message: bilingual.exactOptional().meta({ description: 'Why it failed or was skipped.' }),
  hint: bilingual.exactOptional().meta({ description: 'What to do about it.' }),
});

/** An object taken apart and checked step by step; never its signature. */
export const inspection = z
  .strictObject({
    kind: inspectedKind,
    clientId: z.string().exactOptional(),
    profile: securityProfile.exactOptional(),
    passes: z.boolean(),
    header: z.looseObject({}).exactOptional(),
    claims: z.looseObject({}).exactOptional(),
    steps: z.array(inspectedStep),
  })
  .meta({ id: 'Inspection' });
export type InspectionView = z.output<typeof inspection>;
