import { z } from 'zod';
import { timestamp } from './common.ts';

/** A login that stands at somebody's browser. */
export const login = z
  .strictObject({
    id: z.string(),
    customerId: z.string(),
    loginId: z.string().meta({ description: 'The 契約者ID or お客様ID.' }),
    acr: z.enum(['password', 'certificate', 'password+certificate']),
    authTime: timestamp.meta({ description: 'When the customer logged in, by the clock of the bank.' }),
    expiresAt: timestamp.meta({ description: 'Over then at the latest, and with the day of the bank.' }),
  })
  .meta({ id: 'Login' });
export type LoginView = z.output<typeof login>;
