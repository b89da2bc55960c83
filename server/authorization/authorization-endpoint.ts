import type { Request, Response } from 'express';
import { permissionsIn, printAuthorization } from '../bank/account-information.ts';
import { giveConsent } from '../bank/consent.ts';
import { beginInteraction, refusalAnswer, type AuthorizationAnswer } from '../bank/interactions.ts';
import { usePushedRequest } from '../bank/pushed-requests.ts';
import { Refusal } from '../bank/refusal.ts';
import { continueLogin, customerByLogin, signInAutomatically } from '../bank/sign-in.ts';
import { toTimestamp } from '../bank/time.ts';
import type { AuthorizationRequest, Client, Customer } from '../bank/model.ts';
import type { Transaction } from '../bank/transaction.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf, type Exchange } from '../log/exchange.ts';
import { observe } from '../log/observations.ts';
import { sendAuthorizationAnswer } from './answer.ts';
import {
  checkAuthorizationRequest,
  givenParameters,
  promptsOf,
  refuseStrangeGrant,
  resolveAnswerTarget,
  tellDroppedScopes,
} from './authorization-request.ts';
import { requestedDetails } from './authorization-details.ts';
import { bindBrowser } from './browser-binding.ts';
import { expectedCustomer } from './expected-customer.ts';
import { FORM } from './form-request.ts';
import { issuerChoiceOf, type IssuerChoice } from './issuer.ts';
import { keptLogin } from './login-cookie.ts';
import { reuseOfLogin, type KeptLogin } from './login-reuse.ts';
import { queryOf, RequestParameters } from './parameters.ts';
import { requestedResources } from './resource-indicators.ts';
import { effectiveRequest } from './request-sources.ts';

/** What the endpoint decides: show the screens, or answer the client at once. */
export type AuthorizationStart =
  | { kind: 'screens'; request: AuthorizationRequest; client: Client; login?: KeptLogin }
  | { kind: 'granted'; request: AuthorizationRequest; client: Client; login: KeptLogin }
  | { kind: 'automatic'; request: AuthorizationRequest; client: Client }
  | { kind: 'answer'; answer: AuthorizationAnswer; refusal: Refusal };

/**
 * Judges an authorization request (RFC 6749 §4.1.1). The screens, `POST /consents` and the automatic
 * consent all begin here, so that no way is easier than another.
 *
 * @param kept the login that stands at the browser, where there is one.
 * @throws Refusal that must be shown, not redirected.
 */
export async function startAuthorization(
  context: SandboxContext,
  outer: RequestParameters,
  exchange: Exchange,
  choice: IssuerChoice = {},
  kept?: KeptLogin,
): Promise<AuthorizationStart> {
  const { parameters, requestUri, dpopThumbprint, certificate, signed } = await effectiveRequest(
    context,
    exchange,
    outer,
  );
  const target = resolveAnswerTarget(context.state, parameters);
  exchange.identify({ clientId: target.client.client_id });
  observe(exchange, {
    profile: target.client.sandbox_profile,
    authorization: {
      pkce: parameters.has('code_challenge'),
      pushed: requestUri !== undefined,
      signedObject: signed,
      responseMode: target.responseMode,
      given: givenParameters(parameters),
    },
  });
  try {
    const authorizationDetails = await requestedDetails(context, target.client, parameters);
    const checked = checkAuthorizationRequest(target, parameters, {
      pushed: requestUri !== undefined,
      authorizationDetails,
    });
    tellDroppedScopes(exchange, checked, parameters.get('scope'), context.clock.now());
    refuseStrangeGrant(context, checked);
    const expectedCustomerId = await expectedCustomer(context, target.client, parameters);
    const resources = requestedResources(context, parameters);
    const request: AuthorizationRequest = {
      ...checked,
      ...choice,
      ...(resources && { resources }),
      ...(requestUri === undefined ? {} : { requestUri }),
      ...(dpopThumbprint === undefined ? {} : { dpopThumbprint }),
      ...(certificate === undefined ? {} : { certificate }),
      ...(expectedCustomerId === undefined ? {} : { expectedCustomerId }),
    };
    if (target.client.sandbox_consent === 'deny') throw new Refusal('consent_denied_automatically');
    const { client } = target;
    const reuse = reuseOfLogin(context, request, client, promptsOf(parameters), kept);
    if (client.sandbox_consent === 'auto') return { kind: 'automatic', request, client };
    if (reuse.kind === 'log-in') return { kind: 'screens', request, client };
    const { login } = reuse;
    const { id } = login.session;
    exchange.tell({
      at: toTimestamp(context.clock.now()),
      type: 'login.used',
      login: id,
      customerId: login.customer.id,
    });
    return { kind: reuse.kind === 'answer' ? 'granted' : 'screens', request, client, login };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    exchange.refuse(error);
    // The authorization ends here, and with it what was pushed for it (RFC 9126 §4).
    await context.work.run((tx) => {
      usePushedRequest(tx, requestUri);
    });
    const answer = refusalAnswer({ ...target, ...choice, clientId: target.client.client_id }, error);
    return { kind: 'answer', answer, refusal: error };
  }
}

/** `GET` and `POST /oauth2/authorize`; a POST's parameters are in its body (OpenID Connect Core §3.1.2.1). */
export function authorizationEndpoint(context: SandboxContext) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request);
    const parameters = readParameters(request);
    const choice = issuerChoiceOf(request);
    const start = await startAuthorization(
      context,
      parameters,
      exchange,
      choice,
      keptLogin(context, request),
    );
    if (start.kind === 'answer') {
      await sendAuthorizationAnswer(context, response, start.answer);
      return;
    }
    if (start.kind === 'automatic') {
      const answer = await consentAutomatically(context, start, exchange);
      await sendAuthorizationAnswer(context, response, answer);
      return;
    }
    if (start.kind === 'granted') {
      await sendAuthorizationAnswer(context, response, await answerAgain(context, start, exchange));
      return;
    }
    const { login } = start;
    const interaction = await context.work.run((tx) => {
      const begun = beginInteraction(tx, start.request);
      return login ? continueLogin(tx, begun, login.customer, login.session) : begun;
    });
    exchange.identify({ flowId: interaction.flowId });
    exchange.explain('authorization_started', { scopes: printAuthorization(start.request) });
    bindBrowser(context, request, response, interaction);
    const screen = new URLSearchParams({ i: interaction.interactionId });
    const variant = requestedVariant(request);
    if (variant !== undefined) screen.set('ui', variant);
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    const page = interaction.stage === 'consent' ? '/ib/consent' : '/ib/login';
    response.status(303).set('Location', `${page}?${screen.toString()}`).end();
  };
}

/** The customer is logged in and has allowed the very same already: the answer goes out without a page. */
async function answerAgain(
  context: SandboxContext,
  { request, login }: { request: AuthorizationRequest; login: KeptLogin },
  exchange: Exchange,
): Promise<AuthorizationAnswer> {
  try {
    return await context.work.run((tx) => {
      const interaction = beginInteraction(tx, request);
      continueLogin(tx, interaction, login.customer, login.session);
      exchange.identify({ flowId: interaction.flowId, customerId: login.customer.id });
      exchange.explain('authorization_by_kept_login', { loginId: login.customer.loginId });
      return giveConsent(tx, context.tokens, {
        interactionId: interaction.interactionId,
        permissions: permissionsIn(request),
        termsAgreed: true,
      });
    }, exchange.addEffects);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    exchange.refuse(error);
    await context.work.run((tx) => {
      usePushedRequest(tx, request.requestUri);
    });
    return refusalAnswer(request, error);
  }
}

/** `sandbox_consent: auto`: the same operations as the screens, with every requested permission ticked. */
async function consentAutomatically(
  context: SandboxContext,
  start: { request: AuthorizationRequest; client: Client },
  exchange: Exchange,
): Promise<AuthorizationAnswer> {
  try {
    const answer = await context.work.run((tx) => {
      const customer = automaticCustomer(tx, start);
      const interaction = beginInteraction(tx, start.request);
      signInAutomatically(tx, interaction, customer);
      exchange.identify({ flowId: interaction.flowId, customerId: customer.id });
      exchange.explain('authorization_automatic', { loginId: customer.loginId });
      return giveConsent(tx, context.tokens, {
        interactionId: interaction.interactionId,
        permissions: permissionsIn(start.request),
        termsAgreed: true,
      });
    }, exchange.addEffects);
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    exchange.refuse(error);
    // An authorization that fails here has ended as one on the screens has (RFC 9126 §4).
    await context.work.run((tx) => {
      usePushedRequest(tx, start.request.requestUri);
    });
    return refusalAnswer(start.request, error);
  }
}

/** Whom an automatic consent is for: the `login_hint`, else the first active customer of the right kind. */
function automaticCustomer(
  tx: Transaction,
  { request, client }: { request: AuthorizationRequest; client: Client },
): Customer {
  const { loginHint } = request;
  const { customers } = tx.state;
  const customer =
    loginHint === undefined
      ? customers.rowsOf(customers.ranked('active', client.sandbox_customer_kind).above(), 1)[0]
      : customerByLogin(tx.state, loginHint);
  if (!customer) {
    throw new Refusal('automatic_consent_without_customer', { loginHint: loginHint ?? '' });
  }
  return customer;
}

function readParameters(request: Request): RequestParameters {
  if (request.method !== 'POST') return new RequestParameters(queryOf(request.url));
  const body: unknown = request.body;
  if (typeof body !== 'string' && !request.is(FORM)) throw new Refusal('token_request_media_type');
  return new RequestParameters(typeof body === 'string' ? body : '');
}

/** `?ui=` chooses a screen variant for whoever demonstrates one (contract §3). */
function requestedVariant(request: Request): string | undefined {
  const ui = new URLSearchParams(queryOf(request.url)).get('ui');
  return ui ?? undefined;
}
