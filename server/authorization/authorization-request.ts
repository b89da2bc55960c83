import { withoutSurroundings } from '../bank/surroundings.ts';
import { toTimestamp, type Instant } from '../bank/time.ts';
import type { Exchange } from '../log/exchange.ts';
import { Refusal } from '../bank/refusal.ts';
import { clientScopes } from '../bank/client-tokens.ts';
import { grantManagementActions, referredGrant } from '../bank/grant-management.ts';
import { missingParameters, rulesOf, type RequiredParameter } from '../bank/profiles.ts';
import { parseScopes, printScopes, scopesOf } from '../bank/scopes.ts';
import type { AccountInformation } from '../bank/account-information-schema.ts';
import type { AuthorizationRequest, Client } from '../bank/model.ts';
import type { BankState } from '../bank/state.ts';
import type { SandboxContext } from '../context.ts';
import type { RequestParameters } from './parameters.ts';
import { redirectUriMatches } from './redirect-uri.ts';
import { essentialAcr } from './requested-claims.ts';

/** Where an answer may go: known before anything else is looked at. */
export interface AnswerTarget {
  client: Client;
  redirectUri: string;
  redirectUriGiven: boolean;
  responseMode: AuthorizationRequest['responseMode'];
  state?: string;
}

const CHALLENGE = /^[A-Za-z0-9\-._~]{43,128}$/;
const LONGEST_STATE = 2_048;
const LONGEST_NONCE = 512;
/** How an answer may come back; the `jwt` ones are signed (JARM §2.3). */
export const responseModes = ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'] as const;

const PROMPTS: ReadonlySet<string> = new Set(['none', 'login', 'consent', 'select_account']);

/**
 * First half of an authorization request: who asks, and where the answer goes. What is refused here
 * is shown as a page and never redirected (RFC 6749 §4.1.2.1), or anybody could use the bank to send
 * people to an address of his own (RFC 9700 §4.11).
 *
 * @throws Refusal to be shown to the person at the browser.
 */
export function resolveAnswerTarget(state: BankState, parameters: RequestParameters): AnswerTarget {
  for (const parameter of ['client_id', 'redirect_uri']) {
    if (parameters.isRepeated(parameter)) throw new Refusal('parameter_repeated', { parameter });
  }
  const clientId = parameters.get('client_id');
  if (clientId === undefined) throw parameters.misnamed('client_id') ?? new Refusal('client_id_missing');
  const client = state.clients.get(clientId);
  if (!client) {
    const inside = withoutSurroundings(clientId);
    const isPadded = inside !== undefined && state.clients.has(inside);
    throw new Refusal(isPadded ? 'client_id_padded' : 'unknown_client', { clientId: inside ?? clientId });
  }

  const given = parameters.get('redirect_uri');
  // Where the profile wants it named, the registered one is no address to trust in its place.
  if (given === undefined && rulesOf(client).requiredParameters.includes('redirect_uri')) {
    throw new Refusal('redirect_uri_required');
  }
  const [onlyOne, ...others] = client.redirect_uris;
  if (given === undefined && (onlyOne === undefined || others.length > 0)) {
    const misnamed = parameters.misnamed('redirect_uri');
    throw misnamed ?? new Refusal('redirect_uri_missing', { count: client.redirect_uris.length });
  }
  if (given === undefined && speaksOpenId(parameters)) throw new Refusal('redirect_uri_required');
  const redirectUri = given ?? onlyOne ?? '';
  if (given !== undefined && !redirectUriMatches(client.redirect_uris, given)) {
    const inside = withoutSurroundings(given);
    const isPadded = inside !== undefined && redirectUriMatches(client.redirect_uris, inside);
    throw new Refusal(isPadded ? 'redirect_uri_padded' : 'redirect_uri_mismatch', {
      redirectUri: given,
      registered: client.redirect_uris.join(' , '),
    });
  }
  const stateParameter = parameters.isRepeated('state') ? undefined : parameters.get('state');
  return {
    client,
    redirectUri,
    redirectUriGiven: given !== undefined,
    responseMode: knownResponseMode(client, parameters.get('response_mode')) ?? 'query',
    ...(stateParameter === undefined ? {} : { state: stateParameter }),
  };
}

/** OpenID Connect Core §3.1.2.1: its requests name the redirect URI, whereas RFC 6749 lets a single one go without saying. */
function speaksOpenId(parameters: RequestParameters): boolean {
  return !parameters.isRepeated('scope') && (parameters.get('scope') ?? '').split(' ').includes('openid');
}

/**
 * Second half: what is asked for. What is refused here goes back to the client with `state` and `iss`.
 *
 * @throws Refusal to be sent to the target.
 */
export function checkAuthorizationRequest(
  target: AnswerTarget,
  parameters: RequestParameters,
  {
    pushed,
    authorizationDetails,
  }: { pushed: boolean; authorizationDetails?: AccountInformation[] | undefined },
): AuthorizationRequest {
  const { client } = target;
  parameters.refuseRepeated();
  refuseUnsupported(parameters);
  if (target.state !== undefined && target.state.length > LONGEST_STATE) {
    throw new Refusal('state_too_long', { length: target.state.length });
  }
  const responseType = parameters.get('response_type');
  if (responseType === undefined) {
    throw parameters.misnamed('response_type') ?? new Refusal('response_type_missing');
  }
  if (responseType !== 'code') throw new Refusal('response_type_unsupported', { responseType });
  if (!client.grant_types.includes('authorization_code') || !client.response_types.includes('code')) {
    throw new Refusal('client_may_not_use_code');
  }
  const responseMode = knownResponseMode(client, parameters.get('response_mode'));
  if (responseMode === undefined) {
    throw new Refusal('response_mode_unsupported', { responseMode: parameters.get('response_mode') ?? '' });
  }
  if (rulesOf(client).signedResponse !== 'optional' && !responseMode.endsWith('jwt')) {
    throw new Refusal('signed_response_required', { responseMode });
  }
  const [missing] = missingParameters(rulesOf(client), givenParameters(parameters));
  if (missing) throw new Refusal(missing);
  const nonce = parameters.get('nonce');
  if (nonce !== undefined && nonce.length > LONGEST_NONCE) {
    throw new Refusal('nonce_too_long', { length: nonce.length });
  }
  const codeChallenge = checkChallenge(client, parameters, pushed);
  checkPrompt(parameters.get('prompt'));
  const maxAge = parameters.get('max_age');
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw new Refusal('max_age_invalid');

  const continuesGrant = checkGrantManagement(client, parameters);
  const loginHint = parameters.get('login_hint');
  const uiLocales = parameters.get('ui_locales');
  const acrValues = parameters.get('acr_values')?.split(' ');
  const acr = essentialAcr(parameters);
  const dpopThumbprint = parameters.get('dpop_jkt');
  if (dpopThumbprint !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(dpopThumbprint)) {
    throw new Refusal('dpop_thumbprint_malformed');
  }
  return {
    clientId: client.client_id,
    redirectUri: target.redirectUri,
    redirectUriGiven: target.redirectUriGiven,
    responseMode,
    scopes: checkScopes(client, parameters.get('scope'), authorizationDetails !== undefined),
    ...(authorizationDetails && { authorizationDetails }),
    ...(target.state === undefined ? {} : { state: target.state }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    ...(continuesGrant === undefined ? {} : { continuesGrant }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(uiLocales === undefined ? {} : { uiLocales }),
    ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
    ...(acrValues === undefined ? {} : { acrValues }),
    ...(acr && { essentialAcr: acr }),
    ...(dpopThumbprint === undefined ? {} : { dpopThumbprint }),
  };
}

/** What a request says itself of that which some profiles want said. Details can stand for a scope (RFC 9396 §2). */
export function givenParameters(parameters: RequestParameters): ReadonlySet<RequiredParameter> {
  const openid = parseScopes(parameters.get('scope') ?? '').includes('openid');
  const given = new Set<RequiredParameter>();
  if (parameters.has('redirect_uri')) given.add('redirect_uri');
  if (parameters.has('scope') || parameters.has('authorization_details')) given.add('scope');
  if (parameters.has(openid ? 'nonce' : 'state')) given.add('nonce');
  return given;
}

/**
 * The grant to be changed has to be the client's own; whether it is the customer's too shows after
 * the login (Grant Management §3.4).
 *
 * @throws Refusal `grant_id_invalid`.
 */
export function refuseStrangeGrant(
  { state, clock }: Pick<SandboxContext, 'state' | 'clock'>,
  { clientId, continuesGrant }: AuthorizationRequest,
): void {
  if (continuesGrant) referredGrant(state, clock.now(), { grantId: continuesGrant.grantId, clientId });
}

/**
 * Tells the log which of the scopes asked for are left out (RFC 6749 §3.3 lets a server do so): the
 * client learns it from the token response only, and wonders.
 */
export function tellDroppedScopes(
  exchange: Exchange,
  { scopes, clientId }: Pick<AuthorizationRequest, 'scopes' | 'clientId'>,
  text: string | undefined,
  at: Instant,
): void {
  const dropped = (text ?? '').split(' ').filter((name) => {
    const meant = parseScopes(name);
    return name !== '' && !meant.some((scope) => scopes.includes(scope));
  });
  if (dropped.length === 0) return;
  const joined = dropped.some((name) => name.includes(','));
  exchange.tell({
    at: toTimestamp(at),
    type: 'scopes.dropped',
    clientId,
    dropped: dropped.slice(0, 20).map((name) => name.slice(0, 100)),
    ja: joined
      ? 'scope の区切りは空白です。「,」でつないだものは一つの知らない名前になります（RFC 6749 §3.3）。'
      : '知らない scope か、このクライアントに登録されていない scope なので、求められていないものとして扱います（RFC 6749 §3.3）。',
    en: joined
      ? 'Scopes are separated by a blank; what is joined with a comma is one unknown name (RFC 6749 section 3.3).'
      : 'Unknown to the bank or not registered for the client, and so taken as not asked for (RFC 6749 section 3.3).',
  });
}

/** What is not offered is refused, never ignored: the client would think it protected. */
function refuseUnsupported(parameters: RequestParameters): void {
  if (parameters.has('request_uri')) throw new Refusal('request_uri_unsupported');
  if (parameters.has('registration')) throw new Refusal('registration_unsupported');
}

/** `jwt` is the default mode of the response type, signed: for a code, `query.jwt` (JARM §2.3.4). */
function knownResponseMode(
  client: Client,
  mode: string | undefined,
): AuthorizationRequest['responseMode'] | undefined {
  if (mode === undefined) return rulesOf(client).signedResponse === 'always' ? 'query.jwt' : 'query';
  if (!(responseModes as readonly string[]).includes(mode)) return undefined;
  return mode === 'jwt' ? 'query.jwt' : (mode as AuthorizationRequest['responseMode']);
}

function checkChallenge(client: Client, parameters: RequestParameters, pushed: boolean): string | undefined {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method');
  if (challenge === undefined) {
    if (method !== undefined) throw new Refusal('pkce_challenge_absent');
    const { pkce } = rulesOf(client);
    const required =
      client.token_endpoint_auth_method === 'none' || pkce === 'always' || (pkce === 'with-par' && pushed);
    if (required) throw new Refusal('pkce_required');
    return undefined;
  }
  // An absent method means plain (RFC 7636 §4.3), which protects nothing from who reads the request.
  if (method !== 'S256') throw new Refusal('pkce_method_unsupported', { method: method ?? 'plain' });
  if (!CHALLENGE.test(challenge)) throw new Refusal('pkce_challenge_malformed');
  return challenge;
}

function checkPrompt(prompt: string | undefined): void {
  if (prompt === undefined) return;
  const values = prompt.split(' ');
  const valid = values.every((value) => PROMPTS.has(value));
  if (!valid || (values.includes('none') && values.length > 1)) {
    throw new Refusal('prompt_invalid', { prompt });
  }
}

/** What `prompt` asks for; checked already. */
export function promptsOf(parameters: RequestParameters): string[] {
  return parameters.get('prompt')?.split(' ') ?? [];
}

/** `grant_id` goes with merge and replace, and with nothing else (Grant Management §3.2). */
function checkGrantManagement(
  client: Client,
  parameters: RequestParameters,
): AuthorizationRequest['continuesGrant'] {
  const action = parameters.get('grant_management_action');
  const grantId = parameters.get('grant_id');
  if (action === undefined) {
    if (grantId !== undefined)
      throw new Refusal('grant_management_invalid', { reason: 'grant_id without an action' });
    return undefined;
  }
  if (!(grantManagementActions as readonly string[]).includes(action)) {
    throw new Refusal('grant_management_invalid', { reason: `unknown action ${action}` });
  }
  if (client.token_endpoint_auth_method === 'none') {
    throw new Refusal('grant_management_invalid', { reason: 'the client does not authenticate' });
  }
  if (action === 'create') {
    if (grantId !== undefined)
      throw new Refusal('grant_management_invalid', { reason: 'grant_id with create' });
    return undefined;
  }
  if (grantId === undefined) {
    throw new Refusal('grant_management_invalid', { reason: `${action} without grant_id` });
  }
  return { grantId, action: action as 'merge' | 'replace' };
}

/**
 * Without a scope the client's registered ones are meant (RFC 6749 §3.3 asks for a documented default),
 * unless there are details: they can stand alone (RFC 9396 §2).
 */
function checkScopes(
  client: Client,
  text: string | undefined,
  hasDetails: boolean,
): AuthorizationRequest['scopes'] {
  if (text === undefined && hasDetails) return [];
  // What a client has on its own behalf no customer can give it.
  const allowed = scopesOf(client).filter((scope) => !clientScopes.includes(scope));
  const asked = text === undefined ? allowed : parseScopes(text);
  const scopes = asked.filter((scope) => allowed.includes(scope));
  // `offline_access` by itself opens nothing.
  const opensNothing = scopes.every((scope) => scope === 'offline_access');
  if (scopes.length === 0 || (opensNothing && !hasDetails)) {
    const separator = [',', ';', '+', '%20'].find((mark) => text?.includes(mark));
    const apart = separator === undefined ? [] : parseScopes(text?.split(separator).join(' ') ?? '');
    if (separator !== undefined && apart.length > 0) throw new Refusal('scope_separator', { separator });
    throw new Refusal('scope_invalid', { scope: text ?? '', allowed: printScopes(allowed) });
  }
  return scopes;
}
