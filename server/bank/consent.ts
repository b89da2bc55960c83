import { accountsOpenTo } from './accounts.ts';
import { handedOver, permissionsIn, printDetail, namesForeignAccounts } from './account-information.ts';
import { isStopped } from './contract.ts';
import { Refusal } from './refusal.ts';
import { referredGrant } from './grant-management.ts';
import { newId } from './identifiers.ts';
import { makeRoom } from './making-room.ts';
import { settingsOf } from './grants.ts';
import { clientOf, liveInteraction, type AuthorizationAnswer } from './interactions.ts';
import { codeLifetime } from './profiles.ts';
import { usePushedRequest } from './pushed-requests.ts';
import { isPermission } from './scopes.ts';
import { refuseWhenClosed } from './service-hours.ts';
import { toTimestamp } from './time.ts';
import type { RefusalCode } from './catalogue/index.ts';
import type { AuthorizationCode, PermissionScope } from './model.ts';
import type { Transaction } from './transaction.ts';

/** Turns a code's identifier into the code itself; the mint of the authorization server. */
export interface CodeMint {
  tokenFor(kind: 'code', id: string): string;
}

/** What the customer can do nothing about, because the client asked for wrongly. */
const forTheClient: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'grant_id_invalid',
  'essential_claim_unavailable',
  'authorization_details_account',
  'other_customer_expected',
]);

/** Whether a refusal of the consent goes back to the client instead of to the customer. */
export function isForTheClient({ code }: Refusal): boolean {
  return forTheClient.has(code);
}

/**
 * 許可: the customer ticked some permissions, agreed to the terms and pressed the button. The grant
 * itself is written when the partner redeems the code, so an abandoned code leaves none behind; its
 * 90 days count from now all the same.
 *
 * @throws Refusal `no_permission_chosen`, `no_account_chosen`, `terms_not_agreed`,
 *   `inquiry_not_permitted`, `interaction_…`, and what is {@link isForTheClient}.
 */
export function giveConsent(
  tx: Transaction,
  mint: CodeMint,
  input: {
    interactionId: string;
    permissions: readonly PermissionScope[];
    /** What was ticked where it was left to the customer which accounts; left out: every one. */
    accounts?: readonly string[];
    termsAgreed: boolean;
  },
): AuthorizationAnswer {
  const interaction = liveInteraction(tx.state, tx.now, input.interactionId, 'consent');
  const settings = settingsOf(tx.state);
  refuseWhenClosed(settings, tx.now);
  const customer = tx.state.customers.get(interaction.customerId ?? '');
  if (!customer) throw new Refusal('interaction_unknown');
  if (customer.status === 'locked') throw new Refusal('customer_locked');
  if (isStopped(tx.state, customer)) throw new Refusal('customer_stopped');

  const { scopes: requested, authorizationDetails = [] } = interaction.request;
  const own = accountsOpenTo(tx.state, customer).map(({ accountId }) => accountId);
  if (namesForeignAccounts(own, authorizationDetails)) {
    throw new Refusal('authorization_details_account');
  }
  // What was never asked for can't be granted, whatever the form says.
  const askedFor = permissionsIn(interaction.request);
  const chosen = askedFor.filter((scope) => input.permissions.includes(scope));
  if (chosen.length === 0 && askedFor.length > 0) throw new Refusal('no_permission_chosen');
  const details = handedOver(own, authorizationDetails, {
    permissions: chosen,
    accounts: input.accounts,
  });
  if (!customer.mayInquire) throw new Refusal('inquiry_not_permitted');
  if (!input.termsAgreed) throw new Refusal('terms_not_agreed');

  const { continuesGrant, essentialAcr, expectedCustomerId } = interaction.request;
  if (expectedCustomerId !== undefined && expectedCustomerId !== customer.id) {
    throw new Refusal('other_customer_expected');
  }
  const acr = interaction.acr ?? 'password';
  if (essentialAcr && !essentialAcr.includes(acr)) {
    throw new Refusal('essential_claim_unavailable', { claim: 'acr' });
  }
  if (continuesGrant) {
    referredGrant(tx.state, tx.now, {
      grantId: continuesGrant.grantId,
      clientId: interaction.request.clientId,
      customerId: customer.id,
    });
  }

  const code: AuthorizationCode = {
    codeId: newId('c'),
    flowId: interaction.flowId,
    request: interaction.request,
    customerId: customer.id,
    scopes: requested.filter((scope) => !isPermission(scope) || chosen.includes(scope)),
    ...(details.length > 0 && { authorizationDetails: details }),
    consentedAt: tx.now,
    expiresAt: tx.now + codeLifetime(clientOf(tx.state, interaction), settings),
    authTime: interaction.authTime ?? tx.now,
    acr,
    termsVersion: settings.termsVersion,
    failedAttempts: 0,
  };
  makeRoom(tx, 'authorizationCodes');
  usePushedRequest(tx, interaction.request.requestUri);
  tx.put('authorizationCodes', code.codeId, code);
  tx.put('interactions', interaction.interactionId, { ...interaction, stage: 'done' });
  tx.report('consent.given', {
    clientId: interaction.request.clientId,
    customerId: customer.id,
    scopes: code.scopes,
    ...(details.length > 0 && { authorizationDetails: details.map(printDetail) }),
    codeExpiresAt: toTimestamp(code.expiresAt),
  });
  return {
    redirectUri: interaction.request.redirectUri,
    responseMode: interaction.request.responseMode,
    clientId: interaction.request.clientId,
    flowId: interaction.flowId,
    ...(interaction.request.overTls && { overTls: interaction.request.overTls }),
    parameters: {
      code: mint.tokenFor('code', code.codeId),
      ...(interaction.request.state === undefined ? {} : { state: interaction.request.state }),
    },
  };
}
