import type { Request, RequestHandler, Response } from 'express';
import { dataApiMounts } from '../data-api/mounts.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { endpointPaths, metadataPaths } from './endpoint-paths.ts';

/*
 * Cross-origin reads, only where a client in a browser needs them (contract §2): documents anybody may
 * read, and what a client calls itself, for the origins a client has registered. Never with credentials,
 * never at the authorization endpoint or a screen.
 */

/** Public documents. */
const anybodys: ReadonlySet<string> = new Set([...metadataPaths, ...endpointPaths.jwks, '/openapi.json']);

/** What a client calls, with the methods that it may call it by. */
const clientsOwn: ReadonlyMap<string, string> = new Map([
  ...[
    endpointPaths.token,
    endpointPaths.pushedRequest,
    endpointPaths.introspection,
    endpointPaths.revocation,
  ].flatMap((paths) => paths.map((path): [string, string] => [path, 'POST'])),
  ...endpointPaths.userinfo.map((path): [string, string] => [path, 'GET, HEAD, POST']),
]);

/** The same for everything below a path. */
const clientsOwnBelow: readonly (readonly [prefix: string, methods: string])[] = [
  ...endpointPaths.grants.map((path) => [`${path}/`, 'GET, HEAD, DELETE'] as const),
  ...Object.keys(dataApiMounts).map((mount) => [`${mount}/`, 'GET, HEAD'] as const),
];

/** Every header the bank reads of a client's request, beside those a browser sends unasked (Fetch §4.8). */
const READ =
  'Accept, Authorization, Cache-Control, Content-Type, DPoP, X-Access-Token, X-Fapi-Auth-Date, ' +
  'X-Fapi-Customer-Ip-Address, X-Fapi-Interaction-Id';

/** Every header the bank sends that means something to a client, beside those a script sees anyhow. */
const SENT = 'Allow, Date, DPoP-Nonce, Retry-After, WWW-Authenticate, X-Fapi-Interaction-Id';

/** How long a browser may go by a preflight, in seconds. */
const PREFLIGHT_AGE = '600';

/**
 * Says who may read the answer, before anything else is done with the request: an answer that is injected
 * on the way then carries what the real one would.
 */
export function setCrossOriginHeaders(context: SandboxContext, request: Request, response: Response): void {
  const { path } = request;
  if (anybodys.has(path)) {
    response.setHeader('Access-Control-Allow-Origin', '*');
    return;
  }
  const { origin } = request.headers;
  if (origin === undefined || methodsAt(path) === undefined) return;
  response.vary('Origin');
  if (!isRegistered(context, origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', SENT);
}

/** Answers what a browser asks before a request that is no simple one (Fetch §4.8). */
export function answerPreflights(context: SandboxContext): RequestHandler {
  return (request, response, next) => {
    const { origin, 'access-control-request-method': asked } = request.headers;
    if (request.method !== 'OPTIONS' || origin === undefined || asked === undefined) {
      next();
      return;
    }
    const open = anybodys.has(request.path);
    const methods = open ? 'GET, HEAD' : methodsAt(request.path);
    if (methods === undefined) {
      next();
      return;
    }
    const exchange = exchangeOf(request);
    if (open || isRegistered(context, origin)) {
      exchange.explain('preflight_allowed', { origin });
      response.setHeader('Access-Control-Allow-Methods', methods);
      response.setHeader('Access-Control-Allow-Headers', open ? '*' : READ);
      response.setHeader('Access-Control-Max-Age', PREFLIGHT_AGE);
    } else {
      exchange.explain('preflight_refused', { origin });
    }
    response.status(204).end();
  };
}

function methodsAt(path: string): string | undefined {
  return clientsOwn.get(path) ?? clientsOwnBelow.find(([prefix]) => path.startsWith(prefix))?.[1];
}

function isRegistered({ state }: SandboxContext, origin: string): boolean {
  return state.clients.countWhere('origin', origin) > 0;
}
