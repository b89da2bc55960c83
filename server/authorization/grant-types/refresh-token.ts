import { refreshGrant } from '../../bank/grant-refresh.ts';
import { parseRefreshTokenId } from '../../bank/grants.ts';
import { refreshRotation } from '../../bank/profiles.ts';
import { Refusal } from '../../bank/refusal.ts';
import { parseScopes } from '../../bank/scopes.ts';
import { withoutSurroundings } from '../../bank/surroundings.ts';
import { observe } from '../../log/observations.ts';
import { requestedDetails } from '../authorization-details.ts';
import { requestedResources } from '../resource-indicators.ts';
import type { GrantTypeHandler } from './grant-type.ts';

/** `grant_type=refresh_token` (RFC 6749 §6). */
export const refreshTokenGrant: GrantTypeHandler = async (
  context,
  { client, parameters, exchange, confirmation },
) => {
  const refreshToken = parameters.get('refresh_token');
  if (refreshToken === undefined) throw parameters.missing('refresh_token');
  const refreshTokenId = context.tokens.idOf('refresh', refreshToken);
  if (refreshTokenId === undefined) {
    const inside = withoutSurroundings(refreshToken);
    const isPadded = inside !== undefined && context.tokens.idOf('refresh', inside) !== undefined;
    throw new Refusal(isPadded ? 'refresh_token_padded' : 'refresh_token_unknown');
  }
  const known = context.state.grants.get(parseRefreshTokenId(refreshTokenId).grantId);
  // Told beforehand, so that a fault for this customer can strike before anything is done.
  if (known?.clientId === client.client_id) {
    exchange.identify({ customerId: known.customerId, grantId: known.grantId });
  }

  const scopeText = parameters.get('scope');
  const scopes = scopeText === undefined ? undefined : parseScopes(scopeText);
  const { rotation, decidedBy } = refreshRotation(client, context.settings(), {
    bound: known?.refreshBoundTo !== undefined,
  });
  if (decidedBy === 'client') observe(exchange, { refreshRotation: rotation });
  const resources = requestedResources(context, parameters);
  const authorizationDetails = await requestedDetails(context, client, parameters);
  const issued = await context.work.run(
    (tx) =>
      refreshGrant(tx, {
        client,
        refreshTokenId,
        ...(scopes === undefined ? {} : { scopes }),
        ...(scopeText === undefined ? {} : { scopeText }),
        ...(confirmation && { confirmation }),
        ...(resources && { resources }),
        ...(authorizationDetails && { authorizationDetails }),
      }),
    exchange.addEffects,
  );
  return { issued };
};
