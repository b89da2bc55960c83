import { refuseUnregistered, type Authorization } from '../bank/account-information.ts';
import type { AccountInformation, GrantedAccountInformation } from '../bank/account-information-schema.ts';
import { ACCOUNT_INFORMATION, type Client } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { printScopes } from '../bank/scopes.ts';
import type { SandboxContext } from '../context.ts';
import type { RequestParameters } from './parameters.ts';
import { isOwnResource } from './resource-indicators.ts';

const PARAMETER = 'authorization_details';

/** The types a client may use (RFC 9396 §10), and a request may name. */
export const authorizationDetailsTypes = [ACCOUNT_INFORMATION] as const;

/**
 * Reads `authorization_details` (RFC 9396 §2), which asks for permissions account by account, at the
 * authorization endpoint, at PAR and at the token endpoint alike. What the bank does not know in it is
 * refused, never ignored (§5): the client would think it granted.
 *
 * @returns undefined when the parameter is not there.
 * @throws Refusal `authorization_details_…` (`invalid_authorization_details`), `parameter_repeated`.
 */
export async function requestedDetails(
  context: SandboxContext,
  client: Client,
  parameters: RequestParameters,
): Promise<AccountInformation[] | undefined> {
  if (parameters.isRepeated(PARAMETER)) throw new Refusal('parameter_repeated', { parameter: PARAMETER });
  const text = parameters.get(PARAMETER);
  if (text === undefined) return undefined;
  const objects = parse(text);
  const unknown = objects.map(typeOf).find((type) => type !== ACCOUNT_INFORMATION);
  if (unknown !== undefined) throw new Refusal('authorization_details_type', { type: unknown });
  const { authorizationDetails } = await import('../bank/account-information-schema.ts');
  const parsed = authorizationDetails.safeParse(objects);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal('authorization_details_invalid', {
      reason: `${pathText(issue?.path ?? [])}: ${issue?.message ?? 'not understood'}`,
    });
  }
  refuseUnregistered(client, parsed.data);
  refuseUnknownLocations(context, parsed.data);
  return parsed.data;
}

/** @throws Refusal `authorization_details_location` for what is no resource of this bank. */
export function refuseUnknownLocations(
  context: SandboxContext,
  details: readonly AccountInformation[],
): void {
  const strange = details
    .flatMap(({ locations = [] }) => locations)
    .find((location) => !isOwnResource(context, location));
  if (strange !== undefined) throw new Refusal('authorization_details_location', { location: strange });
}

/**
 * What a token, a grant or an introspection says it is good for (RFC 9396 §7, §9). `scope` is always
 * there, empty where the customer allowed by details alone: left out, it would mean that all that was
 * asked for was granted (RFC 6749 §5.1).
 */
export function authorizationOnWire({
  scopes,
  authorizationDetails,
}: Authorization<GrantedAccountInformation>): {
  scope: string;
  authorization_details?: readonly GrantedAccountInformation[];
} {
  return {
    scope: printScopes(scopes),
    ...(authorizationDetails && { authorization_details: authorizationDetails }),
  };
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length > 0) return value;
  } catch {
    // Told below: text that is no JSON, like JSON that is no array.
  }
  throw new Refusal('authorization_details_malformed');
}

function typeOf(value: unknown): string {
  const type: unknown =
    typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  return typeof type === 'string' ? type : '(none)';
}

/** `authorization_details[0].actions`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    PARAMETER,
  );
}
