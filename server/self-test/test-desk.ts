/**
 * What the self-test works with: clients and customers of its own, made for one run and gone after it.
 *
 * Threat: a test that runs against the bank people are working with could end their grants, move
 * their clock or fill their log. So everything is done with parties that exist for the run only,
 * what must have expired is written as expired instead of waited for, and each request carries the
 * mark of the run, by which the log can leave it out.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { nonceAt } from '../authorization/checks/dpop-checks.ts';
import { tokenResponse, type TokenResponse } from '../authorization/token-response.ts';
import { registerClient, removeClient, type ClientInput } from '../bank/client-registration.ts';
import { registerCustomer, removeCustomer } from '../bank/customers.ts';
import { issueGrant } from '../bank/grants.ts';
import { newId } from '../bank/identifiers.ts';
import { MINUTE, type Instant } from '../bank/time.ts';
import type { AuthorizationCode, Client, Confirmation, Grant, Scope } from '../bank/model.ts';
import type { Transaction } from '../bank/transaction.ts';
import type { SandboxContext } from '../context.ts';
import { selfTestHeader } from '../log/entry-of-recording.ts';
import { bare, newKeyPair, sha256, sign, type Claims, type KeyPair } from './signing.ts';
import { TlsParties, type CertificateOfRun } from './tls-parties.ts';

/** The redirect URI of every client here: a port on which nobody listens, for nothing is ever sent there. */
export const REDIRECT_URI = 'https://self-test.invalid/callback';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = 'account:balance account:transaction openid offline_access';
const GRANTED: Scope[] = ['account:balance', 'openid', 'offline_access'];
/** How long the sandbox may take for one answer, in ms. */
const PATIENCE = 10_000;

export type Form = Record<string, string | undefined>;
/** Which party of the run is meant. */
export type Party =
  'secret' | 'other' | 'strict' | 'keyed' | 'fapi1' | 'fapi' | 'signing' | 'open' | 'machine' | TlsParty;
/** Known by their certificates; only where the bank answers over TLS. */
type TlsParty = keyof TlsParties['registrations'];

const registrations: Readonly<Record<Exclude<Party, TlsParty>, Partial<ClientInput>>> = {
  secret: {},
  other: {},
  // Whatever the settings say of grace: a token that comes twice has to end the grant.
  strict: { sandbox_profile: 'oauth21', sandbox_refresh_rotation: 'rotate-strict' },
  keyed: { token_endpoint_auth_method: 'private_key_jwt' },
  fapi1: { token_endpoint_auth_method: 'private_key_jwt', sandbox_profile: 'fapi1-advanced' },
  fapi: { token_endpoint_auth_method: 'private_key_jwt', sandbox_profile: 'fapi2-security' },
  signing: { token_endpoint_auth_method: 'private_key_jwt', sandbox_profile: 'fapi2-message-signing' },
  open: { token_endpoint_auth_method: 'none' },
  machine: {
    grant_types: ['client_credentials'],
    response_types: [],
    scope: 'grant_management_query',
  },
};

export class TestDesk {
  readonly context: SandboxContext;
  /** Names everything of this run. */
  readonly mark: string;
  readonly #clients = new Map<Party, Client>();
  #customerId = '';
  #keys:
    { own: KeyPair; stranger: KeyPair; proof: KeyPair; otherProof: KeyPair; rsaProof: KeyPair } | undefined;
  #tls: TlsParties | undefined;
  /** Which trial is being held: goes with each request. */
  trial = '';

  private constructor(context: SandboxContext, mark: string) {
    this.context = context;
    this.mark = mark;
  }

  /** Makes the parties of a run. */
  static async open(context: SandboxContext, mark: string): Promise<TestDesk> {
    const desk = new TestDesk(context, mark);
    const [own, stranger, proof, otherProof, rsaProof] = await Promise.all([
      newKeyPair(),
      newKeyPair(),
      newKeyPair(),
      newKeyPair(),
      newKeyPair('RS256'),
    ]);
    desk.#keys = { own, stranger, proof, otherProof, rsaProof };
    const { httpsIssuer } = context.addresses;
    if (httpsIssuer !== null) desk.#tls = await TlsParties.make(context, mark, httpsIssuer);
    await context.work.run((tx) => {
      desk.#makeParties(tx, own.jwk);
    });
    return desk;
  }

  /** Takes back everything the run has made, whatever came of it. */
  async close(): Promise<void> {
    await this.context.work.run((tx) => {
      const { state } = tx;
      // A registration that should have been refused bears the mark as well.
      const clients = [...state.clients].filter(({ client_name: name }) => name.startsWith(this.mark));
      for (const { client_id: clientId } of clients) removeClient(tx, clientId);
      if (state.customers.has(this.#customerId)) removeCustomer(tx, this.#customerId);
      const gone = new Set(clients.map(({ client_id: clientId }) => clientId));
      for (const [key, { clientId }] of [...state.grants.entries()]) {
        if (gone.has(clientId)) tx.delete('grants', key);
      }
      const byClient = [
        'accessTokens',
        'clientAccessTokens',
        'pushedRequests',
        'clientCertificates',
      ] as const;
      for (const table of byClient) {
        for (const [key, { clientId }] of [...state.table(table).entries()]) {
          if (gone.has(clientId)) tx.delete(table, key);
        }
      }
      for (const table of ['authorizationCodes', 'interactions'] as const) {
        for (const [key, { request }] of [...state.table(table).entries()]) {
          if (gone.has(request.clientId)) tx.delete(table, key);
        }
      }
    });
  }

  client(party: Party): Client {
    const client = this.#clients.get(party);
    if (!client) throw new Error(`the self-test has no client ${party}`);
    return client;
  }

  id(party: Party): string {
    return this.client(party).client_id;
  }

  get issuer(): string {
    return this.context.addresses.issuer;
  }

  /** The bank's clock in whole seconds. */
  get now(): number {
    return Math.floor(this.context.clock.now() / 1000);
  }

  // -- requests --

  get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    return this.#send(path, { method, headers });
  }

  /** An authorization request in the query; `more` is appended as it is. */
  authorize(parameters: Form, party: Party = 'secret', more = ''): Promise<Response> {
    const query = encoded({
      response_type: 'code',
      client_id: this.id(party),
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: 'self-test',
      ...parameters,
    });
    return this.get(`/oauth2/authorize?${query}${more}`, { accept: 'text/html' });
  }

  /** A form POST, by default by the client with a secret. */
  post(path: string, form: Form | string, headers?: Record<string, string>): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(headers ?? this.basic('secret')),
      },
      body: typeof form === 'string' ? form : encoded(form),
    });
  }

  /** The same by a client with a key; the form may bring another assertion. */
  async postKeyed(
    path: string,
    form: Form,
    headers: Record<string, string> = {},
    party: Party = 'keyed',
  ): Promise<Response> {
    return this.post(
      path,
      {
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: 'client_assertion' in form ? undefined : await this.assertion({}, {}, party),
        ...form,
      },
      headers,
    );
  }

  /** A form POST over TLS, with or without a certificate and with no other credentials. */
  postOverTls(path: string, form: Form, shown?: CertificateOfRun): Promise<Response> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...this.#marked };
    return this.tls.send(path, { method: 'POST', headers, body: encoded(form) }, shown, PATIENCE);
  }

  getOverTls(path: string, headers: Record<string, string>, shown?: CertificateOfRun): Promise<Response> {
    return this.tls.send(path, { method: 'GET', headers: { ...headers, ...this.#marked } }, shown, PATIENCE);
  }

  /** Those who are known by their certificates. */
  get tls(): TlsParties {
    if (!this.#tls) throw new Error('the bank does not answer over TLS');
    return this.#tls;
  }

  json(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  basic(party: Party, secret: string = this.client(party).client_secret ?? ''): Record<string, string> {
    const pair = `${encodeURIComponent(this.id(party))}:${encodeURIComponent(secret)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }

  /** The name of a client that is registered by a trial: taken back at the end, should that succeed. */
  get ownName(): string {
    return `${this.mark} registration`;
  }

  // -- what the bank gives --

  /** A code as if the customer had just consented, with a PKCE challenge for the verifier. */
  async code(
    party: Party = 'secret',
    changes: Partial<AuthorizationCode['request']> = {},
    { ageMs = 0, challenged = true }: { ageMs?: number; challenged?: boolean } = {},
  ): Promise<{ code: string; verifier: string }> {
    const verifier = randomBytes(32).toString('base64url');
    const at: Instant = this.context.clock.now() - ageMs;
    const code: AuthorizationCode = {
      codeId: newId('c'),
      flowId: this.mark,
      request: {
        clientId: this.id(party),
        redirectUri: REDIRECT_URI,
        redirectUriGiven: true,
        responseMode: 'query',
        scopes: GRANTED,
        ...(challenged && { codeChallenge: sha256(verifier) }),
        ...changes,
      },
      customerId: this.#customerId,
      scopes: GRANTED,
      consentedAt: at,
      // Long enough for the slowest machine, whatever the settings allow.
      expiresAt: at + MINUTE,
      authTime: at,
      acr: 'password',
      termsVersion: this.context.settings().termsVersion,
      failedAttempts: 0,
    };
    await this.context.work.run((tx) => {
      tx.put('authorizationCodes', code.codeId, code);
    });
    return { code: this.context.tokens.tokenFor('code', code.codeId), verifier };
  }

  /** The tokens of a grant. */
  async tokens(
    party: Party = 'secret',
    { scopes = GRANTED, confirmation }: { scopes?: Scope[]; confirmation?: Confirmation } = {},
  ): Promise<TokenResponse> {
    const client = this.client(party);
    const issued = await this.context.work.run((tx) =>
      issueGrant(tx, {
        client,
        customerId: this.#customerId,
        scopes,
        consentedAt: tx.now,
        authTime: tx.now,
        acr: 'password',
        termsVersion: this.context.settings().termsVersion,
        ...(confirmation && { confirmation }),
      }),
    );
    return tokenResponse(this.context, client, issued);
  }

  /** Writes a grant of the run anew, with some of it changed: expired, ended. */
  changeGrant(grantId: string, change: Partial<Grant>): Promise<void> {
    return this.context.work.run((tx) => {
      const grant = tx.state.grants.get(grantId);
      if (grant) tx.put('grants', grantId, { ...grant, ...change });
    });
  }

  /** Lets the access tokens of a grant of the run end. */
  endAccessTokens(grantId: string, change: { expiresAt?: Instant; revokedAt?: Instant }): Promise<void> {
    return this.context.work.run((tx) => {
      for (const token of tx.state.accessTokens.where('grantId', grantId)) {
        tx.put('accessTokens', token.tokenId, { ...token, ...change });
      }
    });
  }

  /** Lets what was pushed end. */
  endPushed(requestUri: string, change: { expiresAt?: Instant; usedAt?: Instant }): Promise<void> {
    return this.context.work.run((tx) => {
      const pushed = tx.state.pushedRequests.get(requestUri);
      if (pushed) tx.put('pushedRequests', requestUri, { ...pushed, ...change });
    });
  }

  /** A pushed request that is accepted. @returns its handle. */
  async push(party: Party = 'secret'): Promise<string> {
    const response = await this.post('/oauth2/par', this.request(), this.basic(party));
    const { request_uri: uri = '' } = (await response.json()) as { request_uri?: string };
    return uri;
  }

  request(changes: Form = {}): Form {
    return {
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: 'self-test',
      ...changes,
    };
  }

  // -- what clients sign --

  assertionClaims(changes: Claims = {}, party: Party = 'keyed'): Claims {
    const clientId = this.id(party);
    return {
      iss: clientId,
      sub: clientId,
      aud: this.issuer,
      jti: randomUUID(),
      iat: this.now,
      exp: this.now + 60,
      ...changes,
    };
  }

  assertion(changes: Claims = {}, header: Claims = {}, party: Party = 'keyed'): Promise<string> {
    return sign(this.keys.own, this.assertionClaims(changes, party), header);
  }

  requestClaims(changes: Claims = {}, party: Party = 'keyed'): Claims {
    return {
      iss: this.id(party),
      aud: this.issuer,
      nbf: this.now,
      exp: this.now + 300,
      client_id: this.id(party),
      ...this.request(),
      ...changes,
    };
  }

  requestObject(changes: Claims = {}, header: Claims = {}, party: Party = 'keyed'): Promise<string> {
    return sign(this.keys.own, this.requestClaims(changes, party), header);
  }

  /** A proof that is accepted at the token endpoint, whether or not the bank asks for a nonce. */
  proof(changes: Claims = {}, header: Claims = {}, key: KeyPair = this.keys.proof): Promise<string> {
    const own = { typ: 'dpop+jwt', jwk: bare(key.jwk), kid: undefined };
    return sign(key, this.proofClaims(changes), { ...own, ...header });
  }

  proofClaims(changes: Claims = {}): Claims {
    return {
      htm: 'POST',
      htu: `${this.issuer}/oauth2/token`,
      iat: this.now,
      jti: randomUUID(),
      nonce: nonceAt(this.context, this.context.clock.now()),
      ...changes,
    };
  }

  /** A proof for userinfo. */
  resourceProof(accessToken: string, changes: Claims = {}, key?: KeyPair): Promise<string> {
    const htu = `${this.issuer}/oauth2/userinfo`;
    return this.proof({ htm: 'GET', htu, ath: sha256(accessToken), ...changes }, {}, key);
  }

  async thumbprint(): Promise<string> {
    return calculateJwkThumbprint(this.keys.proof.jwk);
  }

  get keys() {
    if (!this.#keys) throw new Error('the keys of the self-test have not been made');
    return this.#keys;
  }

  #makeParties(tx: Transaction, jwk: JWK): void {
    for (const [party, registration] of Object.entries({
      ...registrations,
      ...this.#tls?.registrations,
    }) as [Party, Partial<ClientInput>][]) {
      const keyed = registration.token_endpoint_auth_method === 'private_key_jwt';
      const client = registerClient(tx, {
        client_id: `${this.mark}-${party}`,
        client_name: `${this.mark} ${party}`,
        redirect_uris: registration.response_types?.length === 0 ? [] : [REDIRECT_URI],
        token_endpoint_auth_method: 'client_secret_basic',
        scope: SCOPE,
        application_type: 'web',
        sandbox_allowed_origins: [],
        sandbox_customer_kind: 'any',
        sandbox_profile: 'compat',
        sandbox_consent: 'screen',
        ...(keyed && { jwks: { keys: [{ ...jwk }] } }),
        ...registration,
      });
      this.#clients.set(party, client);
    }
    this.#customerId = registerCustomer(tx, {
      kind: 'personal',
      loginId: this.mark,
      password: randomBytes(24).toString('base64url'),
      name: this.mark,
      login: 'password',
      status: 'active',
      mayInquire: true,
    }).id;
  }

  get #marked(): Record<string, string> {
    return { [selfTestHeader]: `${this.mark}/${this.trial}` };
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      return await fetch(this.issuer + path, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any([patience.signal, this.context.background.signal]),
        headers: {
          ...(init.headers as Record<string, string>),
          ...this.#marked,
        },
      });
    } finally {
      clearTimeout(timer);
    }
  }
}

export function encoded(form: Form): string {
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}
