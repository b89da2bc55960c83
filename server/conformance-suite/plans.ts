import { InvalidInput } from '../bank/invalid-input.ts';
import type { Bilingual } from '../bank/catalogue/index.ts';
import type { SecurityProfile } from '../bank/model.ts';

/** A test plan of the OpenID Foundation's conformance suite, as far as this bank can be put to it. */
export interface SuitePlan {
  readonly title: Bilingual;
  /** Part of the client identifiers, so that the clients of two plans do not meet. */
  readonly slug: string;
  /** What the plan's clients are registered for. */
  readonly profile: SecurityProfile;
  /** What the names of the plan's test modules begin with. */
  readonly modulePrefix: string;
  /**
   * The variant parameters the suite asks for, with the values this bank can meet, the usual one
   * first. One value: there is nothing to choose.
   */
  readonly parameters: Readonly<Record<string, readonly [string, ...string[]]>>;
}

/** The parameters of a plan, each with one value: what the suite calls a variant. */
export type SuiteVariant = Readonly<Record<string, string>>;

/** Clients of the export, or those the suite registers for itself. */
const clientRegistration = ['static_client', 'dynamic_client'] as const;
const clientAuthentication = ['private_key_jwt', 'mtls'] as const;
const senderConstraint = ['dpop', 'mtls'] as const;
const openid = ['openid_connect', 'plain_oauth'] as const;
/** Scopes alone, or rich authorization requests (RFC 9396). */
const authorizationRequest = ['simple', 'rar'] as const;

/** What every plan of FAPI 2 leaves to choose. */
const fapi2Parameters = {
  client_auth_type: clientAuthentication,
  sender_constrain: senderConstraint,
  openid,
  fapi_profile: ['plain_fapi'],
  authorization_request_type: authorizationRequest,
} as const;

/** What message signing fixes beside. */
const signedMessages = {
  fapi_request_method: ['signed_non_repudiation'],
  fapi_response_mode: ['jarm'],
} as const;

/**
 * The plans by the names the suite knows them by. Codes are the only response type here, so FAPI 1
 * goes with JARM (FAPI 1.0 Part 2 §5.2.2 item 2 asks for that or `code id_token`).
 */
export const suitePlans = {
  'oidcc-basic-certification-test-plan': {
    title: { ja: 'OpenID Connect Basic OP', en: 'OpenID Connect Basic OP' },
    slug: 'oidc-basic',
    profile: 'compat',
    modulePrefix: 'oidcc-',
    parameters: { server_metadata: ['discovery'], client_registration: clientRegistration },
  },
  'oidcc-formpost-basic-certification-test-plan': {
    title: { ja: 'OpenID Connect Form Post Basic OP', en: 'OpenID Connect Form Post Basic OP' },
    slug: 'oidc-formpost',
    profile: 'compat',
    modulePrefix: 'oidcc-',
    parameters: { server_metadata: ['discovery'], client_registration: clientRegistration },
  },
  'oidcc-config-certification-test-plan': {
    title: { ja: 'OpenID Connect Config OP', en: 'OpenID Connect Config OP' },
    slug: 'oidc-config',
    profile: 'compat',
    modulePrefix: 'oidcc-',
    parameters: {},
  },
  'oidcc-dynamic-certification-test-plan': {
    title: { ja: 'OpenID Connect Dynamic OP', en: 'OpenID Connect Dynamic OP' },
    slug: 'oidc-dynamic',
    profile: 'compat',
    modulePrefix: 'oidcc-',
    parameters: { response_type: ['code'] },
  },
  'oidcc-rp-initiated-logout-certification-test-plan': {
    title: { ja: 'OpenID Connect RP-Initiated Logout OP', en: 'OpenID Connect RP-Initiated Logout OP' },
    slug: 'oidc-logout',
    profile: 'compat',
    modulePrefix: 'oidcc-',
    parameters: { client_registration: clientRegistration, response_type: ['code'] },
  },
  'fapi1-advanced-final-test-plan': {
    title: { ja: 'FAPI 1.0 Advanced', en: 'FAPI 1.0 Advanced' },
    slug: 'fapi1-advanced',
    profile: 'fapi1-advanced',
    modulePrefix: 'fapi1-advanced-final-',
    parameters: {
      client_auth_type: clientAuthentication,
      fapi_auth_request_method: ['by_value', 'pushed'],
      fapi_profile: ['plain_fapi'],
      fapi_response_mode: ['jarm'],
    },
  },
  'fapi2-security-profile-final-test-plan': {
    title: { ja: 'FAPI 2.0 Security Profile', en: 'FAPI 2.0 Security Profile' },
    slug: 'fapi2-security',
    profile: 'fapi2-security',
    modulePrefix: 'fapi2-security-profile-final-',
    parameters: fapi2Parameters,
  },
  'fapi2-message-signing-final-test-plan': {
    title: { ja: 'FAPI 2.0 Message Signing', en: 'FAPI 2.0 Message Signing' },
    slug: 'fapi2-message-signing',
    profile: 'fapi2-message-signing',
    // The suite runs the modules of the security profile once more, with signatures.
    modulePrefix: 'fapi2-security-profile-final-',
    parameters: { ...fapi2Parameters, ...signedMessages },
  },
  'fapi2-security-profile-id2-test-plan': {
    title: {
      ja: 'FAPI 2.0 Security Profile（第2次実装者草案）',
      en: 'FAPI 2.0 Security Profile (Implementer’s Draft 2)',
    },
    slug: 'fapi2-security-id2',
    profile: 'fapi2-security',
    modulePrefix: 'fapi2-security-profile-id2-',
    parameters: fapi2Parameters,
  },
  'fapi2-message-signing-id1-test-plan': {
    title: {
      ja: 'FAPI 2.0 Message Signing（第1次実装者草案）',
      en: 'FAPI 2.0 Message Signing (Implementer’s Draft 1)',
    },
    slug: 'fapi2-message-signing-id1',
    profile: 'fapi2-message-signing',
    modulePrefix: 'fapi2-security-profile-id2-',
    parameters: { ...fapi2Parameters, ...signedMessages },
  },
} as const satisfies Record<string, SuitePlan>;

export type SuitePlanName = keyof typeof suitePlans;

export const suitePlanNames = Object.keys(suitePlans) as SuitePlanName[];

/**
 * The whole variant: what was chosen, and the usual value of everything else.
 *
 * @throws InvalidInput for a parameter the plan does not have, or a value this bank can't meet.
 */
export function variantOf(name: SuitePlanName, chosen: Readonly<Record<string, string>>): SuiteVariant {
  const parameters = new Map(Object.entries<readonly [string, ...string[]]>(suitePlans[name].parameters));
  const faults = Object.entries(chosen).flatMap(([parameter, value]) => {
    const values = parameters.get(parameter);
    if (values?.includes(value)) return [];
    return [
      { path: `variant.${parameter}`, message: whatToWrite(parameter, values, [...parameters.keys()]) },
    ];
  });
  if (faults.length > 0) throw new InvalidInput(faults);
  return Object.fromEntries(
    [...parameters].map(([parameter, [usual]]) => [parameter, chosen[parameter] ?? usual]),
  );
}

function whatToWrite(
  parameter: string,
  values: readonly string[] | undefined,
  parameters: readonly string[],
): Bilingual {
  return values
    ? {
        ja: `${parameter} は ${values.join('、')} から選んでください。`,
        en: `Choose ${parameter} from ${values.join(', ')}.`,
      }
    : {
        ja: `このテストプランの項目は ${parameters.join('、')} です。`,
        en: `The parameters of this test plan are ${parameters.join(', ')}.`,
      };
}

/** The plan with its variant as the suite's own runner takes them on the command line. */
export function runnerArgument(name: SuitePlanName, variant: SuiteVariant): string {
  return (
    name +
    Object.entries(variant)
      .map(([parameter, value]) => `[${parameter}=${value}]`)
      .join('')
  );
}

/** Whether a plan is one of OpenID Connect alone, whose clients have secrets and whose logins are kept. */
export function isOpenIdPlan(name: SuitePlanName): boolean {
  return name.startsWith('oidcc-');
}
