import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { linkWithoutScreens, REDIRECT_URI } from '../../harness/partner-client.ts';
import { DESCRIPTION, expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { bankTables } from '../../harness/bank-tables.ts';
import { bankSeconds, newSigningKey } from '../../harness/signing-key.ts';

const REGISTER = '/oauth2/register';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function send(
  method: string,
  where: string,
  { body, token }: { body?: unknown; token?: string } = {},
): Promise<JsonAnswer> {
  return readAnswer(
    await fetch(where.startsWith('http') ? where : sandbox.issuer + where, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
}

interface Registered extends Record<string, unknown> {
  client_id: string;
  client_secret: string;
  registration_access_token: string;
  registration_client_uri: string;
}

async function register(metadata: Record<string, unknown> = {}): Promise<Registered> {
  const answer = await send('POST', REGISTER, { body: { redirect_uris: [REDIRECT_URI], ...metadata } });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Registered;
}

describe('registration', () => {
  it('201, no-store, and everything a client has to know', async () => {
    const answer = await send('POST', REGISTER, {
      body: {
        redirect_uris: [REDIRECT_URI],
        client_name: 'Newcomer',
        logo_uri: 'https://client.example/l.png',
      },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      client_id: expect.stringMatching(/\S{8,}/) as string,
      client_secret: expect.stringMatching(/^\S{32,}$/) as string,
      client_secret_expires_at: 0,
      client_id_issued_at: bankSeconds(sandbox),
      client_name: 'Newcomer',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      registration_access_token: expect.stringMatching(/^reg_/) as string,
    });
    // RFC 7591 §2: what the bank makes no use of is ignored and not repeated.
    expect(answer.body).not.toHaveProperty('logo_uri');
    expect(String(answer.body['registration_client_uri'])).toMatch(`${sandbox.issuer}${REGISTER}/`);
  });

  it('a client of keys has no secret, and can’t choose its own name', async () => {
    const { jwk } = await newSigningKey();
    const client = await register({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [jwk] },
      client_id: 'demo-kakeibo',
      client_secret: 'a-secret-of-at-least-thirty-two-bytes',
    });
    expect(client.client_id).not.toBe('demo-kakeibo');
    expect(client).not.toHaveProperty('client_secret');
    expect(client).not.toHaveProperty('client_secret_expires_at');
  });

  const faulty: [string, Record<string, unknown>, 'invalid_redirect_uri' | 'invalid_client_metadata'][] = [
    ['a fragment', { redirect_uris: [`${REDIRECT_URI}#part`] }, 'invalid_redirect_uri'],
    ['javascript:', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['data:', { redirect_uris: ['data:text/html,x'] }, 'invalid_redirect_uri'],
    ['http beyond loopback', { redirect_uris: ['http://client.example/callback'] }, 'invalid_redirect_uri'],
    ['an answer’s parameter', { redirect_uris: ['https://client.example/?code=1'] }, 'invalid_redirect_uri'],
    ['state in it', { redirect_uris: ['https://client.example/?state=1'] }, 'invalid_redirect_uri'],
    ['iss in it', { redirect_uris: ['https://client.example/?iss=1'] }, 'invalid_redirect_uri'],
    ['relative', { redirect_uris: ['/callback'] }, 'invalid_redirect_uri'],
    ['no text', { redirect_uris: [42] }, 'invalid_redirect_uri'],
    ['not a list', { redirect_uris: REDIRECT_URI }, 'invalid_redirect_uri'],
    ['none', { redirect_uris: [] }, 'invalid_client_metadata'],
    ['an unknown method', { token_endpoint_auth_method: 'telepathy' }, 'invalid_client_metadata'],
    ['an unknown grant type', { grant_types: ['password'] }, 'invalid_client_metadata'],
    ['a response type of the front channel', { response_types: ['token'] }, 'invalid_client_metadata'],
    ['grant and response types that disagree', { response_types: [] }, 'invalid_client_metadata'],
    ['keys missing', { token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    ['a private key', { jwks: { keys: [{ kty: 'EC', d: 'AA' }] } }, 'invalid_client_metadata'],
    ['an unknown scope', { scope: 'payments' }, 'invalid_client_metadata'],
    ['unsigned ID tokens', { id_token_signed_response_alg: 'none' }, 'invalid_client_metadata'],
    ['unsigned objects', { request_object_signing_alg: 'none' }, 'invalid_client_metadata'],
    ['userinfo by HMAC', { userinfo_signed_response_alg: 'HS256' }, 'invalid_client_metadata'],
    [
      'management of grants by a public client',
      { token_endpoint_auth_method: 'none', scope: 'account:balance grant_management_query' },
      'invalid_client_metadata',
    ],
    ['FAPI with a secret', { sandbox_profile: 'fapi2-security' }, 'invalid_client_metadata'],
    [
      'OAuth 2.1 with HS256',
      { sandbox_profile: 'oauth21', id_token_signed_response_alg: 'HS256' },
      'invalid_client_metadata',
    ],
  ];
  it.each(faulty)('is refused for %s', async (_, metadata, error) => {
    const before = bankTables(sandbox);
    const position = sandbox.logPosition();
    const answer = await send('POST', REGISTER, { body: { redirect_uris: [REDIRECT_URI], ...metadata } });
    expect(answer).toMatchObject({ status: 400, body: { error } });
    expect(answer.body['error_description']).toMatch(DESCRIPTION);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(bankTables(sandbox)).toBe(before);
    expectExplained(sandbox.logAfter(position)[0], error);
  });

  it.each(['', '[]', '"text"', 'null', '42'])('is refused for the body %s', async (body) => {
    expect(await send('POST', REGISTER, { body })).toMatchObject({
      status: 400,
      body: { error: 'invalid_client_metadata' },
    });
  });

  it.each(['{', '{"redirect_uris":'])('is refused for broken JSON %s', async (body) => {
    expect((await send('POST', REGISTER, { body })).status).toBe(400);
  });
});

describe('management of a registration', () => {
  it('shows it to whoever has the token', async () => {
    const client = await register({ client_name: 'Seen' });
    const shown = await send('GET', client.registration_client_uri, {
      token: client.registration_access_token,
    });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.body).toEqual(client);
  });

  it('keeps names by language, and leaves out those of other languages (RFC 7591 §2.2)', async () => {
    const names = { client_name: 'Ledger', 'client_name#ja': '家計簿', 'client_name#en': 'Household ledger' };
    const position = sandbox.logPosition();
    const client = await register({
      ...names,
      'client_name#fr': 'Carnet',
      'tos_uri#ja': 'https://a.example',
    });
    expect(client).toMatchObject(names);
    expect(client).not.toHaveProperty('client_name#fr');
    // Left out of the answer, and told to whoever looks for the reason.
    const ignored = (entry = sandbox.logAfter(position).at(-1)) =>
      entry?.effects.find(({ type }) => type === 'client.members_ignored')?.['members'];
    expect(ignored()).toEqual(['client_name#fr', 'tos_uri#ja']);
    const again = await send('PUT', client.registration_client_uri, {
      body: client,
      token: client.registration_access_token,
    });
    expect(again.status).toBe(200);
    expect(ignored()).toBeUndefined();
    const shown = await sandbox.control('GET', `/clients/${client.client_id}`);
    expect(shown).toMatchObject(names);
    const changed = await sandbox.control('PATCH', `/clients/${client.client_id}`, {
      'client_name#en': null,
    });
    expect(changed).toMatchObject({ 'client_name#ja': '家計簿' });
    expect(changed).not.toHaveProperty('client_name#en');
    const { clients } = await sandbox.control<{ clients: object[] }>('GET', '/scenario');
    expect(clients).toContainEqual(expect.objectContaining({ 'client_name#ja': '家計簿' }));
  });

  it.each([{ 'client_name#en': '' }, { 'client_name#ja': 1 }, { 'client_name#en': 'x'.repeat(101) }])(
    'refuses a name that is none: %j',
    async (name) => {
      const refused = await send('POST', REGISTER, { body: { redirect_uris: [REDIRECT_URI], ...name } });
      expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_client_metadata']);
    },
  );

  it('replaces it: what is left out is gone (RFC 7592 §2.2)', async () => {
    const client = await register({
      client_name: 'Before',
      contacts: ['a@client.example'],
      client_uri: 'https://client.example',
    });
    const token = client.registration_access_token;
    const { contacts: _contacts, client_uri: _uri, ...rest } = client;
    const changed = await send('PUT', client.registration_client_uri, {
      token,
      body: { ...rest, client_name: 'After', redirect_uris: [`${REDIRECT_URI}/new`] },
    });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject({
      client_id: client.client_id,
      client_secret: client.client_secret,
      client_id_issued_at: client['client_id_issued_at'],
      client_name: 'After',
      redirect_uris: [`${REDIRECT_URI}/new`],
    });
    expect(changed.body).not.toHaveProperty('contacts');
    expect(changed.body).not.toHaveProperty('client_uri');
    const shown = await send('GET', client.registration_client_uri, { token });
    expect(shown.body).toEqual(changed.body);
  });

  it('drops the secret with the method that needed it', async () => {
    const client = await register();
    const { client_secret: _secret, ...rest } = client;
    const { jwk } = await newSigningKey();
    const changed = await send('PUT', client.registration_client_uri, {
      token: client.registration_access_token,
      body: { ...rest, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } },
    });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).not.toHaveProperty('client_secret');
  });

  it('removes it: 204, its grants end, the token is dead', async () => {
    const client = await register({ sandbox_customer_kind: 'personal' });
    const token = client.registration_access_token;
    const { access_token } = await linkWithoutScreens(sandbox, { clientId: client.client_id });
    const removed = await send('DELETE', client.registration_client_uri, { token });
    expect(removed.status).toBe(204);
    expect(removed.text).toBe('');
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await send(method, client.registration_client_uri, { token });
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    }
    const accounts = await fetch(`${sandbox.issuer}/ib/v1/accounts`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(accounts.status).toBe(401);
  });

  const rows: (RefusedRequest & { send: (arranged: () => void) => Promise<JsonAnswer> })[] = [
    {
      code: 'registration_token_invalid',
      because: 'no token',
      send: async (arranged) => {
        const client = await register();
        arranged();
        return send('GET', client.registration_client_uri);
      },
    },
    {
      code: 'registration_token_invalid',
      because: 'made up',
      send: async (arranged) => {
        const client = await register();
        arranged();
        return send('DELETE', client.registration_client_uri, { token: 'reg_made.up' });
      },
    },
    {
      code: 'registration_token_invalid',
      because: 'of another client',
      send: async (arranged) => {
        const client = await register();
        const other = await register();
        arranged();
        return send('DELETE', client.registration_client_uri, { token: other.registration_access_token });
      },
    },
    {
      code: 'registration_token_invalid',
      because: 'an access token',
      send: async (arranged) => {
        const client = await register({ sandbox_customer_kind: 'personal' });
        const { access_token } = await linkWithoutScreens(sandbox, { clientId: client.client_id });
        arranged();
        return send('GET', client.registration_client_uri, { token: access_token });
      },
    },
    {
      code: 'registration_client_id_mismatch',
      send: async (arranged) => {
        const client = await register();
        arranged();
        return send('PUT', client.registration_client_uri, {
          token: client.registration_access_token,
          body: { ...client, client_id: 'demo-kakeibo' },
        });
      },
    },
    {
      code: 'registration_secret_mismatch',
      send: async (arranged) => {
        const client = await register();
        arranged();
        return send('PUT', client.registration_client_uri, {
          token: client.registration_access_token,
          body: { ...client, client_secret: 'a-secret-of-at-least-thirty-two-bytes' },
        });
      },
    },
    ...(['POST', 'PUT'] as const).map((method): RefusedRequest => ({
      code: 'token_request_too_large',
      because: method,
      send: async (arranged) => {
        const { registration_access_token: token, ...client } = await register();
        arranged();
        return send(method, method === 'PUT' ? client.registration_client_uri : REGISTER, {
          token,
          body: { ...client, client_name: 'x'.repeat(70_000) },
        });
      },
    })),
    {
      code: 'registration_not_json',
      send: (arranged) => {
        arranged();
        return send('POST', REGISTER, { body: '[]' });
      },
    },
  ];
  it.each(named(rows))('is refused: %s', async (_, row) => {
    await expectRefused(sandbox, row);
  });

  it('is refused for a change that would be refused as a registration', async () => {
    const client = await register();
    const before = bankTables(sandbox);
    const answer = await send('PUT', client.registration_client_uri, {
      token: client.registration_access_token,
      body: { ...client, redirect_uris: ['javascript:alert(1)'] },
    });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_redirect_uri' } });
    expect(bankTables(sandbox)).toBe(before);
  });

  it.each([
    ['PATCH', REGISTER, 'POST'],
    ['PATCH', `${REGISTER}/x`, 'GET, PUT, DELETE'],
  ])('%s %s is 405 with Allow', async (method, path, allow) => {
    const answer = await send(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
  });
});
