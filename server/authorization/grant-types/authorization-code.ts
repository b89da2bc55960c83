import { Refusal } from '../../bank/refusal.ts';
import { withoutSurroundings } from '../../bank/surroundings.ts';
import { redeemCode } from '../../bank/code-redemption.ts';
import { requestedDetails } from '../authorization-details.ts';
import { requestedResources } from '../resource-indicators.ts';
import type { GrantTypeHandler } from './grant-type.ts';

/** `grant_type=authorization_code` (RFC 6749 §4.1.3). */
export const authorizationCodeGrant: GrantTypeHandler = async (
  context,
  { client, parameters, exchange, confirmation, certificate },
) => {
  const code = parameters.get('code');
  if (code === undefined) throw parameters.missing('code');
  const codeId = context.tokens.idOf('code', code);
  if (codeId === undefined) {
    const inside = withoutSurroundings(code);
    const isPadded = inside !== undefined && context.tokens.idOf('code', inside) !== undefined;
    throw new Refusal(isPadded ? 'code_padded' : 'code_unknown');
  }
  const known = context.state.authorizationCodes.get(codeId);
  if (known) {
    const own = known.request.clientId === client.client_id;
    // Told beforehand, so that a fault for this customer can strike before anything is done.
    exchange.identify({ flowId: known.flowId, ...(own && { customerId: known.customerId }) });
  }

  const redirectUri = parameters.get('redirect_uri');
  const codeVerifier = parameters.get('code_verifier');
  const resources = requestedResources(context, parameters);
  const authorizationDetails = await requestedDetails(context, client, parameters);
  const issued = await context.work.run(
    (tx) =>
      redeemCode(tx, {
        client,
        codeId,
        ...(redirectUri === undefined ? {} : { redirectUri }),
        ...(codeVerifier === undefined ? {} : { codeVerifier }),
        ...(confirmation && { confirmation }),
        ...(certificate === undefined ? {} : { certificate }),
        ...(resources && { resources }),
        ...(authorizationDetails && { authorizationDetails }),
      }),
    exchange.addEffects,
  );
  const { nonce, state } = issued.code.request;
  return {
    issued,
    ...(nonce === undefined ? {} : { nonce }),
    ...(state === undefined ? {} : { state }),
  };
};
