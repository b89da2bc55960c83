import { coversPath } from '../authorization/resource-indicators.ts';
import { concerns, printAuthorization } from '../bank/account-information.ts';
import { permissionScopes, type AccessToken, type PermissionScope } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { printScopes } from '../bank/scopes.ts';
import type { SandboxContext } from '../context.ts';

/**
 * Which accounts a token opens at a resource. By scope it is every account of the customer; by details
 * (RFC 9396 §2) those that were handed over, where the details are meant for this path.
 *
 * @param scope the permission it takes; undefined: either of the two, as for the list of accounts.
 * @returns undefined: all of them.
 * @throws Refusal `scope_missing` when it opens nothing here.
 */
export function permittedAccounts(
  context: SandboxContext,
  token: AccessToken,
  scope: PermissionScope | undefined,
  path: string,
): ReadonlySet<string> | undefined {
  const permissions = scope === undefined ? permissionScopes : [scope];
  if (permissions.some((permission) => token.scopes.includes(permission))) return undefined;
  const details = (token.authorizationDetails ?? []).filter(
    (detail) =>
      permissions.some((permission) => concerns(detail, permission)) &&
      (detail.locations === undefined || coversPath(context, detail.locations, path)),
  );
  if (details.length === 0) {
    throw new Refusal('scope_missing', {
      scope: printScopes(permissions),
      granted: printAuthorization(token) || '-',
    });
  }
  return new Set(details.flatMap(({ accounts }) => accounts));
}
