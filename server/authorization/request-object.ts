import { decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { Refusal } from '../bank/refusal.ts';
import { HOUR, MINUTE, SECOND } from '../bank/time.ts';
import type { Client } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { isUnusable, verifyWithClientKeys } from './client-keys.ts';
import { ownIssuers } from './issuer.ts';
import { RequestParameters } from './parameters.ts';

/** What request objects may be signed with; asymmetric, so that they prove who asked (RFC 9101 §10.2). */
export const requestObjectAlgorithms = ['PS256', 'ES256', 'EdDSA', 'RS256'] as const;

/** FAPI 1.0 Part 2 §5.2.2: at most an hour old, and good for at most an hour. */
const LONGEST_LIFE = HOUR;
const CLOCK_SKEW = MINUTE;

/** Claims of the token itself, which are no parameters of the request. */
const TOKEN_CLAIMS: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub']);

/** Headers that bring a key along: whoever signs would choose the key. */
const KEY_CARRYING_HEADERS = ['jwk', 'jku', 'x5u', 'x5c'] as const;

/**
 * The parameters inside a signed request object; those outside count for nothing (RFC 9101 §6.3).
 *
 * Threats: parameters changed by the browser on the way, an object signed by nobody (`none`) or by
 * another client, one meant for another server, an old one sent again, and an object that could pass
 * as a client assertion (`sub` equal to the client, §10.8).
 *
 * @throws Refusal `request_object_…`.
 */
export async function openRequestObject(
  context: SandboxContext,
  client: Client,
  object: string,
): Promise<RequestParameters> {
  const { header, claims } = read(object);
  for (const name of KEY_CARRYING_HEADERS) {
    if (header[name] !== undefined) refuse(`header ${name}`);
  }
  const alg = header.alg ?? '';
  const allowed = allowedAlgorithms(client);
  if (!allowed.includes(alg)) {
    throw new Refusal('request_object_algorithm', { alg, allowed: allowed.join(', ') });
  }
  await verifySignature(client, object);
  checkClaims(context, client, claims);
  return parametersOf(claims);
}

function read(object: string): { header: ProtectedHeaderParameters; claims: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(object), claims: decodeJwt(object) };
  } catch {
    throw new Refusal('request_object_malformed');
  }
}

function allowedAlgorithms(client: Client): readonly string[] {
  if (client.request_object_signing_alg !== undefined) return [client.request_object_signing_alg];
  const fapi = client.sandbox_profile.startsWith('fapi');
  return requestObjectAlgorithms.filter((alg) => !fapi || alg !== 'RS256');
}

async function verifySignature(client: Client, object: string): Promise<void> {
  try {
    await verifyWithClientKeys(client, object);
  } catch (error) {
    if (isUnusable(error)) throw new Refusal('request_object_signature');
    throw error;
  }
}

function checkClaims(context: SandboxContext, client: Client, claims: JWTPayload): void {
  const issuers = ownIssuers(context.addresses);
  const aud: unknown = claims.aud;
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.some((audience) => issuers.some((issuer) => issuer === audience)))
    refuse(`aud is not ${issuers.join(' or ')}`);
  if (claims.iss !== undefined && claims.iss !== client.client_id) refuse('iss is not the client_id');
  if (claims['client_id'] !== undefined && claims['client_id'] !== client.client_id) {
    refuse('client_id differs from the one outside');
  }
  if (claims.sub === client.client_id) refuse('sub is the client_id');
  if (claims['request'] !== undefined || claims['request_uri'] !== undefined) {
    refuse('request or request_uri inside');
  }
  checkTimes(context.clock.now(), client, claims);
}

function checkTimes(now: number, client: Client, { exp, nbf }: JWTPayload): void {
  const strict = client.sandbox_profile.startsWith('fapi');
  if (strict && (typeof exp !== 'number' || typeof nbf !== 'number')) refuse('exp and nbf are required');
  if (!isTime(exp) || !isTime(nbf)) refuse('exp and nbf are numbers of seconds');
  if (typeof exp === 'number' && now >= exp * SECOND) refuse('expired (exp)');
  if (typeof nbf === 'number') {
    if (nbf * SECOND > now + CLOCK_SKEW) refuse('not yet valid (nbf)');
    if (strict && nbf * SECOND < now - LONGEST_LIFE) refuse('nbf is more than 60 minutes ago');
    if (strict && typeof exp === 'number' && exp * SECOND > nbf * SECOND + LONGEST_LIFE) {
      refuse('exp is more than 60 minutes after nbf');
    }
  }
}

/** A message signed by a partner may hold anything, whatever its claims should be (RFC 7519 §2). */
function isTime(value: unknown): boolean {
  return value === undefined || typeof value === 'number';
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

function refuse(reason: string): never {
  throw new Refusal('request_object_claims', { reason });
}
