import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import { describeOnWire } from '../bank/interactions.ts';
import type { RefusalCode } from '../bank/catalogue/index.ts';
import type { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { bearerChallenge } from './challenge.ts';
import { exchangeOf } from '../log/exchange.ts';
import { proofAlgorithms } from './checks/dpop-checks.ts';
import { currentNonce } from './dpop.ts';

/** Refusals that end by themselves in so many `seconds`. */
const WAITED_OUT: ReadonlySet<RefusalCode> = new Set(['client_guessing_paused', 'registration_too_fast']);

/**
 * Writes a refusal as RFC 6749 §5.2 wants it: `invalid_client` is 401 with a challenge where the client
 * used the Authorization header, and 400 without one where it did not. Common clients take a challenge
 * nobody asked for as the whole answer, and lose the explanation.
 */
export function sendOAuthError(response: Response, refusal: Refusal): void {
  const { wire } = refusal.entry;
  const usedHeader = response.req.headers.authorization !== undefined;
  const status = wire === 'invalid_client' && !usedHeader ? 400 : refusal.entry.status;
  // Where a token is wanted and no client authentication, the endpoint has said so already.
  if (status === 401 && !response.hasHeader('WWW-Authenticate')) {
    response.set('WWW-Authenticate', 'Basic realm="ib-link-sandbox", charset="UTF-8"');
  }
  if (WAITED_OUT.has(refusal.code)) {
    response.set('Retry-After', String(refusal.details['seconds']));
  }
  noStore(response);
  response.status(status).json({
    error: wire ?? 'invalid_request',
    error_description: describeOnWire(refusal),
  });
}

/** The data API's own codes, as the RFC 6750 §3.1 errors they are elsewhere. */
const tokenErrors: Readonly<Record<string, string>> = {
  WG_ERR_105: 'invalid_token',
  WG_ERR_110: 'invalid_request',
  WG_ERR_113: 'insufficient_scope',
};

/** Writes a refusal at a protected resource of the authorization server (RFC 6750 §3, RFC 9449 §7.1). */
export function sendBearerError(context: SandboxContext, response: Response, refusal: Refusal): void {
  const { status, wire = 'invalid_request' } = refusal.entry;
  const proofFailed = refusal.code.startsWith('dpop_');
  const client = context.state.clients.get(exchangeOf(response.req).clientId ?? '');
  const challenge = bearerChallenge(refusal, proofAlgorithms(client));
  if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
  if (refusal.code === 'dpop_nonce_required') response.set('DPoP-Nonce', currentNonce(context));
  noStore(response);
  response.status(proofFailed ? 401 : status).json({
    error: tokenErrors[wire] ?? wire,
    error_description: describeOnWire(refusal),
  });
}

/** RFC 6749 §5.1: nothing that may hold a token is kept by anybody on the way. */
export function noStore(response: Response): void {
  response.set('Cache-Control', 'no-store');
  response.set('Pragma', 'no-cache');
}

/**
 * Sends JSON that nobody on the way may keep, for the endpoints that answer most. The same bytes as
 * express' `json`, which looks the content type up, parses and prints it again with every answer.
 */
export function sendUncachedJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Pragma', 'no-cache');
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/** Sends a signed answer. Its type has no parameters (RFC 7515 §9.2.1, RFC 9701 §9.1), which express adds to text. */
export function sendJwt(response: ServerResponse, type: string, jwt: string): void {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(jwt));
  response.end(jwt);
}
