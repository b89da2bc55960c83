import { grantStatus } from './grant-status.ts';
import { Refusal } from './refusal.ts';
import { scopeNames, type Client, type Grant, type Scope } from './model.ts';
import type { BankState } from './state.ts';

/** What an authorization request does to an earlier grant (Grant Management for OAuth 2.0 §3.2). */
export const grantManagementActions = ['create', 'merge', 'replace'] as const;
export type GrantManagementAction = (typeof grantManagementActions)[number];

/**
 * The grant a request refers to. Unknown, ended, another client's or another customer's: one error,
 * so that nobody can find out which grants exist (§3.4).
 *
 * @throws Refusal `grant_id_invalid`.
 */
export function referredGrant(
  state: BankState,
  now: number,
  reference: { grantId: string; clientId: string; customerId?: string },
): Grant {
  const grant = state.grants.get(reference.grantId);
  const theirs =
    grant?.clientId === reference.clientId &&
    (reference.customerId === undefined || grant.customerId === reference.customerId);
  if (!grant || !theirs || grantStatus(grant, now) !== 'active') throw new Refusal('grant_id_invalid');
  return grant;
}

/** The scopes after the action: the union, or exactly what was allowed now (§3.2). */
export function combinedScopes(
  action: 'merge' | 'replace',
  before: readonly Scope[],
  allowed: readonly Scope[],
): Scope[] {
  if (action === 'replace') return [...allowed];
  return scopeNames.filter((scope) => before.includes(scope) || allowed.includes(scope));
}

/**
 * The grant behind the grant management API, for its own client (§6).
 *
 * @throws Refusal `managed_grant_unknown` (404), `managed_grant_foreign` (403).
 */
export function managedGrant(state: BankState, client: Client, grantId: string): Grant {
  const grant = state.grants.get(grantId);
  if (!grant) throw new Refusal('managed_grant_unknown');
  if (grant.clientId !== client.client_id) throw new Refusal('managed_grant_foreign');
  return grant;
}
