import type { IncomingMessage } from 'node:http';
import { grantStatus } from '../bank/grants.ts';
import { Refusal } from '../bank/refusal.ts';
import { printScopes } from '../bank/scopes.ts';
import { toJstTimestamp } from '../bank/time.ts';
import type { AccessToken, Customer, Grant, Scope } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';

/** On whose behalf a resource is read. */
export interface ResourceAuthorization {
  token: AccessToken;
  grant: Grant;
  customer: Customer;
}

/**
 * Checks the access token of a request to the data API (RFC 6750 §2, §3.1). It comes as
 * `Authorization: Bearer` or as `x-access-token` (wire format); both at once must be the same.
 *
 * @throws Refusal `access_token_…` (401) or `scope_missing` (403).
 */
export function authorizeResource(
  context: SandboxContext,
  request: IncomingMessage,
  need: { scope?: Scope } = {},
): ResourceAuthorization {
  const { state } = context;
  const now = context.clock.now();
  const tokenId = context.tokens.idOf('access', presentedToken(request));
  if (tokenId === undefined) throw new Refusal('access_token_unknown');
  const token = state.accessTokens.get(tokenId);
  // A genuine token whose row is gone was dropped because it is long out of use.
  if (!token) throw new Refusal('access_token_revoked');
  const exchange = exchangeOf(request);
  exchange.identify({ clientId: token.clientId, customerId: token.customerId, grantId: token.grantId });

  const grant = state.grants.get(token.grantId);
  if (!grant) throw new Refusal('access_token_revoked');
  const status = grantStatus(grant, now);
  if (status !== 'active') {
    throw new Refusal('access_token_grant_ended', {
      endedAt: toJstTimestamp(grant.endedAt ?? grant.expiresAt),
      reason: grant.endReason ?? status,
    });
  }
  if (token.revokedAt !== undefined) throw new Refusal('access_token_revoked');
  if (now >= token.expiresAt) {
    throw new Refusal('access_token_expired', { expiredAt: toJstTimestamp(token.expiresAt) });
  }
  const customer = state.customers.get(token.customerId);
  if (!customer || customer.status === 'stopped') {
    throw new Refusal('access_token_grant_ended', {
      endedAt: toJstTimestamp(now),
      reason: 'customer_stopped',
    });
  }
  if (need.scope !== undefined && !token.scopes.includes(need.scope)) {
    throw new Refusal('scope_missing', { scope: need.scope, granted: printScopes(token.scopes) });
  }
  return { token, grant, customer };
}

function presentedToken(request: IncomingMessage): string {
  if (/[?&]access_token=/.test(request.url ?? '')) throw new Refusal('access_token_in_query');
  const alternative = request.headers['x-access-token'];
  const header = request.headers.authorization;
  if (Array.isArray(alternative)) throw new Refusal('access_token_conflict');
  if (header === undefined) {
    if (alternative === undefined || alternative === '') throw new Refusal('access_token_missing');
    return alternative;
  }
  // The scheme's letter case does not matter (RFC 9110 §11.1).
  const [, token] = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(header) ?? [];
  if (token === undefined) throw new Refusal('access_token_malformed');
  if (alternative !== undefined && alternative !== token) throw new Refusal('access_token_conflict');
  return token;
}
