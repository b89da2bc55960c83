import { errors, jwtVerify, SignJWT } from 'jose';
import type { AccessToken, Client, Grant } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { authorizationOnWire } from './authorization-details.ts';
import { issuerFor, ownIssuers } from './issuer.ts';
import { subjectFor } from './subject.ts';

const TYPE = 'at+jwt';
const ALGORITHM = 'ES256';

/**
 * The access token as the client gets it: opaque, or a JWT any resource server can read (RFC 9068 §2).
 * Either way it stands for a row of the bank, so that ending a grant ends it at once.
 */
export async function accessTokenFor(
  context: SandboxContext,
  client: Client,
  grant: Grant,
  row: AccessToken,
): Promise<string> {
  if (client.sandbox_access_token_format !== 'jwt') return context.tokens.tokenFor('access', row.tokenId);
  const issuer = issuerFor(context.addresses, grant);
  const key = await context.keys.signingKey(ALGORITHM);
  return new SignJWT({
    client_id: client.client_id,
    ...authorizationOnWire(row),
    auth_time: Math.floor(grant.authTime / 1000),
    acr: grant.acr,
    grant_id: grant.grantId,
    ...(row.confirmation && { cnf: row.confirmation }),
  })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: TYPE })
    .setIssuer(issuer)
    .setSubject(subjectFor(context.tokens, client, row.customerId))
    .setAudience(row.resources ?? [issuer])
    .setJti(row.tokenId)
    .setIssuedAt(Math.floor(row.issuedAt / 1000))
    .setExpirationTime(Math.floor(row.expiresAt / 1000))
    .sign(key.privateKey);
}

/**
 * The row's identifier behind an access token of either format, or undefined for anything the bank
 * did not issue as one: an ID token or a signed answer has another `typ` (RFC 9068 §4).
 * Whether the token still counts is the row's to say; its own `exp` is not asked, so that an expired
 * one can be told from a forged one.
 */
export async function accessTokenId(context: SandboxContext, token: string): Promise<string | undefined> {
  if (!token.startsWith('eyJ')) return context.tokens.idOf('access', token);
  try {
    const { payload } = await jwtVerify(token, await context.keys.publicKeys(), {
      typ: TYPE,
      algorithms: [ALGORITHM],
      issuer: ownIssuers(context.addresses),
      currentDate: new Date(0),
    });
    return payload.jti;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}
