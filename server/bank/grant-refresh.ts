import type { AccountInformation } from './account-information-schema.ts';
import { drillEffect } from './drill.ts';
import {
  endGrant,
  endGrantsOfCustomer,
  issueAccessToken,
  parseRefreshTokenId,
  refreshTokenId,
  refuseEndedGrant,
  refuseUnavailableCustomer,
  refuseWiderResources,
  settingsOf,
  withDetails,
  type IssuedTokens,
} from './grants.ts';
import { refreshRotation } from './profiles.ts';
import { Refusal } from './refusal.ts';
import { printScopes, unknownScopes } from './scopes.ts';
import { SECOND, toJstTimestamp } from './time.ts';
import type { Client, Confirmation, Customer, Grant, Scope } from './model.ts';
import type { Transaction } from './transaction.ts';

/**
 * Exchanges a refresh token for its successor (RFC 6749 §6, RFC 9700 §4.14.2).
 *
 * A token carries its generation. The present one is good; the one before it gets the same answer
 * once more within the grace, because an answer can be lost on the way; anything older, or later, is
 * taken for theft and ends the grant. Where the rotation is the plain one it is refused and no more.
 *
 * @throws Refusal, keeping the grant's end when a token was reused.
 */
export function refreshGrant(
  tx: Transaction,
  input: {
    client: Client;
    refreshTokenId: string;
    scopes?: Scope[];
    scopeText?: string;
    confirmation?: Confirmation;
    /** Fewer of the grant's, for this access token. */
    resources?: string[];
    /** Likewise (RFC 9396 §6, §7). */
    authorizationDetails?: AccountInformation[];
  },
): IssuedTokens {
  const { grantId, generation } = parseRefreshTokenId(input.refreshTokenId);
  const grant = tx.state.grants.get(grantId);
  if (!grant || generation > grant.refreshGeneration) throw new Refusal('refresh_token_unknown');
  if (grant.clientId !== input.client.client_id) throw new Refusal('refresh_token_of_another_client');
  refuseEndedGrant(grant, tx.now);
  const customer = tx.state.customers.get(grant.customerId);
  refuseUnavailableCustomer(tx.state, customer);

  if (grant.refreshBoundTo) refuseOtherSender(grant.refreshBoundTo, input.confirmation);

  refuseWiderResources(grant, input.resources);
  const scopes = input.scopes ?? grant.scopes;
  // What nobody knows was never granted either (RFC 6749 §6).
  const unknown = unknownScopes(input.scopeText ?? '');
  if (unknown.length > 0 || !scopes.every((scope) => grant.scopes.includes(scope))) {
    throw new Refusal('scope_exceeds_grant', {
      scope: input.scopeText ?? printScopes(scopes),
      granted: printScopes(grant.scopes),
    });
  }

  const narrowed = withDetails(
    input.resources ? { ...grant, resources: input.resources } : grant,
    input.authorizationDetails,
  );

  const settings = settingsOf(tx.state);
  if (customer?.drill) endAtFirstRefresh(tx, grant, customer);
  const { rotation } = refreshRotation(input.client, settings, {
    bound: grant.refreshBoundTo !== undefined,
  });
  if (generation < grant.refreshGeneration) {
    const graceEnds = grant.refreshedAt + settings.lifetimes.refreshGraceSeconds * SECOND;
    const last = grant.lastAccessTokenId ? tx.state.accessTokens.get(grant.lastAccessTokenId) : undefined;
    const withinGrace =
      rotation === 'rotate-grace' && generation === grant.refreshGeneration - 1 && tx.now < graceEnds;
    if (withinGrace && last) {
      return { grant, accessToken: last, refreshTokenId: refreshTokenId(grant), repeated: true };
    }
    if (rotation === 'rotate') {
      throw new Refusal('refresh_token_superseded', { used: generation, current: grant.refreshGeneration });
    }
    endGrant(tx, grant.grantId, 'refresh_token_reused');
    throw new Refusal(
      'refresh_token_reused',
      { used: generation, current: grant.refreshGeneration },
      { keepsChanges: true },
    );
  }

  const accessToken = issueAccessToken(tx, narrowed, scopes, input.confirmation);
  const next: Grant = {
    ...grant,
    updatedAt: tx.now,
    refreshedAt: tx.now,
    lastAccessTokenId: accessToken.tokenId,
    refreshGeneration: grant.refreshGeneration + (rotation === 'none' ? 0 : 1),
    ...(customer?.drill && { firstRefreshedAt: grant.firstRefreshedAt ?? tx.now }),
  };
  tx.put('grants', grantId, next);
  tx.report('tokens.refreshed', { grantId, generation: next.refreshGeneration });
  return { grant: next, accessToken, refreshTokenId: refreshTokenId(next), repeated: false };
}

/** A public client's refresh token is good for its key or certificate only (RFC 9449 §5, RFC 8705 §4). */
function refuseOtherSender(bound: Confirmation, proven: Confirmation | undefined): void {
  if (bound.jkt !== undefined && bound.jkt !== proven?.jkt) throw new Refusal('dpop_key_mismatch');
  const thumbprint = bound['x5t#S256'];
  if (thumbprint !== undefined && thumbprint !== proven?.['x5t#S256']) {
    throw new Refusal('refresh_certificate_mismatch');
  }
}

/**
 * For customers who rehearse losing the linkage at the first refresh: the bank forgot it, or the
 * password was changed in between.
 */
function endAtFirstRefresh(tx: Transaction, grant: Grant, customer: Customer): void {
  if (grant.firstRefreshedAt !== undefined) return;
  switch (customer.drill) {
    case 'grant_lost_on_refresh':
      tx.effects.push(drillEffect(customer.drill, customer.id, tx.now));
      endGrant(tx, grant.grantId, 'lost_by_bank');
      throw new Refusal('grant_lost_by_bank', {}, { keepsChanges: true });
    case 'password_change_ends_grant':
      if (!settingsOf(tx.state).policies.endGrantsOnPasswordChange) return;
      tx.effects.push(drillEffect(customer.drill, customer.id, tx.now));
      endGrantsOfCustomer(tx, customer.id, 'password_changed');
      throw new Refusal(
        'grant_revoked',
        { endedAt: toJstTimestamp(tx.now), reason: 'password_changed' },
        { keepsChanges: true },
      );
    default:
      return;
  }
}
