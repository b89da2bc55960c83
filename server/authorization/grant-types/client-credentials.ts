import { clientScopes, issueClientToken } from '../../bank/client-tokens.ts';
import { Refusal } from '../../bank/refusal.ts';
import { parseScopes, printScopes, scopesOf } from '../../bank/scopes.ts';
import { tokenTypeOf } from '../sender-constraint.ts';
import type { GrantTypeHandler } from './grant-type.ts';

/** `grant_type=client_credentials` (RFC 6749 §4.4): for grant management, never for a customer's data. */
export const clientCredentialsGrant: GrantTypeHandler = async (
  context,
  { client, parameters, exchange, confirmation },
) => {
  const allowed = scopesOf(client).filter((scope) => clientScopes.includes(scope));
  const text = parameters.get('scope');
  const asked = text === undefined ? allowed : parseScopes(text);
  const scopes = asked.filter((scope) => allowed.includes(scope));
  if (scopes.length === 0) throw new Refusal('client_credentials_scope');
  const clientToken = await context.work.run(
    (tx) => issueClientToken(tx, { client, scopes, ...(confirmation && { confirmation }) }),
    exchange.addEffects,
  );
  exchange.explain('client_token_issued', { scopes: printScopes(scopes) });
  return {
    response: {
      access_token: context.tokens.tokenFor('client', clientToken.tokenId),
      token_type: tokenTypeOf(confirmation),
      expires_in: Math.floor((clientToken.expiresAt - clientToken.issuedAt) / 1000),
      scope: printScopes(scopes),
    },
  };
};
