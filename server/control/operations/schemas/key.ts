import { z } from 'zod';
import { timestamp } from './common.ts';

export const signingAlgorithm = z.enum(['ES256', 'RS256', 'PS256', 'EdDSA']);

export const publishedKey = z
  .strictObject({
    kid: z.string(),
    alg: signingAlgorithm,
    createdAt: timestamp,
    usedFrom: timestamp,
    use: z.enum(['next', 'current', 'retired']),
    neededUntil: timestamp
      .exactOptional()
      .meta({ description: 'When nothing signed with a retired key is good any more.' }),
    jwk: z.record(z.string(), z.unknown()).meta({ description: 'The public part, as in the JWK Set.' }),
  })
  .meta({ id: 'PublishedKey' });
export type PublishedKeyView = z.output<typeof publishedKey>;

export const keyRotation = z
  .strictObject({
    alg: signingAlgorithm.exactOptional().meta({ description: 'All of them when left out.' }),
    useAfterSeconds: z
      .int()
      .min(0)
      .max(86_400 * 30)
      .default(60)
      .meta({
        description: 'How long the new key is published before it is used; a JWK Set is kept for 60 s.',
      }),
  })
  .meta({ id: 'KeyRotation' });
