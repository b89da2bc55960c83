import { combinedDetails, narrowedTo, printDetail } from './account-information.ts';
import type { AccountInformation, GrantedAccountInformation } from './account-information-schema.ts';
import { Refusal } from './refusal.ts';
import { isStopped } from './contract.ts';
import { drillEffect, grantLifetime, grantPolicyFor } from './drill.ts';
import { grantGroup } from './grant-groups.ts';
import { grantStatus } from './grant-status.ts';
import { defaultSettings } from './institution-profiles.ts';
import { combinedScopes, referredGrant } from './grant-management.ts';
import { newId } from './identifiers.ts';
import { SECOND, toJstTimestamp, toTimestamp, type Instant } from './time.ts';
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
  authorizationDetails?: GrantedAccountInformation[] | undefined;
  /** Fewer of them, for the first access token (RFC 9396 §6). */
  firstTokenDetails?: AccountInformation[] | undefined;
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

/** Settings as earlier versions wrote them, which had no retention. */
type StoredSettings = Settings | Omit<Settings, 'retention'>;

function isComplete(settings: StoredSettings): settings is Settings {
  return 'retention' in settings;
}

export function settingsOf(state: BankState): Settings {
  const settings: StoredSettings | undefined = state.settings.get('current');
  if (!settings) throw new Error('the bank has no settings: no scenario was loaded');
  return isComplete(settings) ? settings : { ...settings, retention: defaultSettings.retention };
}

/** Writes a new grant, ends those it replaces under the grant policy, and issues its first tokens. */
export function issueGrant(tx: Transaction, request: GrantRequest): IssuedTokens {
  const settings = settingsOf(tx.state);
  const customer = tx.state.customers.get(request.customerId);
  const earlier = continuedGrant(tx, request);
  supersedeEarlierGrants(tx, request, grantPolicyFor(customer, settings));
  const { action } = request.continues ?? { action: 'replace' };
  const details = combinedDetails(action, earlier?.authorizationDetails, request.authorizationDetails);
  const grant: Grant = {
    grantId: earlier?.grantId ?? newId('g'),
    clientId: request.client.client_id,
    customerId: request.customerId,
    scopes:
      earlier && request.continues
        ? combinedScopes(request.continues.action, earlier.scopes, request.scopes)
        : request.scopes,
    ...(details.length > 0 && { authorizationDetails: details }),
    createdAt: request.consentedAt,
    updatedAt: tx.now,
    expiresAt: request.consentedAt + grantLifetime(customer, settings),
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
  const accessToken = issueAccessToken(
    tx,
    withDetails(grant, request.firstTokenDetails),
    grant.scopes,
    request.confirmation,
  );
  const written: Grant = { ...grant, lastAccessTokenId: accessToken.tokenId };
  tx.put('grants', grant.grantId, written);
  tx.report(earlier ? 'grant.changed' : 'grant.created', {
    grantId: grant.grantId,
    clientId: grant.clientId,
    customerId: grant.customerId,
    scopes: grant.scopes,
    ...(details.length > 0 && { authorizationDetails: details.map(printDetail) }),
    expiresAt: toTimestamp(grant.expiresAt),
  });
  if (customer?.drill === 'grant_expires_soon')
    tx.effects.push(drillEffect(customer.drill, customer.id, tx.now));
  return {
    grant: written,
    accessToken,
    ...(written.refreshIssued ? { refreshTokenId: refreshTokenId(written) } : {}),
    repeated: false,
  };
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

/** The living grants of a customer, of a client, of both, or all, those that end first to begin with. */
export function activeGrants(
  state: BankState,
  now: Instant,
  of: { clientId?: string; customerId?: string } = {},
): Grant[] {
  return state.grants.rowsOf(state.grants.ranked('open', grantGroup(of)).above(now));
}

/** Ends every living grant of a customer: password change, contract stopped (seen at real banks). */
export function endGrantsOfCustomer(tx: Transaction, customerId: string, reason: GrantEndReason): void {
  for (const { grantId } of activeGrants(tx.state, tx.now, { customerId })) endGrant(tx, grantId, reason);
}

export function endGrantsOfClient(tx: Transaction, clientId: string, reason: GrantEndReason): void {
  for (const { grantId } of activeGrants(tx.state, tx.now, { clientId })) endGrant(tx, grantId, reason);
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

export function refuseUnavailableCustomer(state: BankState, customer: Customer | undefined): void {
  if (!customer || isStopped(state, customer)) throw new Refusal('grant_customer_unavailable');
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

/**
 * The grant as one access token is to reflect it (RFC 9396 §6).
 *
 * @throws Refusal `authorization_details_exceed_grant`.
 */
export function withDetails(grant: Grant, asked: AccountInformation[] | undefined): Grant {
  return asked ? { ...grant, authorizationDetails: narrowedTo(grant.authorizationDetails, asked) } : grant;
}

function isPublic(client: Client): boolean {
  return client.token_endpoint_auth_method === 'none';
}

/** Issues one access token of the grant, which lives no longer than the grant does. */
export function issueAccessToken(
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
    ...(grant.authorizationDetails && { authorizationDetails: grant.authorizationDetails }),
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
  const { customerId } = request;
  const clientId = request.client.client_id;
  const rivals = policy === 'one-per-client' ? { customerId, clientId } : { customerId };
  for (const earlier of activeGrants(tx.state, tx.now, rivals)) {
    if (earlier.grantId === request.continues?.grantId) continue;
    if (earlier.clientId === clientId) endGrant(tx, earlier.grantId, 'superseded');
    else endForOtherClient(tx, earlier);
  }
}

function endForOtherClient(tx: Transaction, grant: Grant): void {
  endGrant(tx, grant.grantId, 'superseded_by_other_client');
  const customer = tx.state.customers.get(grant.customerId);
  if (customer?.drill === 'other_consent_ends_grant') {
    tx.effects.push(drillEffect(customer.drill, customer.id, tx.now));
  }
}
