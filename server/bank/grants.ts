import { Refusal } from './refusal.ts';
import { grantStatus } from './grant-status.ts';
import { combinedScopes, referredGrant } from './grant-management.ts';
import { newId } from './identifiers.ts';
import { refreshRotation } from './profiles.ts';
import { printScopes } from './scopes.ts';
import { DAY, SECOND, toJstTimestamp, toTimestamp, type Instant } from './time.ts';
import type {
  AccessToken,
  Client,
  Confirmation,
  Customer,
  Grant,
  GrantEndReason,
  Scope,
  Settings,
} from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/**
 * How many access tokens of one grant stay on the books. A partner that refreshes in a loop would
 * otherwise fill the memory with tokens nobody holds any more; the oldest is dropped first.
 */
const ACCESS_TOKENS_PER_GRANT = 100;

/** What a grant is made of when a code is redeemed, or when one is made without screens. */
export interface GrantRequest {
  client: Client;
  customerId: string;
  scopes: Scope[];
  /** The moment of the consent, from which the 90 days count (seed). */
  consentedAt: Instant;
  authTime: Instant;
  acr: Grant['acr'];
  termsVersion: string;
  nonce?: string;
  /** The key the tokens are to be bound to. */
  confirmation?: Confirmation;
  resources?: string[];
  /** The earlier grant that goes on under its id (Grant Management §3.2). */
  continues?: { grantId: string; action: 'merge' | 'replace' };
  /** Which of the bank's names the client knows it by. */
  overTls?: true;
}

/** A grant with the tokens' identifiers as just issued; the mint turns them into tokens. */
export interface IssuedTokens {
  grant: Grant;
  accessToken: AccessToken;
  /** Absent where the client is not registered for refresh tokens. */
  refreshTokenId?: string;
  /** True when an earlier answer was given again within the grace (RFC 9700 §4.14.2). */
  repeated: boolean;
}

export function settingsOf(state: BankState): Settings {
  const settings = state.settings.get('current');
  if (!settings) throw new Error('the bank has no settings: no scenario was loaded');
  return settings;
}

/** Writes a new grant, ends those it replaces under the grant policy, and issues its first tokens. */
export function issueGrant(tx: Transaction, request: GrantRequest): IssuedTokens {
  const settings = settingsOf(tx.state);
  const earlier = continuedGrant(tx, request);
  supersedeEarlierGrants(tx, request, settings.policies.grantPolicy);
  const grant: Grant = {
    grantId: earlier?.grantId ?? newId('g'),
    clientId: request.client.client_id,
    customerId: request.customerId,
    scopes:
      earlier && request.continues
        ? combinedScopes(request.continues.action, earlier.scopes, request.scopes)
        : request.scopes,
    createdAt: request.consentedAt,
    updatedAt: tx.now,
    expiresAt: request.consentedAt + settings.lifetimes.grantDays * DAY,
    termsVersion: request.termsVersion,
    authTime: request.authTime,
    acr: request.acr,
    // One step would leave the last token within its grace; two end all older ones (§3.2).
    refreshGeneration: earlier ? earlier.refreshGeneration + 2 : 1,
    refreshedAt: tx.now,
    refreshIssued: request.client.grant_types.includes('refresh_token'),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    ...(request.resources && { resources: request.resources }),
    ...(request.confirmation && isPublic(request.client) ? { refreshBoundTo: request.confirmation } : {}),
    ...(request.overTls && { overTls: request.overTls }),
  };
  const accessToken = issueAccessToken(tx, grant, grant.scopes, request.confirmation);
  const written: Grant = { ...grant, lastAccessTokenId: accessToken.tokenId };
  tx.put('grants', grant.grantId, written);
  tx.report(earlier ? 'grant.changed' : 'grant.created', {
    grantId: grant.grantId,
    clientId: grant.clientId,
    customerId: grant.customerId,
    scopes: grant.scopes,
    expiresAt: toTimestamp(grant.expiresAt),
  });
  return {
    grant: written,
    accessToken,
    ...(written.refreshIssued ? { refreshTokenId: refreshTokenId(written) } : {}),
    repeated: false,
  };
}

/**
 * Exchanges a refresh token for its successor (RFC 6749 §6, RFC 9700 §4.14.2).
 *
 * A token carries its generation. The present one is good; the one before it gets the same answer
 * once more within the grace, because an answer can be lost on the way; anything older, or later, is
 * taken for theft and ends the grant.
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
  },
): IssuedTokens {
  const { grantId, generation } = parseRefreshTokenId(input.refreshTokenId);
  const grant = tx.state.grants.get(grantId);
  if (!grant || generation > grant.refreshGeneration) throw new Refusal('refresh_token_unknown');
  if (grant.clientId !== input.client.client_id) throw new Refusal('refresh_token_of_another_client');
  refuseEndedGrant(grant, tx.now);
  refuseUnavailableCustomer(tx.state.customers.get(grant.customerId));

  if (grant.refreshBoundTo) refuseOtherSender(grant.refreshBoundTo, input.confirmation);

  refuseWiderResources(grant, input.resources);
  const scopes = input.scopes ?? grant.scopes;
  if (!scopes.every((scope) => grant.scopes.includes(scope))) {
    throw new Refusal('scope_exceeds_grant', {
      scope: input.scopeText ?? printScopes(scopes),
      granted: printScopes(grant.scopes),
    });
  }

  const settings = settingsOf(tx.state);
  const rotation = refreshRotation(input.client, settings);
  if (generation < grant.refreshGeneration) {
    const graceEnds = grant.refreshedAt + settings.lifetimes.refreshGraceSeconds * SECOND;
    const last = grant.lastAccessTokenId ? tx.state.accessTokens.get(grant.lastAccessTokenId) : undefined;
    const withinGrace =
      rotation === 'rotate-grace' && generation === grant.refreshGeneration - 1 && tx.now < graceEnds;
    if (withinGrace && last) {
      return { grant, accessToken: last, refreshTokenId: refreshTokenId(grant), repeated: true };
    }
    endGrant(tx, grant.grantId, 'refresh_token_reused');
    throw new Refusal(
      'refresh_token_reused',
      { used: generation, current: grant.refreshGeneration },
      { keepsChanges: true },
    );
  }

  const accessToken = issueAccessToken(
    tx,
    input.resources ? { ...grant, resources: input.resources } : grant,
    scopes,
    input.confirmation,
  );
  const next: Grant = {
    ...grant,
    updatedAt: tx.now,
    refreshedAt: tx.now,
    lastAccessTokenId: accessToken.tokenId,
    refreshGeneration: grant.refreshGeneration + (rotation === 'none' ? 0 : 1),
  };
  tx.put('grants', grantId, next);
  tx.report('tokens.refreshed', { grantId, generation: next.refreshGeneration });
  return { grant: next, accessToken, refreshTokenId: refreshTokenId(next), repeated: false };
}

/**
 * Ends a grant and every token of it. Does nothing to a grant that is over already: the first reason
 * stays on record.
 */
export function endGrant(tx: Transaction, grantId: string, reason: GrantEndReason): Grant | undefined {
  const grant = tx.state.grants.get(grantId);
  if (!grant || grantStatus(grant, tx.now) !== 'active') return grant;
  const ended: Grant = { ...grant, endedAt: tx.now, endReason: reason, updatedAt: tx.now };
  tx.put('grants', grantId, ended);
  tx.report('grant.ended', { grantId, reason, clientId: grant.clientId, customerId: grant.customerId });
  return ended;
}

/** Ends every living grant of a customer: password change, contract stopped (seen at real banks). */
export function endGrantsOfCustomer(tx: Transaction, customerId: string, reason: GrantEndReason): void {
  for (const grant of tx.state.grants.where('customerId', customerId)) endGrant(tx, grant.grantId, reason);
}

export function endGrantsOfClient(tx: Transaction, clientId: string, reason: GrantEndReason): void {
  for (const grant of tx.state.grants.where('clientId', clientId)) endGrant(tx, grant.grantId, reason);
}

/** Takes one access token out of service, leaving its grant alone (RFC 7009 §2.1). */
export function revokeAccessToken(tx: Transaction, tokenId: string): void {
  const token = tx.state.accessTokens.get(tokenId);
  if (!token || token.revokedAt !== undefined) return;
  tx.put('accessTokens', tokenId, { ...token, revokedAt: tx.now });
  tx.report('access_token.revoked', { grantId: token.grantId });
}

/** @throws Refusal that says in which way a grant is over; nothing when it lives. */
export function refuseEndedGrant(grant: Grant, now: Instant): void {
  switch (grantStatus(grant, now)) {
    case 'active':
      return;
    case 'expired':
      throw new Refusal('grant_expired', { expiredAt: toJstTimestamp(grant.expiresAt) });
    case 'superseded':
      throw new Refusal('grant_superseded', { endedAt: toJstTimestamp(grant.endedAt ?? now) });
    case 'revoked':
      throw new Refusal('grant_revoked', {
        endedAt: toJstTimestamp(grant.endedAt ?? now),
        reason: grant.endReason ?? 'revoked_by_bank',
      });
  }
}

export function refuseUnavailableCustomer(customer: Customer | undefined): void {
  if (!customer || customer.status === 'stopped') throw new Refusal('grant_customer_unavailable');
}

/** What the mint turns into the refresh token of the grant's present generation. */
export function refreshTokenId(grant: Grant): string {
  return `${grant.grantId}.${grant.refreshGeneration}`;
}

export function parseRefreshTokenId(id: string): { grantId: string; generation: number } {
  const dot = id.lastIndexOf('.');
  return { grantId: id.slice(0, dot), generation: Number(id.slice(dot + 1)) };
}

/** A refresh may narrow the resources and never widen them (RFC 8707 §2.2). */
export function refuseWiderResources(grant: Pick<Grant, 'resources'>, asked: string[] | undefined): void {
  const beyond = asked?.find((resource) => grant.resources && !grant.resources.includes(resource));
  if (beyond !== undefined) throw new Refusal('resource_unknown', { resource: beyond });
}

/** A public client's refresh token is good for its key or certificate only (RFC 9449 §5, RFC 8705 §4). */
function refuseOtherSender(bound: Confirmation, proven: Confirmation | undefined): void {
  if (bound.jkt !== undefined && bound.jkt !== proven?.jkt) throw new Refusal('dpop_key_mismatch');
  const thumbprint = bound['x5t#S256'];
  if (thumbprint !== undefined && thumbprint !== proven?.['x5t#S256']) {
    throw new Refusal('refresh_certificate_mismatch');
  }
}

function isPublic(client: Client): boolean {
  return client.token_endpoint_auth_method === 'none';
}

function issueAccessToken(
  tx: Transaction,
  grant: Grant,
  scopes: Scope[],
  confirmation: Confirmation | undefined,
): AccessToken {
  const { accessTokenSeconds } = settingsOf(tx.state).lifetimes;
  const token: AccessToken = {
    tokenId: newId('a'),
    grantId: grant.grantId,
    clientId: grant.clientId,
    customerId: grant.customerId,
    scopes,
    issuedAt: tx.now,
    // Never longer than the grant (seed: 有効期限).
    expiresAt: Math.min(tx.now + accessTokenSeconds * SECOND, grant.expiresAt),
    ...(confirmation && { confirmation }),
    ...(grant.resources && { resources: grant.resources }),
  };
  if (tx.state.accessTokens.countWhere('grantId', grant.grantId) >= ACCESS_TOKENS_PER_GRANT) {
    const oldest = tx.state.accessTokens.firstKeyWhere('grantId', grant.grantId);
    if (oldest !== undefined) tx.delete('accessTokens', oldest);
  }
  tx.put('accessTokens', token.tokenId, token);
  return token;
}

/** The grant that is to go on, if it still may. @throws Refusal `grant_id_invalid`. */
function continuedGrant(tx: Transaction, request: GrantRequest): Grant | undefined {
  if (!request.continues) return undefined;
  return referredGrant(tx.state, tx.now, {
    grantId: request.continues.grantId,
    clientId: request.client.client_id,
    customerId: request.customerId,
  });
}

function supersedeEarlierGrants(
  tx: Transaction,
  request: GrantRequest,
  policy: Settings['policies']['grantPolicy'],
): void {
  if (policy === 'many') return;
  for (const earlier of tx.state.grants.where('customerId', request.customerId)) {
    if (earlier.grantId === request.continues?.grantId) continue;
    const sameClient = earlier.clientId === request.client.client_id;
    if (sameClient) endGrant(tx, earlier.grantId, 'superseded');
    else if (policy === 'one-per-customer') endGrant(tx, earlier.grantId, 'superseded_by_other_client');
  }
}
