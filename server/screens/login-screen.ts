import type { Request, RequestHandler, Response } from 'express';
import { sendAuthorizationAnswer } from '../authorization/answer.ts';
import { csrfToken } from '../authorization/browser-binding.ts';
import { keepLogin } from '../authorization/login-cookie.ts';
import { holderOfCertificate } from '../bank/customer-certificates.ts';
import { cancelInteraction } from '../bank/interactions.ts';
import type { CustomerKind, Interaction } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { refuseWhenClosed } from '../bank/service-hours.ts';
import { customerByLogin, signInWithPassword } from '../bank/sign-in.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { screenPaths } from './paths.ts';
import { practiceLogins } from './practice-logins.ts';
import {
  askerOf,
  leadToPresentStep,
  occurrenceOf,
  pageStatus,
  seeOther,
  sendPage,
  stepOf,
  submittedStep,
  type Step,
} from './step.ts';
import { stylesheetsOf } from './stylesheets.ts';
import { fieldOf, isCorporate, linkTo } from './visit.ts';

/** What the customer can mend without leaving the page. */
const mendable: ReadonlySet<string> = new Set([
  'wrong_credentials',
  'certificate_required',
  'certificate_of_another_customer',
  'wrong_customer_kind',
  'other_kind_chosen',
]);

/** `GET /ib/login`: the choice of 個人 or 法人 where it is open, else the login page of the variant. */
export function loginScreen(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = stepOf(context, request, screenPaths.login);
    if (step.interaction.stage !== 'login') {
      leadToPresentStep(request, response, step);
      return;
    }
    // Told before anybody types a password in vain.
    refuseWhenClosed(context.settings(), context.clock.now());
    if (mustChooseKind(step)) await showKindChoice(context, request, response, step);
    else {
      exchangeOf(request).explain('login_page_shown');
      await showLogin(context, request, response, step, suggestedLogin(context, step));
    }
  };
}

/** `POST /ib/login`: 認証, 電子証明書認証 or キャンセル. */
export function submitLogin(context: SandboxContext): RequestHandler {
  return async (request, response) => {
    const step = submittedStep(context, request, screenPaths.login);
    switch (fieldOf(request.body, 'action')) {
      case 'cancel':
        await cancel(context, request, response, step);
        return;
      case 'certificate':
        seeOther(response, linkTo(screenPaths.certificate, step.visit.carried));
        return;
      default:
        await signIn(context, request, response, step);
    }
  };
}

/** キャンセル, from whichever page: back to the partner with `access_denied` (seed). */
export async function cancel(
  context: SandboxContext,
  request: Request,
  response: Response,
  { interaction }: Step,
): Promise<void> {
  const exchange = exchangeOf(request);
  const { interactionId } = interaction;
  const answer = await context.work.run(
    (tx) => cancelInteraction(tx, { interactionId }),
    exchange.addEffects,
  );
  exchange.explain('linkage_cancelled');
  await sendAuthorizationAnswer(context, response, answer);
}

async function signIn(
  context: SandboxContext,
  request: Request,
  response: Response,
  step: Step,
): Promise<void> {
  const exchange = exchangeOf(request);
  const loginId = (fieldOf(request.body, 'loginId') ?? '').trim();
  const password = fieldOf(request.body, 'password') ?? '';
  const { interactionId } = step.interaction;
  // Told beforehand, so that a fault for this customer can strike before anything is counted.
  const customer = customerByLogin(context.state, loginId);
  if (customer) exchange.identify({ customerId: customer.id });
  try {
    const signedIn = await context.work.run(
      (tx) => signInWithPassword(tx, { interactionId, loginId, password, chosenKind: chosenKind(step) }),
      exchange.addEffects,
    );
    keepLogin(context, request, response, signedIn);
    exchange.explain('signed_in');
    seeOther(response, linkTo(screenPaths.consent, step.visit.carried));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'interaction_wrong_stage') leadToPresentStep(request, response, step);
    else if (mendable.has(error.code)) await showLogin(context, request, response, step, loginId, error);
    else throw error;
  }
}

/** Whose certificate was shown already, else whom the partner named. */
function suggestedLogin({ state }: SandboxContext, { interaction }: Step): string {
  const certified = state.customers.get(interaction.certified?.customerId ?? '');
  return certified?.loginId ?? interaction.request.loginHint ?? '';
}

/** What was picked counts only where there was a choice. */
function chosenKind({ client, visit }: Step): CustomerKind | undefined {
  return client.sandbox_customer_kind === 'any' ? visit.carried.kind : undefined;
}

function mustChooseKind({ interaction, client, visit }: Step): boolean {
  return (
    interaction.certified === undefined &&
    client.sandbox_customer_kind === 'any' &&
    visit.carried.kind === undefined &&
    visit.carried.ui === undefined
  );
}

async function showKindChoice(
  context: SandboxContext,
  request: Request,
  response: Response,
  { interaction, client, visit }: Step,
): Promise<void> {
  exchangeOf(request).explain('kind_choice_shown');
  const { renderKindChoice } = await import('./render.tsx');
  const html = renderKindChoice(stylesheetsOf(context), {
    visit,
    csrf: csrfToken(context, interaction),
    asker: askerOf(client, visit.language),
  });
  sendPage(response, 200, html, true);
}

async function showLogin(
  context: SandboxContext,
  request: Request,
  response: Response,
  { interaction, client, visit }: Step,
  loginId: string,
  refusal?: Refusal,
): Promise<void> {
  if (refusal) exchangeOf(request).refuse(refusal);
  const { renderLogin } = await import('./render.tsx');
  const html = renderLogin(stylesheetsOf(context), {
    visit,
    csrf: csrfToken(context, interaction),
    asker: askerOf(client, visit.language),
    loginId,
    certified: certifiedSubject(context, interaction),
    choosesKind: client.sandbox_customer_kind === 'any' && visit.carried.kind !== undefined,
    refusal,
    occurrence: occurrenceOf(context, request, visit),
    practiceLogins: await practiceLogins(
      context,
      isCorporate(visit) ? 'corporate' : 'personal',
      visit.language,
    ),
  });
  sendPage(response, refusal ? pageStatus(refusal) : 200, html, true);
}

function certifiedSubject({ state }: SandboxContext, { certified }: Interaction): string | undefined {
  return certified && holderOfCertificate(state, certified.serialNumber)?.certificate.subject;
}
