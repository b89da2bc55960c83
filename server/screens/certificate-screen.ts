import type { RequestHandler } from 'express';
import { csrfToken } from '../authorization/browser-binding.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { screenPaths } from './paths.ts';
import { leadToPresentStep, sendPage, stepOf } from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';

/** `GET /ib/certificate`. */
export function certificateScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = stepOf(context, request, screenPaths.certificate);
    if (step.interaction.stage !== 'login') {
      leadToPresentStep(request, response, step);
      return;
    }
    exchangeOf(request).explain('certificate_page_shown');
    const { renderCertificate } = await import('./render.tsx');
    const csrf = csrfToken(context, step.interaction);
    const html = renderCertificate(stylesheetsOf(context), { visit: step.visit, csrf });
    sendPage(response, 200, html, step.interaction);
  };
}
