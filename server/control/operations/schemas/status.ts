import { z } from 'zod';
import { clock } from './clock.ts';

export const status = z
  .strictObject({
    version: z.string(),
    pid: z.int(),
    /** `null`: nothing is kept when the sandbox ends. */
    dataDir: z.string().nullable(),
    addresses: z.strictObject({
      issuer: z.string(),
      httpsIssuer: z.string().nullable(),
      console: z.string(),
      control: z.string(),
      partner: z.string(),
    }),
    institution: z.strictObject({
      code: z.string(),
      name: z.string(),
      nameEn: z.string(),
      shortName: z.string(),
    }),
    language: z.enum(['ja', 'en']),
    clock,
    scenario: z.strictObject({ name: z.string().exactOptional() }),
    counts: z.strictObject({
      customers: z.int(),
      accounts: z.int(),
      transactions: z.int(),
      clients: z.int(),
      grants: z.int(),
      activeGrants: z.int(),
    }),
  })
  .meta({ id: 'Status' });
