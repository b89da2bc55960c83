import { z } from 'zod';
import { grantedAccountInformation } from '../bank/account-information-schema.ts';
import { accountTypeCodes } from '../bank/account-types.ts';
import { currencyCodes } from '../bank/currency.ts';
import {
  clientAuthenticationMethods,
  drillNames,
  refreshRotations,
  scopeNames,
  securityProfiles,
} from '../bank/model.ts';
import { isWithinDepth } from '../bank/json-depth.ts';
import { isBankDate } from '../bank/time.ts';
import { scenarioSettings, wholeInstitution } from '../control/operations/schemas/settings.ts';
import { generatorProfiles } from './generators/profile-names.ts';

/** The version this build writes. An older one is brought up to date by a migration before it is read. */
export const scenarioVersion = 1;

const bilingual = z.strictObject({ ja: z.string(), en: z.string() });
const bankDate = z.string().refine((text) => isBankDate(text), 'must be an existing day, YYYY-MM-DD');
const decimal = z.string().regex(/^-?\d{1,18}(\.\d{1,4})?$/, 'must be a decimal number as text');
const timestamp = z.iso.datetime({ offset: true });

/** A day as written, or counted from the day on which the scenario is loaded: `today`, `today-3`. */
const relativeDate = z.union([z.string().regex(/^today([+-]\d{1,5})?$/), bankDate]);

/** The beginning of such a day, or any moment. */
const relativeTime = z.union([relativeDate, timestamp]);

const keySet = z.strictObject({
  keys: z.array(
    z
      .record(z.string(), z.unknown())
      .refine((key) => isWithinDepth(key, 8), 'must hold no more than 8 lists or objects within one another'),
  ),
});

const thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be a SHA-256 in base64url');

const row = z.strictObject({
  /** Left out: the next free one of that day. */
  itemKey: z
    .string()
    .regex(/^\d{16}$/)
    .exactOptional(),
  transactionDate: relativeDate,
  valueDate: relativeDate.exactOptional(),
  transactionType: z.enum(['1', '2']),
  amount: z.string().regex(/^\d{1,18}(\.\d{1,4})?$/, 'must be a decimal number as text, not negative'),
  remarks: z.string().min(1).max(255).exactOptional(),
  transfer: z
    .strictObject({
      applicantName: z.string().min(1).max(48),
      paymentBankName: z.string().min(1).max(30),
      paymentBranchName: z.string().min(1).max(30),
      ediInfo: z.string().min(1).max(20).exactOptional(),
    })
    .exactOptional(),
});

const account = z.strictObject({
  branchCode: z.string().regex(/^\d{3}$/),
  accountTypeCode: z.enum(accountTypeCodes),
  accountNumber: z.string().regex(/^\d{7}$/),
  /** Left out: the customer's name. */
  accountName: z.string().min(1).max(48).exactOptional(),
  accountNameKana: z.string().min(1).max(48).exactOptional(),
  currencyCode: z.enum(currencyCodes).exactOptional(),
  /** Left out: the customer's first account is the 代表口座. */
  primary: z.boolean().exactOptional(),
  maturityDate: relativeDate.exactOptional(),
  overdraftLimit: decimal.exactOptional(),
  transferLimitAmount: z
    .string()
    .regex(/^\d{1,12}$/)
    .exactOptional(),
  ttb: decimal.exactOptional(),
  openingBalance: decimal.exactOptional(),
  /** The highest sequence ever given to an item key, so that a deleted row's key never comes back. */
  lastSequence: z.int().nonnegative().exactOptional(),
  rows: z.array(row).exactOptional(),
  /** Rows made up on loading, up to the day on which the scenario is loaded. */
  generate: z
    .strictObject({
      profile: z.enum(generatorProfiles),
      months: z.int().min(1).max(120),
      /** The same seed and day give the same rows. Left out: the account's ID. */
      seed: z.string().max(100).exactOptional(),
      /** Exactly so many rows; left out: as many as come. */
      rows: z.int().min(1).max(1_000_000).exactOptional(),
    })
    .exactOptional(),
});

const customer = z.strictObject({
  /** Left out: made from the login ID. */
  id: z.string().min(1).max(64).exactOptional(),
  kind: z.enum(['personal', 'corporate']),
  loginId: z.string().min(1).max(64),
  password: z.string().min(1).max(128).exactOptional(),
  name: z.string().min(1).max(48),
  nameKana: z.string().min(1).max(48),
  login: z.enum(['password', 'certificate', 'both']).exactOptional(),
  status: z.enum(['active', 'locked', 'stopped']).exactOptional(),
  failedLogins: z.int().nonnegative().exactOptional(),
  /** When it was locked. Left out: when the scenario is loaded. */
  lockedAt: timestamp.exactOptional(),
  mayInquire: z.boolean().exactOptional(),
  userOf: z
    .strictObject({
      customerId: z.string().min(1).max(64),
      accountIds: z.array(z.string().min(1).max(29)).max(1_000).exactOptional(),
    })
    .exactOptional(),
  drill: z.enum(drillNames).exactOptional(),
  certificates: z
    .array(
      z.strictObject({
        serialNumber: z.string().regex(/^[0-9A-F]{2,40}$/),
        subject: z.string().min(1).max(200),
        notBefore: relativeTime,
        notAfter: relativeTime,
        revokedOn: relativeTime.exactOptional(),
      }),
    )
    .exactOptional(),
  note: bilingual.exactOptional(),
  accounts: z.array(account).exactOptional(),
});

/** RFC 7591 metadata. What is left out gets the value a new registration gets. */
export const scenarioClient = z.strictObject({
  client_id: z.string().regex(/^[\x21-\x7e]{1,128}$/),
  client_secret: z.string().min(1).max(256).exactOptional(),
  client_id_issued_at: timestamp.exactOptional(),
  client_name: z.string().min(1).max(100),
  'client_name#ja': z.string().exactOptional(),
  'client_name#en': z.string().exactOptional(),
  client_uri: z.url().exactOptional(),
  redirect_uris: z.array(z.string().min(1).max(2_000)).exactOptional(),
  post_logout_redirect_uris: z.array(z.string().min(1).max(2_000)).exactOptional(),
  token_endpoint_auth_method: z.enum(clientAuthenticationMethods).exactOptional(),
  grant_types: z.array(z.string()).exactOptional(),
  response_types: z.array(z.string()).exactOptional(),
  scope: z.string().exactOptional(),
  application_type: z.enum(['web', 'native']).exactOptional(),
  id_token_signed_response_alg: z.string().exactOptional(),
  jwks: keySet.exactOptional(),
  jwks_uri: z.string().max(2_000).exactOptional(),
  sector_identifier_uri: z.string().max(2_000).exactOptional(),
  sandbox_trusts_any_certificate: z.boolean().exactOptional(),
  contacts: z.array(z.string()).exactOptional(),
  authorization_details_types: z.array(z.string()).exactOptional(),
  token_endpoint_auth_signing_alg: z.string().exactOptional(),
  require_pushed_authorization_requests: z.boolean().exactOptional(),
  request_object_signing_alg: z.string().exactOptional(),
  request_object_encryption_alg: z.string().exactOptional(),
  request_object_encryption_enc: z.string().exactOptional(),
  authorization_signed_response_alg: z.string().exactOptional(),
  userinfo_signed_response_alg: z.string().exactOptional(),
  introspection_signed_response_alg: z.string().exactOptional(),
  subject_type: z.enum(['public', 'pairwise']).exactOptional(),
  dpop_bound_access_tokens: z.boolean().exactOptional(),
  tls_client_certificate_bound_access_tokens: z.boolean().exactOptional(),
  tls_client_auth_subject_dn: z.string().exactOptional(),
  tls_client_auth_san_dns: z.string().exactOptional(),
  tls_client_auth_san_uri: z.string().exactOptional(),
  tls_client_auth_san_ip: z.string().exactOptional(),
  tls_client_auth_san_email: z.string().exactOptional(),
  sandbox_allowed_origins: z.array(z.string()).exactOptional(),
  sandbox_customer_kind: z.enum(['personal', 'corporate', 'any']).exactOptional(),
  sandbox_profile: z.enum(securityProfiles).exactOptional(),
  sandbox_consent: z.enum(['screen', 'auto', 'deny']).exactOptional(),
  sandbox_refresh_rotation: z.enum(['default', ...refreshRotations]).exactOptional(),
  sandbox_access_token_format: z.enum(['opaque', 'jwt']).exactOptional(),
  sandbox_company: z.string().exactOptional(),
  'sandbox_company#ja': z.string().exactOptional(),
  'sandbox_company#en': z.string().exactOptional(),
  sandbox_service: z.string().exactOptional(),
  'sandbox_service#ja': z.string().exactOptional(),
  'sandbox_service#en': z.string().exactOptional(),
  sandbox_note: bilingual.exactOptional(),
  /** The private half of `jwks`, which the sandbox lends to whoever plays this client. */
  sandbox_private_jwks: keySet.exactOptional(),
  /** What the sandbox's CA issued to it. The keys are the partner's and in no scenario. */
  sandbox_certificates: z
    .array(
      z.strictObject({
        serialNumber: z.string().regex(/^[0-9A-F]{2,40}$/),
        subject: z.string().min(1).max(1_000),
        notBefore: timestamp,
        notAfter: timestamp,
        thumbprint,
        revokedAt: timestamp.exactOptional(),
      }),
    )
    .exactOptional(),
});

/** A linkage that stands when the scenario begins. Tokens are not part of a scenario. */
const grant = z.strictObject({
  grantId: z.string().min(1).max(100),
  clientId: z.string(),
  loginId: z.string(),
  /** Empty only beside authorizationDetails. */
  scopes: z.array(z.enum(scopeNames)),
  authorizationDetails: z.array(grantedAccountInformation).min(1).exactOptional(),
  createdAt: timestamp,
  /** When it was last changed by a later consent. This and the times below left out: with `createdAt`. */
  updatedAt: timestamp.exactOptional(),
  expiresAt: timestamp,
  endedAt: timestamp.exactOptional(),
  endReason: z
    .enum([
      'revoked_by_client',
      'revoked_by_bank',
      'superseded',
      'superseded_by_other_client',
      'refresh_token_reused',
      'code_reused',
      'password_changed',
      'lost_by_bank',
      'customer_stopped',
      'customer_deleted',
      'client_deleted',
    ])
    .exactOptional(),
  termsVersion: z.string(),
  authTime: timestamp.exactOptional(),
  acr: z.enum(['password', 'certificate', 'password+certificate']).exactOptional(),
  refreshGeneration: z.int().nonnegative().exactOptional(),
  refreshedAt: timestamp.exactOptional(),
  refreshIssued: z.boolean().exactOptional(),
  firstRefreshedAt: timestamp.exactOptional(),
  /** The key or certificate its refresh tokens are good with, and no other. */
  refreshBoundTo: z
    .strictObject({ jkt: thumbprint.exactOptional(), 'x5t#S256': thumbprint.exactOptional() })
    .exactOptional(),
  overTls: z.literal(true).exactOptional(),
  resources: z.array(z.string().min(1).max(2_000)).min(1).exactOptional(),
  nonce: z.string().max(2_000).exactOptional(),
});

/**
 * A scenario document: everything the bank is made of when the exercise begins. Written by hand, or
 * by `GET /control/v1/scenario`. Whatever is left out is filled in on loading, in one place, so that
 * the built-in scenarios need no schema at run time.
 */
export const scenarioSchema = z.strictObject({
  version: z.literal(scenarioVersion),
  name: z.string().min(1).max(64),
  description: bilingual.exactOptional(),
  /** A built-in profile's name or a whole institution. */
  institution: z.union([z.enum(['sample', 'hamashin']), wholeInstitution]).exactOptional(),
  /** Left out: the clock stays as it is. */
  clock: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('real') }),
      z.strictObject({ mode: z.enum(['offset', 'frozen']), now: timestamp }),
    ])
    .exactOptional(),
  settings: scenarioSettings.exactOptional(),
  customers: z.array(customer).exactOptional(),
  clients: z.array(scenarioClient).exactOptional(),
  grants: z.array(grant).exactOptional(),
});

export type ScenarioDocument = z.output<typeof scenarioSchema>;
export type ScenarioCustomer = NonNullable<ScenarioDocument['customers']>[number];
export type ScenarioAccount = NonNullable<ScenarioCustomer['accounts']>[number];
export type ScenarioRow = NonNullable<ScenarioAccount['rows']>[number];
export type ScenarioClient = NonNullable<ScenarioDocument['clients']>[number];
export type ScenarioGrant = NonNullable<ScenarioDocument['grants']>[number];
