import { grantManagementActions } from '../bank/grant-management.ts';
import { scopeNames, type Institution } from '../bank/model.ts';
import { messageAlgorithms } from '../bank/profiles.ts';
import { authorizationDetailsTypes } from './authorization-details.ts';
import { responseModes } from './authorization-request.ts';
import { contentEncryptions } from './encrypted-request-object.ts';
import { encryptionAlgorithms } from './encryption-keys.ts';
import { endpointPaths } from './endpoint-paths.ts';
import { signatureAlgorithms } from './key-ring.ts';
import { supportedClaims } from './requested-claims.ts';
import { grantTypes } from './token-endpoint.ts';

/** How a client may authenticate here. */
export const authenticationMethods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const;

/** Only where there is TLS to authenticate by (RFC 8705 §2). */
const tlsAuthenticationMethods = ['tls_client_auth', 'self_signed_tls_client_auth'] as const;

/** What client assertions may be signed with (RFC 7518 §3.1). */
const assertionAlgorithms = [...messageAlgorithms, 'HS256', 'HS384', 'HS512'];

/** Members of no specification, which the metadata has beside the registered ones. */
export const extensionMembers = ['institution_name', 'institution_name#en'] as const;

/**
 * The authorization server's metadata (RFC 8414 §2, OpenID Connect Discovery §3). It announces what
 * is enforced and nothing else.
 *
 * `institution_name` and `institution_name#en` are an extension (RFC 8414 §2 allows members beside its
 * own; the language tag as in RFC 7591 §2.2): what a partner's list of banks calls this one.
 */
export function metadata(
  issuer: string,
  httpsIssuer: string | null = null,
  institution?: Pick<Institution, 'name' | 'nameEn'>,
  keepsLogins = false,
): Record<string, unknown> {
  const methods = [...authenticationMethods, ...(httpsIssuer === null ? [] : tlsAuthenticationMethods)];
  return {
    issuer,
    ...(institution && {
      institution_name: institution.name,
      'institution_name#en': institution.nameEn,
    }),
    authorization_endpoint: issuer + endpointPaths.authorization[0],
    token_endpoint: issuer + endpointPaths.token[0],
    pushed_authorization_request_endpoint: issuer + endpointPaths.pushedRequest[0],
    require_pushed_authorization_requests: false,
    revocation_endpoint: issuer + endpointPaths.revocation[0],
    introspection_endpoint: issuer + endpointPaths.introspection[0],
    userinfo_endpoint: issuer + endpointPaths.userinfo[0],
    grant_management_endpoint: issuer + endpointPaths.grants[0],
    grant_management_actions_supported: ['query', 'revoke', ...grantManagementActions],
    grant_management_action_required: false,
    registration_endpoint: issuer + endpointPaths.registration[0],
    ...(keepsLogins && { end_session_endpoint: issuer + endpointPaths.endSession[0] }),
    jwks_uri: issuer + endpointPaths.jwks[0],
    scopes_supported: scopeNames,
    authorization_details_types_supported: authorizationDetailsTypes,
    response_types_supported: ['code'],
    response_modes_supported: responseModes,
    authorization_signing_alg_values_supported: signatureAlgorithms,
    grant_types_supported: Object.keys(grantTypes),
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public', 'pairwise'],
    userinfo_signing_alg_values_supported: signatureAlgorithms,
    introspection_endpoint_auth_methods_supported: methods.filter((method) => method !== 'none'),
    introspection_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    introspection_signing_alg_values_supported: signatureAlgorithms,
    id_token_signing_alg_values_supported: [...signatureAlgorithms, 'HS256'],
    claims_supported: supportedClaims,
    dpop_signing_alg_values_supported: messageAlgorithms,
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: messageAlgorithms,
    request_object_encryption_alg_values_supported: encryptionAlgorithms,
    request_object_encryption_enc_values_supported: contentEncryptions,
    require_signed_request_object: false,
    request_uri_parameter_supported: false,
    claims_parameter_supported: true,
    acr_values_supported: ['password', 'certificate', 'password+certificate'],
    ui_locales_supported: ['ja', 'en'],
    service_documentation: `${issuer}/openapi.json`,
    tls_client_certificate_bound_access_tokens: httpsIssuer !== null,
    ...(httpsIssuer === null ? {} : { mtls_endpoint_aliases: mtlsAliases(httpsIssuer) }),
  };
}

/** Where a client that shows a certificate goes, if it began at the address without TLS (RFC 8705 §5). */
function mtlsAliases(httpsIssuer: string): Record<string, string> {
  return {
    token_endpoint: httpsIssuer + endpointPaths.token[0],
    pushed_authorization_request_endpoint: httpsIssuer + endpointPaths.pushedRequest[0],
    revocation_endpoint: httpsIssuer + endpointPaths.revocation[0],
    introspection_endpoint: httpsIssuer + endpointPaths.introspection[0],
    userinfo_endpoint: httpsIssuer + endpointPaths.userinfo[0],
    registration_endpoint: httpsIssuer + endpointPaths.registration[0],
    grant_management_endpoint: httpsIssuer + endpointPaths.grants[0],
  };
}
