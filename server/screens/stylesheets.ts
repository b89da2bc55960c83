import { createHash } from 'node:crypto';
import express, { type Router } from 'express';
import { allowOnly } from '../authorization/allowed-methods.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { institutionStylesheet } from './institution-colors.ts';
import { screenPaths } from './paths.ts';
import type { Stylesheets } from './shared/page.tsx';
import { stylesheet } from './stylesheet.ts';

const YEAR = 31_536_000;
const screensName = `screens.${digest(stylesheet)}.css`;

/** Where the pages find their stylesheets now; the addresses change with the content. */
export function stylesheetsOf(context: SandboxContext): Stylesheets {
  const colors = institutionStylesheet(context.settings().institution.colors);
  return {
    screens: `${screenPaths.assets}/${screensName}`,
    institution: `${screenPaths.assets}/institution.css?v=${digest(colors)}`,
  };
}

/** `GET /ib/assets/…`: static for all that visitors can tell, and kept by browsers for good. */
export function stylesheetRouter(context: SandboxContext): Router {
  const router = express.Router();
  router.get(`${screenPaths.assets}/${screensName}`, (request, response) => {
    exchangeOf(request).explain('stylesheet_sent');
    setStylesheetHeaders(response);
    response.send(stylesheet);
  });
  router.get(`${screenPaths.assets}/institution.css`, (request, response) => {
    exchangeOf(request).explain('stylesheet_sent');
    setStylesheetHeaders(response);
    response.send(institutionStylesheet(context.settings().institution.colors));
  });
  for (const name of [screensName, 'institution.css']) {
    router.all(`${screenPaths.assets}/${name}`, allowOnly('GET, HEAD'));
  }
  return router;
}

function setStylesheetHeaders(response: express.Response): void {
  response.set({
    'Content-Type': 'text/css; charset=utf-8',
    'Cache-Control': `public, max-age=${YEAR}, immutable`,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}
