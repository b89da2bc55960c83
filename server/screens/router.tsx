import express, { type ErrorRequestHandler, type Router } from 'express';
import { allowOnly } from '../authorization/allowed-methods.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { certificateScreen, submitCertificate } from './certificate-screen.ts';
import { consentScreen, submitConsent } from './consent-screen.ts';
import { renderErrorPage } from './error-screen.ts';
import { loginScreen, submitLogin } from './login-screen.ts';
import { logoutScreen, submitLogout } from './logout-screen.ts';
import { aboutScreen, forgotPasswordScreen, termsScreen } from './notice-screens.ts';
import { screenPaths } from './paths.ts';
import { stylesheetRouter } from './stylesheets.ts';

export { renderErrorPage } from './error-screen.ts';

/**
 * The customer's way through the bank: login, certificate, consent, and the pages beside. Every page
 * works without JavaScript; a POST either moves on with a 303 or shows the page again with what is
 * wrong on it.
 */
export function screensRouter(context: SandboxContext): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 50 });
  router.use(stylesheetRouter(context));
  router
    .route(screenPaths.login)
    .get(loginScreen(context))
    .post(form, submitLogin(context))
    .all(allowOnly('GET, HEAD, POST'));
  router
    .route(screenPaths.certificate)
    .get(certificateScreen(context))
    .post(form, submitCertificate(context))
    .all(allowOnly('GET, HEAD, POST'));
  router
    .route(screenPaths.consent)
    .get(consentScreen(context))
    .post(form, submitConsent(context))
    .all(allowOnly('GET, HEAD, POST'));
  router
    .route(screenPaths.logout)
    .get(logoutScreen(context))
    .post(form, submitLogout(context))
    .all(allowOnly('GET, HEAD, POST'));
  router.route(screenPaths.terms).get(termsScreen(context)).all(allowOnly('GET, HEAD'));
  router.route(screenPaths.about).get(aboutScreen(context)).all(allowOnly('GET, HEAD'));
  router.route(screenPaths.forgotPassword).get(forgotPasswordScreen(context)).all(allowOnly('GET, HEAD'));
  router.use(refusalsAsPages(context));
  return router;
}

function refusalsAsPages(context: SandboxContext): ErrorRequestHandler {
  return async (error, request, response, next) => {
    if (error instanceof Refusal && !response.headersSent) {
      await renderErrorPage(context, request, response, error);
    } else {
      next(error);
    }
  };
}
