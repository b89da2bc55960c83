import { certificatesOfClient } from '../bank/client-certificates.ts';
import { formatAmount } from '../bank/currency.ts';
import { settingsOf } from '../bank/grants.ts';
import { bankDateOf, startOfBankDate, toTimestamp, type Instant } from '../bank/time.ts';
import type { Account, Client, Customer, Grant } from '../bank/model.ts';
import { itemKeySequenceFact } from '../bank/item-key-sequence.ts';
import type { BankState } from '../bank/state.ts';
import { clientKeysSecret, type KeySet } from './client-keys.ts';
import type {
  ScenarioAccount,
  ScenarioClient,
  ScenarioCustomer,
  ScenarioDocument,
  ScenarioGrant,
} from './scenario-schema.ts';

/**
 * The present state as a document that re-creates it: customers with their passwords, every row with
 * its item key, clients with their secrets, linkages as they stand. Tokens and running interactions
 * are not part of it. The members stand in the order of the schema, so that the same state is the
 * same bytes. Treat the document as a secret where the secrets are real.
 */
export async function exportScenario(
  state: BankState,
  options: { name: string; description?: { ja: string; en: string } },
): Promise<ScenarioDocument> {
  const document = documentOf(state, options);
  // The schema is not needed to start, so it is not loaded until then.
  const { inSchemaOrder } = await import('./scenario-order.ts');
  return inSchemaOrder(document);
}

function documentOf(
  state: BankState,
  options: { name: string; description?: { ja: string; en: string } },
): ScenarioDocument {
  const { institution, ...rules } = settingsOf(state);
  const clock = state.clock.get('current');
  return {
    version: 1,
    name: options.name,
    ...(options.description && { description: options.description }),
    institution,
    // An offset follows the host's clock, so only a frozen one means the same elsewhere.
    ...(clock?.mode === 'frozen' && { clock: { mode: 'frozen', now: toTimestamp(clock.at) } }),
    settings: rules,
    customers: [...state.customers].map((customer) => customerOf(state, customer)),
    clients: [...state.clients].map((client) => clientOf(state, client)),
    grants: [...state.grants].flatMap((grant) => grantOf(state, grant)),
  };
}

function customerOf(state: BankState, customer: Customer): ScenarioCustomer {
  const { lockedAt, certificates, ...members } = customer;
  return {
    ...members,
    ...(lockedAt !== undefined && { lockedAt: toTimestamp(lockedAt) }),
    ...(certificates && {
      certificates: certificates.map(({ serialNumber, subject, notBefore, notAfter, revokedAt }) => ({
        serialNumber,
        subject,
        notBefore: dayOrMoment(notBefore),
        notAfter: dayOrMoment(notAfter),
        ...(revokedAt !== undefined && { revokedOn: dayOrMoment(revokedAt) }),
      })),
    }),
    accounts: state.accounts.where('customerId', customer.id).map((account) => accountOf(state, account)),
  };
}

function accountOf(state: BankState, account: Account): ScenarioAccount {
  const { accountId, customerId: _owner, openingBalance, overdraftLimit, ...members } = account;
  const text = (amount: bigint) => formatAmount(amount, account.currencyCode);
  const lastSequence = state.facts.get(itemKeySequenceFact(accountId))?.value;
  return {
    ...members,
    openingBalance: text(BigInt(openingBalance)),
    ...(overdraftLimit !== undefined && { overdraftLimit: text(BigInt(overdraftLimit)) }),
    ...(typeof lastSequence === 'number' && { lastSequence }),
    rows: state
      .ledger(accountId)
      .rows()
      .map(({ amount, ...row }) => ({ ...row, amount: text(amount) })),
  };
}

function clientOf(state: BankState, client: Client): ScenarioClient {
  const { client_id_issued_at: issuedAt, ...members } = client;
  const keys = state.secrets.get(clientKeysSecret(client.client_id));
  const certificates = certificatesOfClient(state, client.client_id);
  return {
    ...members,
    client_id_issued_at: toTimestamp(issuedAt),
    ...(keys && { sandbox_private_jwks: JSON.parse(keys.value) as KeySet }),
    ...(certificates.length > 0 && {
      sandbox_certificates: certificates.map(
        ({ clientId: _holder, notBefore, notAfter, revokedAt, ...certificate }) => ({
          ...certificate,
          notBefore: toTimestamp(notBefore),
          notAfter: toTimestamp(notAfter),
          ...(revokedAt !== undefined && { revokedAt: toTimestamp(revokedAt) }),
        }),
      ),
    }),
  };
}

function grantOf(state: BankState, grant: Grant): ScenarioGrant[] {
  const customer = state.customers.get(grant.customerId);
  if (!customer || !state.clients.has(grant.clientId)) return [];
  // The tokens themselves are not part of a scenario.
  const { customerId: _customer, lastAccessTokenId: _token, endedAt, firstRefreshedAt, ...members } = grant;
  return [
    {
      ...members,
      loginId: customer.loginId,
      createdAt: toTimestamp(grant.createdAt),
      expiresAt: toTimestamp(grant.expiresAt),
      updatedAt: toTimestamp(grant.updatedAt),
      authTime: toTimestamp(grant.authTime),
      refreshedAt: toTimestamp(grant.refreshedAt),
      ...(endedAt !== undefined && { endedAt: toTimestamp(endedAt) }),
      ...(firstRefreshedAt !== undefined && { firstRefreshedAt: toTimestamp(firstRefreshedAt) }),
    },
  ];
}

/** A day where that says it all, as whoever writes scenarios by hand would. */
function dayOrMoment(at: Instant): string {
  const day = bankDateOf(at);
  return startOfBankDate(day) === at ? day : toTimestamp(at);
}
