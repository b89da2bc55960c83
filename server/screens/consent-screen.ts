import type { Request, RequestHandler, Response } from 'express';
import { sendAuthorizationAnswer } from '../authorization/answer.ts';
import { csrfToken } from '../authorization/browser-binding.ts';
import { giveConsent } from '../bank/consent.ts';
import { endWithRefusal } from '../bank/interactions.ts';
import { permissionScopes, type Grant, type PermissionScope } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { permissionsAmong } from '../bank/scopes.ts';
import { DAY } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { inWords } from './dates.ts';
import { cancel } from './login-screen.ts';
import { screenPaths } from './paths.ts';
import {
  askerOf,
  leadToPresentStep,
  occurrenceOf,
  pageStatus,
  sendPage,
  stepOf,
  submittedStep,
  type Step,
} from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';
import { names } from './texts/names.ts';
import { fieldOf, fieldsOf } from './visit.ts';

/** What the customer can mend without leaving the page. */
const mendable: ReadonlySet<string> = new Set(['no_permission_chosen', 'terms_not_agreed']);

/** What the customer can do nothing about, and the client asked for wrongly. */
const forTheClient: ReadonlySet<string> = new Set(['grant_id_invalid', 'essential_claim_unavailable']);

/** What is ticked on the page. */
interface Ticks {
  readonly permissions: readonly PermissionScope[];
  readonly agreed: boolean;
}

/** `GET /ib/consent`: everything asked for is ticked, the agreement is not. */
export function consentScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = stepOf(context, request, screenPaths.consent);
    if (step.interaction.stage !== 'consent') {
      leadToPresentStep(request, response, step);
      return;
    }
    exchangeOf(request).explain('consent_page_shown');
    const permissions = permissionsAmong(step.interaction.request.scopes);
    await showConsent(context, request, response, step, { permissions, agreed: false });
  };
}

/** `POST /ib/consent`: 許可 or キャンセル. */
export function submitConsent(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = submittedStep(context, request, screenPaths.consent);
    if (fieldOf(request.body, 'action') === 'cancel') {
      await cancel(context, request, response, step);
      return;
    }
    const exchange = exchangeOf(request);
    const ticked = fieldsOf(request.body, 'permission');
    const ticks: Ticks = {
      permissions: permissionScopes.filter((scope) => ticked.includes(scope)),
      agreed: fieldOf(request.body, 'terms') === 'agreed',
    };
    try {
      const answer = await context.work.run(
        (tx) =>
          giveConsent(tx, context.tokens, {
            interactionId: step.interaction.interactionId,
            permissions: ticks.permissions,
            termsAgreed: ticks.agreed,
          }),
        exchange.addEffects,
      );
      exchange.explain('consent_given', {
        permissions: ticks.permissions.map((scope) => names[scope].ja).join('、'),
      });
      await sendAuthorizationAnswer(context, response, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'interaction_wrong_stage') leadToPresentStep(request, response, step);
      else if (forTheClient.has(error.code)) {
        exchange.refuse(error);
        const { interactionId } = step.interaction;
        const answer = await context.work.run((tx) => endWithRefusal(tx, { interactionId, refusal: error }));
        await sendAuthorizationAnswer(context, response, answer);
      } else if (mendable.has(error.code)) await showConsent(context, request, response, step, ticks, error);
      else throw error;
    }
  };
}

async function showConsent(
  context: SandboxContext,
  request: Request,
  response: Response,
  { interaction, client, visit }: Step,
  ticks: Ticks,
  refusal?: Refusal,
): Promise<void> {
  if (refusal) exchangeOf(request).refuse(refusal);
  const { lifetimes, termsVersion } = context.settings();
  const { renderConsent } = await import('./render.tsx');
  const html = renderConsent(stylesheetsOf(context), {
    visit,
    csrf: csrfToken(context, interaction),
    asker: askerOf(client),
    customerName: context.state.customers.get(interaction.customerId ?? '')?.name ?? '',
    requested: permissionsAmong(interaction.request.scopes),
    ticked: ticks.permissions,
    agreed: ticks.agreed,
    grantDays: lifetimes.grantDays,
    until: inWords(context.clock.now() + lifetimes.grantDays * DAY, visit.language),
    termsVersion,
    termsAgreedBefore: otherTermsAgreedBefore(context, interaction.customerId ?? ''),
    refusal,
    occurrence: occurrenceOf(context, request, visit),
  });
  sendPage(response, refusal ? pageStatus(refusal) : 200, html, interaction);
}

/** The version this customer agreed to last, for whichever partner, where it is not the one in force. */
function otherTermsAgreedBefore(context: SandboxContext, customerId: string): string | undefined {
  const grants = context.state.grants.where('customerId', customerId);
  const last = grants.reduce<Grant | undefined>(
    (latest, grant) => (latest && latest.createdAt > grant.createdAt ? latest : grant),
    undefined,
  );
  return last && last.termsVersion !== context.settings().termsVersion ? last.termsVersion : undefined;
}
