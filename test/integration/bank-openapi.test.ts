import { afterAll, beforeAll, expect, it } from 'vitest';
import { DescribedApi, type OpenApiDocument } from '../harness/described-api.ts';
import {
  basic,
  KAKEIBO,
  linkWithoutScreens,
  PartnerClient,
  REDIRECT_URI,
} from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** The bank's OpenAPI document, held against what the bank answers. */
interface Described extends OpenApiDocument {
  servers: { url: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
  components: {
    schemas: Record<string, { properties: Record<string, { enum?: string[] }>; required?: string[] }>;
  };
}
interface DescribedOperation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema?: object; example?: unknown }> }>;
  security: Record<string, unknown>[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}

let sandbox: TestSandbox;
let document: Described;
let api: DescribedApi;
beforeAll(async () => {
  sandbox = await startSandbox();
  document = (await (await fetch(`${sandbox.issuer}/openapi.json`)).json()) as Described;
  api = new DescribedApi(document);
});
afterAll(() => sandbox.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** Sends a request, and has the answer be as it is described. */
async function ask(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: never; text: string }> {
  const response = await fetch(sandbox.issuer + path, { redirect: 'manual', ...init });
  const text = await response.text();
  const method = init.method ?? 'GET';
  const [pathname = ''] = path.split('?');
  expect(document.paths[templateOf(pathname)]?.[method.toLowerCase()], `${method} ${pathname}`).toBeDefined();
  const contentType = response.headers.get('content-type');
  expect(api.faultsOf({ method, path: pathname, status: response.status, contentType, text })).toEqual([]);
  return {
    status: response.status,
    text,
    body: (contentType?.includes('json') === true && text !== '' ? JSON.parse(text) : undefined) as never,
  };
}

function templateOf(path: string): string {
  return path
    .replace(/^(\/oauth2\/grants)\/.+/, '$1/{grant_id}')
    .replace(/^(\/oauth2\/register)\/.+/, '$1/{client_id}');
}

function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return ask(path, { method: 'POST', headers, body: new URLSearchParams(form) });
}

it('says where the bank is, and names each operation once, as a person would', () => {
  expect(document.servers).toEqual([{ url: sandbox.issuer }]);
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:[A-Z][a-z]+|V1)*[a-zA-Z]*$/);
  expect(ids).toEqual(
    expect.arrayContaining(['requestToken', 'getBalances', 'getTransactions', 'readClient']),
  );
});

it('has a schema and an example that fits for every answer with content, and an answer for every refusal', () => {
  expect(api.faultyExamples()).toEqual([]);
  for (const { operation } of operations())
    expect(operation.responses, operation.operationId).toHaveProperty('default');
});

it('offers every way of proving who the client is where one is asked for', () => {
  for (const id of ['requestToken', 'pushAuthorizationRequest', 'revokeToken', 'introspectToken']) {
    const found = operations().find(({ operation }) => operation.operationId === id)?.operation;
    expect(found?.security).toEqual([{ clientSecretBasic: [] }, { mutualTls: [] }, {}]);
    const [form] = Object.values(found?.requestBody?.content ?? {});
    const schema = document.components.schemas[form?.schema.$ref.split('/').at(-1) ?? ''];
    expect(Object.keys(schema?.properties ?? {})).toEqual(
      expect.arrayContaining(['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']),
    );
  }
});

it('allows what the metadata announce', async () => {
  const metadata = (await ask('/.well-known/oauth-authorization-server')).body as Record<string, string[]>;
  const { AuthorizationRequest, TokenRequest, ServerMetadata } = document.components.schemas;
  const choices = (name: string) => AuthorizationRequest?.properties[name]?.enum?.toSorted();
  expect(choices('response_mode')).toEqual(metadata['response_modes_supported']?.toSorted());
  expect(choices('response_type')).toEqual(metadata['response_types_supported']);
  expect(choices('code_challenge_method')).toEqual(metadata['code_challenge_methods_supported']);
  expect(TokenRequest?.properties['grant_type']?.enum?.toSorted()).toEqual(
    metadata['grant_types_supported']?.toSorted(),
  );
  for (const name of Object.keys(metadata)) expect(ServerMetadata?.properties).toHaveProperty([name]);
  await ask('/.well-known/openid-configuration');
  await ask('/oauth2/jwks');
});

it('describes the authorization server: answers and refusals of every endpoint', async () => {
  const client = new PartnerClient(sandbox);
  const asClient = { authorization: basic(KAKEIBO) };
  const pushed = await post(
    '/oauth2/par',
    { response_type: 'code', redirect_uri: REDIRECT_URI, scope: 'account:balance' },
    asClient,
  );
  expect(pushed.status).toBe(201);
  expect((await post('/oauth2/par', { response_type: 'token' }, asClient)).status).toBe(400);
  expect((await ask('/oauth2/authorize?client_id=nobody')).status).toBe(400);
  expect(
    (await ask(new URL(client.authorizationUrl()).pathname + new URL(client.authorizationUrl()).search))
      .status,
  ).toBe(303);

  const { code, verifier = '' } = await client.obtainCode({
    parameters: { scope: 'openid account:balance offline_access' },
  });
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URI,
    code_verifier: verifier,
  };
  const tokens = await post('/oauth2/token', form, asClient);
  expect(tokens.status).toBe(200);
  const {
    access_token: accessToken,
    refresh_token: refreshToken,
    grant_id: grantId,
  } = tokens.body as Record<string, string>;
  for (const path of ['/oauth2/token', '/auth/v1/token', '/ganb/api/auth/v1/token']) {
    expect(
      (await post(path, { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' }, asClient)).status,
    ).toBe(200);
    expect((await post(path, { ...form, code: 'unknown' }, asClient)).status).toBe(400);
    expect((await post(path, form, { authorization: 'Basic bm9ib2R5Og==' })).status).toBe(401);
  }
  expect((await post('/oauth2/introspect', { token: accessToken ?? '' }, asClient)).status).toBe(200);
  expect((await post('/oauth2/introspect', { token: 'unknown' }, asClient)).status).toBe(200);
  expect((await post('/oauth2/introspect', {}, asClient)).status).toBe(400);

  const bearer = (token = '') => ({ headers: { authorization: `Bearer ${token}` } });
  expect((await ask('/oauth2/userinfo')).status).toBe(401);
  const fresh = await linkWithoutScreens(sandbox, { scopes: ['openid', 'account:balance'] });
  expect((await ask('/oauth2/userinfo', bearer(fresh.access_token))).status).toBe(200);
  expect((await post('/oauth2/userinfo', { access_token: fresh.access_token })).status).toBe(200);

  await sandbox.control('PATCH', `/clients/${KAKEIBO.clientId}`, {
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    scope:
      'account:balance account:transaction openid offline_access grant_management_query grant_management_revoke',
  });
  const own = await post('/oauth2/token', { grant_type: 'client_credentials' }, asClient);
  expect(own.status).toBe(200);
  const manager = bearer((own.body as Record<string, string>)['access_token']);
  expect((await ask(`/oauth2/grants/${grantId ?? ''}`, manager)).status).toBe(200);
  expect((await ask('/oauth2/grants/unknown', manager)).status).toBe(404);
  expect((await ask('/oauth2/grants/unknown')).status).toBe(401);
  expect((await ask(`/oauth2/grants/${grantId ?? ''}`, { ...manager, method: 'DELETE' })).status).toBe(204);
  for (const path of ['/oauth2/revoke', '/auth/v1/tokens/revoke', '/ganb/api/auth/v1/tokens/revoke']) {
    expect((await post(path, { token: fresh.refresh_token }, asClient)).status).toBe(200);
    expect((await post(path, {}, asClient)).status).toBe(400);
  }
});

it('describes registration and its management', async () => {
  const json = { 'content-type': 'application/json' };
  const metadata = { client_name: 'described', redirect_uris: ['https://partner.example/callback'] };
  const made = await ask('/oauth2/register', {
    method: 'POST',
    headers: json,
    body: JSON.stringify(metadata),
  });
  expect(made.status).toBe(201);
  const { client_id: clientId = '', registration_access_token: token = '' } = made.body as Record<
    string,
    string
  >;
  const headers = { ...json, authorization: `Bearer ${token}` };
  const path = `/oauth2/register/${clientId}`;
  expect((await ask(path, { headers })).status).toBe(200);
  expect((await ask(path)).status).toBe(401);
  const body = JSON.stringify({ ...metadata, client_id: clientId, client_name: 'renamed' });
  expect((await ask(path, { method: 'PUT', headers, body })).status).toBe(200);
  expect((await ask(path, { method: 'PUT', headers, body: '{}' })).status).toBe(400);
  expect((await ask(path, { method: 'DELETE', headers })).status).toBe(204);
  expect((await ask('/oauth2/register', { method: 'POST', headers: json, body: '[]' })).status).toBe(400);
});

it('describes the data API under every mount: answers, pages and refusals', async () => {
  const personal = await linkWithoutScreens(sandbox, { loginId: '10000000003' });
  const corporate = await linkWithoutScreens(sandbox, { clientId: 'demo-kaikei', loginId: 'Corp-0001' });
  const mounts = [
    ...new Set(operations().flatMap(({ path }) => /^(.*\/v1)\/accounts$/.exec(path)?.[1] ?? [])),
  ];
  expect(mounts).toHaveLength(5);
  for (const mount of mounts) {
    const token = mount.includes('corporation') ? corporate.access_token : personal.access_token;
    const headers = mount.includes('ganb')
      ? { 'x-access-token': token }
      : { authorization: `Bearer ${token}` };
    const accounts = await ask(`${mount}/accounts`, { headers });
    expect(accounts.status).toBe(200);
    const [first] = (accounts.body as { accounts: { accountId: string }[] }).accounts;
    expect((await ask(`${mount}/accounts/balances`, { headers })).status).toBe(200);
    const period = `accountId=${first?.accountId ?? ''}&dateFrom=2026-01-01&dateTo=2027-02-20`;
    const statement = await ask(`${mount}/accounts/transactions?${period}`, { headers });
    expect(statement.status).toBe(200);
    expect(statement.body).toHaveProperty('transactions.0.itemKey');
    const transfers = await ask(`${mount}/accounts/deposit-transactions?${period}`, { headers });
    expect(transfers.status).toBe(mount.includes('corporation') ? 200 : 405);
    expect((await ask(`${mount}/accounts`)).status).toBe(401);
    expect(
      (await ask(`${mount}/accounts/transactions?accountId=1`, { headers })).status,
    ).toBeGreaterThanOrEqual(400);
  }
});
