import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { AuthorizationAnswer } from '../bank/interactions.ts';
import type { SandboxContext } from '../context.ts';
import { issuerFor } from './issuer.ts';
import { signAuthorizationResponse } from './signed-response.ts';

/** Submits the form of `form_post` by itself; the CSP names its hash, so nothing else can run. */
const AUTO_SUBMIT = 'document.forms[0].submit()';
const AUTO_SUBMIT_HASH = `'sha256-${createHash('sha256').update(AUTO_SUBMIT).digest('base64')}'`;

/**
 * Sends the customer back to the partner with the answer: 303 after a POST, never 307, which would
 * send the password along (RFC 9700 §4.12). `iss` is in every answer (RFC 9207 §2), nothing is in
 * the fragment.
 */
export async function sendAuthorizationAnswer(
  context: SandboxContext,
  response: Response,
  answer: AuthorizationAnswer,
): Promise<void> {
  const parameters = await answerParameters(context, answer);
  response.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' });
  if (answer.responseMode.startsWith('form_post')) sendForm(response, answer.redirectUri, parameters);
  else response.status(303).set('Location', withQuery(answer.redirectUri, parameters)).end();
}

/**
 * What goes over the wire: the parameters with `iss` (RFC 9207 §2), or one signed `response` that
 * holds them (JARM §2.1), in which `iss` is the token's own.
 */
export async function answerParameters(
  context: SandboxContext,
  answer: AuthorizationAnswer,
): Promise<Record<string, string>> {
  if (!answer.responseMode.endsWith('.jwt')) {
    return { ...answer.parameters, iss: issuerFor(context.addresses, answer) };
  }
  return { response: await signAuthorizationResponse(context, answer) };
}

/** The redirect URI with parameters added, everything it had before kept letter by letter (RFC 6749 §3.1.2). */
export function withQuery(redirectUri: string, parameters: Record<string, string>): string {
  const joint = redirectUri.includes('?') ? (redirectUri.endsWith('?') ? '' : '&') : '?';
  return `${redirectUri}${joint}${new URLSearchParams(parameters).toString()}`;
}

/** An answer that is posted by a page instead of carried by a redirect. */
interface FormPost {
  readonly redirectUri: string;
  readonly parameters: Record<string, string>;
}
const formPosts = new WeakMap<Response, FormPost>();

/** What a response posts to the client, where it is such a page: for whoever poisons it on its way out. */
export function formPostOf(response: Response): FormPost | undefined {
  return formPosts.get(response);
}

function sendForm(response: Response, redirectUri: string, parameters: Record<string, string>): void {
  formPosts.set(response, { redirectUri, parameters });
  response
    .status(200)
    .set(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${AUTO_SUBMIT_HASH}; base-uri 'none'; frame-ancestors 'none'`,
    )
    .type('html')
    .send(formPostPage(redirectUri, parameters));
}

/** OAuth 2.0 Form Post Response Mode §2. Without JavaScript the button does what the script would. */
export function formPostPage(redirectUri: string, parameters: Record<string, string>): string {
  const fields = Object.entries(parameters)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('');
  return (
    `<!doctype html><html lang="ja"><meta charset="utf-8"><title>外部サービスへ戻ります</title>` +
    `<form method="post" action="${escape(redirectUri)}">${fields}` +
    `<p>サンドボックス — 外部サービスの画面へ戻ります。/ Sandbox: returning to the external service.</p>` +
    `<noscript><button type="submit">続ける / Continue</button></noscript></form>` +
    `<script>${AUTO_SUBMIT}</script></html>`
  );
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
