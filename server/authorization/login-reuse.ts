import type { LoginSession } from '../bank/login-sessions.ts';
import type { AuthorizationRequest, Client, Customer } from '../bank/model.ts';
import { activeGrants } from '../bank/grants.ts';
import { Refusal } from '../bank/refusal.ts';
import { SECOND, type Instant } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';

/** A login that stands, and whose it is. */
export interface KeptLogin {
  readonly session: LoginSession;
  readonly customer: Customer;
}

/** What becomes of a request at a browser where somebody is logged in already. */
export type LoginReuse =
  /** The customer logs in, as where no login is kept. */
  | { kind: 'log-in' }
  /** The login is taken, and the customer asked for consent. */
  | { kind: 'ask-consent'; login: KeptLogin }
  /** The very same access is granted already: nothing is shown. */
  | { kind: 'answer'; login: KeptLogin };

/**
 * Decides by `prompt`, `max_age` and what the client wants of the login (OpenID Connect Core §3.1.2.1,
 * §3.1.2.3).
 *
 * @throws Refusal `prompt_none_login_required`, `prompt_none_consent_required` for what can't be answered
 *   without a page.
 */
export function reuseOfLogin(
  context: SandboxContext,
  request: AuthorizationRequest,
  client: Client,
  prompt: readonly string[],
  kept: KeptLogin | undefined,
): LoginReuse {
  const silent = prompt.includes('none');
  const now = context.clock.now();
  if (!kept || !suits(kept, request, client, prompt, now)) {
    if (silent) throw new Refusal('prompt_none_login_required');
    return { kind: 'log-in' };
  }
  const granted = !prompt.includes('consent') && isGranted(context, request, kept.customer, now);
  if (granted) return { kind: 'answer', login: kept };
  if (silent) throw new Refusal('prompt_none_consent_required');
  return { kind: 'ask-consent', login: kept };
}

function suits(
  { session, customer }: KeptLogin,
  request: AuthorizationRequest,
  client: Client,
  prompt: readonly string[],
  now: Instant,
): boolean {
  const { maxAge, essentialAcr, expectedCustomerId, loginHint } = request;
  if (prompt.includes('login') || prompt.includes('select_account')) return false;
  if (maxAge !== undefined && now > session.authTime + maxAge * SECOND) return false;
  if (essentialAcr && !essentialAcr.includes(session.acr)) return false;
  if (expectedCustomerId !== undefined && expectedCustomerId !== customer.id) return false;
  if (loginHint !== undefined && loginHint !== customer.loginId) return false;
  return client.sandbox_customer_kind === 'any' || client.sandbox_customer_kind === customer.kind;
}

/** Whether the customer has allowed this client all of it, under the terms in force, and it still stands. */
function isGranted(
  context: SandboxContext,
  { clientId, scopes, authorizationDetails, continuesGrant }: AuthorizationRequest,
  customer: Customer,
  now: Instant,
): boolean {
  if (authorizationDetails || continuesGrant) return false;
  const { termsVersion } = context.settings();
  return activeGrants(context.state, now, { clientId, customerId: customer.id }).some(
    (grant) => grant.termsVersion === termsVersion && scopes.every((scope) => grant.scopes.includes(scope)),
  );
}
