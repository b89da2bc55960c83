import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import helmet from 'helmet';
import type { SandboxContext } from '../context.ts';
import { precompressed } from './precompressed.ts';

/** The literal in the built page that each answer replaces with its own nonce. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** Addresses that are meant for another one. */
const MOVED: Readonly<Record<string, string>> = {
  '/index.html': '/',
  '/openapi.json': '/control/v1/openapi.json',
};

const NOTHING_THERE =
  'ここには何もありません。コンソールは / に、API の説明は /control/v1/openapi.json にあります。\n' +
  'There is nothing here. The console is at /, the description of the API at /control/v1/openapi.json.\n';

const NOT_BUILT = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>IB Link Sandbox</title>
<p>コンソールはまだビルドされていません。<code>npm run build</code> を実行してください。</p>
<p lang="en">The console has not been built yet. Run <code>npm run build</code>.</p></html>`;

/**
 * The console's origin: the React page and the control API it speaks to.
 *
 * Threat: a web page the user visits, or a page of the bank or partner with injected markup, using
 * the console's power. The page runs only its own scripts and takes its token from the URL fragment
 * or the desktop shell; the API never answers without that token (guard in the control router).
 */
export function consoleApp(context: SandboxContext, pageFolder: string): Express {
  const app = express();
  app.disable('x-powered-by');
  let control: Promise<Router> | undefined;
  app.use('/control/v1', async (request, response, next) => {
    control ??= loadControlRouter(context);
    (await control)(request, response, next);
  });

  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64url');
    next();
  });
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'", (_request, response) => nonceSource(response as express.Response)],
          'img-src': ["'self'", 'data:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'base-uri': ["'none'"],
          'form-action': ["'none'"],
          'frame-ancestors': ["'none'"],
        },
      },
      // Plain HTTP on loopback: nothing to pin.
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  // The one page there is: its own router goes by the fragment, which no server sees.
  app.get('/', (_request, response) => {
    response.set('Cache-Control', 'no-store').type('html').send(page(pageFolder, response));
  });
  // Where people and programs look first.
  for (const [path, target] of Object.entries(MOVED)) {
    app.get(path, (_request, response) => {
      response.redirect(308, target);
    });
  }
  app.use('/assets', precompressed(join(pageFolder, 'assets')));
  app.use(express.static(pageFolder, { index: false }));
  app.use((request, response) => {
    response.set('Cache-Control', 'no-store').type('text');
    const isThere = request.path === '/' || request.path in MOVED || isFile(pageFolder, request.path);
    if (!isThere || request.method === 'GET' || request.method === 'HEAD') {
      response.status(404).send(NOTHING_THERE);
      return;
    }
    response.set('Allow', 'GET, HEAD');
    if (request.method === 'OPTIONS') response.status(204).end();
    else response.status(405).send('This address takes GET and HEAD only (RFC 9110 section 15.5.6).\n');
  });
  const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    // Express and its file server give what the caller did wrong a status (RFC 9110 §15.5).
    const { status } = error as { status?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) {
      response.status(status).type('text').send('The path can’t be read: encode text as UTF-8, % as %25.');
      return;
    }
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`unexpected error: ${context.log.hideSecrets(cause)}\n`);
    response.status(500).type('text').send('The console’s server failed; its terminal tells why.');
  };
  app.use(onError);
  return app;
}

/**
 * The control API's schemas take as long to load as the rest of the sandbox together, so they are
 * loaded behind the start (`sandbox.ts` begins at once) or by the first call, whichever comes first.
 */
async function loadControlRouter(context: SandboxContext): Promise<Router> {
  const [{ implementAll }, { controlRouter }] = await Promise.all([
    import('../control/all.ts'),
    import('../control/router.ts'),
  ]);
  return controlRouter(context, implementAll());
}

/** Whether the build has made such a file: by its name in the folder's list, so that no path leads out. */
function isFile(pageFolder: string, path: string): boolean {
  return (
    existsSync(pageFolder) &&
    readdirSync(pageFolder, { recursive: true, encoding: 'utf8' }).includes(path.slice(1))
  );
}

function page(pageFolder: string, response: express.Response): string {
  const file = join(pageFolder, 'index.html');
  if (!existsSync(file)) return NOT_BUILT;
  return readFileSync(file, 'utf8').replaceAll(NONCE_PLACEHOLDER, String(response.locals['nonce']));
}

function nonceSource(response: express.Response): string {
  return `'nonce-${String(response.locals['nonce'])}'`;
}
