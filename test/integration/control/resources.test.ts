import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../../server/control/operation.ts';
import { operations } from '../../../server/control/operations/index.ts';
import { everything } from '../../harness/control-client.ts';
import { startSandbox, TEST_TIME, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

type Json = Record<string, unknown>;
interface List {
  items: Json[];
  next?: string;
}

const declarationOf = (id: string): Operation => {
  const found = operations.find((operation) => operation.id === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};

/** Calls an operation and holds its answer against the declared schema, to the last member. */
async function call<Result = Json>(
  id: string,
  { params = {}, query = '', body }: { params?: Record<string, string>; query?: string; body?: object } = {},
): Promise<Result> {
  const declaration = declarationOf(id);
  const path = declaration.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const response = await sandbox.request(declaration.method, path + query, body);
  const text = await response.text();
  expect(response.status, text).toBe(declaration.status);
  if (!declaration.result) {
    expect(text).toBe('');
    return undefined as Result;
  }
  const answer = JSON.parse(text) as Result;
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  declaration.result.parse(answer);
  return answer;
}

let counter = 0;
const newCustomer = async (members: object = {}) =>
  call('customers.create', {
    body: {
      kind: 'personal',
      loginId: `made-${++counter}`,
      password: 'Made-0001',
      name: '作成　太郎',
      nameKana: 'ｻｸｾｲ ﾀﾛｳ',
      login: 'password',
      status: 'active',
      ...members,
    },
  });
const newClient = async (members: object = {}) =>
  call('clients.create', { body: { redirect_uris: ['https://app.example/callback'], ...members } });
const newGrant = async (clientId: unknown, loginId: unknown, scopes = ['account:balance']) =>
  call('grants.create', { body: { clientId: clientId as string, loginId: loginId as string, scopes } });
const grantOf = (grantId: unknown) => call('grants.get', { params: { grantId: String(grantId) } });

describe('customers', () => {
  it('are made, shown, changed and deleted, and never show their password', async () => {
    const made = await newCustomer({ password: 'S3cret-pass' });
    const params = { id: String(made['id']) };
    const changed = await call('customers.update', {
      params,
      body: { name: '変更　花子', password: 'N3w-pass' },
    });
    expect(changed).toMatchObject({ id: made['id'], name: '変更　花子' });
    expect(await call('customers.get', { params })).toEqual(changed);
    const list = await call<List>('customers.list', { query: '?limit=1000' });
    expect(list.items).toContainEqual(changed);
    expect(JSON.stringify([made, changed, list])).not.toMatch(/S3cret|N3w|Sandbox-/);
    await call('customers.delete', { params });
    expect((await sandbox.request('GET', `/customers/${params.id}`)).status).toBe(404);
  });

  it('lose their grants with their password, where the policy says so', async () => {
    const { id, loginId } = await newCustomer();
    const params = { id: String(id) };
    const { grant_id: grantId } = await newGrant('demo-kakeibo', loginId);
    await call('customers.update', { params, body: { password: 'Made-0001', name: '同じ' } });
    expect(await grantOf(grantId)).toMatchObject({ status: 'active' });
    await call('customers.update', { params, body: { password: 'another' } });
    expect(await grantOf(grantId)).toMatchObject({ status: 'revoked', endReason: 'password_changed' });

    await sandbox.changeSettings({ policies: { endGrantsOnPasswordChange: false } });
    const { grant_id: kept } = await newGrant('demo-kakeibo', loginId);
    await call('customers.update', { params, body: { password: 'third' } });
    expect(await grantOf(kept)).toMatchObject({ status: 'active' });
    await sandbox.changeSettings({ policies: { endGrantsOnPasswordChange: true } });
  });

  it('lose their grants when stopped, and their accounts when deleted', async () => {
    const { id, loginId } = await newCustomer();
    const params = { id: String(id) };
    const opened = await call('accounts.create', { body: { customerId: params.id } });
    const { grant_id: first } = await newGrant('demo-kakeibo', loginId);
    await call('customers.update', { params, body: { status: 'stopped' } });
    expect(await grantOf(first)).toMatchObject({ endReason: 'customer_stopped' });
    await call('customers.update', { params, body: { status: 'active' } });
    const { grant_id: second } = await newGrant('demo-kakeibo', loginId);
    await call('customers.delete', { params });
    expect(await grantOf(second)).toMatchObject({ status: 'revoked', endReason: 'customer_deleted' });
    expect((await sandbox.request('GET', `/accounts/${String(opened['accountId'])}`)).status).toBe(404);
  });

  it('are unlocked by hand', async () => {
    const { id } = await newCustomer({ status: 'locked' });
    const params = { id: String(id) };
    expect(await call('customers.get', { params })).toMatchObject({
      status: 'locked',
      lockedAt: expect.any(String) as string,
    });
    const active = await call('customers.update', { params, body: { status: 'active' } });
    expect(active).not.toHaveProperty('lockedAt');
  });

  it('come in pages that neither repeat nor skip, though one is deleted between them', async () => {
    const all = await call<List>('customers.list', { query: '?limit=1000' });
    const doomed = await newCustomer();
    const seen: unknown[] = [];
    let query = '?limit=4';
    for (;;) {
      const page = await call<List>('customers.list', { query });
      seen.push(...page.items.map(({ id }) => id));
      if (seen.length === 8) await call('customers.delete', { params: { id: String(doomed['id']) } });
      if (page.next === undefined) break;
      query = `?limit=4&cursor=${page.next}`;
    }
    expect(seen).toEqual(all.items.map(({ id }) => id));
  });
});

describe('accounts', () => {
  it('are opened with a balance, filled in, changed and closed', async () => {
    const { id } = await newCustomer({ name: '山田 Taro', nameKana: 'ヤマダ　タロー' });
    const customerId = String(id);
    const made = await call('accounts.create', { body: { customerId, balance: 12_345 } });
    expect(made).toMatchObject({
      branchCode: '001',
      accountTypeCode: '01',
      accountName: '山田　Ｔａｒｏ',
      accountNameKana: 'ﾔﾏﾀﾞ ﾀﾛ-',
      currencyCode: 'JPY',
      balance: '12345',
      primary: true,
    });
    expect(made['accountId']).toBe(`00101${String(made['accountNumber'])}`);
    const foreign = await call('accounts.create', {
      body: { customerId, accountTypeCode: '51', balance: '-12.34', ttb: '145.2', primary: true },
    });
    expect(foreign).toMatchObject({ currencyCode: 'USD', balance: '-12.34', primary: true });
    const { items } = await call<List>('accounts.list', { query: `?customerId=${customerId}` });
    expect(items.map(({ primary }) => primary)).toEqual([false, true]);

    const params = { accountId: String(made['accountId']) };
    const changed = await call('accounts.update', { params, body: { overdraftLimit: '500000' } });
    expect(changed).toMatchObject({
      overdraftLimit: '500000',
      balance: '12345',
      accountName: '山田　Ｔａｒｏ',
    });
    await call('accounts.delete', { params });
    expect((await call<List>('accounts.list', { query: `?customerId=${customerId}` })).items).toHaveLength(1);
  });

  it('show the balance that their rows make', async () => {
    const { id } = await newCustomer();
    const { accountId } = await call('accounts.create', {
      body: { customerId: String(id), balance: '1000' },
    });
    await call('transactions.post', {
      params: { accountId: String(accountId) },
      body: { transactionDate: '2027-02-19', transactionType: '2', amount: '300' },
    });
    expect(await call('accounts.get', { params: { accountId: String(accountId) } })).toMatchObject({
      balance: '700',
    });
  });
});

describe('clients', () => {
  it('are registered with the defaults of RFC 7591, and show the secret once', async () => {
    const made = await newClient({ client_name: 'Mine', logo_uri: 'https://app.example/logo.png' });
    expect(made).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      client_id_issued_at: Date.parse(TEST_TIME) / 1000,
      client_secret_expires_at: 0,
    });
    expect(String(made['client_secret']).length).toBeGreaterThanOrEqual(32);
    expect(made).not.toHaveProperty('logo_uri');
    const params = { client_id: String(made['client_id']) };
    expect(await call('clients.get', { params })).not.toHaveProperty('client_secret');

    const rotated = await call('clients.rotateSecret', { params });
    expect(rotated['client_secret']).not.toBe(made['client_secret']);
    const open = await call('clients.update', { params, body: { token_endpoint_auth_method: 'none' } });
    expect(open).not.toHaveProperty('client_secret_expires_at');
    const closed = await call('clients.update', {
      params,
      body: { token_endpoint_auth_method: 'client_secret_post' },
    });
    expect(closed['client_secret']).toMatch(/^\S{32,}$/);
  });

  it('may bring their own id and secret', async () => {
    const own = { client_id: 'my-own', client_secret: 'my-own-secret-of-at-least-32-bytes!' };
    expect(await newClient(own)).toMatchObject(own);
    expect(JSON.stringify(await call('clients.list'))).not.toContain(own.client_secret);
  });

  it('end their grants when deleted', async () => {
    const { client_id: clientId } = await newClient();
    const { loginId } = await newCustomer();
    const { grant_id: grantId } = await newGrant(clientId, loginId);
    await call('clients.delete', { params: { client_id: String(clientId) } });
    expect(await grantOf(grantId)).toMatchObject({ status: 'revoked', endReason: 'client_deleted' });
  });
});

describe('grants', () => {
  it('are made without a screen, with tokens that work at once, and ended by the bank', async () => {
    const made = await newGrant('demo-kakeibo', '10000000001', ['account:balance', 'offline_access']);
    expect(made).toMatchObject({
      token_type: 'Bearer',
      scope: 'account:balance offline_access',
      authorization_expires_in: 90 * 86_400,
      grant: { clientId: 'demo-kakeibo', customerId: 'cust_10000000001', status: 'active' },
    });
    const read = () =>
      fetch(`${sandbox.issuer}/ib/v1/accounts/balances`, {
        headers: { authorization: `Bearer ${String(made['access_token'])}` },
      });
    expect((await read()).status).toBe(200);
    const params = { grantId: String(made['grant_id']) };
    await call('grants.end', { params });
    expect((await read()).status).toBe(401);
    expect(await call('grants.get', { params })).toMatchObject({
      status: 'revoked',
      endReason: 'revoked_by_bank',
      endedAt: new Date(TEST_TIME).toISOString(),
    });
    await call('grants.end', { params });
  });

  it('are listed newest first, by client, customer and status', async () => {
    const { loginId, id } = await newCustomer();
    const { grant_id: old } = await newGrant('demo-kakeibo', loginId);
    const { grant_id: fresh } = await newGrant('demo-kakeibo', loginId);
    const listed = async (query: string) =>
      (await call<List>('grants.list', { query })).items.map(({ grantId }) => grantId);
    expect(await listed(`?customerId=${String(id)}`)).toEqual([fresh, old]);
    expect(await listed(`?customerId=${String(id)}&clientId=demo-kakeibo&status=superseded`)).toEqual([old]);
    expect(await listed(`?customerId=${String(id)}&clientId=zaim`)).toEqual([]);
  });
});

describe('consents', () => {
  const authorizationUrl = () =>
    `${sandbox.issuer}/oauth2/authorize?response_type=code&client_id=demo-kakeibo&state=s%2F1` +
    '&scope=account:balance%20account:transaction%20offline_access' +
    '&redirect_uri=http%3A%2F%2F127.0.0.1%3A4782%2Fcallback';
  const taro = { loginId: '10000000001', password: 'Sandbox-0001' };
  const answerTo = async (body: object) =>
    new URL((await call<{ redirectTo: string }>('consents.create', { body })).redirectTo);

  it('walk from login to the code, narrowed to what is ticked', async () => {
    const redirected = await answerTo({
      authorizationUrl: authorizationUrl(),
      ...taro,
      scopes: ['account:balance'],
      decision: 'allow',
    });
    expect(redirected.searchParams.get('state')).toBe('s/1');
    expect(redirected.searchParams.get('iss')).toBe(sandbox.issuer);
    const response = await fetch(`${sandbox.issuer}/oauth2/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa('demo-kakeibo:demo-kakeibo-secret-do-not-use-in-production')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: redirected.searchParams.get('code') ?? '',
        redirect_uri: 'http://127.0.0.1:4782/callback',
      }),
    });
    expect(await response.json()).toMatchObject({ scope: 'account:balance offline_access' });
  });

  it.each([
    ['at the consent', taro],
    ['at the login', { loginId: '10000000001' }],
  ])('can be cancelled %s', async (_where, who) => {
    const { searchParams } = await answerTo({
      authorizationUrl: authorizationUrl(),
      ...who,
      decision: 'cancel',
    });
    expect([searchParams.get('error'), searchParams.get('state')]).toEqual(['access_denied', 's/1']);
  });

  it('send back what a browser would be sent back with', async () => {
    const url = `${authorizationUrl()}&prompt=none`;
    const { searchParams } = await answerTo({ authorizationUrl: url, ...taro, decision: 'allow' });
    expect(searchParams.get('error')).toBe('login_required');
  });
});

describe('settings', () => {
  it('are changed member by member and hold from then on', async () => {
    const before = await call('settings.get');
    const after = await call('settings.update', {
      body: { lifetimes: { grantDays: 30 }, institution: { profile: 'hamashin', shortName: 'はま' } },
    });
    expect(after).toMatchObject({
      lifetimes: { ...(before['lifetimes'] as Json), grantDays: 30 },
      institution: { code: '1473', shortName: 'はま' },
    });
    expect(await call('settings.get')).toEqual(after);
    const { loginId } = await newCustomer();
    expect(await newGrant('demo-kakeibo', loginId)).toMatchObject({ authorization_expires_in: 30 * 86_400 });
    await call('settings.update', { body: before });
    expect(await call('settings.get')).toEqual(before);
  });
});

describe('the clock', () => {
  it('stands, runs beside the computer, and tells what comes due', async () => {
    const { loginId } = await newCustomer();
    const { grant_id: grantId, grant_expires_at: expiresAt } = await newGrant('demo-kakeibo', loginId);
    const first = await call('clock.advance', { body: { to: { grantId: String(grantId), before: 'PT1M' } } });
    expect(Date.parse(String(expiresAt)) - Date.parse(String(first['now']))).toBe(60_000);
    expect(await grantOf(grantId)).toMatchObject({ status: 'active' });
    const second = await call<{ effects: Json[] }>('clock.advance', { body: { by: 'PT1M' } });
    expect(second.effects).toContainEqual(expect.objectContaining({ type: 'grant.expired', grantId }));
    expect(await grantOf(grantId)).toMatchObject({ status: 'expired' });

    const running = await call('clock.set', { body: { mode: 'offset' } });
    expect(running['mode']).toBe('offset');
    const frozen = await call('clock.set', { body: { mode: 'frozen', now: '2028-01-01T00:00:00+09:00' } });
    expect(frozen).toMatchObject({ mode: 'frozen', now: '2027-12-31T15:00:00.000Z' });
    expect(await call('clock.get')).toEqual({ mode: 'frozen', now: '2027-12-31T15:00:00.000Z' });
    expect(sandbox.context.state.clock.get('current')).toEqual(sandbox.context.clock.setting);
  });
});

describe('the scenario', () => {
  it('is exported as a document that re-creates the state, loaded and reset', async () => {
    const exported = await call('scenario.export');
    const blank = await call('scenario.load', { body: { name: 'blank' } });
    expect(blank).toMatchObject({ name: 'blank', customers: 0, accounts: 0, clients: 0, transactions: 0 });
    await call('scenario.load', { body: { ...exported, name: 'mine' } });
    expect(await call('status.get')).toMatchObject({ scenario: { name: 'mine' } });
    expect(await call('scenario.export')).toEqual({ ...exported, name: 'mine' });

    const before = everything(sandbox);
    await newCustomer();
    expect(everything(sandbox)).not.toBe(before);
    await call('scenario.reset');
    expect(everything(sandbox)).toBe(before);
  });
});

describe('the log', () => {
  it('has a row for every call that changes the bank, without its secrets', async () => {
    const position = sandbox.logPosition();
    await newCustomer({ loginId: 'logged', password: 'L0gged-pass' });
    await call('customers.list');
    const rows = sandbox.logAfter(position);
    expect(rows.map(({ method, path, origin }) => [method, path, origin])).toEqual([
      ['POST', '/control/v1/customers', 'control'],
    ]);
    expect(rows[0]?.effects.map(({ type }) => type)).toEqual(['customer.created']);
    expect(JSON.stringify(rows)).not.toContain('L0gged-pass');
    expect(JSON.stringify(rows)).not.toContain(sandbox.ready.controlToken);
  });

  it('names the cause of a refusal', async () => {
    const position = sandbox.logPosition();
    await sandbox.request('POST', '/customers', {});
    expect(sandbox.logAfter(position)[0]?.outcome.code).toBe('invalid_input');
  });
});
