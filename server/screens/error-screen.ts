import type { Request, Response } from 'express';
import { csrfToken, verifyBrowser } from '../authorization/browser-binding.ts';
import { clientOf, liveInteraction } from '../bank/interactions.ts';
import type { Client, Interaction } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { openingAt } from '../bank/service-hours.ts';
import { SECOND } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { occurrenceOf, pageStatus, sendPage, visitOf } from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';
import { carriedBy } from './visit.ts';

/**
 * Answers with a page at the bank, never a redirect: for refusals of the screens, and for
 * authorization requests whose redirect URI can't be trusted (RFC 6749 §4.1.2.1). Also tells the log.
 */
export async function renderErrorPage(
  context: SandboxContext,
  request: Request,
  response: Response,
  refusal: Refusal,
): Promise<void> {
  exchangeOf(request).refuse(refusal);
  const living = livingInteraction(context, request);
  const visit = visitOf(context, request, request.path, living?.interaction, living?.client);
  const { renderError } = await import('./render.tsx');
  const html = renderError(stylesheetsOf(context), {
    visit,
    refusal,
    occurrence: occurrenceOf(context, request, visit),
    csrf: living ? csrfToken(context, living.interaction) : undefined,
  });
  const opening = openingAt(context.settings(), context.clock.now());
  if (!opening.open && refusal.entry.status === 503) {
    response.set('Retry-After', String(Math.ceil((opening.opensAt - context.clock.now()) / SECOND)));
  }
  sendPage(response, pageStatus(refusal), html, living !== undefined);
}

/** The interaction of this browser, if the customer can still be sent back to the partner. */
function livingInteraction(
  context: SandboxContext,
  request: Request,
): { interaction: Interaction; client: Client } | undefined {
  const id = carriedBy(request).i;
  if (id === undefined) return undefined;
  try {
    const interaction = liveInteraction(context.state, context.clock.now(), id);
    verifyBrowser(context, request, interaction);
    return { interaction, client: clientOf(context.state, interaction) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
