import type { RequestHandler } from 'express';
import type { SandboxContext } from '../context.ts';
import { issuerChoiceOf, issuerFor } from '../authorization/issuer.ts';
import { exchangeOf } from '../log/exchange.ts';
import { screenPaths } from './paths.ts';
import { sendPage, visitOf } from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';

/** `GET /ib/terms`: the 利用規定 in force. Needs no interaction, so that it can be read and printed any time. */
export function termsScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    exchangeOf(request).explain('terms_shown');
    const { lifetimes, termsVersion } = context.settings();
    const { renderTerms } = await import('./render.tsx');
    const html = renderTerms(stylesheetsOf(context), {
      visit: visitOf(context, request, screenPaths.terms),
      version: termsVersion,
      grantDays: lifetimes.grantDays,
    });
    sendPage(response, 200, html, false);
  };
}

/** `GET /ib/about`: for whoever opens the bank's address without a linkage to do. */
export function aboutScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    exchangeOf(request).explain('about_shown');
    const { renderAbout } = await import('./render.tsx');
    const visit = visitOf(context, request, screenPaths.about);
    const html = renderAbout(stylesheetsOf(context), {
      visit,
      issuer: issuerFor(context.addresses, issuerChoiceOf(request)),
    });
    sendPage(response, 200, html, false);
  };
}

/** `GET /ib/forgot-password`: where the link こちら leads. */
export function forgotPasswordScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    exchangeOf(request).explain('forgot_password_shown');
    const { renderForgotPassword } = await import('./render.tsx');
    const visit = visitOf(context, request, screenPaths.forgotPassword);
    sendPage(response, 200, renderForgotPassword(stylesheetsOf(context), { visit }), false);
  };
}
