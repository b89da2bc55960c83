import { z } from 'zod';
import { bilingual, partialOf, removableMembers, says, timestamp } from './common.ts';

export const customerKind = z.enum(['personal', 'corporate']);
export const customerStatus = z.enum(['active', 'locked', 'stopped']);

export const drill = z.enum([
  'grant_expires_soon',
  'other_consent_ends_grant',
  'password_change_ends_grant',
  'refresh_answer_lost',
  'token_endpoint_down',
  'grant_lost_on_refresh',
  'signing_key_changed',
  'outside_service_hours',
  'maintenance',
  'rate_limited',
  'third_page_slow',
  'third_page_truncated',
  'balance_changes_between_pages',
  'account_vanishes',
  'item_keys_change_on_relink',
  'history_gap',
]);

const certificate = z
  .strictObject({
    serialNumber: z.string(),
    subject: z.string(),
    notBefore: timestamp,
    notAfter: timestamp,
    revokedAt: timestamp.exactOptional(),
  })
  .meta({ id: 'CustomerCertificate' });

const members = {
  kind: customerKind,
  loginId: z
    .string()
    .regex(
      /^[\x21-\x7E]{1,64}$/,
      says(
        '1〜64文字の半角英数字・記号（空白なし）にしてください。',
        'Write 1 to 64 visible ASCII characters without spaces.',
      ),
    )
    .meta({
      description: '契約者ID (personal) or お客様ID (corporate): visible ASCII, case-sensitive, unique.',
    }),
  name: z.string().trim().min(1).max(48),
  nameKana: z.string().trim().min(1).max(48).meta({ description: 'Left out: the name itself.' }),
  login: z.enum(['password', 'certificate', 'both']),
  status: customerStatus,
  mayInquire: z.boolean().meta({ description: '照会権限: without it the customer may log in, not consent.' }),
  userOf: z
    .strictObject({
      customerId: z.string(),
      accountIds: z.array(z.string()).max(1000).exactOptional(),
    })
    .meta({
      description:
        '利用者 of the corporate contract `customerId`: inquires about its accounts, all (`accountIds` left out) or those listed.',
    }),
  drill: drill.meta({ description: 'What goes wrong for this customer, and for nobody else, once linked.' }),
  note: bilingual.meta({ description: 'What this customer is in the scenario to show.' }),
};

const password = z
  .string()
  .regex(
    /^[\x20-\x7E]{1,128}$/,
    says('1〜128文字の半角英数字・記号にしてください。', 'Write 1 to 128 printable ASCII characters.'),
  )
  .meta({ description: 'A mock password, printable ASCII. Write only: no answer ever shows it.' });

export const customer = z
  .strictObject({
    id: z.string(),
    ...members,
    userOf: members.userOf.exactOptional(),
    drill: members.drill.exactOptional(),
    note: members.note.exactOptional(),
    certificates: z.array(certificate).exactOptional(),
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
    nameKana: members.nameKana.exactOptional(),
    login: members.login.default('password'),
    status: members.status.default('active'),
    mayInquire: members.mayInquire.default(true),
    userOf: members.userOf.exactOptional(),
    drill: members.drill.exactOptional(),
    note: members.note.exactOptional(),
  })
  .meta({ id: 'CustomerInput' });
export type NewCustomer = z.output<typeof newCustomer>;

const { userOf, drill: drillName, note, ...lasting } = members;
export const customerPatch = partialOf({
  ...lasting,
  ...removableMembers({ userOf, drill: drillName, note }),
  password,
}).meta({ id: 'CustomerPatch' });
export type CustomerPatch = z.output<typeof customerPatch>;
