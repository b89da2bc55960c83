import type { ClockSetting } from './clock.ts';
import type { ConformanceRun } from './conformance.ts';
import type { Fault } from './fault.ts';
import type {
  AccessToken,
  Account,
  AuthorizationCode,
  Client,
  ClientAccessToken,
  ClientCertificate,
  Customer,
  Grant,
  Interaction,
  PushedRequest,
  SigningKey,
  Settings,
} from './model.ts';
import { Ledger } from './ledger.ts';
import type { PersistedLedgerRow } from './ledger.ts';
import { rowsOf } from './ledger-pages.ts';
import { revivePage, type PersistedPage } from './persisted-page.ts';
import { grantGroups } from './grant-groups.ts';
import { plainSerialNumber } from './serial-number.ts';
import { Table } from './table.ts';
import type { Instant } from './time.ts';

/**
 * What the bank remembers, as tables of plain JSON rows. A row is replaced, never edited in place:
 * that is what makes undoing, journalling and snapshots the same simple thing for every table.
 */
export interface Rows {
  customers: Customer;
  accounts: Account;
  clients: Client;
  /** By serial number. */
  clientCertificates: ClientCertificate;
  grants: Grant;
  accessTokens: AccessToken;
  clientAccessTokens: ClientAccessToken;
  authorizationCodes: AuthorizationCode;
  interactions: Interaction;
  pushedRequests: PushedRequest;
  signingKeys: SigningKey;
  /** One row, `current`. */
  settings: Settings;
  /** One row, `current`. */
  clock: ClockSetting;
  /** Server secrets by purpose, base64url. */
  secrets: { value: string };
  /** What is to go wrong on purpose. */
  faults: Fault;
  /** Clients that were given a poisoned answer. */
  conformanceRuns: ConformanceRun;
  /** Small facts of a table's own: `scenario` (the document last loaded), counters. */
  facts: { value: unknown };
}
export type TableName = keyof Rows;

/** Tables by the file they are kept in: how often they change, and who may read them (design §4). */
export const tableGroups = {
  configuration: [
    'customers',
    'accounts',
    'clients',
    'clientCertificates',
    'settings',
    'clock',
    'faults',
    'conformanceRuns',
    'facts',
  ],
  authorization: [
    'grants',
    'accessTokens',
    'clientAccessTokens',
    'authorizationCodes',
    'interactions',
    'pushedRequests',
  ],
  keys: ['signingKeys', 'secrets'],
} as const satisfies Record<string, readonly TableName[]>;
export type TableGroup = keyof typeof tableGroups;

/**
 * One row put (or, with `null`, removed). `ledger:{accountId}` names a row of that account's statement,
 * `rows:{accountId}` a page full of rows that are added to it.
 */
export type Change =
  | readonly [table: TableName, key: string, row: Rows[TableName] | null]
  | readonly [table: `ledger:${string}`, itemKey: string, row: PersistedLedgerRow | null]
  | readonly [table: `rows:${string}`, firstItemKey: string, page: PersistedPage];

/** What came of an operation, in words for the log and for `POST /clock/advance`. */
export interface Effect {
  at: string;
  type: string;
  [member: string]: string | number | boolean | string[] | undefined;
}

/** The bank's memory. Changed only by a {@link Transaction} or by replaying changes at start-up. */
export class BankState {
  readonly customers = new Table<Customer>()
    .index('loginId', (row) => row.loginId)
    .index('contract', (row) => row.userOf?.customerId)
    .index('locked', (row) => (row.status === 'locked' ? 'yes' : undefined))
    .index('serialNumber', (row) => row.certificates?.map((one) => plainSerialNumber(one.serialNumber)))
    .ranking('all', () => ({ groups: [''], rank: 0 }))
    .ranking('active', (row) =>
      row.status === 'active' ? { groups: ['any', row.kind], rank: 0 } : undefined,
    )
    .ranking('certified', (row) => (row.certificates?.length ? { groups: [''], rank: 0 } : undefined));
  readonly accounts = new Table<Account>().index('customerId', (row) => row.customerId);
  readonly clients = new Table<Client>()
    .index('origin', (row) => row.sandbox_allowed_origins)
    .index('selfRegistered', (row) => row.sandbox_registered_itself);
  readonly clientCertificates = new Table<ClientCertificate>()
    .index('clientId', (row) => row.clientId)
    .index('thumbprint', (row) => row.thumbprint);
  readonly grants = new Table<Grant>()
    .ranking('all', (row) => ({ groups: grantGroups(row), rank: 0 }))
    .ranking('open', (row) =>
      row.endedAt === undefined ? { groups: grantGroups(row), rank: row.expiresAt } : undefined,
    )
    .ranking('consent', (row) => ({ groups: [row.customerId], rank: row.createdAt }))
    .ranking('end', (row) => ({ groups: [''], rank: Math.min(row.endedAt ?? Infinity, row.expiresAt) }));
  readonly accessTokens = new Table<AccessToken>()
    .index('grantId', (row) => row.grantId)
    .ranking('expiry', byExpiry);
  readonly clientAccessTokens = new Table<ClientAccessToken>()
    .index('client', ({ clientId }) => clientId)
    .ranking('expiry', byExpiry);
  readonly authorizationCodes = new Table<AuthorizationCode>()
    .index('client', ({ request }) => request.clientId)
    .ranking('expiry', byExpiry);
  readonly interactions = new Table<Interaction>()
    .index('client', ({ request }) => request.clientId)
    .ranking('expiry', byExpiry)
    .ranking('finished', ({ stage, createdAt }) =>
      stage === 'done' ? { groups: [''], rank: createdAt } : undefined,
    );
  readonly pushedRequests = new Table<PushedRequest>()
    .index('client', ({ clientId }) => clientId)
    .ranking('expiry', byExpiry)
    .ranking('finished', ({ usedAt }) => (usedAt === undefined ? undefined : { groups: [''], rank: usedAt }));
  readonly signingKeys = new Table<SigningKey>();
  readonly settings = new Table<Settings>();
  readonly clock = new Table<ClockSetting>();
  readonly secrets = new Table<{ value: string }>();
  readonly faults = new Table<Fault>();
  readonly conformanceRuns = new Table<ConformanceRun>().index('open', ({ verdict }) =>
    verdict ? undefined : 'yes',
  );
  readonly facts = new Table<{ value: unknown }>();
  readonly ledgers = new Map<string, Ledger>();
  /**
   * The interactions whose browser has come to their page. Not kept: it only says who is to wait where
   * there is no room for all.
   */
  readonly attended = new WeakSet<Interaction>();

  table<Name extends TableName>(name: Name): Table<Rows[Name]> {
    return this[name] as unknown as Table<Rows[Name]>;
  }

  /** The account's ledger; an account without rows has an empty one. */
  ledger(accountId: string): Ledger {
    let ledger = this.ledgers.get(accountId);
    if (!ledger) {
      ledger = new Ledger(BigInt(this.accounts.get(accountId)?.openingBalance ?? '0'));
      this.ledgers.set(accountId, ledger);
    }
    return ledger;
  }

  /** Applies one change without recording it: start-up, undo, restoring. */
  apply([table, key, row]: Change): void {
    if (table.startsWith(ROWS)) {
      const ledger = this.ledger(table.slice(ROWS.length));
      for (const added of rowsOf([revivePage(row as PersistedPage)])) ledger.insert(added);
      return;
    }
    if (isLedgerTable(table)) {
      const ledger = this.ledger(table.slice('ledger:'.length));
      if (row === null) ledger.remove(key);
      else ledger.insert(Ledger.revive(row as PersistedLedgerRow));
      return;
    }
    const rows = this.table(table as TableName) as Table<unknown>;
    if (row === null) rows.delete(key);
    else rows.put(key, row);
    if (table === 'accounts') this.#accountChanged(key, row as Account | null);
  }

  /** Of all tables and statements. */
  get rowCount(): number {
    let count = 0;
    for (const name of Object.values(tableGroups).flat()) count += this.table(name).size;
    for (const ledger of this.ledgers.values()) count += ledger.size;
    return count;
  }

  clear(): void {
    for (const tables of Object.values(tableGroups)) for (const name of tables) this.table(name).clear();
    this.ledgers.clear();
  }

  #accountChanged(accountId: string, row: Account | null): void {
    if (row === null) this.ledgers.delete(accountId);
    else this.ledgers.get(accountId)?.setOpeningBalance(BigInt(row.openingBalance));
  }
}

function byExpiry({ expiresAt }: { expiresAt: Instant }) {
  return { groups: [''], rank: expiresAt };
}

/** The same contents as a state of its own. Rows are shared, because they are never edited. */
export function copyOf(state: BankState): BankState {
  const copy = new BankState();
  for (const name of Object.values(tableGroups).flat()) {
    for (const [key, row] of state.table(name).entries()) copy.table(name).put(key, row);
  }
  for (const [accountId, ledger] of state.ledgers) {
    copy.ledgers.set(accountId, Ledger.of(ledger.openingBalance, ledger.image()));
  }
  return copy;
}

const ROWS = 'rows:';

/** Whether a change of that name is one of a statement. */
export function isStatementChange(table: string): boolean {
  return isLedgerTable(table) || table.startsWith(ROWS);
}

function isLedgerTable(table: string): table is `ledger:${string}` {
  return table.startsWith('ledger:');
}
