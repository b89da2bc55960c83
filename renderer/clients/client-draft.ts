import type { createClient, updateClient } from '../../server/control/operations/clients.ts';
import type { CallInput } from '../app/control-client.ts';
import type { RegisteredClient } from './clients-page.tsx';

export type ProfileName = RegisteredClient['sandbox_profile'];
type AuthenticationMethod = RegisteredClient['token_endpoint_auth_method'];

/** From the most lenient to the strictest. */
export const profileNames = [
  'compat',
  'oauth21',
  'fapi1-advanced',
  'fapi2-security',
  'fapi2-message-signing',
] as const satisfies readonly ProfileName[];

export const authenticationMethods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const satisfies readonly AuthenticationMethod[];

/** The five names a certificate may be known by; exactly one is registered (RFC 8705 §2.1.2). */
export const certificateNames = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;
type CertificateName = (typeof certificateNames)[number];

/** Algorithms by member; each of these members may be left to the bank, which is the empty text. */
export const algorithms = {
  token_endpoint_auth_signing_alg: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256'],
  request_object_signing_alg: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
  authorization_signed_response_alg: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
  id_token_signed_response_alg: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256'],
  userinfo_signed_response_alg: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
  introspection_signed_response_alg: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
} as const;
export type AlgorithmMember = keyof typeof algorithms;
type ChosenAlgorithms = {
  [Member in AlgorithmMember]: (typeof algorithms)[Member][number] | '';
};

/** What a client may send to the token endpoint, in the order in which it matters. */
export const grantTypes = ['authorization_code', 'refresh_token', 'client_credentials'] as const;

/** `default` leaves it to the profile and the settings. */
export const refreshRotations = ['default', 'none', 'rotate', 'rotate-grace', 'rotate-strict'] as const;

/** Names a customer reads on pages in one language, in place of the general one (RFC 7591 §2.2). */
export const localizedNames = [
  'client_name#ja',
  'client_name#en',
  'sandbox_company#ja',
  'sandbox_company#en',
  'sandbox_service#ja',
  'sandbox_service#en',
] as const;
type LocalizedName = (typeof localizedNames)[number];

export type DutyMember =
  | 'require_pushed_authorization_requests'
  | 'dpop_bound_access_tokens'
  | 'tls_client_certificate_bound_access_tokens'
  | 'sandbox_trusts_any_certificate';

/** Addresses at which the bank itself reads what a client publishes. */
export type AddressMember = 'jwks_uri' | 'sector_identifier_uri';

/** What the form holds: every member as its field shows it. */
export interface ClientDraft
  extends ChosenAlgorithms, Record<DutyMember, boolean>, Record<LocalizedName | AddressMember, string> {
  client_id: string;
  client_name: string;
  redirect_uris: string;
  token_endpoint_auth_method: AuthenticationMethod;
  certificateName: CertificateName;
  certificateNameValue: string;
  jwks: string;
  scope: string;
  grant_types: string[];
  /** Whether it may send authorization_details of any type, of the one there is, or of none. */
  authorization_details_types: DetailsTypes;
  application_type: RegisteredClient['application_type'];
  subject_type: 'public' | 'pairwise';
  sandbox_company: string;
  sandbox_service: string;
  sandbox_customer_kind: RegisteredClient['sandbox_customer_kind'];
  sandbox_profile: ProfileName;
  sandbox_consent: RegisteredClient['sandbox_consent'];
  sandbox_access_token_format: 'opaque' | 'jwt';
  sandbox_refresh_rotation: (typeof refreshRotations)[number];
  sandbox_allowed_origins: string;
}

type DetailsTypes = 'any' | 'account_information' | 'none';

export function draftOf(client: RegisteredClient | undefined): ClientDraft {
  const certificateName = certificateNames.find((name) => client?.[name] !== undefined);
  return {
    client_id: '',
    client_name: client?.client_name ?? '',
    redirect_uris: client?.redirect_uris.join('\n') ?? 'http://127.0.0.1/callback',
    token_endpoint_auth_method: client?.token_endpoint_auth_method ?? 'client_secret_basic',
    certificateName: certificateName ?? 'tls_client_auth_subject_dn',
    certificateNameValue: (certificateName && client?.[certificateName]) ?? '',
    jwks_uri: client?.jwks_uri ?? '',
    sector_identifier_uri: client?.sector_identifier_uri ?? '',
    sandbox_trusts_any_certificate: client?.sandbox_trusts_any_certificate ?? false,
    jwks: client?.jwks ? JSON.stringify(client.jwks, null, 2) : '',
    scope: client?.scope ?? 'account:balance account:transaction openid offline_access',
    grant_types: client?.grant_types ?? ['authorization_code', 'refresh_token'],
    authorization_details_types: detailsTypesOf(client),
    application_type: client?.application_type ?? 'native',
    subject_type: client?.subject_type ?? 'public',
    sandbox_company: client?.sandbox_company ?? '',
    sandbox_service: client?.sandbox_service ?? '',
    sandbox_customer_kind: client?.sandbox_customer_kind ?? 'any',
    sandbox_profile: client?.sandbox_profile ?? 'compat',
    sandbox_consent: client?.sandbox_consent ?? 'screen',
    sandbox_access_token_format: client?.sandbox_access_token_format ?? 'opaque',
    sandbox_refresh_rotation: client?.sandbox_refresh_rotation ?? 'default',
    sandbox_allowed_origins: client?.sandbox_allowed_origins.join('\n') ?? '',
    'client_name#ja': client?.['client_name#ja'] ?? '',
    'client_name#en': client?.['client_name#en'] ?? '',
    'sandbox_company#ja': client?.['sandbox_company#ja'] ?? '',
    'sandbox_company#en': client?.['sandbox_company#en'] ?? '',
    'sandbox_service#ja': client?.['sandbox_service#ja'] ?? '',
    'sandbox_service#en': client?.['sandbox_service#en'] ?? '',
    ...chosenAlgorithms(client),
    require_pushed_authorization_requests: client?.require_pushed_authorization_requests ?? false,
    dpop_bound_access_tokens: client?.dpop_bound_access_tokens ?? false,
    tls_client_certificate_bound_access_tokens: client?.tls_client_certificate_bound_access_tokens ?? false,
  };
}

function detailsTypesOf(client: RegisteredClient | undefined): DetailsTypes {
  const types = client?.authorization_details_types;
  if (types === undefined) return 'any';
  return types.length === 0 ? 'none' : 'account_information';
}

function chosenAlgorithms(client: RegisteredClient | undefined): ChosenAlgorithms {
  const chosen = <Algorithm extends string>(choices: readonly Algorithm[], given: string | undefined) =>
    choices.find((algorithm) => algorithm === given) ?? '';
  return {
    token_endpoint_auth_signing_alg: chosen(
      algorithms.token_endpoint_auth_signing_alg,
      client?.token_endpoint_auth_signing_alg,
    ),
    request_object_signing_alg: chosen(
      algorithms.request_object_signing_alg,
      client?.request_object_signing_alg,
    ),
    authorization_signed_response_alg: chosen(
      algorithms.authorization_signed_response_alg,
      client?.authorization_signed_response_alg,
    ),
    id_token_signed_response_alg: chosen(
      algorithms.id_token_signed_response_alg,
      client?.id_token_signed_response_alg,
    ),
    userinfo_signed_response_alg: chosen(
      algorithms.userinfo_signed_response_alg,
      client?.userinfo_signed_response_alg,
    ),
    introspection_signed_response_alg: chosen(
      algorithms.introspection_signed_response_alg,
      client?.introspection_signed_response_alg,
    ),
  };
}

type NewRegistration = NonNullable<CallInput<typeof createClient>['body']>;
type ChangedRegistration = NonNullable<CallInput<typeof updateClient>['body']>;
export type PublicKeys = NonNullable<RegisteredClient['jwks']>;

/** The keys that were pasted; undefined where none were. @throws SyntaxError where it is no JSON. */
export function pastedKeys(text: string): PublicKeys | undefined {
  return text.trim() ? (JSON.parse(text) as PublicKeys) : undefined;
}

/** A registration of a new client. */
export function newRegistration(draft: ClientDraft, jwks: PublicKeys | undefined): NewRegistration {
  return {
    ...lastingMembers(draft),
    ...given({
      client_id: textOf(draft.client_id),
      client_name: textOf(draft.client_name),
      ...furtherMembers(draft, jwks),
    }),
  };
}

/** What a registration is changed to; members the form was emptied of are taken away (RFC 7396 §1). */
export function changedRegistration(
  draft: ClientDraft,
  jwks: PublicKeys | undefined,
  before: RegisteredClient,
): ChangedRegistration {
  const further = furtherMembers(draft, jwks);
  const emptied = Object.entries(further).filter(([name, value]) => value === undefined && name in before);
  return {
    ...lastingMembers(draft),
    client_name: draft.client_name,
    ...given(further),
    ...Object.fromEntries(emptied.map(([name]) => [name, null])),
  };
}

/** Members that every registration has. */
function lastingMembers(draft: ClientDraft) {
  return {
    redirect_uris: lines(draft.redirect_uris),
    token_endpoint_auth_method: draft.token_endpoint_auth_method,
    scope: draft.scope,
    grant_types: grantTypes.filter((type) => draft.grant_types.includes(type)),
    // A client that never sends a customer to the bank gets no code back (RFC 7591 §2.1).
    response_types: draft.grant_types.includes('authorization_code') ? ['code' as const] : [],
    application_type: draft.application_type,
    sandbox_customer_kind: draft.sandbox_customer_kind,
    sandbox_profile: draft.sandbox_profile,
    sandbox_consent: draft.sandbox_consent,
    sandbox_allowed_origins: lines(draft.sandbox_allowed_origins),
    ...given({ id_token_signed_response_alg: textOf(draft.id_token_signed_response_alg) }),
  };
}

/** Members that may be left out; undefined where the form leaves one out. */
function furtherMembers(draft: ClientDraft, jwks: PublicKeys | undefined) {
  const name = draft.token_endpoint_auth_method === 'tls_client_auth' ? draft.certificateName : undefined;
  const nameOf = (one: CertificateName) => (one === name ? textOf(draft.certificateNameValue) : undefined);
  return {
    jwks,
    jwks_uri: textOf(draft.jwks_uri),
    sector_identifier_uri: textOf(draft.sector_identifier_uri),
    sandbox_trusts_any_certificate: draft.sandbox_trusts_any_certificate || undefined,
    sandbox_company: textOf(draft.sandbox_company),
    sandbox_service: textOf(draft.sandbox_service),
    'client_name#ja': textOf(draft['client_name#ja']),
    'client_name#en': textOf(draft['client_name#en']),
    'sandbox_company#ja': textOf(draft['sandbox_company#ja']),
    'sandbox_company#en': textOf(draft['sandbox_company#en']),
    'sandbox_service#ja': textOf(draft['sandbox_service#ja']),
    'sandbox_service#en': textOf(draft['sandbox_service#en']),
    authorization_details_types: detailsTypes(draft),
    sandbox_refresh_rotation:
      draft.sandbox_refresh_rotation === 'default' ? undefined : draft.sandbox_refresh_rotation,
    token_endpoint_auth_signing_alg: textOf(draft.token_endpoint_auth_signing_alg),
    request_object_signing_alg: textOf(draft.request_object_signing_alg),
    authorization_signed_response_alg: textOf(draft.authorization_signed_response_alg),
    userinfo_signed_response_alg: textOf(draft.userinfo_signed_response_alg),
    introspection_signed_response_alg: textOf(draft.introspection_signed_response_alg),
    tls_client_auth_subject_dn: nameOf('tls_client_auth_subject_dn'),
    tls_client_auth_san_dns: nameOf('tls_client_auth_san_dns'),
    tls_client_auth_san_uri: nameOf('tls_client_auth_san_uri'),
    tls_client_auth_san_ip: nameOf('tls_client_auth_san_ip'),
    tls_client_auth_san_email: nameOf('tls_client_auth_san_email'),
    require_pushed_authorization_requests: draft.require_pushed_authorization_requests || undefined,
    dpop_bound_access_tokens: draft.dpop_bound_access_tokens || undefined,
    tls_client_certificate_bound_access_tokens: draft.tls_client_certificate_bound_access_tokens || undefined,
    subject_type: draft.subject_type === 'pairwise' ? draft.subject_type : undefined,
    sandbox_access_token_format: draft.sandbox_access_token_format === 'jwt' ? ('jwt' as const) : undefined,
  };
}

function detailsTypes({ authorization_details_types: types }: ClientDraft) {
  if (types === 'any') return undefined;
  return types === 'none' ? [] : [types];
}

type Given<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> };

/** Without the members that are left out. */
function given<Members extends object>(members: Members): Given<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Given<Members>;
}

/** An empty field leaves its member out. */
function textOf<Text extends string>(text: Text): Exclude<Text, ''> | undefined {
  return text === '' ? undefined : (text as Exclude<Text, ''>);
}

/** A text of lines as a list, without the empty ones. */
function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
