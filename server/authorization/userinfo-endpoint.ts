import type { Request, Response } from 'express';
import { SignJWT } from 'jose';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { issuerFor } from './issuer.ts';
import { authorizeResource } from './resource-authorization.ts';
import { subjectFor } from './subject.ts';
import { noStore } from './wire-error.ts';

/**
 * Userinfo (OpenID Connect Core §5.3): who consented, as the ID token names him, and his name as the
 * bank writes it. Signed where the client registered an algorithm for it (§5.3.2).
 */
export function userinfoEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const { customer, grant, token } = await authorizeResource(context, request, { scope: 'openid' });
    const client = context.state.clients.get(token.clientId);
    const claims = {
      sub: client ? subjectFor(context.tokens, client, customer.id) : customer.id,
      name: customer.name,
      'name#ja-Kana-JP': customer.nameKana,
    };
    exchangeOf(request).explain('userinfo_returned');
    noStore(response);
    const alg = client?.userinfo_signed_response_alg;
    if (client === undefined || alg === undefined) {
      response.json(claims);
      return;
    }
    const key = await context.keys.signingKey(alg);
    const jwt = await new SignJWT(claims)
      .setProtectedHeader({ alg, kid: key.kid })
      .setIssuer(issuerFor(context.addresses, grant))
      .setAudience(client.client_id)
      .sign(key.privateKey);
    response.type('application/jwt').send(jwt);
  };
}
