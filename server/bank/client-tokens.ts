import { settingsOf } from './grants.ts';
import { newId } from './identifiers.ts';
import { makeRoom } from './making-room.ts';
import { noteUse } from './self-registration.ts';
import { SECOND } from './time.ts';
import type { Client, ClientAccessToken, Confirmation, Scope } from './model.ts';
import type { Transaction } from './transaction.ts';

/** The scopes a client may have on its own behalf (Grant Management §5). */
export const clientScopes: readonly Scope[] = ['grant_management_query', 'grant_management_revoke'];

/** Issues a token to a client itself, of no customer and no grant (RFC 6749 §4.4.3: no refresh token). */
export function issueClientToken(
  tx: Transaction,
  input: { client: Client; scopes: Scope[]; confirmation?: Confirmation },
): ClientAccessToken {
  makeRoom(tx, 'clientAccessTokens');
  noteUse(tx, input.client.client_id);
  const token: ClientAccessToken = {
    tokenId: newId('k'),
    clientId: input.client.client_id,
    scopes: input.scopes,
    issuedAt: tx.now,
    expiresAt: tx.now + settingsOf(tx.state).lifetimes.accessTokenSeconds * SECOND,
    ...(input.confirmation && { confirmation: input.confirmation }),
  };
  tx.put('clientAccessTokens', token.tokenId, token);
  return token;
}

/** Ends a client's own token, which has no grant to end with it (RFC 7009 §2.1). */
export function revokeClientToken(tx: Transaction, { tokenId, clientId }: ClientAccessToken): void {
  tx.delete('clientAccessTokens', tokenId);
  tx.report('client_token.revoked', { clientId });
}
