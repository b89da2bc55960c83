import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../../server/bank/clock.ts';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
import { settingsOf } from '../../../server/bank/grants.ts';
import {
  securityProfiles,
  type Account,
  type Client,
  type ClientCertificate,
  type Customer,
  type Grant,
  type LedgerRow,
} from '../../../server/bank/model.ts';
import { BankState } from '../../../server/bank/state.ts';
import { applyScenario, loadScenario, ScenarioInvalid } from '../../../server/scenarios/scenario.ts';
import { exportedScenario } from '../../harness/exported-scenario.ts';
import '../../harness/property-seed.ts';
import { CLIENT } from '../../harness/test-bank.ts';

const NOW = Date.parse('2027-02-20T13:04:05+09:00');
const at = (minutes: number) => NOW + minutes * 60_000;

/*
 * Everything a row can hold. `Required`, so that a member added to the model is missing here until
 * somebody has decided what a scenario does with it.
 */
const customer: Required<Customer> = {
  id: 'hanako',
  kind: 'corporate',
  loginId: 'Corp-9',
  password: 'Sandbox-0009',
  name: 'サンプル商事',
  nameKana: 'ｻﾝﾌﾟﾙｼﾖｳｼﾞ',
  login: 'both',
  status: 'locked',
  failedLogins: 5,
  lockedAt: at(-7),
  mayInquire: false,
  userOf: { customerId: 'hanako', accountIds: ['001010000009'] },
  drill: 'history_gap',
  certificates: [
    { serialNumber: 'AB12', subject: 'CN=a', notBefore: at(-60), notAfter: at(60), revokedAt: at(-1) },
  ],
  note: { ja: 'メモ', en: 'note' },
};

const account: Required<Account> = {
  accountId: '001510000009',
  customerId: 'hanako',
  branchCode: '001',
  accountTypeCode: '51',
  accountNumber: '0000009',
  accountName: '口座',
  accountNameKana: 'ｺｳｻﾞ',
  currencyCode: 'USD',
  primary: false,
  maturityDate: '2027-12-31',
  overdraftLimit: '100000',
  transferLimitAmount: '500000',
  ttb: '150.25',
  openingBalance: '-12345',
};

const row: Required<LedgerRow> = {
  itemKey: '2027022000000001',
  transactionDate: '2027-02-20',
  valueDate: '2027-02-19',
  transactionType: '1',
  amount: 12_345n,
  remarks: '摘要',
  transfer: { applicantName: 'ｶ)ｻﾝﾌﾟﾙ', paymentBankName: '銀行', paymentBranchName: '支店', ediInfo: 'EDI' },
};

const client: Required<Omit<Client, 'sandbox_registered_itself'>> = {
  ...CLIENT,
  client_id: 'whole',
  client_secret: 's'.repeat(32),
  client_id_issued_at: at(-100),
  'client_name#ja': '名前',
  'client_name#en': 'Name',
  client_uri: 'https://client.example/',
  token_endpoint_auth_signing_alg: 'HS256',
  authorization_details_types: ['account_information'],
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1' }] },
  jwks_uri: 'https://client.example/jwks',
  sector_identifier_uri: 'https://client.example/sector',
  sandbox_trusts_any_certificate: true,
  contacts: ['desk@client.example'],
  post_logout_redirect_uris: ['https://client.example/after'],
  require_pushed_authorization_requests: true,
  subject_type: 'pairwise',
  userinfo_signed_response_alg: 'ES256',
  introspection_signed_response_alg: 'PS256',
  request_object_signing_alg: 'EdDSA',
  request_object_encryption_alg: 'ECDH-ES',
  request_object_encryption_enc: 'A256GCM',
  authorization_signed_response_alg: 'ES256',
  dpop_bound_access_tokens: true,
  tls_client_certificate_bound_access_tokens: true,
  tls_client_auth_subject_dn: 'CN=a',
  tls_client_auth_san_dns: 'a.example',
  tls_client_auth_san_uri: 'https://a.example',
  tls_client_auth_san_ip: '192.0.2.1',
  tls_client_auth_san_email: 'a@a.example',
  sandbox_allowed_origins: ['https://a.example'],
  sandbox_refresh_rotation: 'rotate-strict',
  sandbox_access_token_format: 'jwt',
  sandbox_company: '会社',
  'sandbox_company#ja': '株式会社',
  'sandbox_company#en': 'Company',
  sandbox_service: 'サービス',
  'sandbox_service#ja': 'サービス名',
  'sandbox_service#en': 'Service',
  sandbox_note: { ja: 'メモ', en: 'note' },
};

const certificate: Required<ClientCertificate> = {
  serialNumber: 'CD34',
  clientId: 'whole',
  subject: 'CN=a',
  notBefore: at(-60),
  notAfter: at(60),
  thumbprint: 'A'.repeat(43),
  revokedAt: at(-1),
};

const grant: Required<Omit<Grant, 'lastAccessTokenId'>> = {
  grantId: 'g_1',
  clientId: 'whole',
  customerId: 'hanako',
  scopes: ['account:balance', 'openid', 'offline_access'],
  authorizationDetails: [
    { type: 'account_information', actions: ['read_balances'], accounts: ['001510000009'] },
  ],
  createdAt: at(-50),
  updatedAt: at(-40),
  expiresAt: at(1_000),
  endedAt: at(-2),
  endReason: 'password_changed',
  termsVersion: '2019-08',
  authTime: at(-51),
  acr: 'password+certificate',
  refreshGeneration: 3,
  refreshedAt: at(-30),
  refreshIssued: false,
  firstRefreshedAt: at(-45),
  refreshBoundTo: { jkt: 'B'.repeat(43), 'x5t#S256': 'C'.repeat(43) },
  overTls: true,
  resources: ['https://bank.example/ib/v1'],
  nonce: 'nonce-of-the-request',
};

/** Any of the optional members left out. */
function withAnyOf<Whole extends object>(whole: Whole, optional: readonly (keyof Whole)[]) {
  return fc
    .subarray([...optional])
    .map((left) =>
      Object.fromEntries(Object.entries(whole).filter(([name]) => !(left as string[]).includes(name))),
    ) as fc.Arbitrary<Whole>;
}

const bank = fc.record({
  customer: withAnyOf(customer, ['password', 'userOf', 'drill', 'certificates', 'note']),
  account: withAnyOf(account, ['maturityDate', 'overdraftLimit', 'transferLimitAmount', 'ttb']),
  row: withAnyOf(row, ['valueDate', 'remarks', 'transfer']),
  client: withAnyOf(
    client,
    (Object.keys(client) as (keyof typeof client)[]).filter((name) => !(name in CLIENT)),
  ),
  grant: withAnyOf(grant, [
    'authorizationDetails',
    'endedAt',
    'endReason',
    'firstRefreshedAt',
    'refreshBoundTo',
    'overTls',
    'resources',
    'nonce',
  ]),
});

function stateOf({
  customer,
  account,
  row,
  client,
  grant,
}: {
  customer: Customer;
  account: Account;
  row: LedgerRow;
  client: Client;
  grant: Grant;
}): BankState {
  const state = new BankState();
  state.settings.put('current', { ...structuredClone(defaultSettings), pageSize: 77 });
  state.customers.put(customer.id, customer);
  state.accounts.put(account.accountId, account);
  state.ledger(account.accountId).insert(row);
  state.clients.put(client.client_id, client);
  state.clientCertificates.put(certificate.serialNumber, certificate);
  state.grants.put(grant.grantId, grant);
  return state;
}

const tablesOf = (state: BankState) => ({
  settings: settingsOf(state),
  customers: [...state.customers],
  accounts: [...state.accounts],
  clients: [...state.clients],
  certificates: [...state.clientCertificates],
  grants: [...state.grants],
  ledgers: [...state.ledgers].map(([id, ledger]) => [id, ledger.rows()]),
});

async function loaded(document: unknown): Promise<BankState> {
  return applyScenario(await loadScenario(document, NOW), new Clock({ mode: 'frozen', at: NOW }));
}

describe('a scenario', () => {
  it('loads as exactly what was exported, whatever the bank holds, and exports the same again', async () => {
    await fc.assert(
      fc.asyncProperty(bank, async (rows) => {
        const before = stateOf(rows);
        const document = await exportedScenario(before);
        const copy = await loaded(JSON.parse(document));
        expect(tablesOf(copy)).toEqual(tablesOf(before));
        expect(await exportedScenario(copy)).toBe(document);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a client that contradicts its own profile', () => {
  const keys = { token_endpoint_auth_method: 'private_key_jwt' };
  it.each([
    ['fapi2-security', { token_endpoint_auth_method: 'client_secret_basic' }, 'token_endpoint_auth_method'],
    ['fapi1-advanced', { ...keys, id_token_signed_response_alg: 'EdDSA' }, 'id_token_signed_response_alg'],
    ['fapi2-security', { ...keys, request_object_signing_alg: 'RS256' }, 'request_object_signing_alg'],
    ['oauth21', { id_token_signed_response_alg: 'HS256' }, 'id_token_signed_response_alg'],
  ])('under %s is refused with its place and the way out: %o', async (profile, members, member) => {
    const clients = [CLIENT, { ...CLIENT, client_id: 'wrong', sandbox_profile: profile, ...members }].map(
      (
        { client_secret: secret, client_id_issued_at: _issued, id_token_signed_response_alg: alg, ...rest },
        at,
      ) => ({
        ...rest,
        ...(secret !== undefined &&
          rest.token_endpoint_auth_method.startsWith('client_secret_') && { client_secret: secret }),
        ...(at === 1 && 'id_token_signed_response_alg' in members && { id_token_signed_response_alg: alg }),
      }),
    );
    const failure: unknown = await loaded({ version: 1, name: 'wrong', clients }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ScenarioInvalid);
    const { problems, message } = failure as ScenarioInvalid;
    expect(problems).toMatchObject([{ path: `clients.1.${member}` }]);
    expect(message).toMatch(new RegExp(`^clients\\.1\\.${member}: The profile ${profile} takes \\S+`));
  });

  it.each(securityProfiles)('is nobody who leaves all of it out, under %s', async (profile) => {
    const method = profile.startsWith('fapi') ? keys : { client_secret: 's'.repeat(32) };
    const clients = [{ client_id: 'c', client_name: 'C', sandbox_profile: profile, ...method }];
    const state = await loaded({ version: 1, name: 'usual', clients });
    const alg = profile.startsWith('fapi') ? 'ES256' : 'RS256';
    expect(state.clients.get('c')?.id_token_signed_response_alg).toBe(alg);
  });
});
