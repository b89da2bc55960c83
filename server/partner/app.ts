import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import { allowOnly } from './allowed-methods.ts';
import type { Visitors } from './visitors.ts';

export interface PartnerOptions {
  /** The one thing this partner knows about the bank. */
  readonly issuer: string;
  /** Where this partner itself answers, without trailing slash; known once it listens. */
  readonly baseUrl: () => string;
  /** Where `partner.json` keeps sessions and tokens; `null` keeps them in memory only. */
  readonly dataDir: string | null;
}

/**
 * The demo partner: a household ledger (or, with `?app=kaikei`, an accounting service, or one of the
 * names of the notice) that links with the bank as any OAuth client would. Its libraries are loaded
 * with the first visitor, because most starts of a sandbox are for somebody else's partner.
 */
export function createPartner(options: PartnerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  let visitors: Promise<Visitors> | undefined;
  const loadVisitors = () =>
    (visitors ??= import('./visitors.ts').then(({ Visitors }) => Visitors.open(options)));

  app.use((request, response, next) => {
    setSecurityHeaders(response, options.issuer);
    if (refuseForeign(request, response, options.baseUrl())) return;
    next();
  });
  app
    .route('/favicon.ico')
    .get((_request, response) => {
      response.status(204).end();
    })
    .all(allowOnly('GET, HEAD'));
  const form = express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });
  const by = (handle: Handle) => async (request: Request, response: Response, next: NextFunction) => {
    try {
      await handle(await loadVisitors(), request, response);
    } catch (error) {
      next(error);
    }
  };
  const action = (handle: Handle) => [form, by(handle)];
  app.all(
    '/assets/:sheet',
    by((all, ...message) => all.stylesheet(...message)),
  );
  app
    .route('/')
    .get(by((all, ...message) => all.home(...message)))
    .all(allowOnly('GET, HEAD'));
  app
    .route('/callback')
    .get(by((all, ...message) => all.callback(...message)))
    .all(allowOnly('GET, HEAD'));
  app
    .route('/lessons')
    .get(by((all, ...message) => all.lessons(...message)))
    .post(action((all, ...message) => all.makeMistake(...message)))
    .all(allowOnly('GET, HEAD, POST'));
  const actions: Readonly<Record<string, Handle>> = {
    '/connect': (all, ...message) => all.connect(...message),
    '/update': (all, ...message) => all.update(...message),
    '/refresh': (all, ...message) => all.refresh(...message),
    '/disconnect': (all, ...message) => all.disconnect(...message),
  };
  for (const [path, handle] of Object.entries(actions)) {
    app.route(path).post(action(handle)).all(allowOnly('POST'));
  }
  app.use(by((all, request, response) => all.notFound(request, response)));
  app.use(answerError);
  return app;
}

type Handle = (visitors: Visitors, request: Request, response: Response) => Promise<void> | void;

/** An address or a form that can't be read is its sender's, and no matter for stderr; the rest is a defect. */
const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status } = error as { status?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    response.status(status).type('text/plain').send('The address or the form can’t be read.\n');
    return;
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`unexpected error at the demo partner: ${cause}\n`);
  response.status(500).type('text/plain').send('The demo partner failed; its terminal tells why.\n');
};

/** `form-action` names the bank too: Chromium applies it to the redirect that answers 連携する. */
function setSecurityHeaders(response: Response, issuer: string): void {
  const bank = new URL(issuer);
  const bankSource = bank.hostname.startsWith('[') ? bank.protocol : bank.origin;
  response.set({
    'Content-Security-Policy':
      `default-src 'none'; style-src 'self'; form-action 'self' ${bankSource}; ` +
      "frame-ancestors 'none'; base-uri 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
}

/**
 * Threats: another page of this computer posting our forms (SameSite does not tell ports apart), and
 * a foreign name that resolves to us. A visitor who came by another name of the same host is led to
 * the registered one, because the session's cookie must be there when the bank sends them back.
 *
 * @returns true when the request has been answered.
 */
function refuseForeign(request: Request, response: Response, baseUrl: string): boolean {
  const own = new URL(baseUrl);
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (request.headers.host !== own.host) {
    if (safe) response.status(303).set('Location', `${own.origin}/`).end();
    else response.status(421).end();
    return true;
  }
  const { origin } = request.headers;
  if (!safe && origin !== undefined && origin !== own.origin) {
    response.status(403).type('text/plain').send('This form was sent from another site.\n');
    return true;
  }
  return false;
}
