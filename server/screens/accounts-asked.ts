import { accountTypes } from '../bank/account-types.ts';
import { concerns, leavesAccountsOpen, permissionsIn } from '../bank/account-information.ts';
import { accountsOpenTo } from '../bank/accounts.ts';
import { branchNameOf } from '../bank/institution-profiles.ts';
import type { Account, Customer, Institution, Interaction, PermissionScope } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';

/** Of which accounts each permission is asked for, in the customer's words (RFC 9396 §3.1). */
export interface AccountsAsked {
  readonly lines: readonly AccountLine[];
  /** What the customer chooses from; empty where the partner named the accounts. */
  readonly offered: readonly OfferedAccount[];
  readonly open: boolean;
  readonly chosen: readonly string[];
  /** The data API's addresses it is restricted to, if it is. */
  readonly locations: readonly string[];
}

interface AccountLine {
  readonly permission: PermissionScope;
  /** By scope: every account. */
  readonly everyAccount: boolean;
  /** The accounts ticked on the page. */
  readonly chosenOnes: boolean;
  /** Accounts the partner named. */
  readonly named: readonly string[];
}

export interface OfferedAccount {
  readonly accountId: string;
  /** 店名 科目 口座番号. */
  readonly name: string;
}

/** @returns undefined for a request of scopes alone: there it is all accounts, as ever. */
export function accountsAsked(
  context: SandboxContext,
  { request }: Interaction,
  customer: Customer,
  ticked: readonly string[] | undefined,
): AccountsAsked | undefined {
  const details = request.authorizationDetails;
  if (!details) return undefined;
  const { institution } = context.settings();
  const own = accountsOpenTo(context.state, customer);
  const open = leavesAccountsOpen(details);
  const offered = open
    ? own.map((account) => ({ accountId: account.accountId, name: nameOf(institution, account) }))
    : [];
  return {
    lines: permissionsIn(request).map((permission) => {
      const about = details.filter((detail) => concerns(detail, permission));
      const named = new Set(about.flatMap(({ accounts = [] }) => accounts));
      return {
        permission,
        everyAccount: request.scopes.includes(permission),
        chosenOnes: leavesAccountsOpen(about),
        named: own
          .filter(({ accountId }) => named.has(accountId))
          .map((account) => nameOf(institution, account)),
      };
    }),
    offered,
    open,
    chosen: ticked ?? offered.map(({ accountId }) => accountId),
    locations: [...new Set(details.flatMap(({ locations = [] }) => locations))],
  };
}

function nameOf(institution: Institution, account: Account): string {
  const { name } = accountTypes[account.accountTypeCode];
  return `${branchNameOf(institution, account.branchCode)} ${name} ${account.accountNumber}`;
}
