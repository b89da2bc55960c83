import type { JWTPayload } from 'jose';
import type { Client } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import type { Exchange } from '../log/exchange.ts';
import { passAll } from './checks/check.ts';
import { presentRequestObject, requestObject } from './checks/request-object-checks.ts';
import { decryptRequestObject, isEncrypted } from './encrypted-request-object.ts';
import { RequestParameters } from './parameters.ts';

/** Claims of the token itself, which are no parameters of the request. */
const TOKEN_CLAIMS: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub']);

/**
 * The parameters inside a signed request object; those outside count for nothing (RFC 9101 §6.3).
 *
 * An encrypted one is opened first (§6.1).
 *
 * @throws Refusal `request_object_…`.
 */
export async function openRequestObject(
  context: SandboxContext,
  exchange: Exchange,
  client: Client,
  object: string,
): Promise<RequestParameters> {
  const signed = isEncrypted(object) ? await decryptRequestObject(context, client, object) : object;
  const { claims } = await passAll(exchange, requestObject, presentRequestObject(context, client, signed));
  return parametersOf(claims);
}

/** Numbers and booleans become what they would be in a query; objects (claims, authorization_details) JSON. */
function parametersOf(claims: JWTPayload): RequestParameters {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(claims)) {
    if (TOKEN_CLAIMS.has(name) || value === undefined || value === null) continue;
    // RFC 8707 §2.1: several resources are an array here and a repeated parameter elsewhere.
    const several = name === 'resource' && Array.isArray(value) ? (value as unknown[]) : [value];
    for (const one of several) {
      // RFC 9396 §3: an array here, so text stays recognisable as text and is refused where it is read.
      const plain = typeof one === 'string' && name !== 'authorization_details';
      encoded.append(name, plain ? one : JSON.stringify(one));
    }
  }
  return new RequestParameters(encoded.toString());
}
