import type { Response } from 'express';
import { describeOnWire } from '../bank/interactions.ts';
import type { Refusal } from '../bank/refusal.ts';

/**
 * Writes a refusal as RFC 6749 §5.2 wants it. `invalid_client` after a Basic header must carry a
 * challenge; it is given with every 401, since RFC 9110 §15.5.2 asks for one.
 */
export function sendOAuthError(response: Response, refusal: Refusal): void {
  const { status, wire } = refusal.entry;
  if (status === 401) response.set('WWW-Authenticate', 'Basic realm="ib-link-sandbox", charset="UTF-8"');
  noStore(response);
  response.status(status).json({
    error: wire ?? 'invalid_request',
    error_description: describeOnWire(refusal),
  });
}

/** RFC 6749 §5.1: nothing that may hold a token is kept by anybody on the way. */
export function noStore(response: Response): void {
  response.set('Cache-Control', 'no-store');
  response.set('Pragma', 'no-cache');
}
