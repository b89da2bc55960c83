import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything, expectProblem } from '../../harness/control-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
let grantId: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  const made = await sandbox.control<{ grant_id: string }>('POST', '/grants', {
    clientId: 'demo-kakeibo',
    loginId: '10000000001',
    scopes: ['account:balance'],
  });
  grantId = made.grant_id;
});
afterAll(() => sandbox.stop());

const TARO = 'cust_10000000001';
const ACCOUNT = '001011000001';

const customer = { kind: 'personal', loginId: 'new', password: 'pw', name: '新規', nameKana: 'ｼﾝｷ' };
const account = { customerId: TARO, accountNumber: '7654321', balance: '0' };
const client = { redirect_uris: ['https://app.example/callback'] };
const authorize = (query: string) => `${sandbox.issuer}/oauth2/authorize?${query}`;
const request =
  'response_type=code&client_id=demo-kakeibo&scope=account:balance' +
  '&redirect_uri=http%3A%2F%2F127.0.0.1%3A4782%2Fcallback';
const consent = () => ({
  authorizationUrl: authorize(request),
  loginId: '10000000001',
  password: 'Sandbox-0001',
});

type Body = object | (() => object);
/** method, path, body, status, and the code or the path of the member at fault. */
type Row = [method: string, path: string, body: Body | undefined, status: number, fault: string];

const rows: Row[] = [
  // customers
  ['GET', '/customers?limit=0', undefined, 422, 'limit'],
  ['GET', '/customers?limit=ten', undefined, 422, 'limit'],
  ['GET', '/customers?limit=1&limit=2', undefined, 422, 'limit'],
  ['GET', '/customers?cursor=zzz', undefined, 422, 'cursor'],
  ['GET', '/customers?kind=robot', undefined, 422, 'kind'],
  ['GET', '/customers/nobody', undefined, 404, 'customer_not_found'],
  ['POST', '/customers', {}, 422, 'loginId'],
  ['POST', '/customers', { ...customer, kind: 'robot' }, 422, 'kind'],
  ['POST', '/customers', { ...customer, loginId: '' }, 422, 'loginId'],
  ['POST', '/customers', { ...customer, loginId: 'ｉｄ' }, 422, 'loginId'],
  ['POST', '/customers', { ...customer, loginId: 5 }, 422, 'loginId'],
  ['POST', '/customers', { ...customer, loginId: 'a'.repeat(65) }, 422, 'loginId'],
  ['POST', '/customers', { ...customer, password: '' }, 422, 'password'],
  ['POST', '/customers', { ...customer, name: '  ' }, 422, 'name'],
  ['POST', '/customers', { ...customer, name: null }, 422, 'name'],
  ['POST', '/customers', { ...customer, status: 'gone' }, 422, 'status'],
  ['POST', '/customers', { ...customer, login: 'face' }, 422, 'login'],
  ['POST', '/customers', { ...customer, mayInquire: 'yes' }, 422, 'mayInquire'],
  ['POST', '/customers', { ...customer, note: { ja: 'x' } }, 422, 'note.en'],
  ['POST', '/customers', { ...customer, id: 'mine' }, 422, 'id'],
  ['POST', '/customers', { kind: 'personal', loginId: 'new', name: 'x' }, 422, 'password'],
  ['POST', '/customers', { ...customer, loginId: '10000000001' }, 409, 'login_id_taken'],
  ['PATCH', `/customers/${TARO}`, { failedLogins: 0 }, 422, 'failedLogins'],
  ['PATCH', `/customers/${TARO}`, { loginId: '10000000002' }, 409, 'login_id_taken'],
  ['PATCH', '/customers/cust_10000000006', { login: 'password' }, 422, 'password'],
  ['PATCH', '/customers/nobody', { name: 'x' }, 404, 'customer_not_found'],
  ['DELETE', '/customers/nobody', undefined, 404, 'customer_not_found'],
  // accounts
  ['POST', '/accounts', {}, 422, 'customerId'],
  ['POST', '/accounts', { ...account, customerId: 'nobody' }, 422, 'customerId'],
  ['POST', '/accounts', { ...account, branchCode: '1' }, 422, 'branchCode'],
  ['POST', '/accounts', { ...account, branchCode: '999' }, 422, 'branchCode'],
  ['POST', '/accounts', { ...account, accountTypeCode: '99' }, 422, 'accountTypeCode'],
  ['POST', '/accounts', { ...account, accountNumber: '12' }, 422, 'accountNumber'],
  ['POST', '/accounts', { ...account, accountId: '001017654322' }, 422, 'accountId'],
  ['POST', '/accounts', { ...account, balance: '1e3' }, 422, 'balance'],
  ['POST', '/accounts', { ...account, balance: 0.5 }, 422, 'balance'],
  ['POST', '/accounts', { ...account, balance: '0.5' }, 422, 'balance'],
  ['POST', '/accounts', { ...account, currencyCode: 'USD' }, 422, 'currencyCode'],
  ['POST', '/accounts', { ...account, accountTypeCode: '51', currencyCode: 'JPY' }, 422, 'currencyCode'],
  ['POST', '/accounts', { ...account, accountNameKana: '漢字' }, 422, 'accountNameKana'],
  ['POST', '/accounts', { ...account, accountName: 'x'.repeat(49) }, 422, 'accountName'],
  ['POST', '/accounts', { ...account, overdraftLimit: '-1' }, 422, 'overdraftLimit'],
  ['POST', '/accounts', { ...account, maturityDate: '2027-02-30' }, 422, 'maturityDate'],
  ['POST', '/accounts', { ...account, accountNumber: '1000001' }, 409, 'account_exists'],
  ['PATCH', `/accounts/${ACCOUNT}`, { balance: '1' }, 422, 'balance'],
  ['PATCH', `/accounts/${ACCOUNT}`, { accountName: '' }, 422, 'accountName'],
  ['PATCH', '/accounts/000000000000', { primary: true }, 404, 'account_not_found'],
  ['GET', '/accounts/000000000000', undefined, 404, 'account_not_found'],
  ['DELETE', '/accounts/000000000000', undefined, 404, 'account_not_found'],
  // clients
  ['POST', '/clients', {}, 422, 'redirect_uris'],
  ['POST', '/clients', { redirect_uris: 'https://a.example/' }, 422, 'redirect_uris'],
  ['POST', '/clients', { redirect_uris: ['http://a.example/'] }, 422, 'redirect_uris[0]'],
  ['POST', '/clients', { ...client, client_id: 'demo-kakeibo' }, 409, 'client_id_taken'],
  ['POST', '/clients', { ...client, client_id: 'a b' }, 422, 'client_id'],
  ['POST', '/clients', { ...client, client_secret: 'short' }, 422, 'client_secret'],
  [
    'POST',
    '/clients',
    { ...client, client_secret: 's'.repeat(40), token_endpoint_auth_method: 'none' },
    422,
    'client_secret',
  ],
  [
    'POST',
    '/clients',
    { ...client, token_endpoint_auth_method: 'password' },
    422,
    'token_endpoint_auth_method',
  ],
  ['POST', '/clients', { ...client, token_endpoint_auth_method: 'private_key_jwt' }, 422, 'jwks'],
  ['POST', '/clients', { ...client, jwks: { keys: [{ kty: 'EC', d: 'x' }] } }, 422, 'jwks.keys[0]'],
  ['POST', '/clients', { ...client, grant_types: ['password'] }, 422, 'grant_types[0]'],
  ['POST', '/clients', { ...client, grant_types: ['refresh_token'] }, 422, 'grant_types'],
  ['POST', '/clients', { ...client, response_types: ['token'] }, 422, 'response_types[0]'],
  ['POST', '/clients', { ...client, response_types: [] }, 422, 'response_types'],
  ['POST', '/clients', { ...client, scope: 'account:balance transfer' }, 422, 'scope'],
  [
    'POST',
    '/clients',
    { ...client, sandbox_allowed_origins: ['https://a.example/'] },
    422,
    'sandbox_allowed_origins[0]',
  ],
  ['POST', '/clients', { ...client, sandbox_profile: 'fapi2-security' }, 422, 'token_endpoint_auth_method'],
  ['POST', '/clients', { ...client, sandbox_consent: 'maybe' }, 422, 'sandbox_consent'],
  ['POST', '/clients', { ...client, redirect_uri: 'https://a.example/' }, 422, 'redirect_uri'],
  ['POST', '/clients', { ...client, client_uri: 'javascript:alert(1)' }, 422, 'client_uri'],
  [
    'POST',
    '/clients',
    { ...client, token_endpoint_auth_method: 'none', id_token_signed_response_alg: 'HS256' },
    422,
    'id_token_signed_response_alg',
  ],
  ['PATCH', '/clients/demo-kakeibo', { redirect_uris: [] }, 422, 'redirect_uris'],
  ['PATCH', '/clients/demo-kakeibo', { client_secret: 's'.repeat(40) }, 422, 'client_secret'],
  ['PATCH', '/clients/nobody', { client_name: 'x' }, 404, 'client_not_found'],
  ['POST', '/clients/nobody/rotate-secret', undefined, 404, 'client_not_found'],
  ['POST', '/clients/demo-mobile/rotate-secret', undefined, 409, 'client_has_no_secret'],
  ['POST', '/clients', { ...client, sandbox_refresh_rotation: 'often' }, 422, 'sandbox_refresh_rotation'],
  ['POST', '/clients/nobody/rotation-lab', undefined, 404, 'client_not_found'],
  ['POST', '/clients/demo-kakeibo/rotation-lab', { policy: 'none' }, 422, 'policy'],
  ['GET', '/clients/demo-kakeibo/keys', undefined, 404, 'client_keys_not_found'],
  ['GET', '/clients/nobody/certificates', undefined, 404, 'client_not_found'],
  ['POST', '/clients/nobody/certificates', {}, 404, 'client_not_found'],
  ['POST', '/clients/demo-kakeibo/certificates', { kind: 'revoked' }, 422, 'kind'],
  ['POST', '/clients/demo-kakeibo/certificates', { subject: 'nameless' }, 422, 'subject'],
  ['POST', '/clients/nobody/certificates/0A/revoke', undefined, 404, 'client_not_found'],
  ['POST', '/clients/demo-kakeibo/certificates/0A/revoke', undefined, 404, 'client_certificate_not_found'],
  ['POST', `/clients/demo-kakeibo/certificates/${'A'.repeat(65)}/revoke`, undefined, 422, 'serialNumber'],
  // grants
  ['GET', '/grants?status=dead', undefined, 422, 'status'],
  ['GET', '/grants/nothing', undefined, 404, 'grant_not_found'],
  ['DELETE', '/grants/nothing', undefined, 404, 'grant_not_found'],
  ['POST', '/grants', {}, 422, 'clientId'],
  [
    'POST',
    '/grants',
    { clientId: 'x', loginId: '10000000001', scopes: ['account:balance'] },
    422,
    'clientId',
  ],
  ['POST', '/grants', { clientId: 'zaim', loginId: 'x', scopes: ['account:balance'] }, 422, 'loginId'],
  ['POST', '/grants', { clientId: 'zaim', loginId: '10000000001', scopes: [] }, 422, 'scopes'],
  ['POST', '/grants', { clientId: 'zaim', loginId: '10000000001', scopes: ['all'] }, 422, 'scopes[0]'],
  [
    'POST',
    '/grants',
    { clientId: 'zaim', loginId: '10000000001', scopes: ['grant_management_query'] },
    422,
    'scopes[0]',
  ],
  [
    'POST',
    '/grants',
    { clientId: 'zaim', loginId: '10000000005', scopes: ['account:balance'] },
    403,
    'customer_locked',
  ],
  [
    'POST',
    '/grants',
    { clientId: 'zaim', loginId: 'Corp-0001', scopes: ['account:balance'] },
    403,
    'wrong_customer_kind',
  ],
  // consents
  ['POST', '/consents', {}, 422, 'authorizationUrl'],
  [
    'POST',
    '/consents',
    () => ({ ...consent(), authorizationUrl: 'https://elsewhere.example/oauth2/authorize' }),
    422,
    'authorizationUrl',
  ],
  [
    'POST',
    '/consents',
    () => ({ ...consent(), authorizationUrl: `${sandbox.issuer}/oauth2/token` }),
    422,
    'authorizationUrl',
  ],
  [
    'POST',
    '/consents',
    () => ({ ...consent(), authorizationUrl: authorize('client_id=x') }),
    422,
    'unknown_client',
  ],
  [
    'POST',
    '/consents',
    () => ({ ...consent(), authorizationUrl: authorize(request.replace('callback', 'elsewhere')) }),
    422,
    'redirect_uri_mismatch',
  ],
  ['POST', '/consents', () => ({ ...consent(), decision: 'maybe' }), 422, 'decision'],
  ['POST', '/consents', () => ({ ...consent(), scopes: [] }), 422, 'no_permission_chosen'],
  [
    'POST',
    '/consents',
    () => ({ ...consent(), loginId: '10000000005', password: 'Sandbox-0005' }),
    403,
    'customer_locked',
  ],
  ['POST', '/consents', () => ({ ...consent(), loginId: '10000000006' }), 403, 'certificate_required'],
  ['POST', '/consents', () => ({ ...consent(), loginId: 'nobody' }), 403, 'wrong_credentials'],
  // clock
  ['PUT', '/clock', {}, 422, 'mode'],
  ['PUT', '/clock', { mode: 'fast' }, 422, 'mode'],
  ['PUT', '/clock', { mode: 'frozen', now: 'tomorrow' }, 422, 'now'],
  ['PUT', '/clock', { mode: 'frozen', now: '2027-02-20' }, 422, 'now'],
  ['PUT', '/clock', { mode: 'real', now: '2030-01-01T00:00:00Z' }, 422, 'now'],
  ['PUT', '/clock', { mode: 'frozen', now: '2027-02-20T04:03:59.999Z' }, 409, 'clock_backwards'],
  ['PUT', '/clock', { mode: 'offset', now: '2020-01-01T00:00:00Z' }, 409, 'clock_backwards'],
  ['POST', '/clock/advance', {}, 422, 'by'],
  ['POST', '/clock/advance', { by: '90 days' }, 422, 'by'],
  ['POST', '/clock/advance', { by: '-P1D' }, 422, 'by'],
  ['POST', '/clock/advance', { by: 'P' }, 422, 'by'],
  ['POST', '/clock/advance', { by: 90 }, 422, 'by'],
  ['POST', '/clock/advance', { by: 'P1D', to: '2030-01-01T00:00:00Z' }, 422, 'to'],
  ['POST', '/clock/advance', { to: '2020-01-01T00:00:00Z' }, 409, 'clock_backwards'],
  ['POST', '/clock/advance', { to: { grantId: 'nothing', before: 'PT1M' } }, 404, 'grant_not_found'],
  ['POST', '/clock/advance', () => ({ to: { grantId } }), 422, 'to.before'],
  ['POST', '/clock/advance', () => ({ to: { grantId, before: 'P91D' } }), 409, 'clock_backwards'],
  ['POST', '/clock/advance', { by: 'P9999Y' }, 422, 'clock_out_of_range'],
  ['POST', '/clock/advance', { to: '2100-01-01T00:00:00.001+09:00' }, 422, 'clock_out_of_range'],
  ['PUT', '/clock', { mode: 'frozen', now: '2100-01-01T00:00:00.001+09:00' }, 422, 'clock_out_of_range'],
  ['POST', '/clock/advance', { by: 'P9999Y99999M999999W' }, 422, 'clock_out_of_range'],
  // scenario
  ['POST', '/scenario', { name: 'nothing' }, 404, 'scenario_unknown'],
  ['POST', '/scenario', { name: '/etc/passwd' }, 404, 'scenario_unknown'],
  ['POST', '/scenario', {}, 422, 'version'],
  ['POST', '/scenario', { version: 2, name: 'x' }, 422, 'version'],
  [
    'POST',
    '/scenario',
    { version: 1, name: 'x', customers: [{ kind: 'personal' }] },
    422,
    'customers[0].loginId',
  ],
  ['POST', '/scenario', { version: 1, name: 'x', surplus: 1 }, 422, 'surplus'],
  [
    'POST',
    '/scenario',
    { version: 1, name: 'x', customers: [1, 2].map(() => ({ ...customer, loginId: 'twice' })) },
    422,
    'customers[1].loginId',
  ],
  ['PATCH', `/customers/${TARO}`, { loginId: null }, 422, 'loginId'],
  // settings
  ['PATCH', '/settings', { surplus: 1 }, 422, 'surplus'],
  ['PATCH', '/settings', { lifetimes: { grantDays: 0 } }, 422, 'lifetimes.grantDays'],
  ['PATCH', '/settings', { lifetimes: { grantDays: 1.5 } }, 422, 'lifetimes.grantDays'],
  ['PATCH', '/settings', { lifetimes: null }, 422, 'lifetimes'],
  ['PATCH', '/settings', { policies: { grantPolicy: 'all' } }, 422, 'policies.grantPolicy'],
  ['PATCH', '/settings', { serviceHours: { from: '9:00' } }, 422, 'serviceHours.from'],
  ['PATCH', '/settings', { serviceHours: { to: '24:00' } }, 422, 'serviceHours.to'],
  ['PATCH', '/settings', { language: 'fr' }, 422, 'language'],
  ['PATCH', '/settings', { pageSize: 0 }, 422, 'pageSize'],
  ['PATCH', '/settings', { institution: { profile: 'mizuho' } }, 422, 'institution.profile'],
  [
    'PATCH',
    '/settings',
    { institution: { colors: { personal: 'red' } } },
    422,
    'institution.colors.personal',
  ],
  [
    'PATCH',
    '/settings',
    { institution: { branches: [1, 2].map(() => ({ code: '001', name: '本店' })) } },
    422,
    'institution.branches[1].code',
  ],
  [
    'PATCH',
    '/settings',
    { maintenance: [{ from: '2027-03-01T01:00:00+09:00', to: '2027-03-01T00:00:00+09:00' }] },
    422,
    'maintenance[0].to',
  ],
];

describe('an input that can not be taken', () => {
  it.each(rows)('%s %s %j → %i %s, and nothing changes', async (method, path, body, status, fault) => {
    const before = everything(sandbox);
    const answer = await sandbox.request(method, path, typeof body === 'function' ? body() : body);
    expect(everything(sandbox)).toBe(before);
    const text = await answer.text();
    expect(answer.status, text).toBe(status);
    const { code, errors = [] } = expectProblem(text, status);
    expect([code, ...errors.map((error) => error.path)]).toContain(fault);
    if (status === 422 && code !== 'clock_out_of_range') expect(errors).not.toHaveLength(0);
  });

  it('tells every fault at once, in the language of the caller', async () => {
    const answer = await fetch(`${sandbox.ready.control}/customers`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.ready.controlToken}`,
        'content-type': 'application/json',
        'accept-language': 'en',
      },
      body: JSON.stringify({ kind: 'robot', name: 5, surplus: true, password: '' }),
    });
    const { errors } = expectProblem(await answer.text(), 422);
    expect(errors).toEqual([
      { in: 'body', path: 'kind', message: 'Must be one of personal, corporate.' },
      { in: 'body', path: 'loginId', message: 'Required: give a string.' },
      { in: 'body', path: 'name', message: 'Must be a string.' },
      { in: 'body', path: 'password', message: 'Write 1 to 128 printable ASCII characters.' },
      { in: 'body', path: 'surplus', message: expect.stringContaining('There are kind, loginId,') as string },
    ]);
  });

  it('counts a wrong password as the screens do, and no more', async () => {
    const attempt = () =>
      sandbox.request('POST', '/consents', { ...consent(), loginId: '10000000004', password: 'wrong' });
    for (let failed = 1; failed < 5; failed++) {
      expect(expectProblem(await (await attempt()).text(), 403).code).toBe('wrong_credentials');
    }
    expect(expectProblem(await (await attempt()).text(), 403).code).toBe('customer_locked');
    const jammed = await sandbox.control<{ status: string }>('GET', '/customers/cust_10000000004');
    expect(jammed.status).toBe('locked');
  });
});
