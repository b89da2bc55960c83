import type { Request, Response } from 'express';
import { printAuthorization } from '../bank/account-information.ts';
import { Refusal } from '../bank/refusal.ts';
import { toJstTimestamp } from '../bank/time.ts';
import { presentedCertificate } from '../certificates/presented-certificate.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { authenticateClient } from './client-authentication/authenticate-client.ts';
import { formParameters } from './form-request.ts';
import { authorizationCodeGrant } from './grant-types/authorization-code.ts';
import { clientCredentialsGrant } from './grant-types/client-credentials.ts';
import { refreshTokenGrant } from './grant-types/refresh-token.ts';
import type { GrantTypeHandler } from './grant-types/grant-type.ts';
import { rehearseKeyChange } from './key-change.ts';
import { provenKey } from './sender-constraint.ts';
import { tokenResponse } from './token-response.ts';
import { sendUncachedJson } from './wire-error.ts';

/** Every grant type the bank offers, and so the metadata's `grant_types_supported`. */
export const grantTypes: Readonly<Record<string, GrantTypeHandler>> = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  client_credentials: clientCredentialsGrant,
};

/**
 * The token endpoint (RFC 6749 §3.2): who calls, whether he may use this grant type, then the grant
 * type's own rules.
 */
export function tokenEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request);
    const parameters = formParameters(request);
    const client = await authenticateClient(context, request, parameters);
    exchange.identify({ clientId: client.client_id });

    const grantType = parameters.get('grant_type');
    if (grantType === undefined) throw parameters.missing('grant_type');
    const handler = Object.hasOwn(grantTypes, grantType) ? grantTypes[grantType] : undefined;
    if (!handler) throw new Refusal('grant_type_unsupported', { grantType });
    if (!client.grant_types.includes(grantType)) {
      throw new Refusal('grant_type_not_registered', { grantType });
    }
    exchange.identify({ grantType });

    const confirmation = await provenKey(context, request, client);
    const certificate = presentedCertificate(request)?.thumbprint;
    const granted = await handler(context, {
      client,
      parameters,
      exchange,
      ...(confirmation && { confirmation }),
      ...(certificate === undefined ? {} : { certificate }),
    });
    if ('response' in granted) {
      sendUncachedJson(response, 200, granted.response);
      return;
    }
    const { issued } = granted;
    const { grant } = issued;
    exchange.identify({ customerId: grant.customerId, grantId: grant.grantId });
    if (issued.repeated) {
      exchange.explain('tokens_repeated', { grace: context.settings().lifetimes.refreshGraceSeconds });
    } else if (grantType === 'refresh_token') {
      exchange.explain('tokens_refreshed', { generation: grant.refreshGeneration });
    } else {
      exchange.explain('tokens_issued', {
        scopes: printAuthorization(grant),
        expiresAt: toJstTimestamp(grant.expiresAt),
      });
    }
    await rehearseKeyChange(context, client, issued, exchange);
    sendUncachedJson(response, 200, await tokenResponse(context, client, issued, granted));
  };
}
