import type { Request, Response } from 'express';
import { printAuthorization } from '../bank/account-information.ts';
import { PUSHED_REQUEST_SECONDS, pushRequest } from '../bank/pushed-requests.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { observe } from '../log/observations.ts';
import {
  checkAuthorizationRequest,
  givenParameters,
  refuseStrangeGrant,
  resolveAnswerTarget,
  tellDroppedScopes,
} from './authorization-request.ts';
import { requestedDetails } from './authorization-details.ts';
import { authenticateClient } from './client-authentication/authenticate-client.ts';
import { presentedProof, verifyProof } from './dpop.ts';
import { expectedCustomer } from './expected-customer.ts';
import { formParameters } from './form-request.ts';
import { RequestParameters } from './parameters.ts';
import { requestedResources } from './resource-indicators.ts';
import { openSigned } from './request-sources.ts';
import { bindingCertificate } from './sender-constraint.ts';
import { sendUncachedJson } from './wire-error.ts';

/** What proves who the client is is not part of its request; its name is put in as it was proven. */
const NOT_OF_THE_REQUEST: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
]);

/**
 * Pushed authorization requests (RFC 9126 §2). Judged in full now, by the very checks of the
 * authorization endpoint, so that a partner learns of a mistake before a customer sees it.
 */
export function pushedRequestEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request);
    const parameters = formParameters(request);
    const client = await authenticateClient(context, request, parameters);
    exchange.identify({ clientId: client.client_id });
    if (parameters.has('request_uri')) throw new Refusal('request_uri_in_pushed_request');

    // The client is known from its authentication; with Basic the form need not repeat it (§2.1).
    const pushedParameters = new RequestParameters([
      ...parameters.entriesWithout(NOT_OF_THE_REQUEST),
      ['client_id', client.client_id],
    ]);
    const effective = await openSigned(context, exchange, client, pushedParameters);
    requestedResources(context, effective);
    const proof = presentedProof(request);
    const dpopThumbprint =
      proof === undefined
        ? undefined
        : await verifyProof(context, request, proof, { client, method: request.method, path: request.path });
    if (dpopThumbprint !== undefined && (effective.get('dpop_jkt') ?? dpopThumbprint) !== dpopThumbprint) {
      throw new Refusal('dpop_key_mismatch');
    }
    const certificate = bindingCertificate(context, request, client, {
      proven: dpopThumbprint !== undefined,
    });
    observe(exchange, {
      authorization: {
        pkce: effective.has('code_challenge'),
        pushed: true,
        signedObject: parameters.has('request'),
        responseMode: effective.get('response_mode') ?? 'query',
        given: givenParameters(effective),
      },
    });
    const target = resolveAnswerTarget(context.state, effective);
    const authorizationDetails = await requestedDetails(context, client, effective);
    const checked = checkAuthorizationRequest(target, effective, { pushed: true, authorizationDetails });
    tellDroppedScopes(exchange, checked, effective.get('scope'), context.clock.now());
    refuseStrangeGrant(context, checked);
    await expectedCustomer(context, client, effective);

    const pushed = await context.work.run(
      (tx) =>
        pushRequest(tx, {
          client,
          parameters: effective.encodeWithout(new Set()),
          signed: parameters.has('request'),
          ...(dpopThumbprint === undefined ? {} : { dpopThumbprint }),
          ...(certificate === undefined ? {} : { certificate }),
        }),
      exchange.addEffects,
    );
    exchange.explain('request_pushed', {
      scopes: printAuthorization(checked),
      seconds: PUSHED_REQUEST_SECONDS,
    });
    sendUncachedJson(response, 201, {
      request_uri: pushed.requestUri,
      expires_in: PUSHED_REQUEST_SECONDS,
    });
  };
}
