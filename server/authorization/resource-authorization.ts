import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../bank/refusal.ts';
import type { AccessToken, Confirmation, Customer, Grant, Scope } from '../bank/model.ts';
import { presentedCertificate } from '../certificates/presented-certificate.ts';
import type { SandboxContext } from '../context.ts';
import { refuseOutOfService } from './certificate-standing.ts';
import { accessTokenParts, knownAccessToken, presentAccessToken } from './checks/access-token-checks.ts';
import { passEach } from './checks/check.ts';
import { presentedProof, verifyProof } from './dpop.ts';
import { queryOf } from './parameters.ts';
import { exchangeOf } from '../log/exchange.ts';
import { observe } from '../log/observations.ts';

/** express keeps the path as it was sent in `originalUrl` where a router is mounted below one. */
type ResourceRequest = IncomingMessage & { originalUrl?: string; res?: ServerResponse | undefined };

/** On whose behalf a resource is read. */
export interface ResourceAuthorization {
  token: AccessToken;
  grant: Grant;
  customer: Customer;
}

/**
 * Checks the access token of a request to the data API (RFC 6750 §2, §3.1). It comes as
 * `Authorization: Bearer` or as `x-access-token` (wire format); both at once must be the same.
 *
 * @param sent the token, where it was taken from a form.
 * @throws Refusal `access_token_…` (400, 401, or 403 for one of a client itself) or `scope_missing` (403).
 */
export async function authorizeResource(
  context: SandboxContext,
  request: ResourceRequest,
  need: { scope?: Scope } = {},
  sent: PresentedToken = presentedToken(request),
): Promise<ResourceAuthorization> {
  const presented = await presentAccessToken(context, sent.token, { ...need, path: pathOf(request) });
  if (presented.ofClient) exchangeOf(request).identify({ clientId: presented.ofClient.clientId });
  passEach(accessTokenParts.origin, presented);
  const known = knownAccessToken(presented);
  const { row: token, grant, customer } = known;
  const exchange = exchangeOf(request);
  exchange.identify({ clientId: token.clientId, customerId: token.customerId, grantId: token.grantId });

  passEach(accessTokenParts.standing, known);
  await proveSender(context, request, sent, token);
  const profile = context.state.clients.get(token.clientId)?.sandbox_profile ?? 'compat';
  // RFC 9700 §4.3.2 and FAPI want the header; compat takes what a library of RFC 6750 §2.2 sends.
  if (sent.fromForm && profile !== 'compat') throw new Refusal('access_token_in_form', { profile });
  observe(exchange, { profile, confirmation: token.confirmation ?? null });
  passEach(accessTokenParts.reach, known);
  if (!grant || !customer) throw new Error('an access token without grant or customer has passed');
  return { token, grant, customer };
}

/** A bound token needs its key, and an unbound one must not pretend to have one (RFC 9449 §7.1). */
export async function proveSender(
  context: SandboxContext,
  request: ResourceRequest,
  { token, scheme }: PresentedToken,
  { clientId, confirmation }: { clientId: string; confirmation?: Confirmation },
): Promise<void> {
  proveCertificate(context, request, confirmation?.['x5t#S256']);
  if (confirmation?.jkt === undefined) {
    if (scheme === 'dpop') throw new Refusal('access_token_unbound');
    return;
  }
  const proof = presentedProof(request);
  if (scheme !== 'dpop' || proof === undefined) throw new Refusal('access_token_binding');
  const client = context.state.clients.get(clientId);
  const thumbprint = await verifyProof(context, request, proof, {
    ...(client && { client }),
    method: request.method ?? 'GET',
    path: pathOf(request),
    accessToken: token,
  });
  if (thumbprint !== confirmation.jkt) throw new Refusal('access_token_key_mismatch');
}

/** RFC 8705 §3: the connection's certificate has to be the very one of the token request, and in service. */
function proveCertificate(
  context: SandboxContext,
  request: ResourceRequest,
  bound: string | undefined,
): void {
  if (bound === undefined) return;
  const presented = presentedCertificate(request);
  if (!presented) throw new Refusal('access_token_certificate_missing');
  if (presented.thumbprint !== bound) {
    throw new Refusal('access_token_certificate_mismatch', { bound, presented: presented.thumbprint });
  }
  refuseOutOfService(context, presented, 'token');
}

/** The path as it was sent, without the query. */
function pathOf(request: ResourceRequest): string {
  return (request.originalUrl ?? request.url ?? '/').replace(/\?.*$/s, '');
}

export interface PresentedToken {
  token: string;
  scheme: 'bearer' | 'dpop';
  fromForm?: true;
}

/**
 * The access token of a request, from its headers or, where the resource reads a form, from there
 * (RFC 6750 §2.2).
 *
 * @param inForm the form's `access_token`.
 * @throws Refusal `access_token_missing`, `…_in_query`, `…_malformed`, `…_conflict`, `…_twice`.
 */
export function presentedToken(request: ResourceRequest, inForm?: string): PresentedToken {
  if (inForm !== undefined) {
    const { authorization, 'x-access-token': alternative } = request.headers;
    if (authorization !== undefined || alternative !== undefined) throw new Refusal('access_token_twice');
  }
  if (new URLSearchParams(queryOf(request.url ?? '')).has('access_token')) {
    throw new Refusal('access_token_in_query');
  }
  const alternative = request.headers['x-access-token'];
  const header = request.headers.authorization;
  if (Array.isArray(alternative)) throw new Refusal('access_token_conflict');
  if (header === undefined) {
    if (inForm !== undefined) return { token: inForm, scheme: 'bearer', fromForm: true };
    if (alternative === undefined || alternative === '') throw new Refusal('access_token_missing');
    return { token: alternative, scheme: 'bearer' };
  }
  // The scheme's letter case does not matter (RFC 9110 §11.1).
  if (!/^(?:bearer|dpop)(?: |$)/i.test(header)) throw new Refusal('access_token_foreign_scheme');
  const [, scheme, token] = /^(bearer|dpop) +([A-Za-z0-9\-._~+/]+=*) *$/i.exec(header) ?? [];
  if (scheme === undefined || token === undefined) throw new Refusal('access_token_malformed');
  if (alternative !== undefined && alternative !== token) throw new Refusal('access_token_conflict');
  return { token, scheme: scheme.toLowerCase() === 'dpop' ? 'dpop' : 'bearer' };
}
