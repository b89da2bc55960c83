import { z } from 'zod';
import { authorizationDetails, grantedAccountInformation } from '../../../bank/account-information-schema.ts';
import { timestamp } from './common.ts';

export const scope = z.enum([
  'account:balance',
  'account:transaction',
  'openid',
  'offline_access',
  'grant_management_query',
  'grant_management_revoke',
]);
export const grantStatus = z.enum(['active', 'expired', 'revoked', 'superseded']);

export const grant = z
  .strictObject({
    grantId: z.string(),
    clientId: z.string(),
    customerId: z.string(),
    customer: z
      .strictObject({ loginId: z.string(), name: z.string() })
      .exactOptional()
      .meta({ description: 'Who that is, while the contract exists.' }),
    scopes: z.array(scope),
    authorizationDetails: z
      .array(grantedAccountInformation)
      .exactOptional()
      .meta({ description: 'What was allowed for some accounts only (RFC 9396).' }),
    createdAt: timestamp,
    expiresAt: timestamp,
    status: grantStatus,
    endedAt: timestamp.exactOptional(),
    endReason: z.string().exactOptional(),
  })
  .meta({ id: 'Grant' });
export type GrantView = z.output<typeof grant>;

export const newGrant = z
  .strictObject({
    clientId: z.string().min(1),
    loginId: z.string().min(1),
    scopes: z
      .array(scope)
      .max(10)
      .default([])
      .meta({ description: 'May be left out, or empty, beside authorizationDetails only.' }),
    authorizationDetails: authorizationDetails
      .exactOptional()
      .meta({ description: 'Permissions account by account (RFC 9396); without accounts: all he has.' }),
  })
  .meta({ id: 'GrantInput' });

/** The token response of RFC 6749 §5.1 beside the grant it belongs to. */
export const issuedGrant = z
  .looseObject({
    grant,
    access_token: z.string(),
    token_type: z.string(),
    expires_in: z.int(),
    scope: z.string().exactOptional(),
    authorization_details: z.array(grantedAccountInformation).readonly().exactOptional(),
    refresh_token: z.string().exactOptional(),
    id_token: z.string().exactOptional(),
    grant_id: z.string(),
    authorization_expires_in: z.int(),
    grant_expires_at: z.string(),
  })
  .meta({ id: 'IssuedGrant' });

export const consent = z
  .strictObject({
    authorizationUrl: z.string().min(1).max(16_000).meta({
      description: 'What the partner would send the browser to: our authorize endpoint with its query.',
    }),
    loginId: z.string().min(1).max(200),
    password: z
      .string()
      .max(200)
      .exactOptional()
      .meta({ description: 'Left out only to cancel at the login page.' }),
    scopes: z
      .array(scope)
      .max(10)
      .exactOptional()
      .meta({ description: 'Which permissions to tick; all that were asked for when left out.' }),
    accounts: z.array(z.string().min(1).max(29)).max(100).exactOptional().meta({
      description: 'Which accounts to tick where authorization_details leave that open; all when left out.',
    }),
    decision: z.enum(['allow', 'cancel']).default('allow'),
  })
  .meta({ id: 'Consent' });
