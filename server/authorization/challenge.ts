import type { Refusal } from '../bank/refusal.ts';
import { dpopAlgorithms } from './checks/dpop-checks.ts';
import { describeOnWire } from '../bank/interactions.ts';

/** Which RFC 6750 §3.1 error a refusal is; the rest of the data API's refusals carry no challenge. */
const bearerErrors: Partial<Record<Refusal['code'], string | null>> = {
  // RFC 6750 §3.1: a request that lacks authentication is told no error code.
  access_token_missing: null,
  access_token_in_query: 'invalid_request',
  access_token_conflict: 'invalid_request',
  access_token_malformed: 'invalid_token',
  access_token_unknown: 'invalid_token',
  access_token_expired: 'invalid_token',
  access_token_revoked: 'invalid_token',
  access_token_grant_ended: 'invalid_token',
  access_token_binding: 'invalid_token',
  access_token_unbound: 'invalid_token',
  scope_missing: 'insufficient_scope',
  management_scope_missing: 'insufficient_scope',
};

/**
 * The `WWW-Authenticate` value for a refusal (RFC 6750 §3), or undefined where none belongs. Every
 * 401 has one (RFC 9110 §15.5.2).
 */
export function bearerChallenge(refusal: Refusal): string | undefined {
  const { wire } = refusal.entry;
  if (wire === 'invalid_dpop_proof' || wire === 'use_dpop_nonce') return dpopChallenge(refusal, wire);
  // RFC 9449 §7.1: a bound token that came without its key is asked for by the scheme that proves it.
  if (refusal.code === 'access_token_binding') return dpopChallenge(refusal, 'invalid_token');
  const error = bearerErrors[refusal.code];
  if (error === undefined && refusal.entry.status !== 401) return undefined;
  const parameters = ['realm="ib-link-sandbox"'];
  if (error !== null) {
    parameters.push(`error="${error ?? 'invalid_token'}"`);
    parameters.push(`error_description="${describeOnWire(refusal)}"`);
  }
  if (refusal.details['scope'] !== undefined) parameters.push(`scope="${refusal.details['scope'] ?? ''}"`);
  return `Bearer ${parameters.join(', ')}`;
}

/** RFC 9449 §7.1: a resource that wants another proof says which algorithms it takes. */
function dpopChallenge(refusal: Refusal, error: string): string {
  return (
    `DPoP realm="ib-link-sandbox", error="${error}", ` +
    `error_description="${describeOnWire(refusal)}", algs="${dpopAlgorithms.join(' ')}"`
  );
}
