import { certificatesOfClient } from '../bank/client-certificates.ts';
import { formatAmount } from '../bank/currency.ts';
import { settingsOf } from '../bank/grants.ts';
import { bankDateOf, startOfBankDate, toTimestamp, type Instant } from '../bank/time.ts';
import type { Account, Client, Customer, Grant } from '../bank/model.ts';
import { itemKeySequenceFact } from '../bank/item-key-sequence.ts';
import { rowsOf } from '../bank/ledger-pages.ts';
import type { LedgerImage } from '../bank/ledger.ts';
import type { BankState } from '../bank/state.ts';
import { clientKeysSecret, type KeySet } from './client-keys.ts';
import { gathered, objectText } from './json-text.ts';
import type { SchemaOrder } from './scenario-order.ts';
import type {
  ScenarioAccount,
  ScenarioClient,
  ScenarioCustomer,
  ScenarioDocument,
  ScenarioGrant,
} from './scenario-schema.ts';

/**
 * The present state as the text of a document that re-creates it: customers with their passwords,
 * every row with its item key, clients with their secrets, linkages as they stand. Tokens and running
 * interactions are not part of it. The members stand in the order of the schema, so that the same
 * state is the same bytes. Treat the document as a secret where the secrets are real.
 *
 * @returns the JSON in pieces of some 64 KiB, each made when it is asked for, all of the state as it
 *   was at the call.
 */
export async function exportScenario(
  state: BankState,
  options: { name: string; description?: { ja: string; en: string } },
): Promise<Iterable<string>> {
  const picture = pictureOf(state, options);
  // The schema is not needed to start, so it is not loaded until then.
  const { inSchemaOrder } = await import('./scenario-order.ts');
  return gathered(documentText(picture, inSchemaOrder));
}

/** References to all that is exported: rows are replaced and never edited, so they stay as they are. */
interface Picture {
  readonly head: Omit<ScenarioDocument, 'customers' | 'grants'>;
  readonly customers: readonly Customer[];
  readonly accountsOf: ReadonlyMap<string, readonly PicturedAccount[]>;
  readonly grants: readonly Grant[];
  readonly clientIds: ReadonlySet<string>;
}

interface PicturedAccount {
  readonly account: Account;
  readonly pages: LedgerImage['pages'];
  readonly lastSequence: unknown;
}

function pictureOf(
  state: BankState,
  options: { name: string; description?: { ja: string; en: string } },
): Picture {
  const { institution, ...rules } = settingsOf(state);
  const clock = state.clock.get('current');
  const clients = [...state.clients];
  const accountsOf = new Map<string, PicturedAccount[]>();
  for (const account of state.accounts) {
    const { accountId, customerId } = account;
    const pictured = {
      account,
      pages: state.ledgers.get(accountId)?.image().pages ?? [],
      lastSequence: state.facts.get(itemKeySequenceFact(accountId))?.value,
    };
    const others = accountsOf.get(customerId);
    if (others) others.push(pictured);
    else accountsOf.set(customerId, [pictured]);
  }
  return {
    head: {
      version: 1,
      name: options.name,
      ...(options.description && { description: options.description }),
      institution,
      // An offset follows the host's clock, so only a frozen one means the same elsewhere.
      ...(clock?.mode === 'frozen' && { clock: { mode: 'frozen', now: toTimestamp(clock.at) } }),
      settings: rules,
      clients: clients.map((client) => clientOf(state, client)),
    },
    customers: [...state.customers],
    accountsOf,
    grants: [...state.grants],
    clientIds: new Set(clients.map(({ client_id }) => client_id)),
  };
}

function* documentText(picture: Picture, order: SchemaOrder): Generator<string> {
  const { head, customers, accountsOf, grants, clientIds } = picture;
  const loginIds = new Map<string, string>();
  yield* objectText(order.document({ ...head, customers: [], grants: [] }), {
    *customers() {
      for (const customer of customers) {
        loginIds.set(customer.id, customer.loginId);
        yield customerText(customer, accountsOf.get(customer.id) ?? [], order);
      }
    },
    *grants() {
      for (const grant of grants) {
        const loginId = loginIds.get(grant.customerId);
        if (loginId === undefined || !clientIds.has(grant.clientId)) continue;
        yield [JSON.stringify(order.grant(grantOf(grant, loginId)))];
      }
    },
  });
}

function customerText(
  customer: Customer,
  accounts: readonly PicturedAccount[],
  order: SchemaOrder,
): Iterable<string> {
  return objectText(order.customer({ ...customerOf(customer), accounts: [] }), {
    *accounts() {
      for (const pictured of accounts) yield accountText(pictured, order);
    },
  });
}

function accountText(
  { account, pages, lastSequence }: PicturedAccount,
  order: SchemaOrder,
): Iterable<string> {
  return objectText(order.account({ ...accountOf(account, lastSequence), rows: [] }), {
    *rows() {
      for (const { amount, ...row } of rowsOf(pages)) {
        yield [JSON.stringify(order.row({ ...row, amount: formatAmount(amount, account.currencyCode) }))];
      }
    },
  });
}

function customerOf(customer: Customer): ScenarioCustomer {
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
  };
}

function accountOf(account: Account, lastSequence: unknown): ScenarioAccount {
  const { accountId: _id, customerId: _owner, openingBalance, overdraftLimit, ...members } = account;
  const text = (amount: string) => formatAmount(BigInt(amount), account.currencyCode);
  return {
    ...members,
    openingBalance: text(openingBalance),
    ...(overdraftLimit !== undefined && { overdraftLimit: text(overdraftLimit) }),
    ...(typeof lastSequence === 'number' && { lastSequence }),
  };
}

function clientOf(state: BankState, client: Client): ScenarioClient {
  const { client_id_issued_at: issuedAt, sandbox_registered_itself: _mark, ...members } = client;
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

function grantOf(grant: Grant, loginId: string): ScenarioGrant {
  // The tokens themselves are not part of a scenario.
  const { customerId: _customer, lastAccessTokenId: _token, endedAt, firstRefreshedAt, ...members } = grant;
  return {
    ...members,
    loginId,
    createdAt: toTimestamp(grant.createdAt),
    expiresAt: toTimestamp(grant.expiresAt),
    updatedAt: toTimestamp(grant.updatedAt),
    authTime: toTimestamp(grant.authTime),
    refreshedAt: toTimestamp(grant.refreshedAt),
    ...(endedAt !== undefined && { endedAt: toTimestamp(endedAt) }),
    ...(firstRefreshedAt !== undefined && { firstRefreshedAt: toTimestamp(firstRefreshedAt) }),
  };
}

/** A day where that says it all, as whoever writes scenarios by hand would. */
function dayOrMoment(at: Instant): string {
  const day = bankDateOf(at);
  return startOfBankDate(day) === at ? day : toTimestamp(at);
}
