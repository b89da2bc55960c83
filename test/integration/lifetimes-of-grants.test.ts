import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerIdOf, issueToPartner, type PartnerIdentity } from '../harness/issued-certificates.ts';
import { ASSERTION_TYPE, KeyedClient, readAnswer, type JsonAnswer } from '../harness/keyed-client.ts';
import { newPkce, REDIRECT_URI } from '../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { ProofKey } from '../harness/signing-key.ts';
import { tlsFetch } from '../harness/tls-fetch.ts';

const SCOPE = 'account:balance account:transaction openid offline_access';
const GRANT_SECONDS = 90 * 86_400;
const SIGNED = 'application/token-introspection+jwt';

/** A partner with tokens of one format, for a personal and a corporate customer. */
class Linked {
  readonly client: KeyedClient;
  readonly #sandbox: TestSandbox;
  readonly #proofKey: ProofKey | undefined;
  readonly #identity: PartnerIdentity | undefined;
  tokens: Record<'personal' | 'corporate', Record<string, unknown>> = { personal: {}, corporate: {} };
  /** For grant management. */
  own = '';
  /** Links beside these, each for one thing that ends or changes it. */
  readonly spares: Record<string, unknown>[] = [];
  changeable: Record<string, unknown> = {};

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
      scope: `${SCOPE} grant_management_query grant_management_revoke`,
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
    for (let spare = 0; spare < 4; spare++) {
      linked.spares.push(await linked.#link('10000000001', 'Sandbox-0001'));
    }
    linked.changeable = await linked.#link('10000000001', 'Sandbox-0001');
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

  introspect(token: unknown, accept = 'application/json'): Promise<JsonAnswer> {
    return this.#form('/oauth2/introspect', { token: String(token) }, { accept });
  }

  revoke(token: unknown): Promise<JsonAnswer> {
    return this.#form('/oauth2/revoke', { token: String(token) });
  }

  /** Pushes a request to change an earlier grant. */
  change(action: 'merge' | 'replace', { grant_id }: Record<string, unknown>): Promise<JsonAnswer> {
    const { challenge } = newPkce();
    return this.#form('/oauth2/par', {
      ...(this.client.requestParameters({ scope: SCOPE }) as Record<string, string>),
      code_challenge: challenge,
      code_challenge_method: 'S256',
      grant_management_action: action,
      grant_id: String(grant_id),
    });
  }

  /** Lets a spare link be ended, and tells how the grant stands then. */
  async ending(end: (link: Record<string, unknown>) => Promise<JsonAnswer>): Promise<JsonAnswer> {
    const link = this.spares.pop();
    if (!link) throw new Error('no spare link is left');
    const answer = await end(link);
    const grant = await this.#sandbox.control<Record<string, unknown>>(
      'GET',
      `/grants/${String(link['grant_id'])}`,
    );
    return { ...answer, body: grant };
  }

  async #form(
    path: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<JsonAnswer> {
    const body = new URLSearchParams({
      ...form,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await this.client.assertion(),
    });
    return this.#send('POST', path, { body, headers });
  }

  /** A resource, with the token in the way it is bound. */
  ask(method: string, path: string, token: unknown): Promise<JsonAnswer> {
    return this.#send(method, path, { token: String(token) });
  }

  async #send(
    method: string,
    path: string,
    { token, body, headers: more }: { token?: string; body?: URLSearchParams; headers?: object },
  ): Promise<JsonAnswer> {
    // The query is no part of what a proof is made for (RFC 9449 §4.2).
    const proof = await this.#proofKey?.prove(method, path.replace(/\?.*$/, ''), {}, {}, token);
    const headers = {
      ...more,
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
  const accounts = { personal: '001011000001', corporate: '' };
  beforeAll(async () => {
    sandbox = await startSandbox({ httpsPort: 0 });
    // So long that nothing but the grant's own end can end an access token.
    await sandbox.changeSettings({
      lifetimes: { accessTokenSeconds: 31_536_000 },
      policies: { grantPolicy: 'many' },
    });
    const { items } = await sandbox.control<{ items: { accountId: string }[] }>(
      'GET',
      `/accounts?customerId=${await customerIdOf(sandbox, 'Corp-0001')}`,
    );
    accounts.corporate = items[0]?.accountId ?? '';
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
    ...mounts.flatMap(([mount, kind]) =>
      [
        '/accounts',
        '/accounts/balances',
        '/accounts/transactions?accountId=ACCOUNT',
        ...(kind === 'corporate' ? ['/accounts/deposit-transactions?accountId=ACCOUNT'] : []),
      ].map((path): Row => [
        `${mount}${path} (${kind})`,
        (by) =>
          by.ask('GET', mount + path.replace('ACCOUNT', accounts[kind]), by.tokens[kind]['access_token']),
        { status: 200 },
        { status: 401, body: { errorCode: 'WG_ERR_105' } },
      ]),
    ),
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
      'signed introspection',
      async (by) => {
        const answer = await by.introspect(by.tokens.corporate['access_token'], SIGNED);
        return { ...answer, body: decodeJwt(answer.text) };
      },
      { status: 200, body: { token_introspection: { active: true } } },
      { status: 200, body: { token_introspection: { active: false } } },
    ],
    ...(['merge', 'replace'] as const).map((action): Row => [
      `a request to ${action}`,
      (by) => by.change(action, by.changeable),
      { status: 201 },
      { status: 400, body: { error: 'invalid_grant_id' } },
    ]),
    [
      'revocation of a refresh token',
      (by) => by.ending(({ refresh_token }) => by.revoke(refresh_token)),
      { status: 200, text: '{}', body: { status: 'revoked' } },
      { status: 200, text: '{}', body: { status: 'expired' } },
    ],
    [
      'the end by grant management',
      (by) => by.ending(({ grant_id }) => by.ask('DELETE', `/oauth2/grants/${String(grant_id)}`, by.own)),
      { status: 204, body: { status: 'revoked' } },
      { status: 204, body: { status: 'expired' } },
    ],
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
