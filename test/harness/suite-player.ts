import { createHash, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { SuiteConfigurationView } from '../../server/control/operations/schemas/conformance-suite.ts';
import { readAnswer, type JsonAnswer } from './keyed-client.ts';
import { basic, newPkce } from './partner-client.ts';
import { tlsFetch } from './tls-fetch.ts';

type Form = Record<string, string>;
type Claims = Record<string, unknown>;
type WhichClient = 'client' | 'client2' | 'client_secret_post';

/** How a request of the suite departs from what is right, as its negative modules do. */
export interface Departure {
  parameters?: Record<string, string | undefined>;
  claims?: Claims;
  header?: Claims;
  /** Sends no request object although the plan wants one, and nothing to the PAR endpoint. */
  bare?: true;
  /** Signs with the keys of the other client. */
  signedBy?: WhichClient;
}

/** An authorization request on its way. */
export interface Begun {
  url: string;
  state: string;
  nonce: string;
  verifier: string;
}

interface ServerMetadata {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  pushed_authorization_request_endpoint: string;
  userinfo_endpoint: string;
  jwks_uri: string;
  mtls_endpoint_aliases: Partial<ServerMetadata>;
  [member: string]: unknown;
}

/**
 * Plays one client of an exported configuration the way the suite's modules do. It knows nothing but
 * the configuration, the discovery document, and the CA it trusts.
 */
export class SuitePlayer {
  readonly server: ServerMetadata;
  readonly redirectUri: string;
  readonly #configuration: SuiteConfigurationView;
  readonly #which: WhichClient;
  readonly #keys: JSONWebKeySet;
  readonly #fetch: typeof fetch;
  readonly #proofKey: { privateKey: CryptoKey; publicKey: JWK };

  private constructor(
    configuration: SuiteConfigurationView,
    which: WhichClient,
    callback: string,
    found: {
      server: ServerMetadata;
      keys: JSONWebKeySet;
      fetch: typeof fetch;
      proofKey: { privateKey: CryptoKey; publicKey: JWK };
    },
  ) {
    this.#configuration = configuration;
    this.#which = which;
    this.server = found.server;
    this.#keys = found.keys;
    this.#fetch = found.fetch;
    this.#proofKey = found.proofKey;
    const query = which === 'client2' && configuration.resource ? '?dummy1=lorem&dummy2=ipsum' : '';
    this.redirectUri = callback + query;
  }

  static async meet(
    configuration: SuiteConfigurationView,
    which: WhichClient,
    { ca, suiteBase }: { ca: string; suiteBase: string },
  ): Promise<SuitePlayer> {
    const pair = which === 'client2' ? configuration.mtls2 : configuration.mtls;
    const byTls = tlsFetch({ ca, ...(pair && { cert: pair.cert, key: pair.key }) });
    const json = async (url: string) => (await readAnswer(await byTls(url))).body;
    const server = (await json(configuration.server.discoveryUrl)) as ServerMetadata;
    const { privateKey, publicKey } = await generateKeyPair('PS256');
    return new SuitePlayer(configuration, which, `${suiteBase}/test/a/${configuration.alias}/callback`, {
      server: pair ? { ...server, ...server.mtls_endpoint_aliases } : server,
      keys: (await json(server.jwks_uri)) as unknown as JSONWebKeySet,
      fetch: byTls,
      proofKey: { privateKey, publicKey: await exportJWK(publicKey) },
    });
  }

  /** Where the suite sends the browser, after pushing what the plan wants pushed. */
  async begin(departure: Departure = {}): Promise<Begun> {
    const { verifier, challenge } = newPkce();
    const [state, nonce] = [randomUUID(), randomUUID()];
    const right: Record<string, string | undefined> = {
      response_type: 'code',
      client_id: this.#clientId,
      redirect_uri: this.redirectUri,
      scope: this.#own.scope ?? 'openid',
      state,
      ...(this.#variant['openid'] !== 'plain_oauth' && { nonce }),
      ...(this.#variant['fapi_response_mode'] === 'jarm' && { response_mode: 'jwt' }),
      ...(this.#pushes && { code_challenge: challenge, code_challenge_method: 'S256' }),
    };
    const parameters = withoutUndefined({ ...right, ...departure.parameters });
    const begun = { state, nonce, verifier };
    if (departure.bare) return { ...begun, url: this.authorizationUrl(parameters) };
    if (this.#pushes) {
      const pushed = await this.push(parameters, departure);
      if (pushed.status !== 201) throw new Error(pushed.text);
      const outer = { request_uri: String(pushed.body['request_uri']) };
      return { ...begun, url: this.authorizationUrl(outer) };
    }
    if (!this.#signs) return { ...begun, url: this.authorizationUrl(parameters) };
    const { response_type = 'code', scope = '' } = parameters;
    const request = await this.#requestObject(parameters, departure);
    return { ...begun, url: this.authorizationUrl({ response_type, scope, request }) };
  }

  /** To the PAR endpoint: the first client proves its DPoP key there, the second names it. */
  async push(parameters: Form, departure: Departure = {}): Promise<JsonAnswer> {
    const dpop = this.#variant['sender_constrain'] === 'dpop';
    const named =
      dpop && this.#which === 'client2'
        ? { ...parameters, dpop_jkt: await calculateJwkThumbprint(this.#proofKey.publicKey) }
        : parameters;
    const form: Form = this.#signs ? { request: await this.#requestObject(named, departure) } : named;
    const url = this.server.pushed_authorization_request_endpoint;
    const proof = dpop && this.#which === 'client' ? await this.#prove('POST', url) : undefined;
    return this.#post(url, form, proof);
  }

  authorizationUrl(parameters: Form): string {
    const query = new URLSearchParams({ client_id: this.#clientId, ...parameters });
    return `${this.server.authorization_endpoint}?${query.toString()}`;
  }

  /** What the bank answered, its signature checked where the plan wants one. */
  async answerAt(address: URL): Promise<Claims> {
    const parameters = Object.fromEntries(address.searchParams);
    // An error about the response mode can't come in it.
    if (this.#variant['fapi_response_mode'] !== 'jarm' || 'error' in parameters) return parameters;
    return this.#verified(parameters['response'] ?? '');
  }

  async redeem(code: unknown, { verifier }: Begun): Promise<JsonAnswer> {
    const form: Form = {
      grant_type: 'authorization_code',
      code: String(code),
      redirect_uri: this.redirectUri,
      ...(this.#pushes && { code_verifier: verifier }),
    };
    const url = this.server.token_endpoint;
    const dpop = this.#variant['sender_constrain'] === 'dpop';
    return this.#post(url, form, dpop ? await this.#prove('POST', url) : undefined);
  }

  idToken(answer: JsonAnswer): Promise<Claims> {
    return this.#verified(String(answer.body['id_token']));
  }

  /** The plan's resource; for OpenID Connect that is the userinfo endpoint. */
  async callResource(accessToken: string): Promise<Response> {
    const url = this.#configuration.resource?.resourceUrl ?? this.server.userinfo_endpoint;
    if (this.#variant['sender_constrain'] !== 'dpop') {
      return this.#fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
    }
    const dpop = await this.#prove('GET', url, accessToken);
    return this.#fetch(url, { headers: { authorization: `DPoP ${accessToken}`, dpop } });
  }

  get #own() {
    const own = this.#configuration[this.#which];
    if (!own) throw new Error(`the configuration has no ${this.#which}`);
    return own;
  }

  get #clientId(): string {
    return this.#own.client_id;
  }

  get #variant(): Readonly<Record<string, string>> {
    return this.#configuration.ib_link_sandbox.variant;
  }

  get #pushes(): boolean {
    return this.#plan.startsWith('fapi2') || this.#variant['fapi_auth_request_method'] === 'pushed';
  }

  get #signs(): boolean {
    return this.#plan.startsWith('fapi1') || this.#variant['fapi_request_method'] !== undefined;
  }

  get #plan(): string {
    return this.#configuration.ib_link_sandbox.plan;
  }

  async #post(url: string, form: Form, dpop: string | undefined): Promise<JsonAnswer> {
    const authentication = await this.#authentication();
    const body = new URLSearchParams({ ...form, ...authentication.form });
    const headers = { ...authentication.headers, ...(dpop !== undefined && { dpop }) };
    return readAnswer(await this.#fetch(url, { method: 'POST', body, headers }));
  }

  async #authentication(): Promise<{ form: Form; headers: Record<string, string> }> {
    const { client_secret: secret } = this.#own;
    if (secret !== undefined) {
      return this.#which === 'client_secret_post'
        ? { form: { client_id: this.#clientId, client_secret: secret }, headers: {} }
        : {
            form: {},
            headers: {
              authorization: basic({ clientId: this.#clientId, secret, method: 'client_secret_basic' }),
            },
          };
    }
    if (this.#variant['client_auth_type'] === 'mtls') {
      return { form: { client_id: this.#clientId }, headers: {} };
    }
    const assertion = await this.#sign({
      iss: this.#clientId,
      sub: this.#clientId,
      aud: this.server.issuer,
      jti: randomUUID(),
      iat: now(),
      exp: now() + 60,
    });
    return {
      form: {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      },
      headers: {},
    };
  }

  #requestObject(parameters: Form, { claims, header, signedBy }: Departure): Promise<string> {
    const inside = {
      ...parameters,
      iss: this.#clientId,
      aud: this.server.issuer,
      nbf: now(),
      exp: now() + 300,
      ...claims,
    };
    return this.#sign(JSON.parse(JSON.stringify(inside)) as Claims, header, signedBy);
  }

  async #sign(claims: Claims, header: Claims = {}, signedBy = this.#which): Promise<string> {
    const jwk = this.#configuration[signedBy]?.jwks?.keys[0] as JWK;
    const { alg = jwk.alg } = header as { alg?: string };
    if (alg === 'none') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg })}.${part(claims)}.`;
    }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: String(alg), kid: String(this.#own.jwks?.keys[0]?.['kid']) })
      .sign(await importJWK({ ...jwk, alg: String(alg) }));
  }

  async #prove(method: string, url: string, accessToken?: string): Promise<string> {
    return new SignJWT({
      htm: method,
      htu: url,
      iat: now(),
      jti: randomUUID(),
      ...(accessToken !== undefined && {
        ath: createHash('sha256').update(accessToken).digest('base64url'),
      }),
    })
      .setProtectedHeader({ alg: 'PS256', typ: 'dpop+jwt', jwk: this.#proofKey.publicKey })
      .sign(this.#proofKey.privateKey);
  }

  /** What the bank signed for this client (JARM §2.4, OpenID Connect Core §3.1.3.7). */
  async #verified(token: string): Promise<JWTPayload> {
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(this.#keys), {
      issuer: this.server.issuer,
      audience: this.#clientId,
    });
    const expected = this.#plan.startsWith('oidcc') ? 'RS256' : 'PS256';
    if (protectedHeader.alg !== expected) throw new Error(`signed with ${protectedHeader.alg}`);
    return payload;
  }
}

/** The suite signs by real time. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}

function withoutUndefined(parameters: Record<string, string | undefined>): Form {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
