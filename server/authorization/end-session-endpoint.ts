import type { Request, Response } from 'express';
import { decodeJwt } from 'jose';
import type { Client } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { withQuery } from './answer.ts';
import { customerOfHint } from './expected-customer.ts';
import { FORM } from './form-request.ts';
import { endLogin, keptLogin } from './login-cookie.ts';
import { queryOf, RequestParameters } from './parameters.ts';

/** What a client that logs its user out asks for (OpenID Connect RP-Initiated Logout §2). */
interface LogoutRequest {
  readonly client?: Client;
  /** Registered for that client. */
  readonly redirectUri?: string;
  readonly state?: string;
  /** Whom the hint names; `null` for somebody the bank no longer knows. */
  readonly customerId?: string | null;
}

/**
 * The end session endpoint (OpenID Connect RP-Initiated Logout §2, §3).
 *
 * Threats: a page anywhere that logs customers out, so that one whom no ID token names is asked first;
 * and a redirect to an address of somebody's choosing, so that it is one the client has registered and
 * is compared letter by letter.
 *
 * @throws Refusal `logout_…`, `id_token_hint_invalid`, `parameter_repeated`: shown as a page.
 */
export function endSessionEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const parameters = logoutParameters(request);
    const asked = await logoutRequest(context, parameters);
    const { client } = asked;
    if (client) exchangeOf(request).identify({ clientId: client.client_id });
    const kept = keptLogin(context, request);
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    if (kept && asked.customerId !== kept.customer.id) {
      exchangeOf(request).explain('logout_asked');
      response
        .status(303)
        .set('Location', `/ib/logout?${carried(asked).toString()}`)
        .end();
      return;
    }
    endLogin(context, request, response);
    leaveAfterLogout(request, response, asked);
  };
}

/** Where a browser goes that is logged out: back to the client where it gave an address, else to the bank's page. */
export function leaveAfterLogout(request: Request, response: Response, asked: LogoutRequest): void {
  const { redirectUri, state } = asked;
  exchangeOf(request).explain('logged_out');
  const location =
    redirectUri === undefined
      ? '/ib/logout'
      : state === undefined
        ? redirectUri
        : withQuery(redirectUri, { state });
  response.status(303).set('Location', location).end();
}

/** What was asked for; everything in it is checked. */
export async function logoutRequest(
  context: SandboxContext,
  parameters: RequestParameters,
): Promise<LogoutRequest> {
  parameters.refuseRepeated();
  const hint = parameters.get('id_token_hint');
  const clientId = parameters.get('client_id') ?? (hint === undefined ? undefined : audienceOf(hint));
  const client = clientId === undefined ? undefined : context.state.clients.get(clientId);
  if (clientId !== undefined && !client) throw new Refusal('unknown_client', { clientId });
  const customerId =
    hint === undefined || !client ? undefined : ((await customerOfHint(context, client, hint)) ?? null);
  const redirectUri = parameters.get('post_logout_redirect_uri');
  const state = parameters.get('state');
  if (redirectUri !== undefined && client && !client.post_logout_redirect_uris?.includes(redirectUri)) {
    throw new Refusal('logout_redirect_uri_mismatch', {
      redirectUri,
      registered: client.post_logout_redirect_uris?.join(' , ') ?? '',
    });
  }
  return {
    ...(client && { client }),
    // Whose address it is, nobody said: it is left alone (§3).
    ...(redirectUri !== undefined && client && { redirectUri }),
    ...(state !== undefined && { state }),
    ...(customerId !== undefined && { customerId }),
  };
}

function logoutParameters(request: Request): RequestParameters {
  if (request.method !== 'POST') return new RequestParameters(queryOf(request.url));
  const body: unknown = request.body;
  if (typeof body !== 'string' && !request.is(FORM)) throw new Refusal('token_request_media_type');
  return new RequestParameters(typeof body === 'string' ? body : '');
}

/** For the page that asks; it checks all of it anew. */
function carried({ client, redirectUri, state }: LogoutRequest): URLSearchParams {
  return new URLSearchParams({
    ...(client && { client_id: client.client_id }),
    ...(redirectUri !== undefined && { post_logout_redirect_uri: redirectUri }),
    ...(state !== undefined && { state }),
  });
}

/** @throws Refusal `id_token_hint_invalid` for what is no JWT, or names no client. */
function audienceOf(hint: string): string {
  try {
    const { aud } = decodeJwt(hint);
    const [audience] = Array.isArray(aud) ? aud : [aud];
    if (audience !== undefined) return audience;
  } catch {
    // Told below, like a hint without an audience.
  }
  throw new Refusal('id_token_hint_invalid', { reason: 'aud' });
}
