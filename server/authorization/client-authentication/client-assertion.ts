import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import { Refusal } from '../../bank/refusal.ts';
import { rulesOf } from '../../bank/profiles.ts';
import { SECOND } from '../../bank/time.ts';
import type { Client, ClientAuthenticationMethod } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import { isUnusable, verifyWithClientKeys } from '../client-keys.ts';
import { endpointPaths } from '../endpoint-paths.ts';
import { ownIssuers } from '../issuer.ts';
import type { RequestParameters } from '../parameters.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How far ahead of the bank's clock an assertion's `iat` and `nbf` may be: clocks differ. */
const CLOCK_SKEW = 60 * SECOND;

/** Headers that bring a key along, or say where to fetch one: whoever signs would choose the key. */
const KEY_CARRYING_HEADERS = ['jwk', 'jku', 'x5u', 'x5c'] as const;

const SYMMETRIC: readonly string[] = ['HS256', 'HS384', 'HS512'];
const ASYMMETRIC: readonly string[] = ['PS256', 'ES256', 'EdDSA', 'Ed25519', 'RS256'];

/** An assertion's parts before it is believed. */
interface UnverifiedAssertion {
  text: string;
  header: ProtectedHeaderParameters;
  claims: JWTPayload;
}

/** What an assertion says of itself; the client it names is still to be looked up. */
export function readAssertion(parameters: RequestParameters): UnverifiedAssertion | undefined {
  const text = parameters.get('client_assertion');
  const type = parameters.get('client_assertion_type');
  if (text === undefined && type === undefined) return undefined;
  if (text === undefined) {
    throw new Refusal('token_parameter_missing', { parameter: 'client_assertion' });
  }
  if (type !== JWT_BEARER) throw new Refusal('assertion_type_unsupported', { type: type ?? '' });
  try {
    return { text, header: decodeProtectedHeader(text), claims: decodeJwt(text) };
  } catch {
    throw new Refusal('assertion_malformed');
  }
}

/** Which registered method an assertion belongs to: HMAC with the secret, or a key pair. */
export function assertionMethod({ header }: UnverifiedAssertion): ClientAuthenticationMethod {
  return SYMMETRIC.includes(header.alg ?? '') ? 'client_secret_jwt' : 'private_key_jwt';
}

/**
 * Checks a client assertion (RFC 7523 §3, OpenID Connect Core §9).
 *
 * Threats: `alg` none or an HMAC made with the public key (the algorithm is decided by the
 * registration, not by the message), keys smuggled in the header, assertions for another server
 * (`aud`), and replay (`jti` once).
 *
 * @throws Refusal `assertion_…`.
 */
export async function verifyAssertion(
  context: SandboxContext,
  client: Client,
  assertion: UnverifiedAssertion,
): Promise<void> {
  const { header, claims } = assertion;
  for (const name of KEY_CARRYING_HEADERS) {
    if (header[name] !== undefined) throw new Refusal('assertion_carries_key', { header: name });
  }
  const alg = header.alg ?? '';
  const allowed = allowedAlgorithms(client);
  if (!allowed.includes(alg)) {
    throw new Refusal('assertion_algorithm', { alg, allowed: allowed.join(', ') });
  }
  await verifySignature(client, assertion);
  checkClaims(context, client, claims);
}

function allowedAlgorithms(client: Client): readonly string[] {
  if (client.token_endpoint_auth_signing_alg !== undefined) return [client.token_endpoint_auth_signing_alg];
  if (client.token_endpoint_auth_method === 'client_secret_jwt') return SYMMETRIC;
  // RS256 is out under FAPI (FAPI 1.0 Part 2 §8.6, FAPI 2.0 §5.4).
  const fapi = client.sandbox_profile.startsWith('fapi');
  return fapi ? ASYMMETRIC.filter((alg) => alg !== 'RS256') : ASYMMETRIC;
}

async function verifySignature(client: Client, { text }: UnverifiedAssertion): Promise<void> {
  try {
    if (client.token_endpoint_auth_method === 'client_secret_jwt') {
      await compactVerify(text, new TextEncoder().encode(client.client_secret ?? ''));
      return;
    }
    await verifyWithClientKeys(client, text);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) throw new Refusal('assertion_key_unknown');
    if (isUnusable(error)) throw new Refusal('assertion_signature');
    throw error;
  }
}

function checkClaims(context: SandboxContext, client: Client, claims: JWTPayload): void {
  const now = context.clock.now();
  if (claims.iss !== client.client_id || claims.sub !== client.client_id) {
    throw new Refusal('assertion_subject', { clientId: client.client_id });
  }
  checkAudience(context, client, claims.aud);
  if (typeof claims.exp !== 'number') throw new Refusal('assertion_claim_missing', { claim: 'exp' });
  if (now >= claims.exp * SECOND) throw new Refusal('assertion_expired');
  for (const claim of ['iat', 'nbf'] as const) {
    const value = claims[claim];
    if (value === undefined) continue;
    if (typeof value !== 'number' || value * SECOND > now + CLOCK_SKEW) {
      throw new Refusal('assertion_not_yet_valid', { claim, seconds: CLOCK_SKEW / SECOND });
    }
  }
  if (typeof claims.jti !== 'string' || claims.jti === '') {
    throw new Refusal('assertion_claim_missing', { claim: 'jti' });
  }
  if (!context.replays.firstUse(`assertion:${client.client_id}`, claims.jti, claims.exp * SECOND)) {
    throw new Refusal('assertion_replayed');
  }
}

function checkAudience(context: SandboxContext, client: Client, aud: JWTPayload['aud']): void {
  const issuers = ownIssuers(context.addresses);
  if (rulesOf(client).assertionAudience === 'issuer-string') {
    if (typeof aud !== 'string' || !issuers.includes(aud)) {
      throw new Refusal('assertion_audience', { expected: issuers.join(' , ') });
    }
    return;
  }
  const accepted = new Set(
    issuers.flatMap((issuer) => [
      issuer,
      ...[...endpointPaths.token, ...endpointPaths.pushedRequest].map((path) => issuer + path),
    ]),
  );
  const named = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud : [];
  if (!named.some((audience) => accepted.has(audience))) {
    throw new Refusal('assertion_audience', { expected: [...accepted].slice(0, 2).join(' , ') });
  }
}
