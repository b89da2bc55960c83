import { Refusal } from '../bank/refusal.ts';
import { isPushedRequestUri, openPushedRequest } from '../bank/pushed-requests.ts';
import { rulesOf } from '../bank/profiles.ts';
import type { Client } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { RequestParameters } from './parameters.ts';

/** An authorization request wherever its parameters came from. */
export interface EffectiveRequest {
  parameters: RequestParameters;
  /** The PAR handle it was opened with, to be used up when the authorization ends. */
  requestUri?: string;
  /** Thumbprint of the DPoP key proven when it was pushed. */
  dpopThumbprint?: string;
}

/**
 * Finds the parameters that count: those of the request itself, or those pushed before it (RFC 9126
 * §4), in which case everything else in the URL is ignored, because the browser could have changed it.
 *
 * @throws Refusal `request_uri_…`, `pushed_request_required`: shown as a page.
 */
export function effectiveRequest(context: SandboxContext, outer: RequestParameters): EffectiveRequest {
  const client = context.state.clients.get(outer.get('client_id') ?? '');
  const requestUri = outer.get('request_uri');
  if (client === undefined || outer.isRepeated('client_id')) return { parameters: outer };
  if (requestUri === undefined) {
    if (mustPush(client)) throw new Refusal('pushed_request_required');
    return { parameters: outer };
  }
  if (outer.isRepeated('request_uri')) throw new Refusal('parameter_repeated', { parameter: 'request_uri' });
  if (!isPushedRequestUri(requestUri)) return { parameters: outer };
  const pushed = openPushedRequest(context.state, context.clock.now(), {
    requestUri,
    clientId: client.client_id,
  });
  return {
    parameters: new RequestParameters(pushed.parameters),
    requestUri,
    ...(pushed.dpopThumbprint === undefined ? {} : { dpopThumbprint: pushed.dpopThumbprint }),
  };
}

/** Whether this client's requests have to be pushed: by registration or by profile. */
export function mustPush(client: Client): boolean {
  return (
    client.require_pushed_authorization_requests === true || rulesOf(client).request.startsWith('pushed')
  );
}
