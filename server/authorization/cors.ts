import type { Request, RequestHandler, Response } from 'express';
import type { SandboxContext } from '../context.ts';

/**
 * Cross-origin reads, only where a client in a browser needs them (contract §2): documents anybody
 * may read, and the token endpoint and data API for the origins a client has registered. Never with
 * credentials, never at the authorization endpoint or a screen.
 */
const PREFLIGHT = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Access-Token, DPoP',
  'Access-Control-Max-Age': '600',
};

/** For metadata and keys, which are public. */
export function readableByAnyOrigin(_request: Request, response: Response, next: () => void): void {
  response.set('Access-Control-Allow-Origin', '*');
  next();
}

/** For the token endpoint and the data API: the origin has to be registered by some client. */
export function readableByRegisteredOrigins(context: SandboxContext): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined) {
      next();
      return;
    }
    response.vary('Origin');
    const registered = context.state.clients.countWhere('origin', origin) > 0;
    if (registered) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Expose-Headers': 'WWW-Authenticate, DPoP-Nonce, Retry-After',
      });
    }
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      response
        .status(204)
        .set(registered ? PREFLIGHT : {})
        .end();
      return;
    }
    next();
  };
}
