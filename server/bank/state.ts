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

/** One row put (or, with `null`, removed). `ledger:{accountId}` names a row of that account's statement. */
export type Change =
  | readonly [table: TableName, key: string, row: Rows[TableName] | null]
  | readonly [table: `ledger:${string}`, itemKey: string, row: PersistedLedgerRow | null];

/** What came of an operation, in words for the log and for `POST /clock/advance`. */
export interface Effect {
  at: string;
  type: string;
  [member: string]: string | number | boolean | string[] | undefined;
}

/** Told of each row that comes, is replaced (both are given) or goes. */
export type Watcher<Row> = (before: Row | undefined, after: Row | undefined) => void;

/** Rows by key, with indexes kept in step. Rows are shared: treat them as immutable. */
export class Table<Row> implements Iterable<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #watchers: Watcher<Row>[] = [];
  readonly #indexes = new Map<string, { keyOf: (row: Row) => string; keys: Map<string, Set<string>> }>();

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  get size(): number {
    return this.#rows.size;
  }

  [Symbol.iterator](): IterableIterator<Row> {
    return this.#rows.values();
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  /** Declares an index; to be called before the first row is put. */
  index(name: string, keyOf: (row: Row) => string): this {
    this.#indexes.set(name, { keyOf, keys: new Map() });
    return this;
  }

  /** Tells of the rows there are, and from now on of every change. */
  watch(watcher: Watcher<Row>): void {
    for (const row of this.#rows.values()) watcher(undefined, row);
    this.#watchers.push(watcher);
  }

  /** The rows whose index value is `value`, in the order they were put. */
  where(indexName: string, value: string): Row[] {
    const index = this.#indexes.get(indexName);
    if (!index) throw new Error(`no index ${indexName}`);
    const found: Row[] = [];
    for (const key of index.keys.get(value) ?? []) {
      const row = this.#rows.get(key);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  /** How many rows have that index value. */
  countWhere(indexName: string, value: string): number {
    return this.#indexes.get(indexName)?.keys.get(value)?.size ?? 0;
  }

  /** The key that was put first among those with that index value. */
  firstKeyWhere(indexName: string, value: string): string | undefined {
    const [first] = this.#indexes.get(indexName)?.keys.get(value) ?? [];
    return first;
  }

  put(key: string, row: Row): void {
    const before = this.#rows.get(key);
    this.#rows.set(key, row);
    for (const watcher of this.#watchers) watcher(before, row);
    for (const { keyOf, keys } of this.#indexes.values()) {
      const value = keyOf(row);
      if (before !== undefined) {
        const old = keyOf(before);
        if (old === value) continue;
        dropFromIndex(keys, old, key);
      }
      const set = keys.get(value);
      if (set) set.add(key);
      else keys.set(value, new Set([key]));
    }
  }

  delete(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    for (const watcher of this.#watchers) watcher(before, undefined);
    for (const { keyOf, keys } of this.#indexes.values()) dropFromIndex(keys, keyOf(before), key);
  }

  clear(): void {
    for (const watcher of this.#watchers) for (const row of this.#rows.values()) watcher(row, undefined);
    this.#rows.clear();
    for (const { keys } of this.#indexes.values()) keys.clear();
  }
}

function dropFromIndex(keys: Map<string, Set<string>>, value: string, key: string): void {
  const set = keys.get(value);
  if (!set) return;
  set.delete(key);
  if (set.size === 0) keys.delete(value);
}

/** The bank's memory. Changed only by a {@link Transaction} or by replaying changes at start-up. */
export class BankState {
  readonly customers = new Table<Customer>().index('loginId', (row) => row.loginId);
  readonly accounts = new Table<Account>().index('customerId', (row) => row.customerId);
  readonly clients = new Table<Client>();
  readonly clientCertificates = new Table<ClientCertificate>()
    .index('clientId', (row) => row.clientId)
    .index('thumbprint', (row) => row.thumbprint);
  readonly grants = new Table<Grant>()
    .index('customerId', (row) => row.customerId)
    .index('clientId', (row) => row.clientId);
  readonly accessTokens = new Table<AccessToken>().index('grantId', (row) => row.grantId);
  readonly clientAccessTokens = new Table<ClientAccessToken>();
  readonly authorizationCodes = new Table<AuthorizationCode>();
  readonly interactions = new Table<Interaction>();
  readonly pushedRequests = new Table<PushedRequest>();
  readonly signingKeys = new Table<SigningKey>();
  readonly settings = new Table<Settings>();
  readonly clock = new Table<ClockSetting>();
  readonly secrets = new Table<{ value: string }>();
  readonly faults = new Table<Fault>();
  readonly conformanceRuns = new Table<ConformanceRun>().index('open', ({ verdict }) =>
    verdict ? 'no' : 'yes',
  );
  readonly facts = new Table<{ value: unknown }>();
  readonly ledgers = new Map<string, Ledger>();

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
    if (isLedgerTable(table)) {
      const ledger = this.ledger(table.slice('ledger:'.length));
      if (row === null) ledger.remove(key);
      else ledger.insert(Ledger.revive(row as PersistedLedgerRow));
      return;
    }
    const rows = this.table(table) as Table<unknown>;
    if (row === null) rows.delete(key);
    else rows.put(key, row);
    if (table === 'accounts') this.#accountChanged(key, row as Account | null);
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

function isLedgerTable(table: string): table is `ledger:${string}` {
  return table.startsWith('ledger:');
}
