import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { allowOnly } from '../authorization/allowed-methods.ts';
import { answerPreflights, setCrossOriginHeaders } from '../authorization/cors.ts';
import { issuerChoiceOf, issuerFor } from '../authorization/issuer.ts';
import { metadata } from '../authorization/metadata.ts';
import { refusalOfBodyParser } from '../authorization/refusals-as.ts';
import { authorizationRouter } from '../authorization/router.ts';
import { sendOAuthError } from '../authorization/wire-error.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { dataApiRouter } from '../data-api/router.ts';
import { faultInjector } from '../faults/injector.ts';
import { exchangeOf } from '../log/exchange.ts';
import { renderErrorPage, screensRouter } from '../screens/router.tsx';
import { holdUntilDurable } from './durable-answers.ts';

/**
 * The bank's origin, as the world sees it: OAuth endpoints, customer screens, data API. Every request
 * is recorded from its first line, whatever becomes of it.
 */
export function bankApp(context: SandboxContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Flat names and values: the screens read few, and OAuth endpoints read the undecoded query themselves.
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);

  app.use((request, response, next) => {
    context.log.begin(request, response, 'bank');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    setCrossOriginHeaders(context, request, response);
    holdUntilDurable(context.storage, response, (refusal) => {
      answerRefusal(context, request, response, refusal).catch(next);
    });
    next();
  });
  app.use(faultInjector(context));
  app.use(answerPreflights(context));
  // The data API first: it has few routes and most of the traffic, the authorization server many.
  app.use(dataApiRouter(context));
  app.use(authorizationRouter(context, renderErrorPage));
  app.use(screensRouter(context));
  app.get('/openapi.json', async (request, response) => {
    // Its schemas are slow to load, and most sandboxes are never asked for it.
    const { bankDocument } = await import('../contract/openapi/bank-document.ts');
    const issuer = issuerFor(context.addresses, issuerChoiceOf(request));
    const everyMember = metadata(
      issuer,
      context.addresses.httpsIssuer ?? issuer,
      context.settings().institution,
      true,
    );
    response.json(bankDocument({ version: context.version, issuer, metadata: everyMember }));
  });
  app.get('/', (_request, response) => {
    response.redirect(303, '/ib/about');
  });
  app.all(['/', '/openapi.json'], allowOnly('GET, HEAD'));

  app.use((request, response) => answerRefusal(context, request, response, unknownEndpoint(request)));
  app.use(async (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    await answerRefusal(context, request, response, asRefusal(context, error));
  });
  return app;
}

function unknownEndpoint(request: Request): Refusal {
  return new Refusal('endpoint_unknown', { path: request.path });
}

/** A person gets a page, a program JSON. */
async function answerRefusal(
  context: SandboxContext,
  request: Request,
  response: Response,
  refusal: Refusal,
): Promise<void> {
  exchangeOf(request).refuse(refusal);
  if (request.accepts(['json', 'html']) === 'html') {
    await renderErrorPage(context, request, response, refusal);
  } else {
    sendOAuthError(response, refusal);
  }
}

/** Refusals pass; a broken percent-encoding is the caller's; everything else is a defect of ours, told on stderr. */
function asRefusal(context: SandboxContext, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof URIError) return new Refusal('request_target_malformed');
  const unreadable = refusalOfBodyParser(error);
  if (unreadable) return unreadable;
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`unexpected error: ${context.log.hideSecrets(cause)}\n`);
  return new Refusal('internal_error');
}
