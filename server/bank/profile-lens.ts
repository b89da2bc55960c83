import type { RefusalCode } from './catalogue/index.ts';
import type { RefusalDetails } from './refusal.ts';
import {
  deviatesFromProfile,
  missingParameters,
  profiles,
  type ProfileRules,
  type RequiredParameter,
} from './profiles.ts';
import {
  securityProfiles,
  type ClientAuthenticationMethod,
  type Confirmation,
  type RefreshRotation,
  type SecurityProfile,
} from './model.ts';

/** What a request showed of itself, as far as a profile has an opinion on it. */
export interface Observations {
  /** The profile the client follows; those after it in the list are the stricter ones. */
  profile?: SecurityProfile;
  /** At the authorization endpoint and PAR. */
  authorization?: {
    pkce: boolean;
    pushed: boolean;
    signedObject: boolean;
    responseMode: string;
    given: ReadonlySet<RequiredParameter>;
  };
  /** Where the client authenticated. */
  authentication?: {
    method: ClientAuthenticationMethod;
    doubled: boolean;
    issuer?: string;
    /** `aud` of an assertion was the issuer as a plain string. */
    audienceIsIssuer?: boolean;
  };
  /** Where tokens are issued or used; `null`: bound to nothing. */
  confirmation?: Confirmation | null;
  idTokenAlgorithm?: string;
  /** Where the client's own `sandbox_refresh_rotation` decided. */
  refreshRotation?: RefreshRotation;
}

/** How a request would have fared under a stricter profile, without anything being refused. */
export interface ProfileVerdict {
  profile: SecurityProfile;
  passes: boolean;
  /** What it would have been refused for, as codes of the catalogue. */
  reasons: RefusalCode[];
}

/**
 * Judges a request under every profile stricter than its client's own, so that a partner sees today
 * what tomorrow's profile will ask of it. The client's own profile comes first where the registration
 * departs from it.
 */
export function judge(observations: Observations): ProfileVerdict[] {
  const own = observations.profile ?? 'compat';
  const stricter = securityProfiles.slice(securityProfiles.indexOf(own) + 1).map((profile) => {
    const reasons = [...reasonsAgainst(profiles[profile], observations)];
    return { profile, passes: reasons.length === 0, reasons };
  });
  const departures = [...departuresFrom(profiles[own], observations)];
  return departures.length === 0
    ? stricter
    : [{ profile: own, passes: false, reasons: departures }, ...stricter];
}

/** What a registration may set otherwise than the profile of the client has it. */
function* departuresFrom(
  rules: ProfileRules,
  { refreshRotation, authentication, confirmation }: Observations,
): Generator<RefusalCode> {
  const unboundPublic = authentication?.method === 'none' && (confirmation ?? null) === null;
  if (refreshRotation !== undefined && deviatesFromProfile(rules, refreshRotation, { unboundPublic })) {
    yield 'refresh_rotation_outside_profile';
  }
}

/** What the texts of the reasons name: a verdict has no refusal of its own that would bring it. */
export function verdictDetails(
  profile: SecurityProfile,
  { authorization, authentication }: Observations,
): RefusalDetails {
  return {
    profile,
    responseMode: authorization?.responseMode ?? 'query',
    expected: authentication?.issuer ?? 'issuer',
  };
}

function* reasonsAgainst(rules: ProfileRules, observed: Observations): Generator<RefusalCode> {
  const { authorization, authentication, confirmation, idTokenAlgorithm } = observed;
  if (authorization) {
    const pkceNeeded = rules.pkce === 'always' || (rules.pkce === 'with-par' && authorization.pushed);
    if (pkceNeeded && !authorization.pkce) yield 'pkce_required';
    if (rules.request.startsWith('pushed') && !authorization.pushed) yield 'pushed_request_required';
    if (rules.request.endsWith('signed-object') && !authorization.signedObject) {
      yield 'request_object_required';
    }
    yield* missingParameters(rules, authorization.given);
    if (rules.signedResponse !== 'optional' && !authorization.responseMode.endsWith('jwt')) {
      yield 'signed_response_required';
    }
  }
  if (authentication) {
    if (!rules.clientAuthentication.includes(authentication.method)) {
      yield 'authentication_method_outside_profile';
    }
    if (authentication.doubled && !rules.toleratesDoubleAuthentication) yield 'client_authentication_twice';
    if (rules.assertionAudience === 'issuer-string' && authentication.audienceIsIssuer === false) {
      yield 'assertion_audience';
    }
  }
  if (confirmation !== undefined && !isBoundEnough(rules, confirmation)) yield 'sender_constraint_missing';
  if (idTokenAlgorithm !== undefined && !rules.idTokenAlgorithms.includes(idTokenAlgorithm)) {
    yield 'id_token_algorithm_outside_profile';
  }
  yield* departuresFrom(rules, observed);
}

function isBoundEnough(rules: ProfileRules, confirmation: Confirmation | null): boolean {
  switch (rules.senderConstraint) {
    case 'optional':
      return true;
    case 'certificate':
      return confirmation?.['x5t#S256'] !== undefined;
    case 'dpop-or-certificate':
      return confirmation !== null;
  }
}
