import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomerBrowser } from '../harness/customer-browser.ts';
import { issueToPartner, type PartnerIdentity } from '../harness/issued-certificates.ts';
import { ASSERTION_TYPE, KeyedClient, readAnswer, type JsonAnswer } from '../harness/keyed-client.ts';
import { newPkce, PartnerClient, REDIRECT_URI } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { bankSeconds, ProofKey } from '../harness/signing-key.ts';
import { tlsFetch } from '../harness/tls-fetch.ts';

const SCOPE = 'account:balance account:transaction openid offline_access';
const GRANT_SECONDS = 90 * 86_400;

/** A partner with tokens of one format, for a personal and a corporate customer. */
class Linked {
  readonly client: KeyedClient;
  readonly #sandbox: TestSandbox;
  readonly #proofKey: ProofKey | undefined;
  readonly #identity: PartnerIdentity | undefined;
  tokens: Record<'personal' | 'corporate', Record<string, unknown>> = { personal: {}, corporate: {} };
  /** For grant management. */
  own = '';

  private constructor(
    sandbox: TestSandbox,
    client: KeyedClient,
    sender: { proofKey?: ProofKey; identity?: PartnerIdentity },
  ) {
    this.#sandbox = sandbox;
    this.client = client;
    this.#proofKey = sender.proofKey;
    this.#identity = sender.identity;
  }

  static async make(sandbox: TestSandbox, clientId: string, metadata: Record<string, unknown>) {
    const client = await KeyedClient.register(sandbox, clientId, {
      sandbox_customer_kind: 'any',
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: `${SCOPE} grant_management_query`,
      ...metadata,
    });
    const linked = new Linked(sandbox, client, {
      ...(metadata['dpop_bound_access_tokens'] === true && { proofKey: await ProofKey.make(sandbox) }),
      ...(metadata['tls_client_certificate_bound_access_tokens'] === true && {
        identity: await issueToPartner(sandbox, clientId),
      }),
    });
    linked.tokens = {
      personal: await linked.#link('10000000001', 'Sandbox-0001'),
      corporate: await linked.#link('Corp-0001', 'Sandbox-0101'),
    };
    const { body } = await linked.token({ grant_type: 'client_credentials' });
    linked.own = String(body['access_token']);
    return linked;
  }

  async #link(loginId: string, password: string): Promise<Record<string, unknown>> {
    const { verifier, challenge } = newPkce();
    const authorizationUrl = this.client.authorizationUrl({
      ...this.client.requestParameters({ scope: SCOPE }),
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const consent = { authorizationUrl, loginId, password, decision: 'allow' };
    const { redirectTo } = await this.#sandbox.control<{ redirectTo: string }>('POST', '/consents', consent);
    const { body, status, text } = await this.token({
      grant_type: 'authorization_code',
      code: new URL(redirectTo).searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    });
    expect(status, text).toBe(200);
    return body;
  }

  token(form: Record<string, string>): Promise<JsonAnswer> {
    return this.#form('/oauth2/token', form);
  }

  introspect(token: unknown): Promise<JsonAnswer> {
    return this.#form('/oauth2/introspect', { token: String(token) });
  }

  async #form(path: string, form: Record<string, string>): Promise<JsonAnswer> {
    const body = new URLSearchParams({
      ...form,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await this.client.assertion(),
    });
    return this.#send('POST', path, { body });
  }

  /** A resource, with the token in the way it is bound. */
  ask(method: string, path: string, token: unknown): Promise<JsonAnswer> {
    return this.#send(method, path, { token: String(token) });
  }

  async #send(
    method: string,
    path: string,
    { token, body }: { token?: string; body?: URLSearchParams },
  ): Promise<JsonAnswer> {
    const proof = await this.#proofKey?.prove(method, path, {}, {}, token);
    const headers = {
      ...(token !== undefined && { authorization: `${this.#proofKey ? 'DPoP' : 'Bearer'} ${token}` }),
      ...(proof !== undefined && { dpop: proof }),
    };
    const base = this.#identity ? (this.#sandbox.ready.httpsIssuer ?? '') : this.#sandbox.issuer;
    const send = this.#identity ? tlsFetch(this.#identity) : fetch;
    return readAnswer(await send(base + path, { method, headers, ...(body && { body }) }));
  }
}

const formats: [string, Record<string, unknown>][] = [
  ['opaque', {}],
  ['JWT', { sandbox_access_token_format: 'jwt' }],
  ['DPoP-bound', { dpop_bound_access_tokens: true }],
  ['DPoP-bound JWT', { dpop_bound_access_tokens: true, sandbox_access_token_format: 'jwt' }],
  ['certificate-bound', { tls_client_certificate_bound_access_tokens: true }],
  [
    'certificate-bound JWT',
    { tls_client_certificate_bound_access_tokens: true, sandbox_access_token_format: 'jwt' },
  ],
];

describe('the 90 days, in every token format, at every endpoint', () => {
  let sandbox: TestSandbox;
  const linked = new Map<string, Linked>();
  beforeAll(async () => {
    sandbox = await startSandbox({ httpsPort: 0 });
    // So long that nothing but the grant's own end can end an access token.
    await sandbox.changeSettings({
      lifetimes: { accessTokenSeconds: 31_536_000 },
      policies: { grantPolicy: 'many' },
    });
    for (const [index, [format, metadata]] of formats.entries()) {
      linked.set(format, await Linked.make(sandbox, `format-${String(index)}`, metadata));
    }
  });
  afterAll(() => sandbox.stop());

  type Kind = 'personal' | 'corporate';
  const mounts: [string, Kind][] = [
    ['/ib/v1', 'personal'],
    ['/ib/v1', 'corporate'],
    ['/personal/v1', 'personal'],
    ['/corporation/v1', 'corporate'],
    ['/ganb/api/personal/v1', 'personal'],
    ['/ganb/api/corporation/v1', 'corporate'],
  ];
  /** What it is, the request, and what it says while the grant stands and once it is over. */
  type Row = [string, (by: Linked) => Promise<JsonAnswer>, during: object, after: object];
  const rows: Row[] = [
    ...mounts.map(([mount, kind]): Row => [
      `${mount}/accounts (${kind})`,
      (by) => by.ask('GET', `${mount}/accounts`, by.tokens[kind]['access_token']),
      { status: 200 },
      { status: 401, body: { errorCode: 'WG_ERR_105' } },
    ]),
    ...(['GET', 'POST'] as const).map((method): Row => [
      `userinfo by ${method}`,
      (by) => by.ask(method, '/oauth2/userinfo', by.tokens.personal['access_token']),
      { status: 200, body: { sub: expect.any(String) as string } },
      { status: 401, body: { error: 'invalid_token' } },
    ]),
    ...['access_token', 'refresh_token'].map((token): Row => [
      `introspection of the ${token}`,
      (by) => by.introspect(by.tokens.corporate[token]),
      { status: 200, body: { active: true } },
      { status: 200, text: '{"active":false}' },
    ]),
    [
      'grant management',
      (by) => by.ask('GET', `/oauth2/grants/${String(by.tokens.personal['grant_id'])}`, by.own),
      { status: 200, body: { status: 'active' } },
      { status: 200, body: { status: 'expired' } },
    ],
    [
      'refresh',
      async (by) => {
        const refresh_token = String(by.tokens.personal['refresh_token']);
        const answer = await by.token({ grant_type: 'refresh_token', refresh_token });
        if (answer.status === 200) by.tokens.personal = answer.body;
        return answer;
      },
      { status: 200, body: { expires_in: 1, authorization_expires_in: 1 } },
      { status: 400, body: { error: 'invalid_grant' } },
    ],
  ];
  const everywhere = formats.flatMap(([format]) =>
    rows.map(([what, request, during, after]) => ({ format, what, request, during, after })),
  );
  const by = (format: string): Linked => {
    const found = linked.get(format);
    if (!found) throw new Error(`nobody is linked with ${format} tokens`);
    return found;
  };

  describe('one second before the end', () => {
    beforeAll(() => sandbox.advance(`PT${String(GRANT_SECONDS - 1)}S`));
    it.each(everywhere)('$format: $what works', async ({ format, request, during }) => {
      const answer = await request(by(format));
      expect(answer, answer.text).toMatchObject(during);
    });
  });

  describe('at the end', () => {
    beforeAll(() => sandbox.advance('PT1S'));
    it.each(everywhere)('$format: $what does not', async ({ format, request, after }) => {
      const answer = await request(by(format));
      expect(answer, answer.text).toMatchObject(after);
    });
  });
});

describe('every other lifetime, to the second, by the bank’s clock', () => {
  let sandbox: TestSandbox;
  let client: KeyedClient;
  let partner: PartnerClient;
  let proofKey: ProofKey;
  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.changeSettings({ policies: { grantPolicy: 'many' } });
    client = await KeyedClient.register(sandbox, 'keyed', {
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: `${SCOPE} grant_management_query`,
    });
    partner = new PartnerClient(sandbox);
    proofKey = await ProofKey.make(sandbox);
  });
  afterAll(() => sandbox.stop());

  const ownToken = async (headers: Record<string, string> = {}, form: Record<string, string> = {}) =>
    client.post('/oauth2/token', { grant_type: 'client_credentials', ...form }, headers);
  const opens = async (url: string) =>
    (await fetch(url, { redirect: 'manual' })).headers.get('location')?.startsWith('/ib/login') ?? false;

  /** How long, and something made now that says later whether it is still good. */
  type Row = [what: string, seconds: number, make: () => Promise<() => Promise<boolean>>];
  const rows: Row[] = [
    [
      'an authorization code',
      600,
      async () => {
        const { code, verifier } = await partner.obtainCode();
        return async () => (await partner.redeem(code, { code_verifier: verifier })).status === 200;
      },
    ],
    [
      'a pushed request',
      90,
      async () => {
        const url = client.authorizationUrl({ request_uri: await client.push() });
        return () => opens(url);
      },
    ],
    [
      'a page that waits for the customer',
      600,
      async () => {
        const browser = await new CustomerBrowser(sandbox.issuer).open(partner.authorizationUrl());
        const { url } = browser.page;
        return async () => (await browser.open(url)).page.status === 200;
      },
    ],
    [
      'an access token',
      3_600,
      async () => {
        const { access_token } = await partner.link();
        return async () => (await partner.data('/ib/v1/accounts', access_token)).status === 200;
      },
    ],
    [
      'a token of the client’s own',
      3_600,
      async () => {
        const authorization = `Bearer ${String((await ownToken()).body['access_token'])}`;
        const { grant_id } = await client.link();
        return async () => {
          const url = `${sandbox.issuer}/oauth2/grants/${grant_id}`;
          return (await fetch(url, { headers: { authorization } })).status === 200;
        };
      },
    ],
    [
      'a client assertion, until its exp',
      45,
      async () => {
        const client_assertion = await client.assertion({ exp: bankSeconds(sandbox) + 45 });
        return async () => (await ownToken({}, { client_assertion })).status === 200;
      },
    ],
    [
      'a request object, until its exp',
      300,
      async () => {
        const url = client.authorizationUrl({ request: await client.requestObject() });
        return () => opens(url);
      },
    ],
    [
      'a DPoP proof, a minute to the second and no more',
      61,
      async () => {
        const dpop = await proofKey.prove('POST', '/oauth2/token');
        return async () => (await ownToken({ dpop })).status === 200;
      },
    ],
    [
      'a lost refresh answer, which is repeated',
      10,
      async () => {
        const { refresh_token } = await partner.link();
        await partner.refresh(refresh_token);
        return async () => (await partner.refresh(refresh_token)).status === 200;
      },
    ],
  ];
  it.each(rows)('%s: %i s', async (_, seconds, make) => {
    const good = await make();
    const late = await make();
    await sandbox.advance(`PT${String(seconds - 1)}S`);
    expect(await good(), 'one second before the end').toBe(true);
    await sandbox.advance('PT1S');
    expect(await late(), 'at the end').toBe(false);
  });

  it('an ID token and a signed answer say when they are made, and end, by it', async () => {
    await sandbox.advance('P30D');
    const now = bankSeconds(sandbox);
    const { id_token = '' } = await partner.link({ parameters: { scope: SCOPE } });
    expect(decodeJwt(id_token)).toMatchObject({ iat: now, exp: now + 600, auth_time: now });
    const answer = await fetch(partner.authorizationUrl({ response_mode: 'jwt', prompt: 'none' }), {
      redirect: 'manual',
    });
    const { searchParams } = new URL(answer.headers.get('location') ?? '');
    expect(decodeJwt(searchParams.get('response') ?? '')).toMatchObject({ exp: now + 600 });
  });

  it('what is not yet valid: an assertion and a request object of the future', async () => {
    const now = bankSeconds(sandbox);
    const ahead = async (seconds: number) =>
      (
        await ownToken(
          {},
          { client_assertion: await client.assertion({ iat: now + seconds, nbf: now + seconds }) },
        )
      ).status;
    expect([await ahead(10), await ahead(60), await ahead(61)]).toEqual([200, 200, 401]);
    const object = async (seconds: number) =>
      opens(client.authorizationUrl({ request: await client.requestObject({ nbf: now + seconds }) }));
    expect([await object(60), await object(61)]).toEqual([true, false]);
  });
});
