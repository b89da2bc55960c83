import type { IncomingMessage } from 'node:http';
import { sameSecret } from '../../bank/sign-in.ts';
import { rulesOf } from '../../bank/profiles.ts';
import type { Observations } from '../../bank/profile-lens.ts';
import { Refusal } from '../../bank/refusal.ts';
import { withoutSurroundings } from '../../bank/surroundings.ts';
import type { Client, ClientAuthenticationMethod } from '../../bank/model.ts';
import type { SandboxContext } from '../../context.ts';
import { observe } from '../../log/observations.ts';
import { assertionMethod, clientAssertion, type PresentedAssertion } from '../checks/assertion-checks.ts';
import { passAll } from '../checks/check.ts';
import type { RequestParameters } from '../parameters.ts';
import { readBasicCredentials, type BasicCredentials } from './basic-credentials.ts';
import { verifyClientCertificate } from './certificate-authentication.ts';
import { assertionOf } from './client-assertion.ts';

/** What was presented, before it is believed. */
interface Presented {
  clientId: string;
  clientSecret?: string;
  /** The Basic header, where they came in it. */
  basic?: BasicCredentials;
  assertion?: PresentedAssertion;
  method: ClientAuthenticationMethod;
  /** True when the header and the body both carried credentials. */
  twice: boolean;
}

/**
 * Finds out which client is calling (RFC 6749 §2.3, §3.2.1).
 *
 * Threats: guessing secrets (compared in constant time, an unknown client costs the same and reads
 * the same on the wire, and attempts in a row are slowed), and confusing the server with two
 * identities in one request (they must agree, and only the `compat` profile tolerates the double at
 * all, because official clients of Japanese banks send it).
 *
 * @throws Refusal `client_…`, `assertion_…`, `basic_header_malformed`, `authorization_scheme_unsupported`.
 */
export async function authenticateClient(
  context: SandboxContext,
  request: IncomingMessage,
  parameters: RequestParameters,
): Promise<Client> {
  const presented = readPresented(context, request.headers.authorization, parameters);
  const provesSecret = presented.clientSecret !== undefined || presented.method === 'client_secret_jwt';
  try {
    const client = await verifyPresented(context, request, presented);
    if (provesSecret) context.guesses.passed(presented.clientId);
    return client;
  } catch (error) {
    const isGuess = provesSecret && error instanceof Refusal && WRONG_SECRET.has(error.code);
    if (isGuess && context.settings().policies.slowSecretGuessing !== false) {
      await context.guesses.failed(presented.clientId);
    }
    throw error;
  }
}

/** What whoever tries secrets is told; other faults are no attempt at one. */
const WRONG_SECRET: ReadonlySet<string> = new Set([
  'client_unknown',
  'client_unknown_padded',
  'client_secret_wrong',
  'assertion_signature',
]);

async function verifyPresented(
  context: SandboxContext,
  request: IncomingMessage,
  presented: Presented,
): Promise<Client> {
  const client = context.state.clients.get(presented.clientId);
  const rightSecret = sameSecret(presented.clientSecret ?? '', client?.client_secret ?? '\u0000');
  if (client) observe(request, observationsOf(context, client, presented));
  if (presented.assertion) return (await passAll(request, clientAssertion, presented.assertion)).client;
  if (presented.basic) refuseUnencoded(context, presented.basic);
  if (!client) throw unknownClient(context, presented);
  if (presented.twice && !rulesOf(client).toleratesDoubleAuthentication) {
    throw new Refusal('client_authentication_twice', { profile: client.sandbox_profile });
  }
  // Nothing but client_id in the request: the connection itself is the proof (RFC 8705 §2).
  if (presented.method === 'none' && authenticatesByTls(client)) {
    await verifyClientCertificate(context, client, request);
    return client;
  }
  if (presented.method !== client.token_endpoint_auth_method) {
    if (presented.method === 'none') {
      throw new Refusal('client_authentication_missing', { method: client.token_endpoint_auth_method });
    }
    throw new Refusal('client_authentication_method_mismatch', {
      registered: client.token_endpoint_auth_method,
      used: presented.method,
    });
  }
  if (presented.method !== 'none' && !rightSecret) throw wrongSecret(client, presented);
  return client;
}

/**
 * The commonest slip of all: identifier and secret put into the header as they are. Whoever is told so
 * has shown the right secret.
 *
 * @throws Refusal `basic_not_form_encoded`; `basic_header_malformed` for what can't be decoded either.
 */
function refuseUnencoded(
  { state }: SandboxContext,
  { raw, clientId, clientSecret, encoded }: BasicCredentials,
): void {
  const differs = !encoded || raw.clientId !== clientId || raw.clientSecret !== clientSecret;
  if (!differs) return;
  const meant = state.clients.get(raw.clientId);
  if (meant?.client_secret !== undefined && sameSecret(raw.clientSecret, meant.client_secret)) {
    // One without anything to encode reads the same either way, and one that was encoded does not.
    throw new Refusal('basic_not_form_encoded');
  }
  if (!encoded) throw new Refusal('basic_header_malformed');
}

/** Reads on the wire as a wrong secret does; the log knows more. */
function unknownClient({ state }: SandboxContext, { clientId }: Presented): Refusal {
  const inside = withoutSurroundings(clientId);
  const isPadded = inside !== undefined && state.clients.has(inside);
  return new Refusal(isPadded ? 'client_unknown_padded' : 'client_unknown', { clientId: inside ?? clientId });
}

function wrongSecret(
  { client_id: clientId, client_secret: secret }: Client,
  { clientSecret = '' }: Presented,
): Refusal {
  const inside = withoutSurroundings(clientSecret);
  const isPadded = inside !== undefined && secret !== undefined && sameSecret(inside, secret);
  return new Refusal(isPadded ? 'client_secret_padded' : 'client_secret_wrong', { clientId });
}

function observationsOf(context: SandboxContext, client: Client, presented: Presented): Observations {
  const { assertion, twice: doubled, method } = presented;
  return {
    profile: client.sandbox_profile,
    authentication: {
      method: method === 'none' ? client.token_endpoint_auth_method : method,
      doubled,
      issuer: context.addresses.issuer,
      ...(assertion?.parts && { audienceIsIssuer: assertion.parts.claims.aud === context.addresses.issuer }),
    },
  };
}

function authenticatesByTls({ token_endpoint_auth_method: method }: Client): boolean {
  return method === 'tls_client_auth' || method === 'self_signed_tls_client_auth';
}

function readPresented(
  context: SandboxContext,
  authorization: string | undefined,
  parameters: RequestParameters,
): Presented {
  const basic = readBasicCredentials(authorization);
  const clientId = parameters.get('client_id');
  const clientSecret = parameters.get('client_secret');
  const assertion = assertionOf(context, parameters);
  if (assertion) {
    const { parts } = assertion;
    if (!parts) return { clientId: '', assertion, method: 'private_key_jwt', twice: false };
    if (basic !== undefined || clientSecret !== undefined) throw new Refusal('client_credentials_conflict');
    const subject = parts.claims.sub ?? '';
    if (clientId !== undefined && clientId !== subject) throw new Refusal('client_credentials_conflict');
    return { clientId: subject, assertion, method: assertionMethod(parts.header), twice: false };
  }
  if (basic) {
    const conflict =
      (clientId !== undefined && clientId !== basic.clientId) ||
      (clientSecret !== undefined && !sameSecret(clientSecret, basic.clientSecret));
    if (conflict) throw new Refusal('client_credentials_conflict');
    return {
      clientId: basic.clientId,
      clientSecret: basic.clientSecret,
      basic,
      method: 'client_secret_basic',
      twice: clientSecret !== undefined,
    };
  }
  if (clientId === undefined) {
    const method = 'client_secret_basic';
    throw parameters.misnamed('client_id') ?? new Refusal('client_authentication_missing', { method });
  }
  return clientSecret === undefined
    ? { clientId, method: 'none', twice: false }
    : { clientId, clientSecret, method: 'client_secret_post', twice: false };
}
