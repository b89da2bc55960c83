import { answerParameters, withQuery } from '../authorization/answer.ts';
import { startAuthorization } from '../authorization/authorization-endpoint.ts';
import { RequestParameters } from '../authorization/parameters.ts';
import type { IssuerChoice } from '../authorization/issuer.ts';
import { permissionsIn } from '../bank/account-information.ts';
import { giveConsent as consent, isForTheClient } from '../bank/consent.ts';
import {
  beginInteraction,
  cancelInteraction,
  refusalAnswer,
  type AuthorizationAnswer,
} from '../bank/interactions.ts';
import { InvalidInput, inputRefused } from '../bank/invalid-input.ts';
import { usePushedRequest } from '../bank/pushed-requests.ts';
import { Refusal } from '../bank/refusal.ts';
import { isPermission } from '../bank/scopes.ts';
import { customerByLogin, signInWithPassword } from '../bank/sign-in.ts';
import type { AuthorizationRequest } from '../bank/model.ts';
import type { Transaction } from '../bank/transaction.ts';
import type { SandboxContext } from '../context.ts';
import { WalkFaults } from '../faults/walk.ts';
import { implement, type OperationCall } from './operation.ts';
import { giveConsent } from './operations/grants.ts';

type ConsentCall = OperationCall<typeof giveConsent>;

/** The paths under which the authorization endpoint answers (wire format: aliases). */
const AUTHORIZE_PATHS: ReadonlySet<string> = new Set([
  '/oauth2/authorize',
  '/auth/v1/authorization',
  '/ganb/api/auth/v1/authorization',
]);

/**
 * Login and consent without a browser: the request is judged, the customer signed in and the consent
 * given by the very operations behind the screens, so that nothing passes here that fails there.
 */
export const implementedConsents = [
  implement(giveConsent, async (call) => {
    const { context, body, exchange } = call;
    const parameters = requestParameters(context, body.authorizationUrl);
    const faults = new WalkFaults(context, exchange);
    let start;
    try {
      start = await startAuthorization(
        context,
        parameters,
        exchange,
        issuerChoice(context, body.authorizationUrl),
      );
    } catch (error) {
      // What the bank would show on an error page is a fault of the URL here.
      throw isOfTheBank(error) ? inputRefused(error, 'authorizationUrl') : error;
    }
    if (start.kind === 'answer') return await redirect(context, start.answer);
    const { request } = start;
    // Told beforehand, so that a fault for this customer can strike before anything is counted.
    const customer = customerByLogin(context.state, body.loginId);
    if (customer) exchange.identify({ customerId: customer.id });
    faults.reachScreens();
    try {
      const answer = await context.work.run((tx) => walk(tx, call, request), exchange.addEffects);
      faults.arrive();
      const { redirectTo } = await redirect(context, answer);
      return { redirectTo: await faults.lead(redirectTo) };
    } catch (error) {
      if (!isOfTheBank(error)) throw error;
      if (isForTheClient(error)) {
        exchange.refuse(error);
        // Undone with the walk, and used all the same, as on the screens (RFC 9126 §4).
        await context.work.run((tx) => {
          usePushedRequest(tx, request.requestUri);
        });
        return await redirect(context, refusalAnswer(request, error));
      }
      throw inputRefused(error, memberAtFault[error.code] ?? 'authorizationUrl');
    }
  }),
];

function walk(
  tx: Transaction,
  { context, body, exchange }: ConsentCall,
  request: AuthorizationRequest,
): AuthorizationAnswer {
  const { interactionId, flowId } = beginInteraction(tx, request);
  exchange.identify({ flowId });
  if (body.decision === 'cancel' && body.password === undefined) {
    return cancelInteraction(tx, { interactionId });
  }
  signInWithPassword(tx, {
    interactionId,
    loginId: body.loginId,
    password: body.password ?? '',
  });
  if (body.decision === 'cancel') return cancelInteraction(tx, { interactionId });
  return consent(tx, context.tokens, {
    interactionId,
    permissions: body.scopes?.filter(isPermission) ?? permissionsIn(request),
    ...(body.accounts && { accounts: body.accounts }),
    termsAgreed: true,
  });
}

/** By which of its names the URL calls the bank: the answer bears the same one. */
function issuerChoice({ addresses }: SandboxContext, authorizationUrl: string): IssuerChoice {
  const { origin } = new URL(authorizationUrl, addresses.issuer);
  return origin === addresses.httpsIssuer ? { overTls: true } : {};
}

/** The address with its answer, as the browser would be sent to it. */
async function redirect(
  context: SandboxContext,
  answer: AuthorizationAnswer,
): Promise<{ redirectTo: string }> {
  return { redirectTo: withQuery(answer.redirectUri, await answerParameters(context, answer)) };
}

/** @throws InvalidInput when the URL is not that of our authorization endpoint. */
function requestParameters({ addresses }: SandboxContext, authorizationUrl: string): RequestParameters {
  const issuers = [addresses.issuer, addresses.httpsIssuer].filter((issuer) => issuer !== null);
  const url = URL.canParse(authorizationUrl, addresses.issuer)
    ? new URL(authorizationUrl, addresses.issuer)
    : undefined;
  const ours =
    url !== undefined &&
    issuers.some((issuer) => new URL(issuer).origin === url.origin) &&
    AUTHORIZE_PATHS.has(url.pathname);
  if (!ours) {
    throw new InvalidInput([
      {
        path: 'authorizationUrl',
        message: {
          ja: `この金融機関の認可エンドポイントではありません。${addresses.issuer}/oauth2/authorize?… を書いてください。`,
          en: `It is not the authorization endpoint of this bank; write ${addresses.issuer}/oauth2/authorize?...`,
        },
      },
    ]);
  }
  return new RequestParameters(url.search.slice(1));
}

/** Which member a refusal of the screens is about. */
const memberAtFault: Readonly<Record<string, string>> = {
  wrong_credentials: 'password',
  customer_locked: 'loginId',
  customer_stopped: 'loginId',
  certificate_required: 'loginId',
  wrong_customer_kind: 'loginId',
  inquiry_not_permitted: 'loginId',
  no_permission_chosen: 'scopes',
  no_account_chosen: 'accounts',
  account_not_offered: 'accounts',
};

/** Whether the bank refused by its own rules; a fault put up on purpose is nobody's mistake. */
function isOfTheBank(error: unknown): error is Refusal {
  return error instanceof Refusal && !error.code.startsWith('fault_');
}
