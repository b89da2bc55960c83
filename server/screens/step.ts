import type { Request, Response } from 'express';
import { verifyBrowser, verifyForm } from '../authorization/browser-binding.ts';
import { keptLogin, logoutToken } from '../authorization/login-cookie.ts';
import { clientOf, liveInteraction } from '../bank/interactions.ts';
import type { Client, CustomerKind, Interaction } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import type { Asker } from './shared/asker.tsx';
import type { Occurrence } from './shared/problem.tsx';
import { inWords } from './dates.ts';
import { screenPaths } from './paths.ts';
import { setScreenHeaders } from './response-headers.ts';
import { carriedBy, fieldOf, languageFor, linkTo, variantFor, type Language, type Visit } from './visit.ts';

/** A request that belongs to a living interaction of this browser. */
export interface Step {
  readonly interaction: Interaction;
  readonly client: Client;
  readonly visit: Visit;
}

/**
 * The step a request stands at.
 *
 * @throws Refusal `interaction_unknown` (also for another browser's), `interaction_expired`,
 *   `interaction_finished`, `unknown_client`.
 */
export function stepOf(context: SandboxContext, request: Request, path: string): Step {
  const id = carriedBy(request).i;
  if (id === undefined) throw new Refusal('interaction_unknown');
  const interaction = liveInteraction(context.state, context.clock.now(), id);
  verifyBrowser(context, request, interaction);
  context.state.attended.add(interaction);
  const client = clientOf(context.state, interaction);
  exchangeOf(request).identify({
    clientId: client.client_id,
    flowId: interaction.flowId,
    ...(interaction.customerId === undefined ? {} : { customerId: interaction.customerId }),
  });
  return { interaction, client, visit: visitOf(context, request, path, interaction, client) };
}

/** As {@link stepOf}, for a form: also @throws Refusal `form_forged`. */
export function submittedStep(context: SandboxContext, request: Request, path: string): Step {
  const step = stepOf(context, request, path);
  verifyForm(context, step.interaction, fieldOf(request.body, 'csrf') ?? '');
  return step;
}

/** How a page is to look: for this customer once known, else for whom the partner serves. */
export function visitOf(
  context: SandboxContext,
  request: Request,
  path: string,
  interaction?: Interaction,
  client?: Client,
): Visit {
  const carried = carriedBy(request);
  const settings = context.settings();
  const kept = keptLogin(context, request);
  return {
    // Where no interaction began, at the authorization endpoint, the request itself may still say it.
    language: languageFor(
      carried,
      interaction?.request.uiLocales ?? fieldOf(request.query, 'ui_locales'),
      settings.language,
    ),
    variant: variantFor(request, carried, kindOf(context, carried.kind, interaction, client)),
    institution: settings.institution,
    carried,
    path,
    ...(kept && { login: { name: kept.customer.name, csrf: logoutToken(context, kept.session) } }),
  };
}

function kindOf(
  context: SandboxContext,
  chosen: CustomerKind | undefined,
  interaction: Interaction | undefined,
  client: Client | undefined,
): CustomerKind {
  const customer = context.state.customers.get(interaction?.customerId ?? '');
  if (customer) return customer.kind;
  const registered = client?.sandbox_customer_kind ?? 'any';
  return registered === 'any' ? (chosen ?? 'personal') : registered;
}

/** The partner as the customer knows it, in the page's language where it registered such a name. */
export function askerOf(client: Client, language: Language): Asker {
  return {
    service:
      client[`sandbox_service#${language}`] ??
      client[`client_name#${language}`] ??
      client.sandbox_service ??
      client.client_name,
    company: client[`sandbox_company#${language}`] ?? client.sandbox_company,
  };
}

export function occurrenceOf(context: SandboxContext, request: Request, visit: Visit): Occurrence {
  return { at: inWords(context.clock.now(), visit.language), reference: exchangeOf(request).id };
}

/** The page of the stage the interaction stands at: for the back button, reloads and double clicks. */
export function leadToPresentStep(request: Request, response: Response, { interaction, visit }: Step): void {
  exchangeOf(request).explain('led_to_present_step');
  const path = interaction.stage === 'login' ? screenPaths.login : screenPaths.consent;
  seeOther(response, linkTo(path, visit.carried));
}

/** 303, so that what was posted is not posted again (RFC 9110 §15.4.4). */
export function seeOther(response: Response, location: string): void {
  response.status(303).set({ Location: location, 'Cache-Control': 'no-store' }).end();
}

/** Sends a rendered page. @param leadsToPartner whether a form of it may end there. */
export function sendPage(response: Response, status: number, html: string, leadsToPartner: boolean): void {
  setScreenHeaders(response, leadsToPartner);
  response.status(status).type('html').send(html);
}

/**
 * The status of a page that shows a refusal. 401 would promise an authentication scheme a browser
 * could use (RFC 9110 §15.5.2); a form has none.
 */
export function pageStatus(refusal: Refusal): number {
  return refusal.entry.status === 401 ? 403 : refusal.entry.status;
}
