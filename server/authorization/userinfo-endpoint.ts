import type { Request, Response } from 'express';
import { SignJWT } from 'jose';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { issuerFor } from './issuer.ts';
import { RequestParameters } from './parameters.ts';
import { authorizeResource, presentedToken } from './resource-authorization.ts';
import { subjectFor } from './subject.ts';
import { noStore, sendJwt } from './wire-error.ts';

/**
 * Userinfo (OpenID Connect Core §5.3): who consented, as the ID token names him, and his name as the
 * bank writes it. Signed where the client registered an algorithm for it (§5.3.2).
 */
export function userinfoEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const sent = presentedToken(request, tokenInForm(request));
    const { customer, grant, token } = await authorizeResource(context, request, { scope: 'openid' }, sent);
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
    sendJwt(response, 'application/jwt', jwt);
  };
}

/** RFC 6750 §2.2: the form of a POST. @throws Refusal `parameter_repeated`. */
function tokenInForm({ method, body }: Request): string | undefined {
  if (method !== 'POST' || typeof body !== 'string') return undefined;
  const parameters = new RequestParameters(body);
  parameters.refuseRepeated();
  return parameters.get('access_token');
}
