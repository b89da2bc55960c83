import { issueGrant, settingsOf, type IssuedTokens } from './grants.ts';
import { InvalidInput, refuseFaults, type InputFault } from './invalid-input.ts';
import { Refusal } from './refusal.ts';
import { printScopes, scopesOf } from './scopes.ts';
import { customerByLogin, refuseCustomer } from './sign-in.ts';
import type { Client, Scope } from './model.ts';
import type { Transaction } from './transaction.ts';

/**
 * A grant as if the customer had just consented, for whoever needs one and not the way to it. What
 * the contract itself forbids (stopped, locked, of the wrong kind, no 照会権限) is refused here too.
 *
 * @throws InvalidInput for an unknown client or login, or scopes the client is not registered for;
 *   Refusal of the customer catalogue.
 */
export function grantWithoutScreens(
  tx: Transaction,
  { clientId, loginId, scopes }: { clientId: string; loginId: string; scopes: readonly Scope[] },
): { client: Client; issued: IssuedTokens } {
  const client = tx.state.clients.get(clientId);
  const customer = customerByLogin(tx.state, loginId);
  const faults: InputFault[] = [];
  if (!client) faults.push(unknown('clientId', 'client_id', clientId, '/clients'));
  if (!customer) faults.push(unknown('loginId', '契約者ID', loginId, '/customers'));
  if (client) faults.push(...scopeFaults(client, scopes));
  refuseFaults(faults);
  if (!client || !customer) throw new InvalidInput(faults);

  refuseCustomer(tx.state, client, customer);
  if (customer.status === 'locked') throw new Refusal('customer_locked');
  if (!customer.mayInquire) throw new Refusal('inquiry_not_permitted');
  const issued = issueGrant(tx, {
    client,
    customerId: customer.id,
    scopes: [...new Set(scopes)],
    consentedAt: tx.now,
    authTime: tx.now,
    acr: customer.login === 'both' ? 'password+certificate' : customer.login,
    termsVersion: settingsOf(tx.state).termsVersion,
  });
  return { client, issued };
}

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
