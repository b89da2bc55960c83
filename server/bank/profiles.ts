import type { RefusalCode } from './catalogue/index.ts';
import { SECOND } from './time.ts';
import type {
  Client,
  ClientAuthenticationMethod,
  RefreshRotation,
  SecurityProfile,
  Settings,
} from './model.ts';

/**
 * What one security profile asks of a client. The profiles contradict each other (assertion audience,
 * rotation, ID token algorithm, POST), so a client follows exactly one column of this table.
 *
 * Sources: RFC 6749 with what official clients of Japanese banks send (`compat`), RFC 9700
 * (`oauth21`), FAPI 1.0 Part 2, FAPI 2.0 Security Profile, FAPI 2.0 Message Signing.
 */
export interface ProfileRules {
  readonly title: { ja: string; en: string };
  /** `public-only`: confidential clients may leave PKCE out. `with-par`: only pushed requests need it. */
  readonly pkce: 'public-only' | 'always' | 'with-par';
  /** How the authorization request has to come. */
  readonly request: 'any' | 'signed-object' | 'pushed' | 'pushed-signed-object';
  /** What a request has to say itself, where OAuth alone would fill in a default or do without. */
  readonly requiredParameters: readonly RequiredParameter[];
  /** Whether the answer has to be a signed one (JARM): never, when the request asks for it, unasked. */
  readonly signedResponse: 'optional' | 'asked-for' | 'always';
  readonly clientAuthentication: readonly ClientAuthenticationMethod[];
  /** Basic together with equal credentials in the body. */
  readonly toleratesDoubleAuthentication: boolean;
  /** Which `aud` a client assertion may have. */
  readonly assertionAudience: 'endpoints-and-arrays' | 'issuer-string';
  readonly senderConstraint: 'optional' | 'certificate' | 'dpop-or-certificate';
  /**
   * `policy`: as the settings say. `strict-for-unbound-public`: RFC 9700 §4.14.2 asks for rotation
   * where neither a key nor an authentication keeps a stolen token from being used; in all other cases
   * the settings decide.
   */
  readonly refresh: 'policy' | 'strict-for-unbound-public' | 'none';
  /** What a client signs by key pair: assertions, request objects, DPoP proofs. */
  readonly messageAlgorithms: readonly string[];
  /** `any` includes HS256. */
  readonly idTokenAlgorithms: readonly string[];
  /** Whether the token request repeats the redirect URI. */
  readonly redirectUriAtToken: 'if-requested' | 'optional' | 'required';
  /** Longest life of a code in seconds; the settings may shorten it. */
  readonly codeSeconds: number;
}

/** `nonce`: that of OpenID Connect; a request without `openid` has its `state` for it. */
export type RequiredParameter = 'redirect_uri' | 'scope' | 'nonce';

const refusedWithout = {
  redirect_uri: 'redirect_uri_required',
  scope: 'scope_required',
  nonce: 'nonce_required',
} as const satisfies Record<RequiredParameter, RefusalCode>;

/** Why a request that gives only this much is refused, in the order in which it is looked at. */
export function missingParameters(
  { requiredParameters }: ProfileRules,
  given: ReadonlySet<RequiredParameter>,
): RefusalCode[] {
  return requiredParameters.filter((name) => !given.has(name)).map((name) => refusedWithout[name]);
}

/**
 * Asymmetric, so that a signature says who made it; ES256 first, as it costs the least. `Ed25519` is the
 * newer name of what `EdDSA` means here (RFC 9864 §2.2).
 */
export const messageAlgorithms = ['ES256', 'PS256', 'EdDSA', 'Ed25519', 'RS256'] as const;

/** A pinned algorithm under all its names. */
export function namesOfAlgorithm(alg: string): readonly string[] {
  return alg === 'EdDSA' || alg === 'Ed25519' ? ['EdDSA', 'Ed25519'] : [alg];
}

/** FAPI 1.0 Part 2 §8.6, FAPI 2.0 §5.4: RSA only with PSS padding. */
const fapiMessageAlgorithms = messageAlgorithms.filter((alg) => alg !== 'RS256');

const allMethods: readonly ClientAuthenticationMethod[] = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
];

export const profiles: Readonly<Record<SecurityProfile, ProfileRules>> = {
  compat: {
    title: {
      ja: '互換（RFC 6749 と実在クライアントの慣行）',
      en: 'Compatible (RFC 6749 and what clients really send)',
    },
    pkce: 'public-only',
    request: 'any',
    requiredParameters: [],
    signedResponse: 'optional',
    clientAuthentication: allMethods,
    toleratesDoubleAuthentication: true,
    assertionAudience: 'endpoints-and-arrays',
    senderConstraint: 'optional',
    refresh: 'policy',
    messageAlgorithms,
    idTokenAlgorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519', 'HS256'],
    redirectUriAtToken: 'if-requested',
    codeSeconds: 600,
  },
  oauth21: {
    title: { ja: 'OAuth 2.1（RFC 9700）', en: 'OAuth 2.1 (RFC 9700)' },
    pkce: 'always',
    request: 'any',
    requiredParameters: [],
    signedResponse: 'optional',
    clientAuthentication: allMethods,
    toleratesDoubleAuthentication: false,
    assertionAudience: 'endpoints-and-arrays',
    senderConstraint: 'optional',
    refresh: 'strict-for-unbound-public',
    messageAlgorithms,
    idTokenAlgorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
    redirectUriAtToken: 'optional',
    codeSeconds: 60,
  },
  'fapi1-advanced': {
    title: { ja: 'FAPI 1.0 Advanced', en: 'FAPI 1.0 Advanced' },
    pkce: 'with-par',
    request: 'signed-object',
    requiredParameters: ['redirect_uri', 'scope', 'nonce'],
    signedResponse: 'asked-for',
    clientAuthentication: ['private_key_jwt', 'tls_client_auth'],
    toleratesDoubleAuthentication: false,
    assertionAudience: 'endpoints-and-arrays',
    senderConstraint: 'certificate',
    refresh: 'none',
    messageAlgorithms: fapiMessageAlgorithms,
    idTokenAlgorithms: ['PS256', 'ES256'],
    redirectUriAtToken: 'required',
    codeSeconds: 60,
  },
  'fapi2-security': {
    title: { ja: 'FAPI 2.0 Security Profile', en: 'FAPI 2.0 Security Profile' },
    pkce: 'always',
    request: 'pushed',
    requiredParameters: ['redirect_uri'],
    signedResponse: 'optional',
    clientAuthentication: ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'],
    toleratesDoubleAuthentication: false,
    assertionAudience: 'issuer-string',
    senderConstraint: 'dpop-or-certificate',
    refresh: 'none',
    messageAlgorithms: fapiMessageAlgorithms,
    idTokenAlgorithms: ['PS256', 'ES256', 'EdDSA', 'Ed25519'],
    redirectUriAtToken: 'optional',
    codeSeconds: 60,
  },
  'fapi2-message-signing': {
    title: { ja: 'FAPI 2.0 Message Signing', en: 'FAPI 2.0 Message Signing' },
    pkce: 'always',
    request: 'pushed-signed-object',
    requiredParameters: ['redirect_uri'],
    signedResponse: 'always',
    clientAuthentication: ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'],
    toleratesDoubleAuthentication: false,
    assertionAudience: 'issuer-string',
    senderConstraint: 'dpop-or-certificate',
    refresh: 'none',
    messageAlgorithms: fapiMessageAlgorithms,
    idTokenAlgorithms: ['PS256', 'ES256', 'EdDSA', 'Ed25519'],
    redirectUriAtToken: 'optional',
    codeSeconds: 60,
  },
};

export function rulesOf(client: Client): ProfileRules {
  return profiles[client.sandbox_profile];
}

/** What ID tokens are signed with where a registration leaves it open: FAPI does not know the usual RS256. */
export function usualIdTokenAlgorithm(profile: SecurityProfile): string {
  // OpenID Connect Registration §2.
  return profiles[profile].idTokenAlgorithms.includes('RS256') ? 'RS256' : 'ES256';
}

/** How long a code of this client lives: the settings, and no longer than its profile allows. */
export function codeLifetime(client: Client, settings: Settings): number {
  return Math.min(settings.lifetimes.codeSeconds, rulesOf(client).codeSeconds) * SECOND;
}

/**
 * How refresh tokens of this client rotate, and who says so.
 *
 * @param bound whether they are good with one key or certificate only.
 */
export function refreshRotation(
  client: Client,
  settings: Settings,
  { bound }: { bound: boolean },
): { rotation: RefreshRotation; decidedBy: 'client' | 'profile' | 'settings' } {
  const own = client.sandbox_refresh_rotation;
  if (own !== undefined && own !== 'default') return { rotation: own, decidedBy: 'client' };
  const asked = askedRotation(rulesOf(client), { unboundPublic: isPublic(client) && !bound });
  return asked === undefined
    ? { rotation: settings.policies.refreshRotation, decidedBy: 'settings' }
    : { rotation: asked, decidedBy: 'profile' };
}

/** Whether a rotation is another than the one a profile asks for. */
export function deviatesFromProfile(
  rules: ProfileRules,
  rotation: RefreshRotation,
  holder: { unboundPublic: boolean },
): boolean {
  const asked = askedRotation(rules, holder);
  return asked !== undefined && asked !== rotation;
}

/** The rotation a profile asks for, where it asks for one. */
function askedRotation(
  { refresh }: ProfileRules,
  { unboundPublic }: { unboundPublic: boolean },
): RefreshRotation | undefined {
  if (refresh === 'none') return refresh;
  return refresh === 'strict-for-unbound-public' && unboundPublic ? 'rotate-strict' : undefined;
}

/** Whether nothing but the token itself protects this client's refresh tokens, by its registration. */
export function isUnboundPublic(client: Client): boolean {
  const { dpop_bound_access_tokens: key, tls_client_certificate_bound_access_tokens: certificate } = client;
  return isPublic(client) && key !== true && certificate !== true;
}

function isPublic(client: Client): boolean {
  return client.token_endpoint_auth_method === 'none';
}
