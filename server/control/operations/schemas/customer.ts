import { z } from 'zod';
import { bilingual, partialOf, timestamp } from './common.ts';

export const customerKind = z.enum(['personal', 'corporate']);
export const customerStatus = z.enum(['active', 'locked', 'stopped']);

const members = {
  kind: customerKind,
  loginId: z
    .string()
    .regex(/^[\x21-\x7E]{1,64}$/)
    .meta({
      description: '契約者ID (personal) or お客様ID (corporate): visible ASCII, case-sensitive, unique.',
    }),
  name: z.string().trim().min(1).max(100),
  nameKana: z.string().trim().max(100),
  login: z.enum(['password', 'certificate', 'both']),
  status: customerStatus,
  mayInquire: z.boolean().meta({ description: '照会権限: without it the customer may log in, not consent.' }),
  note: bilingual.meta({ description: 'What this customer is in the scenario to show.' }),
};

const password = z
  .string()
  .regex(/^[\x20-\x7E]{1,128}$/)
  .meta({ description: 'A mock password, printable ASCII. Write only: no answer ever shows it.' });

export const customer = z
  .strictObject({
    id: z.string(),
    ...members,
    note: members.note.exactOptional(),
    failedLogins: z.int().meta({ description: 'Wrong passwords since the last right one.' }),
    lockedAt: timestamp.exactOptional(),
  })
  .meta({ id: 'Customer' });
export type CustomerView = z.output<typeof customer>;

export const newCustomer = z
  .strictObject({
    ...members,
    kind: members.kind.default('personal'),
    password: password.exactOptional(),
    nameKana: members.nameKana.default(''),
    login: members.login.default('password'),
    status: members.status.default('active'),
    mayInquire: members.mayInquire.default(true),
    note: members.note.exactOptional(),
  })
  .meta({ id: 'NewCustomer' });
export type NewCustomer = z.output<typeof newCustomer>;

export const customerPatch = partialOf({ ...members, password }).meta({ id: 'CustomerPatch' });
export type CustomerPatch = z.output<typeof customerPatch>;
