import { SignJWT } from 'jose';
import type { AuthorizationAnswer } from '../bank/interactions.ts';
import type { SandboxContext } from '../context.ts';
import { issuerFor } from './issuer.ts';

/** JARM §2.1 asks for a short life: long enough for a redirect. */
const RESPONSE_SECONDS = 600;

/** Signs an authorization response for its client (JARM §2.1, §3). */
export async function signAuthorizationResponse(
  context: SandboxContext,
  answer: AuthorizationAnswer,
): Promise<string> {
  const client = context.state.clients.get(answer.clientId);
  const alg = client?.authorization_signed_response_alg ?? 'ES256';
  const key = await context.keys.signingKey(alg);
  const now = Math.floor(context.clock.now() / 1000);
  return new SignJWT(answer.parameters)
    .setProtectedHeader({ alg, kid: key.kid })
    .setIssuer(issuerFor(context.addresses, answer))
    .setAudience(answer.clientId)
    .setIssuedAt(now)
    .setExpirationTime(now + RESPONSE_SECONDS)
    .sign(key.privateKey);
}
