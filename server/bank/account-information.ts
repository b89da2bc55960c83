import type { AccountInformation, GrantedAccountInformation } from './account-information-schema.ts';
import {
  ACCOUNT_INFORMATION,
  accountActions,
  permissionScopes,
  type AccountAction,
  type Client,
  type PermissionScope,
  type Scope,
} from './model.ts';
import { Refusal } from './refusal.ts';
import { permissionsAmong, scopesOf } from './scopes.ts';

const permissionOfAction = {
  read_balances: 'account:balance',
  read_transactions: 'account:transaction',
} as const satisfies Record<AccountAction, PermissionScope>;

/** What is asked for or granted: for all accounts by scope, for some by details (RFC 9396 §3.1). */
export interface Authorization<Details extends AccountInformation = AccountInformation> {
  readonly scopes: readonly Scope[];
  readonly authorizationDetails?: readonly Details[];
}

/** 残高照会 or 入出金明細照会: what the customer ticks for an action. */
export function permissionOf(action: AccountAction): PermissionScope {
  return permissionOfAction[action];
}

/** Whether an object is about this permission. */
export function concerns({ actions }: AccountInformation, permission: PermissionScope): boolean {
  return actions.some((action) => permissionOf(action) === permission);
}

/** The permissions in question, by scope or by details, in the order of the consent screen. */
export function permissionsIn({ scopes, authorizationDetails = [] }: Authorization): PermissionScope[] {
  const byScope = permissionsAmong(scopes);
  return permissionScopes.filter(
    (permission) =>
      byScope.includes(permission) || authorizationDetails.some((detail) => concerns(detail, permission)),
  );
}

/** Whether it is left to the customer which accounts are handed over. */
export function leavesAccountsOpen(details: readonly AccountInformation[] = []): boolean {
  return details.some(({ accounts }) => accounts === undefined);
}

/**
 * What the client's registration does not allow is not for any customer to allow.
 *
 * @throws Refusal `authorization_details_type_unregistered`, `authorization_details_action_unregistered`.
 */
export function refuseUnregistered(client: Client, details: readonly AccountInformation[]): void {
  const types = client.authorization_details_types ?? [ACCOUNT_INFORMATION];
  const scopes = scopesOf(client);
  for (const { type, actions } of details) {
    if (!types.includes(type)) throw new Refusal('authorization_details_type_unregistered', { type });
    const action = actions.find((one) => !scopes.includes(permissionOf(one)));
    if (action !== undefined) {
      throw new Refusal('authorization_details_action_unregistered', { action, scope: permissionOf(action) });
    }
  }
}

/**
 * Whether an account is named that is not the customer's. A foreign one counts as one that does not
 * exist, and neither before the customer is known: a client could otherwise try out which numbers are
 * in use.
 *
 * @param own the IDs of the customer's accounts.
 */
export function namesForeignAccounts(
  own: readonly string[],
  details: readonly AccountInformation[] = [],
): boolean {
  return details.some(({ accounts = [] }) => accounts.some((accountId) => !own.includes(accountId)));
}

/**
 * What the customer hands over of what was asked for (RFC 9396 §7.1: the answer names the accounts
 * that were chosen). An object of which nothing is left falls away.
 *
 * @param own the IDs of the customer's accounts, in the bank's order.
 * @param choice.accounts what was ticked where the choice was open; undefined: every account.
 * @throws Refusal `account_not_offered`, `no_account_chosen`.
 */
export function handedOver(
  own: readonly string[],
  details: readonly AccountInformation[],
  choice: { permissions: readonly PermissionScope[]; accounts?: readonly string[] | undefined },
): GrantedAccountInformation[] {
  const offered = leavesAccountsOpen(details) ? own : [];
  const chosen = choice.accounts ?? offered;
  const stranger = chosen.find((accountId) => !offered.includes(accountId));
  if (stranger !== undefined) throw new Refusal('account_not_offered', { accountId: stranger });
  if (chosen.length === 0 && offered.length > 0) throw new Refusal('no_account_chosen');
  const accounts = offered.filter((accountId) => chosen.includes(accountId));
  return tidied(
    details.map((detail) => ({
      ...detail,
      actions: detail.actions.filter((action) => choice.permissions.includes(permissionOf(action))),
      accounts: detail.accounts ?? accounts,
    })),
  );
}

/**
 * The part of a grant one access token is to have (RFC 9396 §6). What a request leaves out, accounts
 * or locations, is meant as far as it was granted; what it names has to be covered altogether.
 *
 * @throws Refusal `authorization_details_exceed_grant`.
 */
export function narrowedTo(
  granted: readonly GrantedAccountInformation[] = [],
  asked: readonly AccountInformation[],
): GrantedAccountInformation[] {
  const exceeding = asked.find((detail) => !isCovered(detail, granted));
  if (exceeding) {
    throw new Refusal('authorization_details_exceed_grant', {
      asked: printDetail(exceeding),
      granted: granted.map(printDetail).join(' ') || 'none',
    });
  }
  return tidied(asked.flatMap((detail) => granted.map((grantedOne) => commonPart(detail, grantedOne))));
}

/** Details after merge or replace (Grant Management §3.2): the union, or exactly what was allowed now. */
export function combinedDetails(
  action: 'merge' | 'replace',
  before: readonly GrantedAccountInformation[] = [],
  allowed: readonly GrantedAccountInformation[] = [],
): GrantedAccountInformation[] {
  return tidied(action === 'replace' ? allowed : [...before, ...allowed]);
}

/** For the log and for `error_description`: scopes, then details, in ASCII. */
export function printAuthorization({ scopes, authorizationDetails = [] }: Authorization): string {
  return [...scopes, ...authorizationDetails.map(printDetail)].join(' ');
}

/** `account_information(read_balances; 001011000001)`. */
export function printDetail({ type, actions, accounts, locations }: AccountInformation): string {
  const parts = [
    actions.join(','),
    accounts === undefined ? 'accounts of choice' : accounts.join(',') || 'no account',
    ...(locations ?? []),
  ];
  return `${type}(${parts.join('; ')})`;
}

function isCovered(asked: AccountInformation, granted: readonly GrantedAccountInformation[]): boolean {
  const accounts: readonly (string | undefined)[] = asked.accounts ?? [undefined];
  const locations: readonly (string | undefined)[] = asked.locations ?? [undefined];
  return asked.actions.every((action) =>
    accounts.every((accountId) =>
      locations.every((location) =>
        granted.some(
          (detail) =>
            detail.actions.includes(action) &&
            (accountId === undefined || detail.accounts.includes(accountId)) &&
            (location === undefined || (detail.locations?.includes(location) ?? true)),
        ),
      ),
    ),
  );
}

function commonPart(
  asked: AccountInformation,
  granted: GrantedAccountInformation,
): GrantedAccountInformation {
  const { locations } = granted;
  const common =
    asked.locations && locations
      ? asked.locations.filter((location) => locations.includes(location))
      : (asked.locations ?? locations);
  return {
    type: granted.type,
    actions: granted.actions.filter((action) => asked.actions.includes(action)),
    accounts: granted.accounts.filter((accountId) => asked.accounts?.includes(accountId) ?? true),
    ...(common && { locations: common }),
  };
}

/** In the order of the catalogue, without doubles, and without objects that allow nothing of their own. */
function tidied(details: readonly GrantedAccountInformation[]): GrantedAccountInformation[] {
  const neat = details
    .map((detail) => ({
      ...detail,
      actions: accountActions.filter((action) => detail.actions.includes(action)),
      accounts: [...new Set(detail.accounts)],
      ...(detail.locations && { locations: [...new Set(detail.locations)] }),
    }))
    .filter(({ actions, locations }) => actions.length > 0 && locations?.length !== 0);
  return neat.filter(
    (detail, index) =>
      !neat.some(
        (other, at) => at !== index && isWithin(detail, other) && (at < index || !isWithin(other, detail)),
      ),
  );
}

function isWithin(inner: GrantedAccountInformation, outer: GrantedAccountInformation): boolean {
  const { locations } = outer;
  return (
    inner.actions.every((action) => outer.actions.includes(action)) &&
    inner.accounts.every((accountId) => outer.accounts.includes(accountId)) &&
    (locations === undefined || (inner.locations?.every((one) => locations.includes(one)) ?? false))
  );
}
