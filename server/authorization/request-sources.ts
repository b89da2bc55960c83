import { Refusal } from '../bank/refusal.ts';
import { isPushedRequestUri, openPushedRequest } from '../bank/pushed-requests.ts';
import { rulesOf } from '../bank/profiles.ts';
import type { Client } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import type { Exchange } from '../log/exchange.ts';
import { RequestParameters } from './parameters.ts';
import { openRequestObject } from './request-object.ts';

/** An authorization request wherever its parameters came from. */
export interface EffectiveRequest {
  parameters: RequestParameters;
  /** The PAR handle it was opened with, to be used up when the authorization ends. */
  requestUri?: string;
  /** Whether the parameters came inside a signed object. */
  signed: boolean;
  /** Thumbprint of the DPoP key proven when it was pushed. */
  dpopThumbprint?: string;
  /** Thumbprint of the certificate it was pushed with. */
  certificate?: string;
}

/**
 * Finds the parameters that count: those of the request itself, those pushed before it (RFC 9126 §4)
 * or those inside a signed object (RFC 9101 §5). In the last two cases everything else in the URL is
 * ignored, because the browser could have changed it.
 *
 * @throws Refusal `request_uri_…`, `pushed_request_required`, `request_object_…`: shown as a page,
 *   because as long as the request is not believed, neither is its redirect URI.
 */
export async function effectiveRequest(
  context: SandboxContext,
  exchange: Exchange,
  outer: RequestParameters,
): Promise<EffectiveRequest> {
  const client = context.state.clients.get(outer.get('client_id') ?? '');
  if (client === undefined || outer.isRepeated('client_id')) return { parameters: outer, signed: false };
  const requestUri = outer.get('request_uri');
  if (requestUri !== undefined && isPushedRequestUri(requestUri)) {
    if (outer.isRepeated('request_uri')) {
      throw new Refusal('parameter_repeated', { parameter: 'request_uri' });
    }
    return openPushed(context, client, requestUri);
  }
  if (mustPush(client)) throw new Refusal('pushed_request_required');
  return { parameters: await openSigned(context, exchange, client, outer), signed: outer.has('request') };
}

/**
 * The parameters of a pushed request: its form, or the signed object in it.
 *
 * @throws Refusal `request_object_…`.
 */
export async function openSigned(
  context: SandboxContext,
  exchange: Exchange,
  client: Client,
  parameters: RequestParameters,
): Promise<RequestParameters> {
  const object = parameters.get('request');
  if (object === undefined) {
    if (rulesOf(client).request.endsWith('signed-object')) throw new Refusal('request_object_required');
    return parameters;
  }
  if (parameters.isRepeated('request')) throw new Refusal('parameter_repeated', { parameter: 'request' });
  const inside = await openRequestObject(context, exchange, client, object);
  // The client is known from outside already; the object may leave it out.
  const encoded = new URLSearchParams(inside.encodeWithout(new Set(['client_id'])));
  encoded.set('client_id', client.client_id);
  return new RequestParameters(encoded.toString());
}

/** Whether this client's requests have to be pushed: by registration or by profile. */
export function mustPush(client: Client): boolean {
  return (
    client.require_pushed_authorization_requests === true || rulesOf(client).request.startsWith('pushed')
  );
}

function openPushed(context: SandboxContext, client: Client, requestUri: string): EffectiveRequest {
  const pushed = openPushedRequest(context.state, context.clock.now(), {
    requestUri,
    clientId: client.client_id,
  });
  return {
    parameters: new RequestParameters(pushed.parameters),
    requestUri,
    signed: pushed.signed,
    ...(pushed.dpopThumbprint === undefined ? {} : { dpopThumbprint: pushed.dpopThumbprint }),
    ...(pushed.certificate === undefined ? {} : { certificate: pushed.certificate }),
  };
}
