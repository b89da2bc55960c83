import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { allowOnly } from './allowed-methods.ts';
import { authorizationEndpoint } from './authorization-endpoint.ts';
import { currentNonce } from './dpop.ts';
import { readForm } from './form-request.ts';
import { refusalsAs } from './refusals-as.ts';
import { registrationRouter } from './registration-endpoint.ts';
import { endpointPaths, metadataPaths } from './endpoint-paths.ts';
import { issuerChoiceOf, issuerFor } from './issuer.ts';
import { metadata } from './metadata.ts';
import { queryGrant, revokeGrant } from './grant-management-endpoint.ts';
import { endSessionEndpoint } from './end-session-endpoint.ts';
import { introspectionEndpoint } from './introspection-endpoint.ts';
import { pushedRequestEndpoint } from './pushed-request-endpoint.ts';
import { revocationEndpoint } from './revocation-endpoint.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { userinfoEndpoint } from './userinfo-endpoint.ts';
import { sendBearerError, sendOAuthError } from './wire-error.ts';

/** Shows a refusal to the person at the browser; given by the screens. */
export type ShowRefusal = (
  context: SandboxContext,
  request: Request,
  response: Response,
  refusal: Refusal,
) => void | Promise<void>;

/** The authorization server: every OAuth endpoint, and how each writes its refusals. */
export function authorizationRouter(context: SandboxContext, showRefusal: ShowRefusal): RequestHandler {
  const endpoints = new EndpointRouters();
  const form = readForm();

  const pageErrors = refusalsAs((request, response, refusal) =>
    showRefusal(context, request, response, refusal),
  );
  const jsonErrors = refusalsAs((_request, response, refusal) => {
    if (refusal.code === 'dpop_nonce_required') response.set('DPoP-Nonce', currentNonce(context));
    sendOAuthError(response, refusal);
  });

  const prepared = new Map<string, Buffer>();
  const showMetadata = (request: Request, response: Response) => {
    const issuer = issuerFor(context.addresses, issuerChoiceOf(request));
    const { institution } = context.settings();
    const keepsLogins = context.logins.minutes !== undefined;
    const key = [issuer, institution.name, institution.nameEn, keepsLogins].join('\n');
    let bytes = prepared.get(key);
    if (!bytes) {
      bytes = Buffer.from(
        JSON.stringify(metadata(issuer, context.addresses.httpsIssuer, institution, keepsLogins)),
      );
      prepared.set(key, bytes);
    }
    exchangeOf(request).explain('metadata_shown');
    response.type('json').send(bytes);
  };
  for (const path of metadataPaths) {
    endpoints.at(path).get(path, showMetadata);
    endpoints.at(path).all(path, allowOnly('GET, HEAD'), jsonErrors);
  }
  const showKeys = async (request: Request, response: Response) => {
    exchangeOf(request).explain('jwks_shown');
    response.set('Cache-Control', 'public, max-age=60');
    response.setHeader('Content-Type', 'application/jwk-set+json');
    response.send(await context.keys.jwks());
  };
  for (const path of endpointPaths.jwks) {
    endpoints.at(path).get(path, showKeys);
    endpoints.at(path).all(path, allowOnly('GET, HEAD'), jsonErrors);
  }

  const authorize = authorizationEndpoint(context);
  for (const path of endpointPaths.authorization) {
    const router = endpoints.at(path);
    router.get(path, authorize, pageErrors);
    router.post(path, form, authorize, pageErrors);
    router.all(path, allowOnly('GET, HEAD, POST', 'authorization_method_not_allowed'), pageErrors);
  }
  const endSession = endSessionEndpoint(context);
  for (const path of endpointPaths.endSession) {
    const router = endpoints.at(path);
    router.get(path, endSession, pageErrors);
    router.post(path, form, endSession, pageErrors);
    router.all(path, allowOnly('GET, HEAD, POST', 'authorization_method_not_allowed'), pageErrors);
  }
  const posts: [readonly string[], (request: Request, response: Response) => Promise<void>][] = [
    [endpointPaths.token, tokenEndpoint(context)],
    [endpointPaths.pushedRequest, pushedRequestEndpoint(context)],
    [endpointPaths.introspection, introspectionEndpoint(context)],
    [endpointPaths.revocation, revocationEndpoint(context)],
  ];
  for (const [paths, endpoint] of posts) {
    for (const path of paths) {
      const router = endpoints.at(path);
      router.post(path, form, endpoint, jsonErrors);
      router.all(path, allowOnly('POST', 'token_method_not_allowed'), jsonErrors);
    }
  }

  const bearerErrors = refusalsAs((_request, response, refusal) => {
    sendBearerError(context, response, refusal);
  });
  const userinfo = userinfoEndpoint(context);
  for (const path of endpointPaths.userinfo) {
    const router = endpoints.at(path);
    router.get(path, userinfo, bearerErrors);
    router.post(path, form, userinfo, bearerErrors);
    router.all(path, allowOnly('GET, HEAD, POST', 'management_method_not_allowed'), bearerErrors);
  }
  const router = endpoints.rest;
  for (const path of endpointPaths.grants) {
    router.get(`${path}/:grantId`, queryGrant(context), bearerErrors);
    router.delete(`${path}/:grantId`, revokeGrant(context), bearerErrors);
    router.all(
      `${path}/:grantId`,
      allowOnly('GET, HEAD, DELETE', 'management_method_not_allowed'),
      bearerErrors,
    );
  }
  router.use(registrationRouter(context));
  return endpoints.handle;
}

/**
 * A small router for each endpoint, found by the exact path: a request passes the few layers of its
 * own endpoint instead of being held against those of all the others.
 */
class EndpointRouters {
  /** For paths with parameters. */
  readonly rest = Router({ caseSensitive: true, strict: true });
  readonly #byPath = new Map<string, Router>();

  at(path: string): Router {
    let router = this.#byPath.get(path);
    if (!router) this.#byPath.set(path, (router = Router({ caseSensitive: true, strict: true })));
    return router;
  }

  readonly handle: RequestHandler = (request, response, next) => {
    (this.#byPath.get(request.path) ?? this.rest)(request, response, next);
  };
}
