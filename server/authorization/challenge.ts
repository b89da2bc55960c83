import type { Refusal } from '../bank/refusal.ts';
import { describeOnWire } from '../bank/interactions.ts';

/** Which RFC 6750 §3.1 error a refusal is; the rest of the data API's refusals carry no challenge. */
const bearerErrors: Partial<Record<Refusal['code'], string | null>> = {
  // RFC 6750 §3.1: a request that lacks authentication is told no error code.
  access_token_missing: null,
  // Nor does one that tried a method which is not used here.
  access_token_foreign_scheme: null,
  access_token_in_query: 'invalid_request',
  access_token_conflict: 'invalid_request',
  access_token_in_form: 'invalid_request',
  access_token_twice: 'invalid_request',
  access_token_of_client: 'insufficient_scope',
  access_token_malformed: 'invalid_token',
  access_token_unknown: 'invalid_token',
  access_token_expired: 'invalid_token',
  access_token_revoked: 'invalid_token',
  access_token_grant_ended: 'invalid_token',
  access_token_unbound: 'invalid_token',
  scope_missing: 'insufficient_scope',
  management_scope_missing: 'insufficient_scope',
};

/** What is mended by another proof, or by another key to prove (RFC 9449 §7.1). */
const askForTheKey: ReadonlySet<Refusal['code']> = new Set([
  'access_token_binding',
  'access_token_key_mismatch',
] as const);

/**
 * The `WWW-Authenticate` value for a refusal (RFC 6750 §3), or undefined where none belongs. Every
 * 401 has one (RFC 9110 §15.5.2).
 *
 * @param algorithms what whoever is refused may sign DPoP proofs with.
 */
export function bearerChallenge(refusal: Refusal, algorithms: readonly string[]): string | undefined {
  const { wire } = refusal.entry;
  if (wire === 'invalid_dpop_proof' || wire === 'use_dpop_nonce') {
    return dpopChallenge(refusal, wire, algorithms);
  }
  // A bound token that came without its key is asked for by the scheme that proves it.
  if (askForTheKey.has(refusal.code)) return dpopChallenge(refusal, 'invalid_token', algorithms);
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
function dpopChallenge(refusal: Refusal, error: string, algorithms: readonly string[]): string {
  return (
    `DPoP realm="ib-link-sandbox", error="${error}", ` +
    `error_description="${describeOnWire(refusal)}", algs="${algorithms.join(' ')}"`
  );
}
