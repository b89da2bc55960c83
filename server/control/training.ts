import type { ServerResponse } from 'node:http';
import { clientOfId } from '../bank/client-registration.ts';
import type { Client } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { implement } from './operation.ts';
import { getHandout, getTrainingScreen } from './operations/training.ts';

/** React is loaded with the first picture, as on the bank's side. */
const drawing = () =>
  Promise.all([import('../training/sample-screen.ts'), import('../training/handout.tsx')]);

/** On the map of the training page, logging in is the third step and the consent the fourth. */
const numberOnMap = { login: 3, consent: 4 } as const;

export const implementedTraining = [
  implement(getTrainingScreen, async ({ context, query, response }) => {
    const client = chosenClient(context, query.clientId);
    const [{ renderSampleScreen }] = await drawing();
    const { variant, step, frames, lang: language = context.settings().language } = query;
    const framesOf = frames === '1' ? numberOnMap[step] : undefined;
    const sample = { variant, step, language, client, framesOf, explained: true };
    sendPicture(response, await renderSampleScreen(context, sample));
  }),

  implement(getHandout, async ({ context, query, response }) => {
    const client = chosenClient(context, query.clientId);
    const [, { renderHandout }] = await drawing();
    const { variant, lang: language = context.settings().language } = query;
    sendPicture(response, await renderHandout(context, { client, variant, language }));
  }),
];

/** @throws Refusal `client_not_found`, also where no client is registered at all. */
function chosenClient({ state }: SandboxContext, clientId: string | undefined): Client {
  if (clientId !== undefined) return clientOfId(state, clientId);
  for (const client of state.clients) return client;
  throw new Refusal('client_not_found', { clientId: '—' });
}

/**
 * A document that may do nothing, wherever it is opened: no script runs in it. Its origin is its own
 * only so that whoever prints it can measure the pictures inside.
 */
function sendPicture(response: ServerResponse, html: string): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; sandbox allow-same-origin",
  );
  response.end(html);
}
