import { z } from 'zod';
import { isWithinDepth } from '../../../bank/json-depth.ts';
import { bilingual, optionalMembers, partialOf, removableMembers, says } from './common.ts';

/** Lists or objects within one another in a JWK. */
const DEEPEST_KEY = 8;

export const authenticationMethod = z.enum([
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
]);
export const grantType = z.enum(['authorization_code', 'refresh_token', 'client_credentials']);
export const securityProfile = z.enum([
  'compat',
  'oauth21',
  'fapi1-advanced',
  'fapi2-security',
  'fapi2-message-signing',
]);
export const idTokenAlgorithm = z.enum(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256']);
export const refreshRotation = z.enum(['none', 'rotate', 'rotate-grace', 'rotate-strict']).meta({
  description:
    'What becomes of a used refresh token. none: it stays good; rotate: it is refused; rotate-grace: it gets the same answer for a while, then ends the grant; rotate-strict: it ends the grant.',
});
const requestAlgorithm = z.enum(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']);
const assertionAlgorithm = z.enum([...requestAlgorithm.options, 'HS256']);
/** Members nobody knows are ignored (RFC 7517 §4), but kept; nobody means one that is deep. */
const jsonWebKey = z
  .record(z.string(), z.unknown())
  .refine(
    (key) => isWithinDepth(key, DEEPEST_KEY),
    says(
      `鍵の中の入れ子は ${String(DEEPEST_KEY)} 段までにしてください。`,
      `Nest no more than ${String(DEEPEST_KEY)} lists or objects within a key.`,
    ),
  );
export const jsonWebKeySet = z.strictObject({ keys: z.array(jsonWebKey).max(20) });

const clientId = z
  .string()
  .regex(
    /^[\x21-\x7E]{1,128}$/,
    says(
      '1〜128文字の半角英数字・記号（空白なし）にしてください。',
      'Write 1 to 128 visible ASCII characters without spaces (RFC 6749 appendix A.1).',
    ),
  )
  .meta({ description: 'Visible ASCII. A POST may bring its own.' });
const clientSecret = z
  .string()
  .regex(
    /^[\x21-\x7E]{32,256}$/,
    says(
      '32〜256文字の半角英数字・記号にしてください（HS256 の鍵になるため。OpenID Connect Core §10.1）。',
      'Write 32 to 256 visible ASCII characters; it may serve as an HS256 key (OpenID Connect Core section 10.1).',
    ),
  )
  .meta({ description: 'At least 32 bytes, because ID tokens may be HS256 with it (OIDC Core §10.1).' });

/** What every registration says in the end (RFC 7591 §2); what a URI may be is checked by the bank itself. */
const members = {
  client_name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ examples: ['家計簿アプリ'] }),
  redirect_uris: z
    .array(z.string().min(1).max(2000))
    .max(50)
    .meta({ examples: [['https://partner.example/callback']] }),
  token_endpoint_auth_method: authenticationMethod,
  grant_types: z.array(grantType).min(1).max(10),
  response_types: z.array(z.enum(['code'])).max(1),
  scope: z
    .string()
    .min(1)
    .max(1000)
    .meta({
      description: 'Scopes the client may ask for, separated by spaces.',
      examples: ['account:balance account:transaction'],
    }),
  application_type: z.enum(['web', 'native']),
  id_token_signed_response_alg: idTokenAlgorithm,
  sandbox_allowed_origins: z
    .array(z.string().max(500))
    .max(50)
    .meta({
      description: 'Browser origins that may call token, JWKS, metadata and data API (CORS).',
      examples: [['https://partner.example']],
    }),
  sandbox_customer_kind: z.enum(['personal', 'corporate', 'any']),
  sandbox_profile: securityProfile,
  sandbox_consent: z.enum(['screen', 'auto', 'deny']),
};

const localizedName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta({ description: 'What customers read on pages in that language (RFC 7591 §2.2).' });

/** What it may say beside. */
const furtherMembers = {
  'client_name#ja': localizedName,
  'client_name#en': localizedName,
  'sandbox_service#ja': localizedName,
  'sandbox_service#en': localizedName,
  'sandbox_company#ja': localizedName,
  'sandbox_company#en': localizedName,
  client_uri: z.url({ protocol: /^https?$/ }).max(2000),
  jwks: jsonWebKeySet,
  jwks_uri: z.string().min(1).max(2000).meta({
    description:
      'Where the bank reads its public keys when it needs one, in the place of jwks (RFC 7591 §2): on this computer, or on the host of one of its redirect URIs.',
  }),
  sector_identifier_uri: z.string().min(1).max(2000).meta({
    description:
      'A JSON array that lists all redirect URIs of its sector (OpenID Connect Registration §5); read on registration, where jwks_uri may be.',
  }),
  sandbox_trusts_any_certificate: z.boolean().meta({
    description:
      'What is read at jwks_uri and sector_identifier_uri may come from a server with any certificate, such as one it made itself.',
  }),
  post_logout_redirect_uris: z.array(z.string().min(1).max(2000)).max(50).meta({
    description: 'Where a browser may be sent after a logout (OpenID Connect RP-Initiated Logout §3.1).',
  }),
  authorization_details_types: z
    .array(z.enum(['account_information']))
    .max(10)
    .meta({ description: 'Types of authorization_details it uses (RFC 9396 §10); left out: any.' }),
  contacts: z.array(z.string().max(200)).max(20),
  token_endpoint_auth_signing_alg: assertionAlgorithm,
  require_pushed_authorization_requests: z.boolean(),
  request_object_signing_alg: requestAlgorithm,
  request_object_encryption_alg: z.enum(['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW']),
  request_object_encryption_enc: z
    .enum(['A256GCM', 'A128CBC-HS256'])
    .meta({ description: 'A128CBC-HS256 where only the alg is given.' }),
  authorization_signed_response_alg: requestAlgorithm,
  dpop_bound_access_tokens: z.boolean(),
  tls_client_certificate_bound_access_tokens: z.boolean(),
  tls_client_auth_subject_dn: z.string().min(1).max(1000),
  tls_client_auth_san_dns: z.string().min(1).max(253),
  tls_client_auth_san_uri: z.string().min(1).max(2000),
  tls_client_auth_san_ip: z.union([z.ipv4(), z.ipv6()]),
  tls_client_auth_san_email: z.string().min(3).max(320),
  subject_type: z.enum(['public', 'pairwise']),
  userinfo_signed_response_alg: requestAlgorithm,
  introspection_signed_response_alg: requestAlgorithm,
  sandbox_refresh_rotation: z.enum(['default', ...refreshRotation.options]).meta({
    description: 'Overrules the profile and the settings. default: they decide.',
  }),
  sandbox_access_token_format: z.enum(['opaque', 'jwt']),
  sandbox_company: z.string().max(100),
  sandbox_service: z.string().max(100),
  sandbox_note: bilingual,
};

/**
 * Members of RFC 7591 §2 and OpenID Connect Registration §2 that a registration may carry and this
 * bank makes no use of: taken and left out of the answer, as RFC 7591 §2 asks. Any other name is a
 * slip of the pen and refused.
 */
export const unusedMembers = {
  logo_uri: z.string().exactOptional(),
  tos_uri: z.string().exactOptional(),
  policy_uri: z.string().exactOptional(),
  software_id: z.string().exactOptional(),
  software_version: z.string().exactOptional(),
  client_id_issued_at: z.number().exactOptional(),
  client_secret_expires_at: z.number().exactOptional(),
};

export const client = z
  .strictObject({
    client_id: z.string().meta({ examples: ['cl_01JABC'] }),
    client_secret: z
      .string()
      .exactOptional()
      .meta({ description: 'Only in the answer that makes it: on registration and rotation.' }),
    client_id_issued_at: z.int().meta({
      description: 'Seconds since 1970 (RFC 7591 §3.2.1).',
      examples: [1_803_000_000],
    }),
    client_secret_expires_at: z.int().exactOptional().meta({ description: '0: never (RFC 7591 §3.2.1).' }),
    ...members,
    ...optionalMembers(furtherMembers),
    // A scenario may hold what a registration would not be given.
    grant_types: z.array(z.string()).meta({ examples: [['authorization_code', 'refresh_token']] }),
    response_types: z.array(z.string()).meta({ examples: [['code']] }),
    id_token_signed_response_alg: z.string().meta({ examples: ['ES256'] }),
    client_uri: z.string().exactOptional(),
    authorization_details_types: z.array(z.string()).exactOptional(),
    tls_client_auth_san_ip: z.string().exactOptional(),
    token_endpoint_auth_signing_alg: z.string().exactOptional(),
    request_object_signing_alg: z.string().exactOptional(),
    request_object_encryption_alg: z.string().exactOptional(),
    request_object_encryption_enc: z.string().exactOptional(),
    authorization_signed_response_alg: z.string().exactOptional(),
    userinfo_signed_response_alg: z.string().exactOptional(),
    introspection_signed_response_alg: z.string().exactOptional(),
  })
  .meta({ id: 'Client' });
export type ClientView = z.output<typeof client>;

export const newClient = z
  .strictObject({
    client_id: clientId.exactOptional(),
    client_secret: clientSecret.exactOptional(),
    client_name: members.client_name.exactOptional(),
    redirect_uris: members.redirect_uris.default([]),
    token_endpoint_auth_method: members.token_endpoint_auth_method.default('client_secret_basic'),
    grant_types: members.grant_types.exactOptional(),
    response_types: members.response_types.exactOptional(),
    scope: members.scope.default('account:balance account:transaction openid offline_access'),
    application_type: members.application_type.default('web'),
    id_token_signed_response_alg: members.id_token_signed_response_alg.exactOptional(),
    sandbox_allowed_origins: members.sandbox_allowed_origins.default([]),
    sandbox_customer_kind: members.sandbox_customer_kind.default('any'),
    sandbox_profile: members.sandbox_profile.default('compat'),
    sandbox_consent: members.sandbox_consent.default('screen'),
    ...optionalMembers(furtherMembers),
    ...unusedMembers,
  })
  .meta({ id: 'ClientInput' });
export type NewClient = z.output<typeof newClient>;

export const clientPatch = partialOf({ ...members, ...removableMembers(furtherMembers) }).meta({
  id: 'ClientPatch',
});
export type ClientPatch = z.output<typeof clientPatch>;
