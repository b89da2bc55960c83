import type { Request, Response } from 'express';
import { revokeClientToken } from '../bank/client-tokens.ts';
import { endGrant, parseRefreshTokenId, revokeAccessToken } from '../bank/grants.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { accessTokenId } from './access-token.ts';
import { authenticateClient } from './client-authentication/authenticate-client.ts';
import { formParameters } from './form-request.ts';
import { noStore } from './wire-error.ts';

/**
 * Token revocation (RFC 7009). A refresh token takes its access tokens along and ends the grant; an
 * access token goes alone. Unknown tokens and those of other clients get the same 200, so that
 * nothing can be learnt by asking. The hint is not needed: a token says itself what it is.
 */
export function revocationEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request);
    const parameters = formParameters(request);
    const client = await authenticateClient(context, request, parameters);
    exchange.identify({ clientId: client.client_id });
    const token = parameters.get('token');
    if (token === undefined) throw parameters.missing('token');

    const refreshTokenId = context.tokens.idOf('refresh', token);
    const tokenId = await accessTokenId(context, token);
    const grantId =
      refreshTokenId === undefined
        ? context.state.accessTokens.get(tokenId ?? '')?.grantId
        : parseRefreshTokenId(refreshTokenId).grantId;
    const grant = context.state.grants.get(grantId ?? '');

    const ownToken = context.state.clientAccessTokens.get(context.tokens.idOf('client', token) ?? '');

    if (ownToken?.clientId === client.client_id) {
      await context.work.run((tx) => {
        revokeClientToken(tx, ownToken);
      }, exchange.addEffects);
      exchange.explain('token_revoked');
    } else if (grant?.clientId !== client.client_id) {
      exchange.explain('revocation_of_nothing');
    } else if (refreshTokenId !== undefined) {
      exchange.identify({ grantId: grant.grantId, customerId: grant.customerId });
      await context.work.run((tx) => endGrant(tx, grant.grantId, 'revoked_by_client'), exchange.addEffects);
      exchange.explain('grant_revoked_by_token');
    } else if (tokenId !== undefined) {
      exchange.identify({ grantId: grant.grantId, customerId: grant.customerId });
      await context.work.run((tx) => revokeAccessToken(tx, tokenId), exchange.addEffects);
      exchange.explain('token_revoked');
    }
    noStore(response);
    response.json({});
  };
}
