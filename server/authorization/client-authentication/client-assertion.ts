import { Refusal } from '../../bank/refusal.ts';
import type { SandboxContext } from '../../context.ts';
import { presentAssertion, type PresentedAssertion } from '../checks/assertion-checks.ts';
import type { RequestParameters } from '../parameters.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * The assertion of a request, not yet believed (RFC 7521 §4.2).
 *
 * @throws Refusal when it comes without its type or the type without it.
 */
export function assertionOf(
  context: SandboxContext,
  parameters: RequestParameters,
): PresentedAssertion | undefined {
  const text = parameters.get('client_assertion');
  const type = parameters.get('client_assertion_type');
  if (text === undefined && type === undefined) return undefined;
  if (text === undefined) {
    throw parameters.missing('client_assertion');
  }
  if (type !== JWT_BEARER) throw new Refusal('assertion_type_unsupported', { type: type ?? '' });
  return presentAssertion(context, text);
}
