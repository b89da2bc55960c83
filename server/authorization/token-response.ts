import type { GrantedAccountInformation } from '../bank/account-information-schema.ts';
import { toTimestamp, type Instant } from '../bank/time.ts';
import type { AuthorizationRequest, Client } from '../bank/model.ts';
import type { IssuedTokens } from '../bank/grants.ts';
import type { SandboxContext } from '../context.ts';
import { accessTokenFor } from './access-token.ts';
import { authorizationOnWire } from './authorization-details.ts';
import { issuerFor } from './issuer.ts';
import { tokenTypeOf } from './sender-constraint.ts';
import { subjectFor } from './subject.ts';
import { signIdToken } from './id-token.ts';

/** The token endpoint's answer (RFC 6749 §5.1) with the members of the linkage beside it (contract §3). */
export interface TokenResponse {
  access_token: string;
  token_type: 'Bearer' | 'DPoP';
  /** Seconds; a number, as clients of Japanese banks insist. */
  expires_in: number;
  refresh_token?: string;
  /** Empty where the customer allowed by details alone. */
  scope: string;
  /** What was allowed account by account (RFC 9396 §7). */
  authorization_details?: readonly GrantedAccountInformation[];
  id_token?: string;
  grant_id: string;
  /** Seconds until the grant itself ends. */
  authorization_expires_in: number;
  /** RFC 3339. */
  grant_expires_at: string;
}

export async function tokenResponse(
  context: SandboxContext,
  client: Client,
  issued: IssuedTokens,
  request: Pick<AuthorizationRequest, 'nonce' | 'state'> = {},
): Promise<TokenResponse> {
  const { grant, accessToken } = issued;
  const now = context.clock.now();
  const token = await accessTokenFor(context, client, grant, accessToken);
  const idToken = accessToken.scopes.includes('openid')
    ? await signIdToken(context.keys, {
        issuer: issuerFor(context.addresses, grant),
        client,
        grant,
        accessToken: token,
        subject: subjectFor(context.tokens, client, grant.customerId),
        now,
        ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
        ...(request.state === undefined ? {} : { state: request.state }),
      })
    : undefined;
  return {
    access_token: token,
    token_type: tokenTypeOf(accessToken.confirmation),
    expires_in: secondsUntil(accessToken.expiresAt, now),
    ...(issued.refreshTokenId === undefined
      ? {}
      : { refresh_token: context.tokens.tokenFor('refresh', issued.refreshTokenId) }),
    ...authorizationOnWire(accessToken),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    grant_id: grant.grantId,
    authorization_expires_in: secondsUntil(grant.expiresAt, now),
    grant_expires_at: toTimestamp(grant.expiresAt),
  };
}

/** Whole seconds that are surely left: rounded down, never negative. */
function secondsUntil(end: Instant, now: Instant): number {
  return Math.max(0, Math.floor((end - now) / 1000));
}
