import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoginSession } from '../bank/login-sessions.ts';
import type { Customer, Interaction } from '../bank/model.ts';
import { toTimestamp } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { readCookie } from './browser-binding.ts';

/** Cookies know no ports, so the name says whose it is. */
const NAME = 'ib_login';

/** Keeps the login of an interaction at this browser, under a new secret, where logins are kept. */
export function keepLogin(
  context: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  { customerId, authTime, acr }: Interaction,
): void {
  if (customerId === undefined || authTime === undefined || acr === undefined) return;
  context.logins.end(secretOf(request));
  const secret = context.logins.begin({ customerId, authTime, acr });
  if (secret !== undefined) setCookie(request, response, secret, (context.logins.minutes ?? 0) * 60);
}

/** The login that stands at this browser. */
export function keptLogin(
  context: SandboxContext,
  request: IncomingMessage,
): { session: LoginSession; customer: Customer } | undefined {
  // Most sandboxes keep none, and their requests pay nothing for it.
  return context.logins.minutes === undefined ? undefined : context.logins.find(secretOf(request));
}

/** ログアウト at this browser, told in the log. */
export function endLogin(context: SandboxContext, request: IncomingMessage, response: ServerResponse): void {
  const kept = keptLogin(context, request);
  if (kept) {
    exchangeOf(request).tell({
      at: toTimestamp(context.clock.now()),
      type: 'login.ended',
      login: kept.session.id,
      customerId: kept.customer.id,
    });
  }
  context.logins.end(secretOf(request));
  setCookie(request, response, '', 0);
}

/** The hidden field of a form that logs out, bound to the login it ends. */
export function logoutToken(context: SandboxContext, { id, authTime }: LoginSession): string {
  return context.tokens.macOf('logout', `${id} ${String(authTime)}`);
}

function secretOf(request: IncomingMessage): string | undefined {
  return readCookie(request.headers.cookie ?? '', NAME);
}

function setCookie(request: IncomingMessage, response: ServerResponse, value: string, seconds: number): void {
  const secure = 'encrypted' in request.socket ? '; Secure' : '';
  response.appendHeader(
    'Set-Cookie',
    `${NAME}=${value}; Path=/; Max-Age=${String(seconds)}; HttpOnly; SameSite=Lax${secure}`,
  );
}
