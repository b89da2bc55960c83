import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allow, CustomerBrowser, JIRO, linkAccount, logIn, TARO } from '../../harness/customer-browser.ts';
import { KeyedClient, readAnswer, type JsonAnswer } from '../../harness/keyed-client.ts';
import { MOBILE, newPkce, PartnerClient } from '../../harness/partner-client.ts';
import { expectExplained } from '../../harness/refusal-checks.ts';
import { expectRefused, named, type RefusedRequest } from '../../harness/refused-request.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';
import { ProofKey } from '../../harness/signing-key.ts';

const DAY = 86_400_000;
const MANAGING = {
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  scope:
    'account:balance account:transaction openid offline_access grant_management_query grant_management_revoke',
};

let sandbox: TestSandbox;
let client: KeyedClient;
let other: KeyedClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  client = await KeyedClient.register(sandbox, 'manager', MANAGING);
  other = await KeyedClient.register(sandbox, 'other-manager', MANAGING);
});
afterAll(() => sandbox.stop());

async function ownToken(scope?: string, by = client): Promise<string> {
  const { body, text } = await by.post('/oauth2/token', { grant_type: 'client_credentials', scope });
  const token = body['access_token'];
  if (typeof token !== 'string') throw new Error(text);
  return token;
}

const manage = async (method: string, grantId: string, token?: string): Promise<JsonAnswer> =>
  readAnswer(
    await fetch(`${sandbox.issuer}/oauth2/grants/${grantId}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  );

describe('client_credentials', () => {
  it('gives a client a token of its own, without a refresh token', async () => {
    const { body, headers } = await client.post('/oauth2/token', { grant_type: 'client_credentials' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ct_/) as string,
      token_type: 'Bearer',
      expires_in: expect.any(Number) as number,
      scope: 'grant_management_query grant_management_revoke',
    });
  });

  it('gives what is asked for, of what is allowed', async () => {
    const scope = 'grant_management_query account:balance unknown';
    const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials', scope });
    expect(body['scope']).toBe('grant_management_query');
  });

  it('opens no customer’s data', async () => {
    const token = await ownToken();
    for (const path of ['/ib/v1/accounts', '/oauth2/userinfo']) {
      const response = await fetch(sandbox.issuer + path, { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(403);
      expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    }
  });

  const rows: RefusedRequest[] = [
    ...['account:balance', 'payments'].map((scope): RefusedRequest => ({
      code: 'client_credentials_scope',
      because: scope,
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/token', { grant_type: 'client_credentials', scope });
      },
    })),
    {
      code: 'grant_type_not_registered',
      send: async (arranged) => {
        const plain = await KeyedClient.register(sandbox, 'plain');
        arranged();
        return plain.post('/oauth2/token', { grant_type: 'client_credentials' });
      },
    },
  ];
  it.each(named(rows))('refused: %s', async (_, row) => {
    await expectRefused(sandbox, row);
  });
});

describe('a grant can be looked at', () => {
  it('as the draft has it', async () => {
    const { grant_id, grant_expires_at } = await client.link();
    const { body, status, headers } = await manage('GET', grant_id, await ownToken());
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      scopes: [{ scope: 'account:balance account:transaction openid offline_access' }],
      claims: [],
      expires_at: grant_expires_at,
    });
    const { created_at, expires_at } = body as { created_at: string; expires_at: string };
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(90 * DAY);
    expect(body['last_updated_at']).toMatch(/^2027-/);
  });
});

describe('a grant can be ended', () => {
  it('204, and every token of it is dead', async () => {
    const { grant_id, access_token, refresh_token } = await client.link();
    const token = await ownToken('grant_management_revoke');
    const answer = await manage('DELETE', grant_id, token);
    expect(answer).toMatchObject({ status: 204, text: '' });
    const accounts = await fetch(`${sandbox.issuer}/ib/v1/accounts`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(accounts.status).toBe(401);
    const refresh = await client.post('/oauth2/token', { grant_type: 'refresh_token', refresh_token });
    expect(refresh.body['error']).toBe('invalid_grant');
    expect((await manage('GET', grant_id, await ownToken())).body['status']).toBe('revoked');
  });
});

const refusals: RefusedRequest[] = [
  {
    code: 'managed_grant_unknown',
    send: async (arranged) => {
      const token = await ownToken();
      arranged();
      return manage('GET', 'g_unknown', token);
    },
  },
  {
    code: 'managed_grant_foreign',
    send: async (arranged) => {
      const { grant_id } = await client.link();
      const token = await ownToken(undefined, other);
      arranged();
      return manage('DELETE', grant_id, token);
    },
  },
  {
    code: 'managed_grant_foreign',
    because: 'not even to look at',
    send: async (arranged) => {
      const { grant_id } = await client.link();
      const token = await ownToken(undefined, other);
      arranged();
      return manage('GET', grant_id, token);
    },
  },
  {
    code: 'management_scope_missing',
    because: 'query by a token to revoke',
    send: async (arranged) => {
      const { grant_id } = await client.link();
      const token = await ownToken('grant_management_revoke');
      arranged();
      return manage('GET', grant_id, token);
    },
  },
  {
    code: 'management_scope_missing',
    because: 'revoke by a token to query',
    send: async (arranged) => {
      const { grant_id } = await client.link();
      const token = await ownToken('grant_management_query');
      arranged();
      return manage('DELETE', grant_id, token);
    },
  },
  {
    code: 'management_token_invalid',
    because: 'made up',
    send: (arranged) => {
      arranged();
      return manage('GET', 'g_unknown', 'ct_made.up');
    },
  },
  {
    code: 'management_token_invalid',
    because: 'a customer’s access token',
    send: async (arranged) => {
      const { grant_id, access_token } = await client.link();
      arranged();
      return manage('GET', grant_id, access_token);
    },
  },
  {
    code: 'management_token_invalid',
    because: 'expired',
    send: async (arranged) => {
      const token = await ownToken();
      await sandbox.advance('PT1H');
      arranged();
      return manage('GET', 'g_unknown', token);
    },
  },
  {
    code: 'access_token_binding',
    because: 'a bound token as Bearer',
    wire: 'invalid_token',
    send: async (arranged) => {
      const key = await ProofKey.make(sandbox);
      const dpop = await key.prove('POST', '/oauth2/token');
      const { body } = await client.post('/oauth2/token', { grant_type: 'client_credentials' }, { dpop });
      arranged();
      return manage('GET', 'g_unknown', String(body['access_token']));
    },
  },
];

describe('management is refused', () => {
  it.each(named(refusals))('%s', async (_, row) => {
    await expectRefused(sandbox, row);
  });

  it('without a token: 401 with a challenge', async () => {
    const answer = await manage('GET', 'g_unknown');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="ib-link-sandbox"');
  });

  it('by PUT: 405 with Allow', async () => {
    const answer = await manage('PUT', 'g_unknown', await ownToken());
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, DELETE');
  });
});

const change = (grantId: string, action: string, scope: string) => ({
  grant_management_action: action,
  grant_id: grantId,
  scope,
});

describe('merge and replace', () => {
  it.each([
    ['merge', 'account:balance account:transaction offline_access'],
    ['replace', 'account:transaction offline_access'],
  ])('%s keeps the id, restarts the 90 days and ends the older refresh tokens', async (action, scopes) => {
    const first = await client.link({ form: { scope: 'account:balance offline_access' } });
    await sandbox.advance('P30D');
    const second = await client.link({
      form: change(first.grant_id, action, 'account:transaction offline_access'),
    });
    expect(second.grant_id).toBe(first.grant_id);
    expect(second.scope).toBe(scopes);
    const days = (Date.parse(second.grant_expires_at) - Date.parse(first.grant_expires_at)) / DAY;
    expect(days).toBeCloseTo(30, 2);

    const renewed = await client.post('/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: second.refresh_token,
    });
    expect(renewed.status).toBe(200);
    const outdated = await client.post('/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
    });
    expect(outdated).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('an abandoned code changes nothing, and leaves no grant', async () => {
    const first = await client.link({ form: { scope: 'account:balance offline_access' } });
    const before = sandbox.context.state.grants.size;
    await client.obtainCode({ form: change(first.grant_id, 'replace', 'account:transaction') });
    await client.obtainCode({ form: { scope: 'account:transaction' }, customer: JIRO });
    expect(sandbox.context.state.grants.size).toBe(before);
    const { body } = await manage('GET', first.grant_id, await ownToken());
    expect(body['scopes']).toEqual([{ scope: 'account:balance offline_access' }]);
  });

  it('create makes another grant', async () => {
    const first = await client.link();
    const { grant_id } = await client.link({ form: { grant_management_action: 'create' } });
    expect(grant_id).not.toBe(first.grant_id);
  });

  it('grant_id is in the token response only', async () => {
    const { challenge } = newPkce();
    const url = client.authorizationUrl({
      ...client.requestParameters(),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const { parameters } = await linkAccount(sandbox.issuer, url);
    expect([...parameters.keys()].sort()).toEqual(['code', 'iss', 'state']);
  });
});

describe('the one error invalid_grant_id', () => {
  /** How the client hears of it: after the customer has done everything right. */
  async function answered(grantId: string, customer = TARO): Promise<URLSearchParams> {
    const url = client.authorizationUrl({
      ...client.requestParameters(),
      ...change(grantId, 'merge', 'account:balance'),
    });
    const browser = await new CustomerBrowser(sandbox.issuer).open(url);
    if (!browser.returned) await logIn(browser, customer);
    const returned = browser.returned ?? (await allow(browser));
    return returned.parameters;
  }

  it.each([
    ['unknown', () => Promise.resolve('g_unknown')],
    ['another client’s', async () => (await other.link()).grant_id],
    [
      'ended',
      async () => {
        const { grant_id } = await client.link();
        await manage('DELETE', grant_id, await ownToken());
        return grant_id;
      },
    ],
    ['another customer’s', async () => (await client.link({ customer: JIRO })).grant_id],
  ])('%s', async (_, grantId) => {
    const id = await grantId();
    const position = sandbox.logPosition();
    const parameters = await answered(id);
    expect(parameters.get('error')).toBe('invalid_grant_id');
    expect(parameters.get('state')).toBe('state-of-the-test');
    expect(parameters.get('iss')).toBe(sandbox.issuer);
    const entry = sandbox.logAfter(position).find(({ outcome }) => outcome.code === 'grant_id_invalid');
    expectExplained(entry, 'grant_id_invalid');
  });
});

describe('parameters that contradict each other', () => {
  it.each([
    ['grant_id without an action', { grant_id: 'g_x' }],
    ['grant_id with create', { grant_id: 'g_x', grant_management_action: 'create' }],
    ['merge without grant_id', { grant_management_action: 'merge' }],
    ['replace without grant_id', { grant_management_action: 'replace' }],
    ['an unknown action', { grant_id: 'g_x', grant_management_action: 'update' }],
  ])('%s', async (_, form) => {
    await expectRefused(sandbox, {
      code: 'grant_management_invalid',
      send: (arranged) => {
        arranged();
        return client.post('/oauth2/par', client.requestParameters(form));
      },
    });
  });

  it('a public client', async () => {
    const { challenge } = newPkce();
    const url = new PartnerClient(sandbox, MOBILE).authorizationUrl({
      grant_management_action: 'create',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const { headers } = await fetch(url, { redirect: 'manual' });
    expect(new URL(headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });
});
