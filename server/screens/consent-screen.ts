import type { Request, RequestHandler, Response } from 'express';
import { sendAuthorizationAnswer } from '../authorization/answer.ts';
import { csrfToken } from '../authorization/browser-binding.ts';
import { leavesAccountsOpen, permissionsIn, namesForeignAccounts } from '../bank/account-information.ts';
import { accountsOpenTo } from '../bank/accounts.ts';
import { giveConsent, isForTheClient } from '../bank/consent.ts';
import { endWithRefusal } from '../bank/interactions.ts';
import { permissionScopes, type PermissionScope } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { DAY } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { exchangeOf } from '../log/exchange.ts';
import { accountsAsked } from './accounts-asked.ts';
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
const mendable: ReadonlySet<string> = new Set([
  'no_permission_chosen',
  'no_account_chosen',
  'account_not_offered',
  'terms_not_agreed',
]);

/** What is ticked on the page. */
interface Ticks {
  readonly permissions: readonly PermissionScope[];
  /** Undefined where there is no choice of accounts, or nobody chose yet. */
  readonly accounts: readonly string[] | undefined;
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
    if (namesForeign(context, step)) {
      const refusal = new Refusal('authorization_details_account');
      await answerClient(context, request, response, step, refusal);
      return;
    }
    exchangeOf(request).explain('consent_page_shown');
    const permissions = permissionsIn(step.interaction.request);
    await showConsent(context, request, response, step, { permissions, accounts: undefined, agreed: false });
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
      accounts: leavesAccountsOpen(step.interaction.request.authorizationDetails)
        ? fieldsOf(request.body, 'account')
        : undefined,
      agreed: fieldOf(request.body, 'terms') === 'agreed',
    };
    try {
      const answer = await context.work.run(
        (tx) =>
          giveConsent(tx, context.tokens, {
            interactionId: step.interaction.interactionId,
            permissions: ticks.permissions,
            ...(ticks.accounts && { accounts: ticks.accounts }),
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
      else if (isForTheClient(error)) await answerClient(context, request, response, step, error);
      else if (mendable.has(error.code)) await showConsent(context, request, response, step, ticks, error);
      else throw error;
    }
  };
}

/** Told before the customer reads in vain: what the client named is not his. */
function namesForeign({ state }: SandboxContext, { interaction }: Step): boolean {
  const customer = state.customers.get(interaction.customerId ?? '');
  const own = customer ? accountsOpenTo(state, customer).map(({ accountId }) => accountId) : [];
  return namesForeignAccounts(own, interaction.request.authorizationDetails);
}

/** Sends the customer back with a refusal that is the client's to hear. */
async function answerClient(
  context: SandboxContext,
  request: Request,
  response: Response,
  { interaction: { interactionId } }: Step,
  refusal: Refusal,
): Promise<void> {
  exchangeOf(request).refuse(refusal);
  const answer = await context.work.run((tx) => endWithRefusal(tx, { interactionId, refusal }));
  await sendAuthorizationAnswer(context, response, answer);
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
  const customer = context.state.customers.get(interaction.customerId ?? '');
  const { renderConsent } = await import('./render.tsx');
  const html = renderConsent(stylesheetsOf(context), {
    visit,
    csrf: csrfToken(context, interaction),
    asker: askerOf(client, visit.language),
    customerName: customer?.name ?? '',
    requested: permissionsIn(interaction.request),
    ticked: ticks.permissions,
    accounts: customer && accountsAsked(context, interaction, customer, ticks.accounts),
    agreed: ticks.agreed,
    grantDays: lifetimes.grantDays,
    until: inWords(context.clock.now() + lifetimes.grantDays * DAY, visit.language),
    termsVersion,
    termsAgreedBefore: otherTermsAgreedBefore(context, interaction.customerId ?? ''),
    refusal,
    occurrence: occurrenceOf(context, request, visit),
  });
  sendPage(response, refusal ? pageStatus(refusal) : 200, html, true);
}

/** The version this customer agreed to last, for whichever partner, where it is not the one in force. */
function otherTermsAgreedBefore(context: SandboxContext, customerId: string): string | undefined {
  const { grants } = context.state;
  const [last] = grants.rowsOf(grants.ranked('consent', customerId).newest(), 1);
  return last && last.termsVersion !== context.settings().termsVersion ? last.termsVersion : undefined;
}
