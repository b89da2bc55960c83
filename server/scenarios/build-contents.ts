import { accountIdOf, accountTypes } from '../bank/account-types.ts';
import { profileFaults, secretFaults } from '../bank/client-metadata.ts';
import { LATEST } from '../bank/clock.ts';
import { parseAmount } from '../bank/currency.ts';
import { defaultSettings, institutionProfiles } from '../bank/institution-profiles.ts';
import { Ledger } from '../bank/ledger.ts';
import { usualIdTokenAlgorithm } from '../bank/profiles.ts';
import { settingsFaults } from '../bank/settings.ts';
import {
  addDays,
  bankDateOf,
  startOfBankDate,
  toJstTimestamp,
  type BankDate,
  type Instant,
} from '../bank/time.ts';
import type {
  Account,
  Client,
  ClientCertificate,
  Customer,
  Grant,
  LedgerRow,
  Settings,
} from '../bank/model.ts';
import { STEPS_A_SLICE, type Sliced } from '../slices.ts';
import type { KeySet } from './client-keys.ts';
import { generateRows } from './generators/generate-rows.ts';
import { ItemKeySequence } from './item-key-sequence.ts';
import { ScenarioInvalid } from './scenario-invalid.ts';
import type {
  ScenarioAccount,
  ScenarioClient,
  ScenarioCustomer,
  ScenarioDocument,
  ScenarioGrant,
  ScenarioRow,
} from './scenario-schema.ts';

/** What a scenario puts into the bank, as the rows of its tables. */
export interface ScenarioContents {
  readonly name: string;
  readonly settings: Settings;
  readonly clock?: { mode: 'real' } | { mode: 'offset' | 'frozen'; at: Instant };
  readonly customers: Customer[];
  readonly accounts: Account[];
  readonly clients: Client[];
  readonly clientCertificates: ClientCertificate[];
  readonly grants: Grant[];
  /** Statements by account ID. */
  readonly ledgers: ReadonlyMap<string, Ledger>;
  /** The highest item key sequence by account ID, where rows were deleted behind the last one. */
  readonly lastSequences: ReadonlyMap<string, number>;
  /** Private keys by client ID, where the document brings them. */
  readonly clientKeys: ReadonlyMap<string, KeySet>;
}

/**
 * Turns a document into rows, in slices. Everything left out is filled in here and nowhere else.
 *
 * @param now the bank's time of loading, to which relative days and generated rows refer; a clock in
 *   the document comes first.
 * @throws ScenarioInvalid when two parts of the document contradict each other.
 */
export function* buildContents(document: ScenarioDocument, now: Instant): Sliced<ScenarioContents> {
  const clock = clockOf(document);
  const loadedAt = clock && clock.mode !== 'real' ? clock.at : now;
  const today = bankDateOf(loadedAt);
  const builder = new ContentsBuilder(today, loadedAt);
  for (const [index, customer] of document.customers?.entries() ?? []) {
    yield* builder.addCustomer(customer, `customers.${index}`);
    if (index % STEPS_A_SLICE === 0) yield;
  }
  document.clients?.forEach((client, index) => builder.addClient(client, `clients.${index}`));
  for (const [index, grant] of document.grants?.entries() ?? []) {
    builder.addGrant(grant, `grants.${index}`);
    if (index % STEPS_A_SLICE === 0) yield;
  }
  return {
    name: document.name,
    settings: settingsOf(document),
    ...(clock && { clock }),
    customers: [...builder.customers.values()],
    accounts: [...builder.accounts.values()],
    clients: [...builder.clients.values()],
    clientCertificates: [...builder.clientCertificates.values()],
    grants: builder.grants,
    ledgers: builder.ledgers,
    lastSequences: builder.lastSequences,
    clientKeys: builder.clientKeys,
  };
}

function clockOf({ clock }: ScenarioDocument): ScenarioContents['clock'] {
  if (!clock || clock.mode === 'real') return clock;
  const at = Date.parse(clock.now);
  if (at > LATEST) {
    throw new ScenarioInvalid('clock.now', `the clock can not go beyond ${toJstTimestamp(LATEST)}`);
  }
  return { mode: clock.mode, at };
}

/** @throws ScenarioInvalid for what a change of the settings would be refused for as well. */
function settingsOf({ institution = 'sample', settings = {} }: ScenarioDocument): Settings {
  const whole: Settings = {
    ...defaultSettings,
    ...settings,
    institution: typeof institution === 'string' ? institutionProfiles[institution] : institution,
    lifetimes: { ...defaultSettings.lifetimes, ...settings.lifetimes },
    policies: { ...defaultSettings.policies, ...settings.policies },
    retention: { ...defaultSettings.retention, ...settings.retention },
  };
  const [contradiction, ...more] = settingsFaults(whole).map(({ path, message }) => ({
    path: path.startsWith('institution') ? path : `settings.${path}`,
    message,
  }));
  if (contradiction) throw new ScenarioInvalid(contradiction.path, contradiction.message, more);
  return whole;
}

class ContentsBuilder {
  readonly customers = new Map<string, Customer>();
  readonly accounts = new Map<string, Account>();
  readonly clients = new Map<string, Client>();
  readonly clientCertificates = new Map<string, ClientCertificate>();
  readonly grants: Grant[] = [];
  readonly ledgers = new Map<string, Ledger>();
  readonly lastSequences = new Map<string, number>();
  readonly clientKeys = new Map<string, KeySet>();
  readonly #customerIdByLogin = new Map<string, string>();
  readonly #today: BankDate;
  readonly #now: Instant;

  constructor(today: BankDate, now: Instant) {
    this.#today = today;
    this.#now = now;
  }

  *addCustomer(given: ScenarioCustomer, path: string): Sliced<void> {
    const { accounts = [], certificates, lockedAt, id = `cust_${given.loginId}`, ...members } = given;
    if (this.#customerIdByLogin.has(given.loginId)) {
      throw new ScenarioInvalid(`${path}.loginId`, `the login ${given.loginId} is used twice`);
    }
    if (this.customers.has(id)) throw new ScenarioInvalid(`${path}.id`, `the id ${id} is used twice`);
    this.#customerIdByLogin.set(given.loginId, id);
    this.customers.set(id, {
      login: 'password',
      status: 'active',
      failedLogins: 0,
      mayInquire: true,
      ...members,
      id,
      ...(given.status === 'locked' && {
        lockedAt: lockedAt === undefined ? this.#now : Date.parse(lockedAt),
      }),
      ...(certificates && {
        certificates: certificates.map(({ serialNumber, subject, notBefore, notAfter, revokedOn }) => ({
          serialNumber,
          subject,
          notBefore: this.#timeOf(notBefore),
          notAfter: this.#timeOf(notAfter),
          ...(revokedOn !== undefined && { revokedAt: this.#timeOf(revokedOn) }),
        })),
      }),
    });
    for (const [index, account] of accounts.entries()) {
      yield* this.#addAccount(account, { customer: given, id, index }, `${path}.accounts.${index}`);
    }
  }

  *#addAccount(
    given: ScenarioAccount,
    owner: { customer: ScenarioCustomer; id: string; index: number },
    path: string,
  ): Sliced<void> {
    const {
      rows: _rows,
      generate: _generate,
      lastSequence,
      maturityDate,
      openingBalance = '0',
      ...members
    } = given;
    const accountId = accountIdOf(given);
    if (this.accounts.has(accountId)) {
      throw new ScenarioInvalid(`${path}.accountNumber`, `the account ${accountId} is given twice`);
    }
    const currencyCode = given.currencyCode ?? 'JPY';
    if (currencyCode !== 'JPY' && given.accountTypeCode !== '51') {
      throw new ScenarioInvalid(
        `${path}.currencyCode`,
        `${accountTypes[given.accountTypeCode].name} is in yen`,
      );
    }
    const minorUnits = (text: string, member: string): bigint => {
      const amount = parseAmount(text, currencyCode);
      if (amount === undefined) {
        throw new ScenarioInvalid(`${path}.${member}`, `${text} is not an amount of ${currencyCode}`);
      }
      return amount;
    };
    const account: Account = {
      ...members,
      accountId,
      customerId: owner.id,
      currencyCode,
      accountName: given.accountName ?? owner.customer.name,
      accountNameKana: given.accountNameKana ?? owner.customer.nameKana,
      primary: given.primary ?? owner.index === 0,
      openingBalance: minorUnits(openingBalance, 'openingBalance').toString(),
      ...(given.overdraftLimit !== undefined && {
        overdraftLimit: minorUnits(given.overdraftLimit, 'overdraftLimit').toString(),
      }),
      ...(maturityDate !== undefined && { maturityDate: this.#dateOf(maturityDate) }),
    };
    this.accounts.set(accountId, account);
    this.ledgers.set(accountId, yield* this.#ledgerOf(given, account, minorUnits, path));
    if (lastSequence !== undefined) this.lastSequences.set(accountId, lastSequence);
  }

  *#ledgerOf(
    { rows = [], generate }: ScenarioAccount,
    account: Account,
    minorUnits: (text: string, member: string) => bigint,
    path: string,
  ): Sliced<Ledger> {
    const ledger = new Ledger(BigInt(account.openingBalance));
    const keys = new ItemKeySequence();
    for (const [index, { itemKey }] of rows.entries()) {
      if (itemKey !== undefined) keys.take(itemKey);
      if (index % STEPS_A_SLICE === STEPS_A_SLICE - 1) yield;
    }
    for (const [index, row] of rows.entries()) {
      const amount = minorUnits(row.amount, `rows.${index}.amount`);
      ledger.insert(this.#rowOf(row, keys, amount, `${path}.rows.${index}`));
      if (index % STEPS_A_SLICE === STEPS_A_SLICE - 1) yield;
    }
    if (!generate) return ledger;
    const generated = generateRows({
      profile: generate.profile,
      seed: generate.seed ?? account.accountId,
      months: generate.months,
      today: this.#today,
      startingBalance: null,
      ...(generate.rows !== undefined && { rows: generate.rows }),
    });
    for (const row of yield* generated) {
      ledger.insert({ itemKey: keys.next(row.transactionDate), ...row });
      if (ledger.size % STEPS_A_SLICE === 0) yield;
    }
    return ledger;
  }

  #rowOf(
    { itemKey, transactionDate, valueDate, amount: _text, ...members }: ScenarioRow,
    keys: ItemKeySequence,
    amount: bigint,
    path: string,
  ): LedgerRow {
    const date = this.#dateOf(transactionDate);
    if (itemKey !== undefined && !itemKey.startsWith(date.replaceAll('-', ''))) {
      throw new ScenarioInvalid(`${path}.itemKey`, `the key does not begin with the day ${date}`);
    }
    return {
      itemKey: itemKey ?? keys.next(date),
      transactionDate: date,
      ...(valueDate !== undefined && { valueDate: this.#dateOf(valueDate) }),
      ...members,
      amount,
    };
  }

  addClient(given: ScenarioClient, path: string): void {
    const {
      sandbox_private_jwks: privateKeys,
      sandbox_certificates: certificates = [],
      client_id_issued_at: issuedAt,
      ...members
    } = given;
    if (this.clients.has(given.client_id)) {
      throw new ScenarioInvalid(`${path}.client_id`, `the client_id ${given.client_id} is used twice`);
    }
    const client: Client = {
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: 'account:balance account:transaction openid offline_access',
      application_type: 'web',
      id_token_signed_response_alg: usualIdTokenAlgorithm(given.sandbox_profile ?? 'compat'),
      sandbox_allowed_origins: [],
      sandbox_customer_kind: 'any',
      sandbox_profile: 'compat',
      sandbox_consent: 'screen',
      ...members,
      client_id_issued_at: issuedAt === undefined ? this.#now : Date.parse(issuedAt),
    };
    // Taken as it is, it would be refused with every request, and nobody would know why.
    const faults = [...profileFaults(client), ...secretFaults(client)];
    const [contradiction, ...more] = faults.map(({ path: member, message }) => ({
      path: `${path}.${member}`,
      message,
    }));
    if (contradiction) throw new ScenarioInvalid(contradiction.path, contradiction.message, more);
    this.clients.set(given.client_id, client);
    if (privateKeys) this.clientKeys.set(given.client_id, privateKeys);
    certificates.forEach((certificate, index) =>
      this.#addClientCertificate(certificate, given.client_id, `${path}.sandbox_certificates.${index}`),
    );
  }

  #addClientCertificate(
    {
      notBefore,
      notAfter,
      revokedAt,
      ...members
    }: NonNullable<ScenarioClient['sandbox_certificates']>[number],
    clientId: string,
    path: string,
  ): void {
    const { serialNumber } = members;
    if (this.clientCertificates.has(serialNumber)) {
      throw new ScenarioInvalid(`${path}.serialNumber`, `the serial number ${serialNumber} is used twice`);
    }
    this.clientCertificates.set(serialNumber, {
      ...members,
      clientId,
      notBefore: Date.parse(notBefore),
      notAfter: Date.parse(notAfter),
      ...(revokedAt !== undefined && { revokedAt: Date.parse(revokedAt) }),
    });
  }

  addGrant(given: ScenarioGrant, path: string): void {
    const { loginId, endedAt, updatedAt, authTime, refreshedAt, firstRefreshedAt, ...members } = given;
    const customerId = this.#customerIdByLogin.get(loginId);
    if (customerId === undefined) {
      throw new ScenarioInvalid(`${path}.loginId`, `there is no customer with the login ${loginId}`);
    }
    if (!this.clients.has(given.clientId)) {
      throw new ScenarioInvalid(`${path}.clientId`, `there is no client ${given.clientId}`);
    }
    if (given.scopes.length === 0 && !given.authorizationDetails) {
      throw new ScenarioInvalid(`${path}.scopes`, 'a grant needs scopes or authorizationDetails');
    }
    this.grants.push({
      acr: 'password',
      refreshGeneration: 0,
      refreshIssued: true,
      ...members,
      customerId,
      createdAt: Date.parse(given.createdAt),
      expiresAt: Date.parse(given.expiresAt),
      updatedAt: Date.parse(updatedAt ?? given.createdAt),
      authTime: Date.parse(authTime ?? given.createdAt),
      refreshedAt: Date.parse(refreshedAt ?? given.createdAt),
      ...(endedAt !== undefined && { endedAt: Date.parse(endedAt) }),
      ...(firstRefreshedAt !== undefined && { firstRefreshedAt: Date.parse(firstRefreshedAt) }),
    });
  }

  /** The beginning of a day of the document, or the moment it names. */
  #timeOf(text: string): Instant {
    return text.includes('T') ? Date.parse(text) : startOfBankDate(this.#dateOf(text));
  }

  /** A day of the document: as written, or counted back from the day of loading. */
  #dateOf(text: string): BankDate {
    const days = /^today([+-]\d+)?$/.exec(text);
    return days ? addDays(this.#today, Number(days[1] ?? 0)) : (text as BankDate);
  }
}
