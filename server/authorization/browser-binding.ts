import type { IncomingMessage, ServerResponse } from 'node:http';
import { sameSecret } from '../bank/sign-in.ts';
import { Refusal } from '../bank/refusal.ts';
import type { Interaction } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';

/**
 * Binds an interaction to the browser that began it.
 *
 * Threats: a link to somebody else's half-finished consent (session fixation), and a form sent from
 * a foreign page (RFC 6749 §10.12). The cookie proves the browser, the hidden field proves the page;
 * both are MACs over the interaction's identifier, so nothing has to be stored, and both are needed.
 *
 * One cookie per interaction lets a customer link two services in two tabs. Cookies know no ports,
 * so the other origins of 127.0.0.1 would see them too; the path keeps them to the bank's screens.
 */
const COOKIE_PATH = '/ib';

function cookieName(interactionId: string): string {
  return `ib_${interactionId.slice(2, 12)}`;
}

/** Sets the cookie that lets this browser, and no other, go on. */
export function bindBrowser(
  context: SandboxContext,
  request: IncomingMessage,
  response: ServerResponse,
  interaction: Interaction,
): void {
  const seconds = context.settings().lifetimes.interactionSeconds;
  const secure = 'encrypted' in request.socket ? '; Secure' : '';
  response.appendHeader(
    'Set-Cookie',
    `${cookieName(interaction.interactionId)}=${context.tokens.macOf('browser', interaction.interactionId)}` +
      `; Path=${COOKIE_PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`,
  );
}

/** The hidden `csrf` field of the interaction's forms. */
export function csrfToken(context: SandboxContext, interaction: Interaction): string {
  return context.tokens.macOf('csrf', interaction.interactionId);
}

/** @throws Refusal `interaction_unknown` when another browser (or none) began this interaction. */
export function verifyBrowser(
  context: SandboxContext,
  request: IncomingMessage,
  interaction: Interaction,
): void {
  const cookie = readCookie(request.headers.cookie ?? '', cookieName(interaction.interactionId));
  if (!sameSecret(cookie ?? '', context.tokens.macOf('browser', interaction.interactionId))) {
    throw new Refusal('interaction_unknown');
  }
}

/** @throws Refusal `form_forged` when the form did not come from our page. */
export function verifyForm(context: SandboxContext, interaction: Interaction, csrf: string): void {
  if (!sameSecret(csrf, csrfToken(context, interaction))) throw new Refusal('form_forged');
}

export function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
