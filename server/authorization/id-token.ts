import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Client, Grant } from '../bank/model.ts';
import type { Instant } from '../bank/time.ts';
import { ID_TOKEN_SECONDS } from './id-token-lifetime.ts';
import type { KeyRing } from './key-ring.ts';

/** What an ID token says (OpenID Connect Core §2, §3.1.3.6). */
export interface IdTokenContents {
  issuer: string;
  client: Client;
  grant: Grant;
  accessToken: string;
  /** As the client knows the customer (§8). */
  subject: string;
  now: Instant;
  /** Only in the answer to the code, never in that to a refresh (§12.2). */
  nonce?: string;
  /** That of the authorization request, likewise; it appears as a hash (FAPI 1.0 Part 2 §5.1.1). */
  state?: string;
}

/** Signs an ID token with the algorithm the client registered; HS256 uses its secret (§10.1). */
export async function signIdToken(keys: KeyRing, contents: IdTokenContents): Promise<string> {
  const { client, grant } = contents;
  const alg = client.id_token_signed_response_alg;
  const issuedAt = Math.floor(contents.now / 1000);
  const token = new SignJWT({
    auth_time: Math.floor(grant.authTime / 1000),
    acr: grant.acr,
    at_hash: leftHalfHash(alg, contents.accessToken),
    ...(contents.nonce === undefined ? {} : { nonce: contents.nonce }),
    ...(contents.state === undefined ? {} : { s_hash: leftHalfHash(alg, contents.state) }),
  })
    .setIssuer(contents.issuer)
    .setSubject(contents.subject)
    .setAudience(client.client_id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ID_TOKEN_SECONDS);
  if (alg === 'HS256') {
    if (client.client_secret === undefined)
      throw new Error(`client ${client.client_id} has no secret for HS256`);
    return token.setProtectedHeader({ alg }).sign(new TextEncoder().encode(client.client_secret));
  }
  const key = await keys.signingKey(alg);
  return token.setProtectedHeader({ alg, kid: key.kid }).sign(key.privateKey);
}

/** OpenID Connect Core §3.1.3.6: the left half of the token's hash, in the size of the algorithm. */
export function leftHalfHash(alg: string, value: string): string {
  const hash = createHash(alg.startsWith('Ed') ? 'sha512' : `sha${alg.slice(2)}`)
    .update(value)
    .digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}
