import { handedOver, namesForeignAccounts, refuseUnregistered } from './account-information.ts';
import type { AccountInformation } from './account-information-schema.ts';
import { accountsOpenTo } from './accounts.ts';
import { issueGrant, settingsOf, type IssuedTokens } from './grants.ts';
import { InvalidInput, refuseFaults, type InputFault } from './invalid-input.ts';
import { Refusal } from './refusal.ts';
import { printScopes, scopesOf } from './scopes.ts';
import { customerByLogin, refuseCustomer } from './sign-in.ts';
import { permissionScopes, type Client, type Scope } from './model.ts';
import type { Transaction } from './transaction.ts';

/**
 * A grant as if the customer had just consented, for whoever needs one and not the way to it. What
 * the contract itself forbids (stopped, locked, of the wrong kind, no 照会権限) is refused here too.
 *
 * @throws InvalidInput for an unknown client or login, or scopes the client is not registered for;
 *   Refusal of the customer catalogue, and `authorization_details_…`.
 */
export function grantWithoutScreens(
  tx: Transaction,
  input: {
    clientId: string;
    loginId: string;
    scopes: readonly Scope[];
    authorizationDetails?: readonly AccountInformation[];
  },
): { client: Client; issued: IssuedTokens } {
  const { clientId, loginId, scopes, authorizationDetails = [] } = input;
  const client = tx.state.clients.get(clientId);
  const customer = customerByLogin(tx.state, loginId);
  const faults: InputFault[] = [];
  if (!client) faults.push(unknown('clientId', 'client_id', clientId, '/clients'));
  if (!customer) faults.push(unknown('loginId', '契約者ID', loginId, '/customers'));
  if (client) faults.push(...scopeFaults(client, scopes));
  if (scopes.length === 0 && authorizationDetails.length === 0) faults.push(nothingAsked);
  refuseFaults(faults);
  if (!client || !customer) throw new InvalidInput(faults);

  refuseCustomer(tx.state, client, customer);
  if (customer.status === 'locked') throw new Refusal('customer_locked');
  if (!customer.mayInquire) throw new Refusal('inquiry_not_permitted');
  refuseUnregistered(client, authorizationDetails);
  const own = accountsOpenTo(tx.state, customer).map(({ accountId }) => accountId);
  if (namesForeignAccounts(own, authorizationDetails)) {
    throw new Refusal('authorization_details_account');
  }
  const issued = issueGrant(tx, {
    client,
    customerId: customer.id,
    scopes: [...new Set(scopes)],
    authorizationDetails: handedOver(own, authorizationDetails, { permissions: permissionScopes }),
    consentedAt: tx.now,
    authTime: tx.now,
    acr: customer.login === 'both' ? 'password+certificate' : customer.login,
    termsVersion: settingsOf(tx.state).termsVersion,
  });
  return { client, issued };
}

const nothingAsked: InputFault = {
  path: 'scopes',
  message: {
    ja: 'scopes か authorizationDetails のどちらかが必要です。',
    en: 'Give scopes or authorizationDetails, or both.',
  },
};

function scopeFaults(client: Client, scopes: readonly Scope[]): InputFault[] {
  const allowed = scopesOf(client);
  return scopes.flatMap((scope, index) =>
    allowed.includes(scope)
      ? []
      : [
          {
            path: `scopes[${index}]`,
            message: {
              ja: `クライアントに登録されている scope は ${printScopes(allowed)} です。`,
              en: `The client is registered for ${printScopes(allowed)}.`,
            },
          },
        ],
  );
}

function unknown(path: string, name: string, value: string, list: string): InputFault {
  return {
    path,
    message: {
      ja: `${name}「${value}」は登録されていません。GET ${list} で確かめてください。`,
      en: `There is no ${path} ${value}; look it up with GET ${list}.`,
    },
  };
}
